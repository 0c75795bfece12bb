"""Goods that no transfer word governs: "military aid to Ukraine", a note's bare list; and which steps to keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail.reader import roles as parts
from armstrail.reader import steps
from armstrail.reader.chunks import Chunk, Clauses, context, modality
from armstrail.reader.neighbours import groups, known
from armstrail.reader.roles import Roles
from armstrail.reader.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from armstrail.model import Stage
    from armstrail.reader.discourse import Transfer
    from armstrail.reader.reference import Memory
    from armstrail.reader.words import Word


def select(transfers: list[Transfer], armed: bool, heading: bool) -> list[Transfer]:
    """The steps that can be a transfer: strong words, or goods of their own; then values and dates shared out.

    `armed`: whether the text speaks of arms at all, so that "the package" can mean them;
    `heading`: whether it is a note under a party's name.
    """
    kept = [t for t in transfers if _holds(t, armed, heading)]
    for transfer in kept:
        _figures(transfer, kept)
    return kept


def _holds(transfer: Transfer, armed: bool, heading: bool) -> bool:
    step, found = transfer.step, transfer.roles
    if step.frame == "arm" and not step.bare:
        return bool(found.recipients) and any(_armed(c) for c in found.recipients)
    strong = [i for i in found.items if not i.weak]
    if found.items and _at_work(transfer):
        return False
    if step.agent and not (found.recipients or found.suppliers):
        return False
    if any(i.kind == "value" for i in found.items):
        return heading or (_group_receives(found) and armed)
    if step.echo:
        # "the F-35 programme" develops a design; "the arms programme" hands arms over
        kinds = [i for i in strong if i.item and not i.item.designation]
        beside = any(i.end in (step.start, step.start - 1) for i in kinds)
        return beside and bool(found.recipients or found.suppliers or found.sides)
    if step.bare:
        return bool(strong) or bool(armed and found.items and found.recipients and found.suppliers)
    if found.items and _aid_to_group(transfer.clauses, found) and armed:
        return True
    if step.weak:
        return bool(strong) and bool(found.recipients or found.suppliers)
    if found.items and not strong:
        sides = found.recipients and (found.suppliers or step.nominal)
        sides = sides or (step.stage == "offered" and found.suppliers)
        solid = any(i.item and i.item.category in context("solid") for i in found.items)
        if armed and solid and not step.nominal and (found.suppliers or found.recipients):
            return True
        return bool(sides and _arms_near(transfer)) or bool(heading and found.recipients)
    return bool(strong) or not found.items


def _aid_to_group(clauses: Clauses, found: Roles) -> bool:
    """Money and aid that go to an armed group (codebook, decided cases 4 and 11)."""
    return _group_receives(found) and any(_is_aid(clauses, i) for i in found.items)


def _group_receives(found: Roles) -> bool:
    return any((p := c.named()) and p.kind == "group" for c in found.recipients)


def _is_aid(clauses: Clauses, item: Chunk) -> bool:
    return any(t.lower in context("aid_words") for t in clauses.tokens[item.start : item.end])


def civil(found: Roles) -> bool:
    """Whether all goods are of kinds that civilians buy too."""
    return all(i.item is None or i.item.category in context("civil_too") for i in found.items)


def _at_work(transfer: Transfer) -> bool:
    """Whether the goods are a state's own forces at work: "warships to escort tankers"."""
    last = transfer.roles.items[-1].end if transfer.roles.items else 0
    ahead = [t.lower for t in transfer.clauses.tokens[last : last + 2]]
    return len(ahead) == 2 and ahead[0] == "to" and ahead[1] in context("own_use")


def _armed(chunk: Chunk) -> bool:
    party = chunk.named()
    return party is not None and party.kind in ("state", "group", "bloc")


def _arms_near(transfer: Transfer) -> bool:
    return any(c.kind == "item" and not c.weak for c in transfer.clauses.chunks)


def _figures(transfer: Transfer, all_of_sentence: list[Transfer]) -> None:
    """The value and date nearest to a step, in its sentence; each goes to the step nearest to it."""
    step = transfer.step
    for kind in ("value", "date"):
        chunks = sums(transfer.clauses) if kind == "value" else transfer.clauses.of_kind(kind)
        if not chunks:
            continue
        best = min(chunks, key=lambda c: _far(transfer, c))
        rival = min(all_of_sentence, key=lambda t: _far(t, best))
        if rival is transfer or (kind == "date" and _distance(step, best) <= 6):
            setattr(transfer.roles, kind, best)


def _far(transfer: Transfer, chunk: Chunk) -> int:
    """How far a figure is from a step or from its goods: "450 million for equipment that it delivers"."""
    goods = [max(chunk.start - i.end, i.start - chunk.end) for i in transfer.roles.items]
    return min([_distance(transfer.step, chunk), *goods])


def sums(clauses: Clauses) -> list[Chunk]:
    """The sums of a sentence that are no price of a piece: "35 euros each", "18 dollars a barrel"."""
    found: list[Chunk] = []
    for chunk in clauses.of_kind("value"):
        after = [t.lower for t in clauses.tokens[chunk.end : chunk.end + 2]]
        each = set(after) & context("per_piece") or (after[:1] == ["a"] and after != ["a", "year"])
        if not each:
            found.append(chunk)
    return found


def _distance(step: Step, chunk: Chunk) -> int:
    return chunk.start - step.end if chunk.start >= step.end else step.start - chunk.end


