"""What a sentence leaves open and its text tells: the missing side of a transfer, its goods, its heading.

The codebook codes a sentence "read with its context". Here the nearest transfer of the same text with a
party or goods in common gives what is missing; a note under a state's name is that state's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from armstrail.parties import makers
from armstrail.reader.chunks import Chunk, Clauses, context

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from armstrail.parties import PartyName
    from armstrail.reader.reference import Memory
    from armstrail.reader.roles import Roles
    from armstrail.reader.steps import Step


@dataclass(slots=True, eq=False)
class Transfer:
    """One step with the parts that sentence and text give it; `number` counts the text's sentences."""

    number: int
    clauses: Clauses
    step: Step
    roles: Roles
    filled: set[str] = field(default_factory=set)


REACH = 100  # sentences: what a text tells further away than this is another matter


def complete(transfers: list[Transfer], memory: Memory) -> list[Transfer]:
    """Fill the open sides and goods of transfers, which stand in the order of their sentences, from one another; leave
    out what stays without a party.
    """
    for i, transfer in enumerate(transfers):
        _goods(transfer, transfers, i)
    kept = [t for t in transfers if t.roles.items or (t.step.frame == "arm" and not t.step.bare)]
    for transfer in kept:
        _two_states(transfer)
        _sides(transfer)
    received = Counter(p for t in kept for p in set(_parties(t.roles.recipients)))
    supplied = Counter(p for t in kept for p in set(_parties(t.roles.suppliers)))
    for transfer in kept:
        _turn(transfer, received, supplied)
    numbers = [t.number for t in kept]
    for transfer in kept:
        _from_others(transfer, _nearest(transfer, kept, numbers))
    text = _Text(kept, memory)
    for transfer in kept:
        _from_text(transfer, _nearest(transfer, kept, numbers), text)
    for transfer in kept:
        _echoed(transfer)
    return [t for t in kept if _abroad(t)]


class _Text:
    """What a text says as a whole: who receives most, whom it names, by state and by id."""

    def __init__(self, transfers: Sequence[Transfer], memory: Memory) -> None:
        self.heading, self.counts = memory.heading, memory.counts
        self.received: Counter[PartyName] = Counter()
        self.recipients: dict[PartyName, Chunk] = {}
        for t in transfers:
            if "recipient" not in t.filled:
                self.received.update(_parties(t.roles.recipients))
            for chunk in t.roles.recipients:
                if party := chunk.named():
                    self.recipients.setdefault(party, chunk)
        self.by_home: dict[str, list[tuple[int, Chunk]]] = {}
        self.by_id: dict[str, list[Chunk]] = {}
        for place, (_, chunk) in enumerate(memory.named):
            party = chunk.named()
            if party and party.home and party.kind in ("state", "org"):
                self.by_home.setdefault(party.home, []).append((place, chunk))
            if party and party.kind == "state":
                self.by_id.setdefault(party.id, []).append(chunk)


def _echoed(transfer: Transfer) -> None:
    """ "The arms deal" of which no price, date or step is told is a transfer that took place (codebook, case 3)."""
    step, roles = transfer.step, transfer.roles
    vague = all(i.item and i.item.category == "unspecified" for i in roles.items)
    if (
        step.frame == "mutual"
        and step.stage == "agreed"
        and not step.operators
        and vague
        and roles.value is None
    ):
        step.stage = "delivered"


def _abroad(transfer: Transfer) -> bool:
    """Whether a transfer has a side at all, and is none of a state with its own industry (codebook, "Not coded")."""
    suppliers, recipients = _parties(transfer.roles.suppliers), _parties(transfer.roles.recipients)
    homes = {p.home for p in recipients if p.home}
    foreign = [p for p in suppliers if not p.home or p.home not in homes]
    return bool(foreign if suppliers else recipients)


COST_REACH = 6  # tokens between "cost" or "price" and the sum that it tells


def join_costs(parsed: list[Clauses], transfers: list[Transfer]) -> None:
    """ "The estimated cost is $25 million": the sum joins the transfer that the sentence before tells of."""
    told: dict[int, list[Transfer]] = {}
    for t in transfers:
        told.setdefault(t.number, []).append(t)
    for number, clauses in enumerate(parsed):
        sums = clauses.of_kind("value")
        costs = [i for i, t in enumerate(clauses.tokens) if t.lower in context("cost_words")]
        if number in told or not sums or not any(abs(i - sums[0].start) <= COST_REACH for i in costs):
            continue
        before = [t for t in told.get(number - 1, ()) if t.roles.value is None]
        if before:
            before[-1].roles.value = sums[0]


def _parties(chunks: list[Chunk]) -> list[PartyName]:
    return [p for c in chunks if (p := c.named()) and p.id not in context("no_party")]


