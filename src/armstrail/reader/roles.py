"""Who plays which part in a step: suppliers, recipients and items, by the words around it.

Each search returns chunks of the sentence; what the sentence leaves open is filled from its context later
(`armstrail.reader.discourse`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from armstrail.codebook import tables
from armstrail.reader.chunks import Chunk, Clauses, context
from armstrail.reader.neighbours import (
    REACH,
    before_item,
    groups,
    is_firm,
    jointly,
    known,
    modifies,
    preposition,
    such_as,
    usable,
)
from armstrail.reader.objects import items, money_given
from armstrail.reader.steps import HARD_STOPS, Step, supplier_hint
from armstrail.reader.words import vocabulary


@dataclass(slots=True, eq=False)
class Roles:
    """The chunks that play a part in one step, as the sentence itself says.

    `sides` are parties of open part; `before` those whose name stands before the noun ("Iran arms sales").
    """

    suppliers: list[Chunk] = field(default_factory=list)
    recipients: list[Chunk] = field(default_factory=list)
    items: list[Chunk] = field(default_factory=list)
    sides: list[Chunk] = field(default_factory=list)
    before: list[Chunk] = field(default_factory=list)
    value: Chunk | None = None
    date: Chunk | None = None


def assign(clauses: Clauses, step: Step, others: list[Step]) -> Roles:
    """Suppliers, recipients and items of a step, from the frame of its word and the prepositions around it."""
    roles = Roles()
    roles.items = items(clauses, step)
    if not roles.items and (money := money_given(clauses, step)):
        roles.items, roles.value = [money], money
    if any(not i.weak for i in roles.items):  # "aid", "vehicles" beside arms: only where they are counted
        roles.items = [i for i in roles.items if not i.weak or i.quantity]
    if step.nominal or step.bare:
        premodifiers(clauses, step, roles)
    after(clauses, step, roles, others)
    _partners(step, roles)
    _subject(clauses, step, roles, others)
    _origins(clauses, roles)
    _settle_sides(step, roles)
    _deny_none(clauses, step, roles)
    roles.recipients = [c for c in roles.recipients if not _same_party(c, roles.suppliers)]
    return roles


def _deny_none(clauses: Clauses, step: Step, roles: Roles) -> None:
    """ "No tanks were delivered" denies the transfer."""
    nones = [i.start - 1 for i in roles.items if i.start and clauses.tokens[i.start - 1].lower == "no"]
    if nones and step.stage == "delivered" and step.polarity == "asserted":
        step.polarity = "denied"
        step.negation += nones


def after(clauses: Clauses, step: Step, roles: Roles, others: list[Step]) -> None:
    """Parties right of a step, by their preposition, the step's frame and the words between."""
    stop = _clause_end(clauses, step, others)
    i = step.end
    first, strange = True, 0
    while i < stop:
        chunk = clauses.at[i]
        if chunk is None:
            strange += not known(clauses, i)
            i += 1
            continue
        i = chunk.end
        if not usable(chunk):
            first = first and (chunk.kind in ("quantity", "date") or chunk.possessive)
            continue
        if modifies(clauses, chunk) or (is_firm(chunk) and before_item(clauses, chunk)):
            first = False
            continue
        word = preposition(clauses, chunk)
        members = groups(clauses, chunk)
        direct = first and not word and chunk.start - step.end <= 3
        if strange <= PATIENCE.get(word, 1):
            _place(step, roles, members, word, direct=direct)
        first = False
        i = max(i, members[-1].end)


PATIENCE = {"to": 3, "for": 3, "by": 3, "into": 3, "from": 0, "with": 1, "between": 2}


def _clause_end(clauses: Clauses, step: Step, others: list[Step]) -> int:
    for i in range(step.end, min(len(clauses.tokens), step.end + 2 * REACH)):
        word, text = clauses.tokens[i].lower, clauses.tokens[i].text
        if (text in HARD_STOPS and text != ":") or (
            word in context("clause_breaks") and clauses.at[i] is None and not such_as(clauses, i)
        ):
            return i
        for other in others:
            if other.start == i and other is not step and other.group >= step.end and not other.echo:
                # another step: what follows it is its own, as is the subject right before it
                return other.group if other.nominal or other.passive else min(other.group, i)
    return min(len(clauses.tokens), step.end + 2 * REACH)


