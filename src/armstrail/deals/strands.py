"""Claims -> strands: what each claim says of each deal it can stand in, read with the rest of its text."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from armstrail.deals.kinds import UNSPECIFIED, Kind, alike, group, kind, rules
from armstrail.model import Strand
from armstrail.values.cardinals import cardinals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from armstrail.model import Claim, Item, Party, Side, Span

Condition = Literal["new", "second-hand"]
Wording = Literal["further", "last", "rest", "earlier"]

_LENGTH = 20
_BEFORE = 40  # characters before an item in which a word may make it one beside others


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of a document, under the name it is known by, with the document whose words it has first."""

    key: str
    claim: Claim
    origin: str


def strands(
    document: str, published: str | None, told: Sequence[Told], read: Sequence[Told] = ()
) -> list[Strand]:
    """The strands of a document's claims: one for each item, supplier and recipient.

    A party that a sentence leaves out is the one that its text names for the same goods, where that is but one; "the
    weapons" are the goods of the dyad that the text tells of, where these are but one. Where claims were corrected or
    rejected, `read` are all as they were before: a strand keeps its name, by which its deal is known and decided on.
    """
    made = _made(document, published, told)
    return _under_names(made, _made(document, published, read)) if read else made


def _made(document: str, published: str | None, told: Sequence[Told]) -> list[Strand]:
    made = [
        strand
        for place, one in enumerate(told)
        for part in _parts(one.claim)
        for strand in _strands(document, published, one, (place, *part))
    ]
    named = [_with_parties(strand, made) for strand in made]
    return [_with_goods(strand, named) for strand in named]


def _under_names(made: Sequence[Strand], read: Sequence[Strand]) -> list[Strand]:
    """Strands under the names of those of the same claim as read: of the same goods and parties, else of the same
    parties, else of the same goods, else in their order. One beyond them goes by what it says.
    """
    names: dict[str, str] = {}
    left = {strand_key(strand): strand for strand in read}
    dyad = ("supplier", "recipient")
    for alike_in in (("mention", *dyad), dyad, ("mention",), ()):
        shared = attrgetter("claim", *alike_in)
        for strand in made:
            own = strand_key(strand)
            if own in names:
                continue
            for name, former in left.items():
                if shared(strand) == shared(former):
                    names[own] = name
                    del left[name]
                    break
    taken = set(names.values())
    return [replace(strand, key=names.get(strand_key(strand)) or _free(strand, taken)) for strand in made]


def _free(strand: Strand, taken: set[str]) -> str:
    """The first name that a strand would have as this or a later item of its claim, and that none of it has."""
    names = (strand_key(replace(strand, part=part)) for part in count(strand.part))
    found = next(name for name in names if name not in taken)
    taken.add(found)
    return found


def strand_key(strand: Strand) -> str:
    """The name of a strand: the one it was given, else by the claim, the item and the dyad; a deal has the name of its
    first strand.
    """
    if strand.key:
        return strand.key
    spelt = json.dumps([strand.document, strand.claim, strand.part, strand.supplier, strand.recipient])
    return "t" + hashlib.sha256(spelt.encode()).hexdigest()[:_LENGTH]


def block(strand: Strand) -> str:
    """What a strand is compared within: its dyad and the group of its goods."""
    return f"{strand.supplier} {strand.recipient} {strand.goods}"


def kind_of(strand: Strand) -> Kind:
    """What goods a strand tells of."""
    return kind(strand.category, strand.designation, strand.mention)


def _parts(claim: Claim) -> Iterable[tuple[int, Item | None]]:
    return list(enumerate(claim.items)) or [(0, None)]


def _strands(
    document: str, published: str | None, told: Told, part: tuple[int, int, Item | None]
) -> Iterable[Strand]:
    claim, (place, number, item) = told.claim, part
    quantity = item.quantity if item else None
    category = item.category if item else UNSPECIFIED
    for supplier, recipient in _dyads(claim):
        yield Strand(
            claim=told.key,
            document=document,
            origin=told.origin,
            place=place,
            part=number,
            supplier=supplier,
            recipient=recipient,
            category=category,
            goods=group(category),
            mention=item.mention if item else "",
            designation=item.designation if item else None,
            quantity=quantity.mention if quantity else None,
            least=quantity.min if quantity else None,
            most=quantity.max if quantity else None,
            value=claim.value.mention if claim.value else None,
            amount=claim.value.amount if claim.value else None,
            currency=claim.value.currency if claim.value else None,
            stage=claim.stage,
            polarity=claim.polarity,
            certainty=claim.certainty,
            date=claim.date.iso if claim.date else None,
            published=published,
            side=_side(claim, supplier, recipient),
            speaker=claim.speakers[0].name if claim.speakers else None,
            condition=_condition(claim, item),
            wording=_wording(claim, item) if item else None,
            former=_former(claim.evidence) if quantity else None,
            refers=_refers(claim, item),
        )


