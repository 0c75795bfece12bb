"""The words around a party or an item: its preposition, the list it stands in, the noun phrase it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.equipment import modifiers
from armstrail.reader.chunks import Chunk, Clauses, context
from armstrail.reader.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

REACH = 28  # tokens; an argument further off belongs to something else


def groups(clauses: Clauses, chunk: Chunk) -> list[Chunk]:
    """A party with those that it is listed with: "Germany, the Netherlands and Denmark"."""
    found = [chunk]
    parties = [c for c in clauses.chunks if usable(c)]
    index = parties.index(chunk) if chunk in parties else -1
    if index < 0:
        return found
    for step in (-1, 1):
        i = index
        while 0 <= i + step < len(parties):
            left, right = sorted((parties[i], parties[i + step]), key=lambda c: c.start)
            if not _coordinated(clauses, left, right):
                break
            i += step
            found.append(parties[i])
    found.sort(key=lambda c: c.start)
    between = {t.lower for t in clauses.tokens[found[0].end : found[-1].start]}
    return found if between & {"and", "or", "&", "as"} else [chunk]  # a comma alone may be an apposition


def _coordinated(clauses: Clauses, left: Chunk, right: Chunk) -> bool:
    between = [t.lower for t in clauses.tokens[left.end : right.start]]
    inside = [c for c in clauses.at[left.end : right.start] if c is not None]
    if any(not (c.form == "pronoun" and c.possessive) for c in inside) or not between or len(between) > 4:
        return False
    if left.form == "pronoun" or right.form == "pronoun":
        return False
    joints = {",", "and", "or", "&"}
    fillers = {
        "the",
        "both",
        "its",
        "their",
        "as",
        "well",
        "including",
        "to",
        "then",
        "even",
        "later",
        "from",
    }
    return (
        bool(set(between) & joints)
        and all(w in joints | fillers for w in between)
        and between[0] in joints | {"as"}
    )


def preposition(clauses: Clauses, chunk: Chunk) -> str:
    """The preposition that governs a noun phrase, "" where none does."""
    first = groups(clauses, chunk)[0]
    i = first.start
    for _ in range(4):
        if i == 0:
            return ""
        word = clauses.tokens[i - 1].lower
        left = clauses.at[i - 1]
        if left is not None and left.kind == "party":
            if left.form != "aside" and not (left.form == "pronoun" and left.possessive):
                return ""
            i = left.start  # "to the U.S.-backed rebels"
            continue
        if word in context("prepositions"):
            return word
        if not (
            word in context("determiners")
            or word.endswith(("ern", "ing", "ed", "an", "ous", "al"))
            or word in context("loose")
        ):
            return ""
        i -= 1
    return ""


def usable(chunk: Chunk) -> bool:
    """Whether a chunk names a party that can be a side of a transfer."""
    party = chunk.named()
    if (party and party.id in context("no_party")) or (chunk.form == "pronoun" and chunk.possessive):
        return False
    return chunk.kind == "party" and chunk.form not in ("aside", "origin")


def known(clauses: Clauses, i: int) -> bool:
    """Whether a token can stand inside the noun phrases after a step."""
    word = clauses.tokens[i].lower
    return (
        not word[0].isalpha()
        or word in context("determiners")
        or word in modifiers()
        or word in context("measures")
        or word in context("prepositions")
        or word in ("and", "or", "both", "well", "'s", "’s", "worth", "also", "not")
        or word.endswith("ly")
    )


def modifies(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether an adjective belongs to a noun that is no party: "Soviet coal"; "the British said" is one."""
    if chunk.form != "adjective" or chunk.end >= len(clauses.tokens):
        return False
    following = clauses.at[chunk.end]
    if following is not None:
        return following.kind in ("item", "quantity")
    word = clauses.tokens[chunk.end].lower
    verbs = (
        context("auxiliaries")
        | context("have")
        | context("modals")
        | context("prepositions")
        | context("boundaries")
    )
    return (
        word[0].isalpha()
        and word not in verbs
        and word not in vocabulary()
        and not word.endswith(("ed", "ly"))
    )


def such_as(clauses: Clauses, i: int) -> bool:
    """Whether "as" belongs to "such as" or "as well as", and ends no clause."""
    word = clauses.tokens[i].lower
    before = clauses.tokens[i - 1].lower if i else ""
    after = clauses.tokens[i + 1].lower if i + 1 < len(clauses.tokens) else ""
    return word == "as" and (before in ("such", "well", "many") or after in ("well", "many", "part", "soon"))


def is_firm(chunk: Chunk) -> bool:
    """Whether a chunk names a company."""
    party = chunk.named()
    return party is not None and party.kind == "org"


def before_item(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a chunk stands right before goods, as their modifier."""
    following = clauses.at[chunk.end] if chunk.end < len(clauses.at) else None
    return following is not None and following.kind == "item"


def jointly(before: Sequence[str]) -> bool:
    """Whether the words before a party, in lower case, say that it acts with another: "together with the"."""
    words = list(before)
    while words and words[-1] in context("determiners"):
        words.pop()
    if words[-1:] != ["with"] or len(words) < 2:
        return False
    return words[-2] in context("jointly") or (words[-2] in context("in_jointly") and words[-3:-2] == ["in"])
