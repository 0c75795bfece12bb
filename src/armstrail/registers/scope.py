"""What a release covers: goods that its register leaves out, and what was asked of its website."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from armstrail.registers import names
from armstrail.registers.importing import layout_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from armstrail.model import Release

_ASKED = re.compile(r"^\W*Transfers of (.+?) from (.+?)\s+to (.+?)\s*\.", re.IGNORECASE)
_LONGEST = 2_000  # characters of a line that are looked at
_EVERYTHING = ("major conventional arms", "major conventional weapons", "major weapons")
_APART = re.compile(r"\s*[,;]\s*|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a release covers.

    `outside` are categories that it leaves out, `partly` those of which it lists only some, each with the reason in
    words for people. `suppliers` and `recipients` are those that were asked for, None where all were; `goods` the words
    for the kinds of arms that were asked for, None where all were. `calibre` is that from which it lists guns, in
    millimetres, `former` the state of today under which it lists the transfers of one that is no more.
    """

    outside: Mapping[str, str]
    partly: Mapping[str, str]
    suppliers: frozenset[str] | None = None
    recipients: frozenset[str] | None = None
    goods: str | None = None
    calibre: int = 0
    former: Mapping[str, str] = field(default_factory=dict)


def scope(release: Release) -> Scope:
    """What a release covers, by the table of its register, its mapping and the lines before its head."""
    if release.mapping:
        kinds = json.loads(release.mapping).get("categories")
        listed = ", ".join(kinds or ())
        left = names.categories() - set(kinds) if kinds else ()
        return Scope(dict.fromkeys(sorted(left), f"{release.register} covers only {listed}"), {})
    table = names.registers()[layout_of(release).register]
    whole = Scope(table["outside"], table["partly"], calibre=table["calibre"], former=table["former"])
    asked = next((found for line in release.preamble if (found := _ASKED.match(line[:_LONGEST]))), None)
    if asked is None:
        return whole
    goods, suppliers, recipients = asked.groups()
    return replace(
        whole,
        suppliers=_parties(suppliers),
        recipients=_parties(recipients),
        goods=None if goods.casefold() in _EVERYTHING else goods,
    )


def _parties(words: str) -> frozenset[str] | None:
    """The parties that were asked for; a name that no table has stays as it is written."""
    if words.strip().casefold() == "all countries":
        return None
    if whole := names.party(words):
        return frozenset([whole])
    return frozenset(names.party(one) or one for one in _APART.split(words) if one)
