"""The goods of a step: the items that are its object, its passive subject or its modifiers, with their lists."""

from __future__ import annotations

from itertools import pairwise

from armstrail.equipment import modifiers
from armstrail.reader.chunks import Chunk, Clauses, context
from armstrail.reader.neighbours import REACH
from armstrail.reader.steps import HARD_STOPS, Step
from armstrail.reader.words import vocabulary


def items(clauses: Clauses, step: Step) -> list[Chunk]:
    """The goods of a step: its object or passive subject, before or after it in its clause."""
    if step.frame == "arm" and not step.bare:
        return []
    after = _objects(clauses, step)
    before = _run_before(clauses, step)
    if step.nominal:
        return before + after
    if step.passive or step.frame == "move":
        return before or after
    return after or (before if _relative(clauses, step) else [])


def money_given(clauses: Clauses, step: Step) -> Chunk | None:
    """The sum that is itself what a verb gives: "granted 120,000 euros"."""
    if step.nominal or step.bare or step.frame not in ("give", "take"):
        return None
    for i in range(step.end, min(step.end + 5, len(clauses.at))):
        chunk = clauses.at[i]
        if chunk is not None and chunk.kind != "party":
            return chunk if chunk.kind == "value" else None
    return None


def _objects(clauses: Clauses, step: Step) -> list[Chunk]:
    """Items right of a step that are its object: the first near it, the others listed with the first."""
    first = _first_object(clauses, step)
    if first is None:
        return []
    listed = _listed_with(clauses, first)
    ahead = [t.lower for t in clauses.tokens[first.end : first.end + 3]]
    if listed and "from" in ahead and ahead[0] in ("-", "–", "—", ":", ","):
        return listed  # "weapons - from small arms to artillery": the kinds say what the weapons are
    return [first, *listed]


def _first_object(clauses: Clauses, step: Step) -> Chunk | None:
    """The item that begins the object: only a noun phrase's own words, a recipient or "of" may come before it."""
    tokens = clauses.tokens
    i, strange, party = step.end, 0, False
    while i < len(tokens):
        chunk = clauses.at[i]
        if chunk is not None:
            if chunk.kind == "item":
                return chunk
            party = party or chunk.kind == "party"
            i = chunk.end
            continue
        if tokens[i].text == "(" and (behind := _behind_brackets(clauses, i)):
            i = behind
            continue
        word = tokens[i].lower
        if word == "to" and step.nominal and i + 1 < len(tokens) and tokens[i + 1].lower in context("making"):
            i += 2
            continue
        if step.nominal and i == step.end and tokens[i].text not in '("“':
            if word not in context("nominal_links"):
                return None
            i += 1
            continue
        if not _may_open_object(clauses, i, word, party, step):
            ahead = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            if word in vocabulary() or ahead == "of":
                return None
            strange += 1
            if (
                strange > 2
                or word in context("prepositions") | context("clause_breaks")
                or not word.replace("-", "").isalpha()
                or word in context("stop_verbs")
            ):
                return None
        i += 1
    return None


def _behind_brackets(clauses: Clauses, i: int) -> int | None:
    """The token behind a bracket that opens at i and holds no goods: "a tranche (see above) of aid"."""
    for j in range(i + 1, min(i + 20, len(clauses.tokens))):
        chunk = clauses.at[j]
        if chunk is not None and chunk.kind == "item":
            return None
        if clauses.tokens[j].text == ")":
            return j + 1
    return None


def _may_open_object(clauses: Clauses, i: int, word: str, party: bool, step: Step) -> bool:
    """Whether a token may stand between a transfer word and the goods that are its object."""
    if (
        word in context("determiners")
        or word in modifiers()
        or word in context("measures")
        or word in ("of", "up", "about", "around")
    ):
        return True
    if (
        clauses.tokens[i].text in "\"“”'‘’(-$"
        or word[:1].isdigit()
        or word in ("also", "not", "only", "'s", "’s", "back", "over")
    ):
        return True
    if word in ("with", "to", "into", "for", "from", "by"):
        following = clauses.at[i + 1] if i + 1 < len(clauses.at) else None
        after = clauses.at[i + 2] if i + 2 < len(clauses.at) else None
        beside = any(c is not None and c.kind == "party" for c in (following, after))
        if word == "with":
            return party or step.nominal or step.frame == "mutual" or (step.passive and step.frame == "give")
        return beside or (word == "for" and (step.nominal or step.bare or step.frame in ("take", "mutual")))
    if word in ("and", "or"):  # "new models and systems"
        return i > 0 and clauses.tokens[i - 1].lower in context("measures")
    if word == "in":  # "$100m in military aid"
        before = clauses.at[i - 1] if i else None
        return (before is not None and before.kind in ("value", "quantity")) or i == step.end
    return word.endswith(("-made", "-built", "mm", "-class", "ed", "-era"))