def _goods(transfer: Transfer, transfers: Sequence[Transfer], place: int) -> None:
    """ "The sale was approved", "Iran bought them", "offered twenty": the goods are those of the transfer before."""
    step, roles = transfer.step, transfer.roles
    if roles.items or step.frame == "arm":
        return
    count = _bare_count(transfer)
    if not count and not _points_back(transfer):
        return
    if step.nominal and not (step.operators or roles.recipients or roles.suppliers):
        return
    last = place
    while last + 1 < len(transfers) and transfers[last + 1].number == transfer.number:
        last += 1
    for i in range(last, -1, -1):
        other = transfers[i]
        if transfer.number - other.number > 6:
            return
        if i != place and other.roles.items:
            roles.items = (
                [replace(other.roles.items[-1], quantity=count)] if count else list(other.roles.items)
            )
            transfer.filled.add("items")
            return


def _bare_count(transfer: Transfer) -> Chunk | None:
    """The number that is all the object a verb has: "had ordered about a hundred"."""
    step, clauses = transfer.step, transfer.clauses
    if step.nominal or step.weak:
        return None
    for i in range(step.end, min(step.end + 3, len(clauses.at))):
        chunk = clauses.at[i]
        if chunk is not None:
            return chunk if chunk.kind == "quantity" else None
    return None


def _points_back(transfer: Transfer) -> bool:
    """Whether a step without goods names a transfer that the text knows: "the deal", "them"."""
    step, clauses = transfer.step, transfer.clauses
    if step.echo or step.agent or step.weak or step.bare:
        return False
    if step.nominal:
        return (
            bool(step.operators) and step.stage_tokens[0] == (step.start, step.end) and _names_transfer(step)
        )
    after = clauses.tokens[step.end].lower if step.end < len(clauses.tokens) else ""
    before = clauses.tokens[step.group - 1].lower if step.group else ""
    return after in ("them", "it", "those", "these", "theirs") or (
        step.passive and before in ("they", "it", "these", "which")
    )


def _names_transfer(step: Step) -> bool:
    """ "The deal", "the shipments" speak of a transfer; "the offer", "the talks" of a word about one."""
    return step.word is not None and step.word.meaning.stage in ("delivered", "agreed")


def _two_states(transfer: Transfer) -> None:
    """A contract in a sentence that names two states and gives neither a part: who makes more arms supplies."""
    roles, step = transfer.roles, transfer.step
    words = [step.word, *step.operators]
    contract = any(w is not None and w.meaning.part == "noun" and w.meaning.frame == "mutual" for w in words)
    if _parties(roles.suppliers) or _parties(roles.recipients) or not contract:
        return
    homes: dict[str, Chunk] = {}
    for chunk in transfer.clauses.of_kind("party"):
        party = chunk.named()
        if party and party.home and chunk.form not in ("aside", "origin"):
            homes.setdefault(party.home, chunk)
    if len(homes) == 2:
        first, second = sorted(homes, key=lambda home: -makers().get(home, 0))
        roles.suppliers, roles.recipients, roles.sides = [homes[first]], [homes[second]], []


def _turn(transfer: Transfer, received: Counter[PartyName], supplied: Counter[PartyName]) -> None:
    """ "The Iranian arms sale" of a text that tells of sales to Iran is one to Iran.

    Counted are the transfers of the text that a party receives, and those that it supplies.
    """
    roles = transfer.roles
    if roles.recipients or not transfer.step.nominal or any(c.form != "adjective" for c in roles.suppliers):
        return
    named = set(_parties(roles.suppliers))
    if named and all(received[p] and supplied[p] == 1 for p in named):  # supplied by this one alone
        roles.suppliers, roles.recipients = [], roles.suppliers
        received.update(named)
        supplied.subtract(named)


def _sides(transfer: Transfer) -> None:
    """A party of open part takes the one that is missing, where the step was spoken of as a noun."""
    roles = transfer.roles
    for chunk in list(roles.sides):
        if roles.suppliers and roles.recipients:
            return
        named = chunk.named()
        if not named or named in _parties(roles.suppliers + roles.recipients):
            continue
        if not roles.suppliers and roles.recipients and named.kind in ("state", "bloc", "org"):
            roles.suppliers.append(chunk)
        elif roles.suppliers and not roles.recipients:
            roles.recipients.append(chunk)


