"""Documents to stories: which carry the same text, which of them is the origin, how the others stand to it.

Fingerprints propose (`candidates`), the texts decide (`overlaps`), what hangs together is grouped (`grouping`), and the
origin is chosen by credit, time and length (`origins`). The stories are a function of the documents: they come out the
same whether these were added at once, one by one, or in another order.
"""

from armstrail.stories.candidates import Settled, enough, proposals, rank_of
from armstrail.stories.folding import REASONS, Changes, Known, Stories, Tie, marked
from armstrail.stories.grouping import Families

__all__ = [
    "REASONS",
    "Changes",
    "Families",
    "Known",
    "Settled",
    "Stories",
    "Tie",
    "enough",
    "marked",
    "proposals",
    "rank_of",
]
