"""Words -> dates, quantities, money. Pure functions of a text; the words themselves are the codebook's tables.

Every finder gives its finds in the order of the text, without overlaps; `text[found.start:found.end]` are the words.
All take time linear in the text: each pattern is bounded, and only looked for near a number or an opening word.
"""

from __future__ import annotations

from armstrail.values.dates import FoundDate, find_dates
from armstrail.values.money import FoundMoney, find_money
from armstrail.values.publication import published_date
from armstrail.values.quantities import (
    FoundQuantity,
    count_behind,
    count_of_told,
    find_quantities,
    part_before,
    part_behind,
)

__all__ = [
    "FoundDate",
    "FoundMoney",
    "FoundQuantity",
    "count_behind",
    "count_of_told",
    "find_dates",
    "find_money",
    "find_quantities",
    "part_before",
    "part_behind",
    "published_date",
]