def _from_others(transfer: Transfer, nearest: Iterator[Transfer]) -> None:
    """Take the missing side from the nearest transfer of like goods that shares the other side."""
    roles = transfer.roles
    own_suppliers, own_recipients = _parties(roles.suppliers), _parties(roles.recipients)
    if own_suppliers and own_recipients:
        return
    if transfer.step.word and transfer.step.word.voice == "gerund" and not transfer.step.operators:
        return  # "pouring weapons into X would …": whoever does it
    for other in nearest:
        suppliers, recipients = _parties(other.roles.suppliers), _parties(other.roles.recipients)
        if not suppliers or not recipients or not _like_goods(transfer, other):
            continue
        if own_recipients and not own_suppliers and set(own_recipients) & set(recipients):
            if not set(suppliers) & set(own_recipients):
                roles.suppliers = list(other.roles.suppliers)
                transfer.filled.add("supplier")
                return
        elif (
            own_suppliers
            and not own_recipients
            and not _open_offer(transfer)
            and set(own_suppliers) & set(suppliers)
        ):
            if not set(recipients) & set(own_suppliers):
                roles.recipients = list(other.roles.recipients)
                transfer.filled.add("recipient")
                return
        elif (
            not own_suppliers and not own_recipients and ("items" in transfer.filled or transfer.step.nominal)
        ) and abs(other.number - transfer.number) <= 6:
            roles.suppliers, roles.recipients = list(other.roles.suppliers), list(other.roles.recipients)
            transfer.filled |= {"supplier", "recipient"}
            return


def _open_offer(transfer: Transfer) -> bool:
    """ "X could offer new systems": to whom is left open on purpose."""
    return transfer.step.stage == "offered" and transfer.step.certainty == "possible"


def _nearest(transfer: Transfer, transfers: Sequence[Transfer], numbers: Sequence[int]) -> Iterator[Transfer]:
    """The other transfers by how many sentences lie between, those before first; `numbers` are their sentences."""
    near = numbers[
        bisect_left(numbers, transfer.number - REACH) : bisect_right(numbers, transfer.number + REACH)
    ]
    for number in sorted(
        set(near), key=lambda n: abs(n - transfer.number) + (0.5 if n > transfer.number else 0)
    ):
        for other in transfers[bisect_left(numbers, number) : bisect_right(numbers, number)]:
            if other is not transfer:
                yield other


def _like_goods(a: Transfer, b: Transfer) -> bool:
    """Whether the goods of two transfers may be the same: a category in common, or one that names none."""
    if any(i.kind == "value" for i in (*a.roles.items, *b.roles.items)):
        return True
    first = {i.item.category for i in a.roles.items if i.item}
    second = {i.item.category for i in b.roles.items if i.item}
    return (
        bool(first & second)
        or not first
        or not second
        or "unspecified" in first | second
        or "items" in a.filled
    )


def _from_text(transfer: Transfer, nearest: Iterator[Transfer], text: _Text) -> None:
    """The heading's party supplies what a note lists; the maker of named goods that the text speaks of supplies
    them; else the text's chief government supplies what it speaks of as a sale.
    """
    roles = transfer.roles
    if not _parties(roles.suppliers) and not text.heading and _of_funds(transfer):
        # "and the profits were diverted": by whoever sold
        for other in nearest:
            if (
                not _of_funds(other)
                and (sellers := _parties(other.roles.suppliers))
                and sellers[0].kind == "state"
            ):
                roles.suppliers = list(other.roles.suppliers)
                transfer.filled.add("supplier")
                break
    if not _parties(roles.suppliers):
        giver = text.heading or _maker(transfer, text)
        if giver is None and transfer.step.nominal:
            giver = _chief(transfer, text)
        if giver and giver.named() not in _parties(roles.recipients):
            roles.suppliers = [giver]
            transfer.filled.add("supplier")
    if not _parties(roles.recipients) and not _open_offer(transfer):
        if not text.received:
            return
        best, count = text.received.most_common(1)[0]
        if best not in _parties(roles.suppliers) and (text.heading or count >= 0.6 * text.received.total()):
            roles.recipients = [text.recipients[best]]
            transfer.filled.add("recipient")


def _of_funds(transfer: Transfer) -> bool:
    return any(i.item and i.item.category == "funds" for i in transfer.roles.items)


def _maker(transfer: Transfer, text: _Text) -> Chunk | None:
    """The latest mention of a state or firm of the state that made the goods by their designation."""
    makers = {m for i in transfer.roles.items if i.item for m in i.item.makers}
    recipients = _parties(transfer.roles.recipients)
    latest = (
        next(((n, c) for n, c in reversed(text.by_home.get(maker, ())) if c.named() not in recipients), None)
        for maker in makers
    )
    found = max((one for one in latest if one), key=lambda one: one[0], default=None)
    return found[1] if found else None


def _chief(transfer: Transfer, text: _Text) -> Chunk | None:
    """A government of the same sentence, else the one that the text speaks of most, other than the recipient."""
    recipients = set(_parties(transfer.roles.recipients))
    for chunk in transfer.clauses.chunks:
        party = chunk.named() if chunk.kind == "party" else None
        if party and party.kind == "state" and party not in recipients and chunk.form == "office":
            return chunk
    for ident, count in text.counts.most_common(3):
        if count < 4:
            return None
        for chunk in text.by_id.get(ident, ()):
            if chunk.named() not in recipients:
                return chunk
    return None