def _place(step: Step, roles: Roles, members: list[Chunk], word: str, *, direct: bool) -> None:
    """Give parties after a step their part; a later "to" does not add to what an earlier one named."""
    if word in ("with", "between"):
        _place_counterpart(step, roles, members, direct=direct)
    elif word == "":
        _place_object(step, roles, members, direct=direct)
    elif _supplies(step, roles, word):
        roles.suppliers.extend(members)
    elif _receives(step, roles, word):
        roles.recipients.extend(members)
    elif word == "of" and step.agent and not roles.items:
        roles.sides.extend(members)


def _supplies(step: Step, roles: Roles, word: str) -> bool:
    """Whether a preposition after a step leads to the supplier."""
    take = step.frame == "take"
    if word == "by" and (step.passive or step.nominal or step.bare):
        return not take or bool(step.operators)  # "the request was turned down by Bern"
    if word == "to":
        return take and step.stage == "sought"  # "its request to Washington for tanks"
    return word == "from" and not roles.suppliers


def _receives(step: Step, roles: Roles, word: str) -> bool:
    """Whether a preposition after a step leads to the recipient."""
    if word == "by":
        return step.frame == "take" and (step.passive or step.nominal or step.bare)
    if word == "in":
        return step.frame == "move"
    if roles.recipients:
        return False
    if word == "for":
        return step.nominal or step.bare or bool(roles.items) or step.frame == "take"
    return word in ("to", "into", "towards", "toward")


def _place_counterpart(step: Step, roles: Roles, members: list[Chunk], *, direct: bool) -> None:
    """ "A deal with India", "supplied India with": the other side, or the recipient."""
    if step.frame == "mutual" or step.stage == "negotiating" or step.bare:
        roles.sides.extend(members)
    elif step.frame == "give" and direct:
        roles.recipients.extend(members)


def _place_object(step: Step, roles: Roles, members: list[Chunk], *, direct: bool) -> None:
    """A party right after a verb: "sold India jets", "armed the rebels", "asked Washington for tanks"."""
    if not direct or step.nominal:
        return
    if step.bare and step.stage == "sought":
        roles.suppliers.extend(members)
    elif step.frame == "move" or (step.frame in ("give", "arm") and not step.passive):
        roles.recipients.extend(members)


def _partners(step: Step, roles: Roles) -> None:
    """Those with whom a step was agreed are its other side: "a deal with Britain to buy", "… to supply"."""
    if step.frame == "take":
        roles.suppliers.extend(c for c in step.partners if c not in roles.suppliers)
    elif step.frame == "mutual":
        roles.sides.extend(step.partners)
    elif not roles.recipients:
        roles.recipients.extend(step.partners)


def _subject(clauses: Clauses, step: Step, roles: Roles, others: list[Step]) -> None:
    """The party left of a verb group that acts, or in the passive receives."""
    acting = _left_party(clauses, step, others)
    if step.controller is not None:
        _controlled(step, step.controller, acting, roles)
    elif (
        step.passive
        and step.frame == "give"
        and roles.suppliers
        and not roles.recipients
        and not step.operators
    ):
        roles.recipients.extend(_user(clauses, step, roles, others) if _goods_before(step, roles) else acting)
    elif acting:
        _act(step, [*acting, *_acting_with(clauses)], roles)


def _controlled(step: Step, controller: Chunk, outer: list[Chunk], roles: Roles) -> None:
    """The party between an operator and its verb does what the verb says: "asked Washington to sell"."""
    (roles.recipients if step.frame == "take" else roles.suppliers).append(controller)
    asked = _asked_by_recipient(step) or step.stage == "sought"
    if step.frame == "take" and step.stage in ("withheld", "approved") and not roles.suppliers:
        roles.suppliers.extend(outer)  # "Berlin rejected Peru's request to buy"
    if asked and outer and step.frame == "give" and not roles.recipients:
        roles.recipients.extend(outer)


