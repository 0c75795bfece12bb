"""Citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a record: `text` in a form."""

    id: str
    form: Literal["bibtex", "csl", "plain"]
    text: str
