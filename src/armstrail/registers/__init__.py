"""Public registers of arms transfers: SIPRI's trade register, reports to UNROCA, tables of the user's own.

`load` brings a file in, `rows_of` makes rows again of the cells that were kept, `write` writes a release back as it
was. A new register is a new layout in `LAYOUTS`; how its names and goods are ours, and what it covers, is data
(codebook, "registers.yaml").
"""

from __future__ import annotations

from armstrail.registers.delimited import write
from armstrail.registers.importing import LAYOUTS, load, row_of, rows_of
from armstrail.registers.names import possible
from armstrail.registers.scope import Scope, scope
from armstrail.registers.sipri import SIPRI_COLUMNS
from armstrail.registers.unroca import reports

__all__ = [
    "LAYOUTS",
    "SIPRI_COLUMNS",
    "Scope",
    "load",
    "possible",
    "reports",
    "row_of",
    "rows_of",
    "scope",
    "write",
]