def _act(step: Step, acting: list[Chunk], roles: Roles) -> None:
    """Give the subject of a step its part."""
    frame = step.frame
    if frame == "mutual" and any(o.meaning.lemma in context("winning") for o in step.operators):
        roles.suppliers, roles.recipients = acting, roles.recipients or roles.suppliers
    elif step.nominal and not step.operators and not step.agent:
        roles.sides.extend(acting)  # a subject of another verb tells little
    elif step.passive and not step.operators:
        if frame == "arm" or (frame == "give" and not roles.recipients and not _goods_before(step, roles)):
            roles.recipients.extend(acting)
    elif frame == "give" and _asked_by_recipient(step):
        (roles.sides if roles.recipients else roles.recipients).extend(acting)
    elif frame == "take":
        roles.recipients.extend(acting)
    elif frame == "mutual":
        roles.sides.extend(acting)
    elif frame in ("give", "arm") and not roles.suppliers:
        roles.suppliers.extend(acting)


def _goods_before(step: Step, roles: Roles) -> list[Chunk]:
    """The goods that stand before a step, so that they and no party are the subject of a passive."""
    return [i for i in roles.items if i.end <= step.start]


def _user(clauses: Clauses, step: Step, roles: Roles, others: list[Step]) -> list[Chunk]:
    """ "Rebels using missiles supplied by Iran": who has the goods received them."""
    goods = _goods_before(step, roles)
    return _left_party(clauses, replace(step, group=goods[0].start, operators=[], controller=None), others)


def _acting_with(clauses: Clauses) -> list[Chunk]:
    """ "Together with Germany", "in cooperation with France": who acts with the subject."""
    found: list[Chunk] = []
    for chunk in clauses.of_kind("party"):
        before = [t.lower for t in clauses.tokens[max(chunk.start - 6, 0) : chunk.start]]
        if usable(chunk) and jointly(before):
            found += groups(clauses, chunk)
    return found


def _asked_by_recipient(step: Step) -> bool:
    """ "Thailand has requested the sale": who asks is who receives."""
    last = step.operators[-1].meaning if step.operators else None
    return (
        step.stage == "sought" and last is not None and (last.subject == "recipient" or last.frame == "take")
    )


def _left_party(clauses: Clauses, step: Step, others: list[Step]) -> list[Chunk]:
    """The nearest party left of a step that can be its subject."""
    tokens = clauses.tokens
    shared = _shared_subject(clauses, step, others)
    if shared is not None:
        return _left_party(clauses, shared, others)
    i = step.group
    relative = False
    for _ in range(2 * REACH):
        if i == 0:
            return []
        chunk = clauses.at[i - 1]
        if chunk is None:
            word, text = tokens[i - 1].lower, tokens[i - 1].text
            if text in HARD_STOPS and text not in ("-", "--", "—", "–"):
                return []
            if word in ("which", "who", "that") and i == step.group:
                relative = True
            elif word in context("subject_stops") or word in reporting():
                return []
            i -= 1
            continue
        i = chunk.start
        if chunk.kind == "item" and relative and not usable(chunk):
            return []
        if not usable(chunk) or modifies(clauses, chunk):
            continue
        if chunk.form == "supplied":
            continue
        word = preposition(clauses, chunk)
        if (
            word
            and word not in ("by",)
            and not (relative and word in ("to", "for", "with", "by", "of", "from"))
        ):
            continue
        return groups(clauses, chunk)
    return []


@cache
def reporting() -> frozenset[str]:
    """Reporting verbs that are no step of a transfer themselves: what follows them is another's clause."""
    forms = {
        f
        for cue in tables()["cues"]
        if cue["kind"] == "verb" and "that" in cue.get("takes", ())
        for f in cue["forms"]
    }
    return frozenset(f for f in forms if f not in vocabulary())


def _shared_subject(clauses: Clauses, step: Step, others: list[Step]) -> Step | None:
    """The verb before "and" or a comma whose subject a verb shares: "refused to sell … and cancelled …"."""
    before = step.group - 1
    if before < 1 or step.nominal or clauses.tokens[before].lower not in ("and", "but", "then", "or", ","):
        return None
    if step.passive:
        return None
    earlier = [o for o in others if o.end <= before and not o.nominal and not o.passive and o.frame != "move"]
    return earlier[-1] if earlier and not step.controller else None


