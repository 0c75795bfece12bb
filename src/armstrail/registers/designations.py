"""A deal's designation beside a register's, which may use another name of the same model, or name several variants."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from armstrail.codebook import lexicon
from armstrail.deals.kinds import runs

if TYPE_CHECKING:
    from armstrail.deals.kinds import Kind

_VERSION = re.compile(r"([^\s;,]*\d[^\s;,]*)(?: \([^)]*\))? version")
_NICKNAME = 4  # letters from which a run is a name, not part of a model
_SHORT = 3


def designations_alike(one: Kind, ours: str, other: Kind, theirs: str, comments: str) -> str:
    """How a deal's designation (`ours`) stands to that of a register's row: a feature of findings.yaml.

    SIPRI names the model in its column and the version in its comments ("AS-332L version").
    """
    if one.spelt == other.spelt or (len(one.spelt) >= _SHORT and one.spelt in _named_in(comments)):
        return "same_designation"
    mine = runs(ours)
    found = _models_alike(mine, runs(theirs), same_family=one.family == other.family)
    named = [runs(version) for version in _VERSION.findall(comments)]
    if any(
        _tells(set(mine) & set(its)) and (set(mine) <= set(its) or set(its) <= set(mine)) for its in named
    ):
        return "same_designation"
    other_versions = any(
        base and base == _base(mine) and _conflict(mine, its, base) for its in named for base in [_base(its)]
    )
    return "other_variant" if found == "variant" and other_versions else found


def _models_alike(mine: tuple[str, ...], its: tuple[str, ...], *, same_family: bool) -> str:
    if set(mine) <= set(its) or set(its) <= set(mine):
        return "variant" if same_family or _tells(set(mine) & set(its)) else "other_designation"
    base, its_base = _base(mine), _base(its)
    if base and base == its_base:
        return "other_variant" if _conflict(mine, its, base) else "variant"
    if not same_family:
        return "other_designation"
    other_system = not base or not its_base or base[0] != its_base[0]
    return "variant" if other_system else "other_variant"


@cache
def _named_in(comments: str) -> str:
    """The letters and digits of those comments that tell of a version or another designation."""
    return spelt(" ".join(part for part in comments.split(";") if "version" in part or "designation" in part))


def spelt(words: str) -> str:
    """The letters and digits of words."""
    return re.sub(r"[\W_]+", "", words).casefold()


def _tells(shared: set[str]) -> bool:
    """Whether runs that two designations share tell of a model: a name, or letters with digits."""
    named = any(len(run) >= _NICKNAME for run in shared)
    return named or (any(run.isdigit() for run in shared) and any(not run.isdigit() for run in shared))


def _base(some: tuple[str, ...]) -> tuple[str, str] | None:
    """The letters and digits that name a model: "UH-60M" has uh and 60, "Type 053H3" has 053 and h."""
    if len(some) > 1 and some[0].isdigit():
        return some[0], some[1]
    for first, second in pairwise(some):
        if not first.isdigit() and second.isdigit():
            return first, second
    return None


def _conflict(mine: tuple[str, ...], its: tuple[str, ...], base: tuple[str, str]) -> bool:
    """Whether what follows a model differs, letters beside letters and digits beside digits: "UH-60M" and "UH-60L", but
    not "F-16V" and "F-16 Block 70". Names do not count.
    """
    rest = [
        {run for run in some if run not in base and (run.isdigit() or len(run) < _NICKNAME)}
        for some in (mine, its)
    ]
    for digits in (True, False):
        ours, theirs = ({run for run in some if run.isdigit() == digits} for some in rest)
        if ours and theirs and not (ours <= theirs or theirs <= ours):
            return True
    return False


def share_model(one: str, other: str) -> bool:
    """Whether two designations have a number in common: a name alone may be that of other goods (a ship, a missile)."""
    return any(run.isdigit() for run in set(runs(one)) & set(runs(other)))


def name_of(designation: str) -> str | None:
    """The first name in a designation, by which other spellings of it are found; None where it has none."""
    return next((run for run in runs(designation) if len(run) >= _NICKNAME and not run.isdigit()), None)


@cache
def unnamed(designation: str) -> bool:
    """Whether a register only says what goods they are: "ship engine", "Main battle tanks"; or not even that."""
    letters = designation.replace(" ", "").replace("-", "")
    if not letters or (letters.isalpha() and designation.islower()):
        return True
    found = lexicon.find(designation)
    whole = [match for match in found if (match.start, match.end) == (0, len(designation))]
    return any(form.kind == "noun" for match in whole for form in match.forms)
