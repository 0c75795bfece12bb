"""The outlet of an address, where the page itself does not name it."""

from __future__ import annotations

import re

from armstrail.outlets import outlet_at

_HOST = re.compile(r"[a-z]+://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)  # quicker to load than urllib.parse


def outlet_of(address: str) -> str | None:
    """The outlet that an address belongs to: its name where known, else its host; None where it has none."""
    found = _HOST.match(address)
    if not found:
        return None
    host = found[1].lower().removeprefix("www.")
    known = outlet_at(host)
    return known.name if known else host or None
