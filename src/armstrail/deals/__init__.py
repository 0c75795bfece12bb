"""Claims -> deals: claims about the same transfer gathered over documents and time, with a reason for each."""

from armstrail.deals.gathering import Decided, Gathering, Placed, deal, gather, order, said
from armstrail.deals.strands import Told, block, strand_key, strands

__all__ = [
    "Decided",
    "Gathering",
    "Placed",
    "Told",
    "block",
    "deal",
    "gather",
    "order",
    "said",
    "strand_key",
    "strands",
]