def _dyads(claim: Claim) -> list[tuple[str, str]]:
    """The dyads of a claim: each supplier with each recipient, companies by their states unless both are of one."""
    found = []
    for supplier in claim.supplier or (None,):
        for recipient in claim.recipient or (None,):
            dyad = _home(supplier), _home(recipient)
            if dyad[0] == dyad[1] and supplier and recipient:
                dyad = supplier.id, recipient.id
            found.append(dyad)
    return list(dict.fromkeys(found))


def _home(party: Party | None) -> str:
    return (party.state or party.id) if party else ""


def _side(claim: Claim, supplier: str, recipient: str) -> Side:
    """Whose version a claim is: that of its outermost speaker whose party is known."""
    if not claim.speakers:
        return "outlet"
    party = next((speaker.party for speaker in claim.speakers if speaker.party), None)
    if party is None:
        return "unknown"
    states = {named.id: named.state or named.id for named in (*claim.supplier, *claim.recipient)}
    home = states.get(party, party)
    if home in (supplier, recipient):
        return "supplier" if home == supplier else "recipient"
    return "third"


# ------------------------------------------------------------------ words that set goods beside others, or point back


def _wording(claim: Claim, item: Item) -> Wording | None:
    """Whether an item stands after words of deals.yaml: "another six", "six more", "the last of the tanks"."""
    place = _place(claim, item)
    if place is None:
        return None
    start, end = place
    sentence = _folded(claim.evidence)
    noun = item.span.start - claim.span.start
    number = sentence[start:noun] if start <= noun < end else sentence[start:end]
    before = _plain().sub(" ", sentence[max(0, start - _BEFORE) : start] + "|")
    own = _plain().sub(" ", f"{number} | {item.mention.casefold()}")
    for name, right_before, within, anywhere in _wordings():
        if (
            right_before.search(before)
            or within.search(own)
            or (anywhere and anywhere.search(sentence[:start]))
        ):
            return name
    return None


def _folded(sentence: str) -> str:
    """In small letters, one for each letter, so that places hold: "ß" and "İ" would become two."""
    small = sentence.lower()
    if len(small) == len(sentence):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in sentence)


def _place(claim: Claim, item: Item) -> tuple[int, int] | None:
    """Where an item begins, with its number, and ends in its sentence; None where it stands elsewhere. Where the number
    is far from the noun, which is then that of other goods ("six jets beside the 12"), it is the number's own place.
    """
    noun = _within(claim, item.span)
    number = _within(claim, item.quantity.span) if item.quantity else None
    if noun is None or number is None:
        return noun or number
    return (number[0], noun[1]) if noun[0] - _BEFORE < number[0] <= noun[0] else number


def _within(claim: Claim, span: Span) -> tuple[int, int] | None:
    """Where words stand in the sentence of a claim; None where they stand elsewhere."""
    start, end = span.start - claim.span.start, span.end - claim.span.start
    return (start, end) if claim.span.holds(span) else None


@cache
def _wordings() -> list[tuple[Wording, re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]]:
    """Of each wording its words right before an item (two others between at most), those in its number or at the
    beginning of the item, and those anywhere before it.
    """
    found: list[tuple[Wording, re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]] = []
    others = r"(?:(?!and\b|but\b|from\b|to\b|with\b|of\b|by\b)[\w.,-]+\s+){0,2}"
    for name in ("further", "last", "rest", "earlier"):
        words = "|".join(re.escape(word).replace(r"\*", r"\w+") for word in rules()["wording"][name])
        phrases = "|".join(map(re.escape, rules()["phrases"].get(name, ())))
        # "A second batch of 20" and "the last of the 20" tell of the number; "the first of the 20" tells of its first.
        of = r"(?:of\s+)?" if name in ("further", "last") else ""
        right_before = re.compile(rf"\b(?:{words})\s+{of}{others}\|")
        within = re.compile(rf"\b(?:{words})\b.* \||\| (?:the |a |an )?(?:{words})\b")
        found.append((name, right_before, within, re.compile(rf"\b(?:{phrases})\b") if phrases else None))
    return found


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, rules()['plain']))})\b")