def _listed_with(clauses: Clauses, first: Chunk) -> list[Chunk]:
    """The items of the list that an item opens: "tanks, 20 howitzers and, along with spare parts, ammunition"."""
    found: list[Chunk] = []
    tokens = clauses.tokens
    i, strange, joined = first.end, 0, False
    while i < len(tokens) and strange <= 2:
        chunk = clauses.at[i]
        if chunk is not None:
            if chunk.kind == "item":
                found += [chunk] if joined else []
                joined, strange = False, 0
            i = chunk.end
        elif tokens[i].text == "(" and (behind := _behind_brackets(clauses, i)):
            i = behind
        elif _joins(clauses, i, first):
            joined = True
            i += 2 if tokens[i].lower in ("which", "that") else 1
        elif _ends_list(clauses, i):
            break
        else:
            strange += not _in_list(tokens[i].lower)
            i += 1
    return found


def _joins(clauses: Clauses, i: int, first: Chunk) -> bool:
    """Whether a token leads to a further item: a comma, "and", "which includes", "from … to …", "a tranche of"."""
    word, text = clauses.tokens[i].lower, clauses.tokens[i].text
    following = clauses.at[i + 1] if i + 1 < len(clauses.at) else None
    ahead = clauses.tokens[i + 1].lower if i + 1 < len(clauses.tokens) else ""
    return (
        text in (",", ";", ":", "&", "/")
        or word in ("and", "or", "plus", "including", "namely")
        or (word in ("from", "to") and following is not None and following.kind == "item")
        or (word == "of" and first.weak and i == first.end)
        or (word in ("which", "that") and ahead.startswith(HOLDING))
        or _joining(clauses, i)
    )


def _ends_list(clauses: Clauses, i: int) -> bool:
    word, text = clauses.tokens[i].lower, clauses.tokens[i].text
    ahead = clauses.tokens[i + 1].lower if i + 1 < len(clauses.tokens) else ""
    if text in ("-", "–", "—") and ahead == "from":
        return False
    if word in context("clause_breaks") or text in HARD_STOPS:
        return True
    if word in context("prepositions"):
        return not _inner(clauses, i)
    return word in vocabulary() and not word.endswith("ing") and not _in_list(word)


def _in_list(word: str) -> bool:
    """Whether a word can belong to an item of a list."""
    return (
        word in context("determiners")
        or word in modifiers()
        or word in context("measures")
        or word in context("prepositions")
        or not word[0].isalpha()
    )


HOLDING = ("includ", "contain", "compris", "consist", "entail", "cover")


def _joining(clauses: Clauses, i: int) -> bool:
    """ "as well as", "such as", "along with", "together with", ", with", "consisting of"."""
    word = clauses.tokens[i].lower
    before = clauses.tokens[i - 1].lower if i else ""
    return (
        (word == "as" and before in ("such", "well"))
        or (word == "with" and before in ("along", "together", ",", "equipped"))
        or (word == "of" and before in ("consisting", "comprised"))
    )


def _inner(clauses: Clauses, i: int) -> bool:
    """A preposition inside an item's own phrase or before a recipient, after which a list may go on."""
    word = clauses.tokens[i].lower
    if word in ("for", "of", "with", "to", "from"):
        ahead = clauses.at[i + 1 : i + 5]
        return any(c is not None and c.kind in ("item", "party") for c in ahead)
    return False


def _run_before(clauses: Clauses, step: Step) -> list[Chunk]:
    """Items left of a step: the modifiers of a noun ("missile deliveries"), the subject of a passive."""
    found: list[Chunk] = []
    tokens = clauses.tokens
    i = step.start if step.nominal else step.group
    steps_left = 4 if step.nominal else REACH
    while i > 0 and steps_left > 0:
        chunk = clauses.at[i - 1]
        if chunk:
            if chunk.kind == "item":
                found.insert(0, chunk)
            i = chunk.start
            continue
        word = tokens[i - 1].lower
        if tokens[i - 1].text in HARD_STOPS:
            break
        if step.nominal and not (
            word in context("determiners")
            or tokens[i - 1].text in ("-", ",", "and", '"', "“")
            or word == "and"
        ):
            break
        if not step.nominal and word in context("clause_breaks") - {"which", "that", "who"}:
            break
        if not step.nominal and found and word in ("of", "in", "with", "for", "on"):
            if word in ("of", "for"):
                i -= 1
                steps_left -= 1
                continue
            break
        i -= 1
        steps_left -= 1
    if step.nominal or _listed(clauses, found):
        return found
    head = [c for c in found if clauses.tokens[c.end].lower in ("from", "of", "for", "in")]
    return head[:1] or found[-1:]  # "profits from arms sales were diverted": the profits were


def _listed(clauses: Clauses, items: list[Chunk]) -> bool:
    """Whether items follow one another in a list."""
    for left, right in pairwise(items):
        between = {t.lower for t in clauses.tokens[left.end : right.start]}
        if not between & {",", "and", "or", "&", "plus"}:
            return False
    return len(items) > 1


def _relative(clauses: Clauses, step: Step) -> bool:
    """ "the missiles that Iran bought", "aircraft my country ordered": the goods stand before the clause."""
    i = step.group
    for _ in range(8):
        if i == 0:
            return False
        chunk = clauses.at[i - 1]
        if chunk and chunk.kind == "item":
            return True
        i = chunk.start if chunk else i - 1
    return False