def unstated(
    clauses: Clauses, transfers: list[Transfer], memory: Memory, words: list[Word]
) -> Iterator[tuple[Step, Roles]]:
    """Steps that goods state by themselves: with "to" or "for" a party, or listed in a note under a heading."""
    taken = {id(i) for t in transfers for i in t.roles.items}
    note = is_note(clauses, words, headed=memory.heading is not None)
    listed: list[Chunk] = []
    for item in clauses.of_kind("item"):
        if id(item) in taken:
            continue
        supplied = [o for o in item.origins if o.form == "supplied"]
        if supplied:
            yield _of_supplied(clauses, item, supplied)
            continue
        step = _of_goods(item, "delivered")
        steps.govern_noun(clauses, [w for w in words if not w.used], step)
        found = Roles(items=[item])
        parts.after(clauses, step, found, [])
        near = [c for c in found.recipients if _beside(clauses, item, c)]
        summed = (
            memory.heading
            and clauses.of_kind("value")
            and found.items[0].item
            and found.items[0].item.category != "equipment"
        )
        if (
            item.weak
            and not (near and _aid_to_group(clauses, found))
            and not (note and memory.heading)
            and not summed
        ):
            continue
        if near and not note:
            found.recipients = groups(clauses, near[0])
            found.value = _nearest_value(clauses, step)
            parts.premodifiers(clauses, step, found)
            yield step, found
        elif (note or (memory.heading and (not taken or _summed(clauses, item)))) and not _negated(
            clauses, item
        ):
            listed.append(item)
    if listed and (memory.heading or _quantified(listed)):
        step = _of_goods(listed[0], "unclear")
        if not note:
            _read_listing(clauses, step, bool(clauses.of_kind("value")))
        found = Roles(items=listed)
        parts.premodifiers(clauses, step, found)
        parts.after(clauses, step, found, [])
        found.value = _nearest_value(clauses, step)
        yield step, found


def _summed(clauses: Clauses, item: Chunk) -> bool:
    """Whether a sum is told right behind goods or before them: "aid amounting to X", "X for military equipment"."""
    return any(0 <= c.start - item.end <= 4 or 0 <= item.start - c.end <= 1 for c in clauses.of_kind("value"))


def _of_supplied(clauses: Clauses, item: Chunk, suppliers: list[Chunk]) -> tuple[Step, Roles]:
    """ "Egypt's arsenal of Soviet-supplied tanks": delivered, to whom the words before speak of."""
    first = suppliers[0]
    step = replace(_of_goods(item, "delivered"), stage_tokens=[(first.start, first.end)], start=first.start)
    names = {s.named() for s in suppliers}
    owners = [c for c in clauses.of_kind("party") if c.end <= first.start and c.named() not in names]
    owners = [c for c in owners if c.possessive and c.named()] or owners[:1]
    return step, Roles(suppliers=suppliers, items=[item], recipients=owners[-1:])


def _beside(clauses: Clauses, item: Chunk, party: Chunk) -> bool:
    """Whether only a preposition, articles and adjectives stand between goods and a party."""
    between = [t.lower for t in clauses.tokens[item.end : party.start]]
    return (
        len(between) <= 5
        and not any(w in context("auxiliaries") or w in context("have") for w in between)
        and all(clauses.at[i] is not None or known(clauses, i) for i in range(item.end, party.start))
    )


def _negated(clauses: Clauses, item: Chunk) -> bool:
    """ "Does not include tanks", "no reference to lethal items"."""
    before = [t.lower for t in clauses.tokens[max(item.start - 12, 0) : item.start]]
    humanitarian = item.weak and any(t.lower == "humanitarian" for t in clauses.tokens)
    return humanitarian or any(w in ("not", "no", "without", "neither", "never") for w in before)


def _read_listing(clauses: Clauses, step: Step, valued: bool) -> None:
    """The stage of goods that a note's sentence lists: "will include", "the shipment includes", "amounts to"."""
    words = {t.lower for t in clauses.tokens}
    if words & modality("future"):
        step.stage, step.certainty = "agreed", "planned"
        step.modality = [i for i, t in enumerate(clauses.tokens) if t.lower in modality("future")][:1]
    elif valued or words & {"shipment", "shipments", "delivery", "deliveries", "delivered", "sent"}:
        step.stage = "delivered"


def _of_goods(item: Chunk, stage: Stage) -> Step:
    return Step(
        item.start, item.end, item.start, "give", stage, nominal=True, stage_tokens=[(item.start, item.end)]
    )


def _nearest_value(clauses: Clauses, step: Step) -> Chunk | None:
    """The sum nearest to a step."""
    return min(sums(clauses), key=lambda chunk: _distance(step, chunk), default=None)


def _quantified(items: list[Chunk]) -> bool:
    return any(i.quantity for i in items)


def is_note(clauses: Clauses, words: list[Word], *, headed: bool) -> bool:
    """Whether a sentence is a bare list: it begins with goods, a number or a sum, and has no finite verb."""
    first = next((c for c in clauses.chunks if c.kind != "party"), None)
    if first is None or first.start > (4 if headed else 1) or first.kind == "date":
        return False
    finite = (
        context("auxiliaries")
        | context("have")
        | {"will", "would", "can", "could", "may", "should", "said", "did", "does"}
    )
    if any(t.lower in finite for t in clauses.tokens):
        return False
    return not any(w.voice == "active" and w.shape != "noun" for w in words)