def _former(evidence: str) -> int | None:
    """The first number of a sentence that it sets against another: "cut from 26 to 12", "not the 54 announced"."""
    for words in _former_words().finditer(_folded(evidence)):
        after = evidence[words.end() : words.end() + _BEFORE]
        number = next(iter(cardinals(after)), None)
        if number and number.start == 0 and number.value.denominator == 1:
            return int(number.value)
    return None


@cache
def _former_words() -> re.Pattern[str]:
    longest_first = sorted(rules()["former"], key=len, reverse=True)  # "not the", before "not"
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))}) ")


def _condition(claim: Claim, item: Item | None) -> Condition | None:
    """Whether the sentence calls the goods new or second-hand; None where it does neither, or both."""
    evidence = _folded(claim.evidence)
    place = _place(claim, item) if item else None
    found: list[Condition] = []
    for name, before, anywhere in _conditions():
        here = evidence[max(0, place[0] - _BEFORE) : place[1]] if place else ""
        evidence, told = anywhere.subn(" ", evidence)  # "never used" is no word of what is used
        if told or before.search(f"{here} |"):
            found.append(name)
    return found[0] if len(found) == 1 else None


@cache
def _conditions() -> list[tuple[Condition, re.Pattern[str], re.Pattern[str]]]:
    """Of each condition its words before the goods, with others of theirs between, and those anywhere."""
    found: list[tuple[Condition, re.Pattern[str], re.Pattern[str]]] = []
    for name in ("new", "second-hand"):
        words = rules()["condition"][name]
        before, anywhere = ("|".join(map(re.escape, words[key])) for key in ("before", "anywhere"))
        others = r"(?:(?!and\b|but\b|from\b|to\b|with\b|by\b|of\b|had\b|is\b|was\b)[\w./()-]+\s+){0,6}"
        found.append(
            (
                name,
                re.compile(rf"(?<![\w-])(?<!never )(?:{before})(?!\s+to\b)\s+{others}\|"),
                re.compile(rf"(?<![\w-])(?:{anywhere})(?![\w-])"),
            )
        )
    return found


def _refers(claim: Claim, item: Item | None) -> bool:
    """Whether the goods are told of by words that point to others of the text: none, a pronoun, "the weapons"."""
    if item is None:
        return True
    place = _place(claim, item)
    if place is None:
        return False
    start, end = place
    before = claim.evidence[max(0, start - 20) : start].casefold().split()
    within = claim.evidence[start:end].casefold().split()
    return (
        bool(_referring().intersection((*within[:1], *before[-1:])))
        or within[:1] == []
        or within[0] in rules()["pronouns"]
    )


@cache
def _referring() -> frozenset[str]:
    return frozenset(rules()["referring"])


# ------------------------------------------------------------------ what the rest of the text tells


def _with_parties(strand: Strand, made: Sequence[Strand]) -> Strand:
    """A strand with the party that its sentence leaves out, where the text names just one for the same goods."""
    if strand.supplier and strand.recipient:
        return strand
    lacking, given = ("supplier", "recipient") if not strand.supplier else ("recipient", "supplier")
    parties = {
        getattr(other, lacking)
        for other in made
        if getattr(other, lacking)
        and getattr(other, given) == getattr(strand, given)
        and other.goods == strand.goods
        and _fit(strand, other)
    }
    if len(parties) != 1:
        return strand
    filled: Strand = replace(strand, **{lacking: parties.pop(), "filled": lacking})
    return filled


def _fit(one: Strand, other: Strand) -> bool:
    nouns = {kind_of(one).noun, kind_of(other).noun} - {None}
    return len(nouns) < 2 and alike(kind_of(one), kind_of(other)) is not None


def _with_goods(strand: Strand, made: Sequence[Strand]) -> Strand:
    """A strand of unspecified goods among those of the only kind that the text tells of between the two."""
    if strand.category != UNSPECIFIED or not strand.refers:
        return strand
    found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for other in made:
        dyads_agree = (other.supplier, other.recipient) == (strand.supplier, strand.recipient)
        if dyads_agree and other.category != UNSPECIFIED:
            found[other.category, kind_of(other).family].add(other.goods)
    goods = set().union(*found.values())
    families = {family for _, family in found if family}
    if len(goods) == 1 and len(families) <= 1:
        return replace(strand, goods=goods.pop())
    return replace(strand, refers=False)