def premodifiers(clauses: Clauses, step: Step, roles: Roles) -> None:
    """Parties in the noun phrase before a noun: "Israeli shipment", "Iran arms scandal", "Britain's sale"."""
    i = step.start
    for _ in range(7):
        if i == 0:
            return
        chunk = clauses.at[i - 1]
        if chunk is None:
            word = clauses.tokens[i - 1].lower
            if word in context("determiners"):
                return
            if not (
                word in ("'s", "’s", "-", "secret", "covert", "illegal")
                or word.endswith(("al", "ive", "ed", "ous", "ine", "ret"))
            ):
                return
            i -= 1
            continue
        i = chunk.start
        if chunk.kind != "party" or chunk.form == "aside":
            continue
        members = groups(clauses, chunk)
        joined = (
            clauses.at[chunk.start - 2]
            if chunk.start > 1 and clauses.tokens[chunk.start - 1].text in "-–"
            else None
        )
        if (
            joined is not None and joined.kind == "party"
        ):  # "the Iran-contra arms scandal": the first had the arms
            chunk, members, i = joined, [joined], joined.start
        if chunk.form == "echo" or (step.echo and chunk.form == "name" and not chunk.possessive):
            roles.recipients.extend(members)
        elif chunk.possessive or chunk.form in ("supplied", "origin"):
            (roles.recipients if step.frame == "take" and chunk.form != "origin" else roles.suppliers).extend(
                members
            )
        elif chunk.form == "adjective":
            (roles.sides if step.echo or step.frame in ("mutual", "take") else roles.suppliers).extend(
                members
            )
        else:
            (roles.sides if step.frame == "mutual" and not roles.items else roles.before).append(chunk)
        i = min(i, members[0].start)


def _origins(clauses: Clauses, roles: Roles) -> None:
    """Goods named by their origin with a word of acquiring: the origin supplies (codebook, decided case 5)."""
    named = [g for item in roles.items for o in item.origins for g in groups(clauses, o) if g.form != "aside"]
    if roles.suppliers or not named:
        return
    for origin in named:
        if origin not in roles.suppliers and not _same_party(origin, roles.recipients):
            roles.suppliers.append(origin)


def _settle_sides(step: Step, roles: Roles) -> None:
    """Give the parties of a deal their parts, where one part is known or their arms industries tell.

    A name before the noun supplies where somebody else receives ("White House arms sales to Iran"), else receives.
    """
    if roles.before and not _same_party(roles.before[0], roles.recipients):
        if roles.recipients and not roles.suppliers:
            roles.suppliers = roles.before
        elif not roles.recipients:
            roles.recipients = roles.before
    sides = [
        c for c in roles.sides if not _same_party(c, roles.suppliers) and not _same_party(c, roles.recipients)
    ]
    roles.sides = []
    makers = {m for item in roles.items if item.item for m in item.item.makers}
    for chunk in sides:
        party = chunk.named()
        home = party.home if party else None
        if (
            roles.recipients
            and not roles.suppliers
            and (not step.nominal or step.operators or step.frame == "mutual")
        ):
            roles.suppliers.append(chunk)
        elif (
            roles.suppliers
            and not roles.recipients
            and (not step.nominal or step.operators or step.frame == "mutual")
        ):
            roles.recipients.append(chunk)
        elif home and home in makers:
            roles.suppliers.append(chunk)
        else:
            roles.sides.append(chunk)
    if len(roles.sides) == 2 and not roles.suppliers and not roles.recipients and step.frame == "mutual":
        first, second = sorted(roles.sides, key=_hint, reverse=True)
        roles.suppliers, roles.recipients, roles.sides = [first], [second], []


def _hint(chunk: Chunk) -> int:
    party = chunk.named()
    return supplier_hint(party.home if party else None)


def _same_party(chunk: Chunk, others: list[Chunk]) -> bool:
    name = chunk.named()
    return any(chunk is o or (name is not None and o.named() == name) for o in others)
