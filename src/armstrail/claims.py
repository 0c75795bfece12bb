"""Marks and statements -> transfer claims, in the fields of the codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from armstrail import cues, equipment, parties, values
from armstrail.codebook import tables
from armstrail.model import (
    Claim,
    Date,
    Document,
    Item,
    Link,
    Marks,
    Mention,
    Money,
    Party,
    Predicate,
    Quantity,
    Span,
    Speaker,
    Stance,
    Statement,
    Voice,
)
from armstrail.pieces import Pieces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence


def claims(
    document: Document,
    marks: Marks,
    statements: Sequence[Statement],
    published: dt.date | None,
    stances: Mapping[str, Stance] | None = None,
) -> tuple[Claim, ...]:
    """The claims of a document, in the order of their words; one per sentence, parties, stage and polarity.

    `stances` tell of each statement, by its id, how its speaker stands to the content: where the reader does not tell
    who says a transfer, those do whose content holds it; who denies it says only what is denied.
    """
    maker = _Maker(document, marks, statements, published, stances or {})
    links: dict[int, list[Link]] = {}
    for link in marks.links:
        links.setdefault(link.predicate, []).append(link)
    of_sentence: dict[Span, list[Claim]] = {}
    for index, predicate in enumerate(marks.predicates):
        claim = maker.claim(predicate, links.get(index, ()))
        if claim is None:
            continue
        others = of_sentence.setdefault(claim.span, [])
        for i, other in enumerate(others):
            if _same_claim(claim, other):
                others[i] = _merged(other, claim)
                break
        else:
            others.append(claim)
    made = [claim for some in of_sentence.values() for claim in some]
    made.sort(key=lambda c: (c.span.place != "title", c.span, c.stage_words))
    told = _goods_told(made)
    return tuple(replace(c, id=f"c{number}") for number, c in enumerate(told, 1))


def _goods_told(made: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, those that name no goods with the goods of the nearest claim before that shares a party.

    "Jakarta bargained over nine of them": what is bargained over, the sentences before tell (codebook, "The unit").
    A step that is a word for arms itself ("the arming of Chad") names its goods, and how many were told of another
    step is not said of this one.
    """
    naming: list[Claim] = []
    for claim in made:
        if not _names_goods(claim):
            before = next((c for c in reversed(naming) if _share_party(c, claim)), None)
            if before:
                yield replace(claim, items=tuple(replace(i, quantity=None) for i in before.items))
                continue
        elif any(i.category not in ("unspecified", "funds") for i in claim.items):
            naming.append(claim)
        yield claim


def _names_goods(claim: Claim) -> bool:
    """Whether goods are named, if only by the step: "armed", "the arms sale"."""
    goods = claim.items[0]
    return (
        len(claim.items) > 1
        or goods.span not in claim.stage_words
        or equipment.identify(goods.mention) is not None
        or equipment.category_of_verb(goods.mention) is not None
    )


def _share_party(a: Claim, b: Claim) -> bool:
    return any(
        {p.id for p in first} & {p.id for p in second}
        for first, second in ((a.supplier, b.supplier), (a.recipient, b.recipient))
    )


@dataclass(slots=True)
class _Maker:
    document: Document
    marks: Marks
    statements: Sequence[Statement]
    published: dt.date | None
    stances: Mapping[str, Stance]
    _sources: tuple[list[Statement], Pieces] = field(init=False)
    _contents: tuple[list[Statement], Pieces] = field(init=False)
    _cues: tuple[list[Statement], Pieces] = field(init=False)

    def __post_init__(self) -> None:
        self._sources = _laid([(s, span) for s in self.statements for span in s.source])
        self._contents = _laid([(s, span) for s in self.statements for span in s.content])
        self._cues = _laid([(s, span) for s in self.statements for span in s.cue])

    def claim(self, predicate: Predicate, links: Sequence[Link]) -> Claim | None:
        suppliers = tuple(
            p for p in self._side(links, "supplier") if not self._speaks_of_others(p, predicate)
        )
        named = [p for p in self._side(links, "recipient") if p.id not in {s.id for s in suppliers}]
        recipients = tuple(p for p in named if _home(p) not in {_home(s) for s in suppliers})
        if not recipients and (named or not suppliers):
            return None  # nobody is named, or a state is served by its own industry (codebook, "Not coded")
        value = self._value(links)
        items = _given(
            self.document, [_settled(self.document, i, value) for i in self._items(links, predicate)]
        )
        if all(_is_civil(self.document, item) for item in items):
            return None  # humanitarian and economic aid (codebook, "Not coded")
        said = self._said(predicate)
        statement = said[-1] if said else None
        speakers = _each_once([s.speaker for s in said if s.speaker])
        cue = statement.cue[0] if statement and statement.cue else None
        return Claim(
            id="",
            evidence=self.document.words(predicate.sentence),
            span=predicate.sentence,
            supplier=suppliers,
            recipient=recipients,
            items=items,
            value=value,
            stage=predicate.stage,
            polarity=predicate.polarity,
            certainty=predicate.certainty,
            date=self._date(links, predicate),
            speakers=speakers,
            cue=self.document.words(cue) if cue else None,
            cue_span=cue,
            voice=_voice(statement),
            stage_words=(predicate.span, *predicate.governors),
            polarity_words=predicate.negation,
            certainty_words=predicate.modality,
            statement=statement.id if statement else None,
            confidence=predicate.confidence,
        )

    # -------------------------------------------------------------- mentions

    def _of_role(self, links: Sequence[Link], role: str) -> Iterator[tuple[int, Mention]]:
        for link in links:
            if link.role == role:
                yield link.mention, self.marks.mentions[link.mention]

    def _side(self, links: Sequence[Link], role: str) -> tuple[Party, ...]:
        """The parties of a side, without who only tells of another: "According to Chad's minister, Mali sold …"."""
        found = tuple(self._parties(links, role))
        return tuple(p for p in found if not any(self._tells_of(p, q.span) for q in found)) or found

    def _tells_of(self, one: Party, words: Span) -> bool:
        """Whether a party is the source of a content that holds some words and no pronoun that may mean the source."""
        return next(self._told_by(one, words), None) is not None

    def _told_by(self, one: Party, words: Span) -> Iterator[Statement]:
        """The statements of which a party is the source and whose content holds some words, but no pronoun that may
        mean the source.
        """
        for said in _meeting(self._sources, one.span):
            if any(c.holds(words) for c in said.content) and not any(
                parties.is_pronoun(word)
                for c in said.content
                for word in cues.WORD.findall(self.document.words(c))
            ):
                yield said

    def _speaks_of_others(self, one: Party, predicate: Predicate) -> bool:
        """Whether a party warns of a transfer, condemns it or accuses somebody of it: then it is not his own. What is
        withheld or ended may be.
        """
        return predicate.stage not in ("withheld", "cancelled") and any(
            cue.others
            for said in self._told_by(one, predicate.span)
            for words in said.cue
            for cue in cues.find(self.document.words(words))
        )

    def _parties(self, links: Sequence[Link], role: str) -> Iterator[Party]:
        seen: set[str] = set()
        for _, mention in self._of_role(links, role):
            name = self._named(mention)
            if name and name.id not in seen:
                seen.add(name.id)
                yield Party(self.document.words(mention.span), name.id, mention.span, name.state)

    def _named(self, mention: Mention) -> parties.PartyName | None:
        """What tables say of a mention, or of the fuller mention that it stands for."""
        year = self.published.year if self.published else None
        for _ in range(5):
            if mention.refers_to is None:
                words = self.document.words(mention.span)
                named = parties.identify(words, year)
                if mention.sense and (named is None or named.id != mention.sense):
                    of_city = parties.of_city(words, year)
                    if of_city and of_city.id == mention.sense:
                        return of_city
                    return parties.PartyName(mention.sense, "state" if mention.sense.isupper() else "org")
                return named
            mention = self.marks.mentions[mention.refers_to]
        return None

    def _items(self, links: Sequence[Link], predicate: Predicate) -> Iterator[Item]:
        named = False
        alone = sum(1 for _ in self._of_role(links, "item")) == 1
        for index, mention in self._of_role(links, "item"):
            quantities = [link for link in links if link.role == "quantity" and link.of == index]
            if mention.kind == "value":  # the sum itself is what is given
                item: Item | None = Item(self.document.words(mention.span), "funds", mention.span)
            elif _in_label(self.document, mention.span):
                item = None
            else:
                item = self._item(mention, quantities, predicate, alone=alone)
            if item:
                named = True
                yield item
        if not named:
            words = self.document.words(predicate.span)
            yield Item(words, equipment.category_of_verb(words) or "unspecified", predicate.span)

    def _item(
        self, mention: Mention, quantities: Sequence[Link], predicate: Predicate, *, alone: bool
    ) -> Item | None:
        span = mention.span
        words = self.document.words(span)
        name = equipment.identify(words)
        if mention.sense and (name is None or not (name.designation or name.sure)):
            # a designation's category is a fact; what "systems" or "vessels" are, their text tells
            name = equipment.ItemName(mention.sense)
        if name is None:
            return None
        place = Span(span.start + name.start, span.start + name.end, span.place) if name.designation else None
        quantity = None
        if name.category != "funds":
            quantity = self._count_of_told(span, predicate) if alone else None
            if quantities and not quantity:
                number = self.marks.mentions[quantities[0].mention].span
                part = self._part(number, span, predicate) or self._part_behind(span, predicate)
                quantity = part or self._quantity(number, span)
        return Item(words, name.category, span, name.designation, place, quantity)

    def _part(self, whole: Span, goods: Span, predicate: Predicate) -> Quantity | None:
        """How many goods a step concerns where the number of all of them is told behind it: "delivered five of the
        six". None where the step concerns all: "five of the six that were ordered".
        """
        sentence = predicate.sentence
        if not sentence.holds(whole):
            return None
        found = values.part_before(self.document.words(sentence), whole.start - sentence.start)
        if goods.end <= predicate.span.start:
            between = self.document.words(Span(goods.end, predicate.span.start, goods.place)).lower().split()
            others = any(goods.end <= p.span.start < predicate.span.start for p in self.marks.predicates)
            clause = between[:1] and between[0] in {
                *tables()["contexts"]["relative"],
                *tables()["contexts"]["subject_pronouns"],
            }
            if (clause or (not between and predicate.stage == "agreed")) and not others:
                return None
        return self._found(found, sentence.start, sentence)

    def _part_behind(self, goods: Span, predicate: Predicate) -> Quantity | None:
        """The number that a step behind goods concerns of them: "ordered 24 jets, of which 16 were delivered",
        "promised 24 jets but delivered 16".
        """
        sentence, on = predicate.sentence, predicate.span
        if not sentence.holds(goods) or goods.end >= on.start:
            return None
        between = self.document.words(Span(goods.end, on.start, goods.place))
        found = self._found(values.part_behind(between), goods.end, sentence)
        behind = values.count_behind(self.document.words(sentence), on.end - sentence.start)
        return found or self._found(behind, sentence.start, sentence)

    def _count_of_told(self, goods: Span, predicate: Predicate) -> Quantity | None:
        """The number alone that a step gives for goods told before it: "sent two guns; a further 34 were promised"."""
        sentence, on = predicate.sentence, predicate.span
        if on.place != sentence.place or (goods.place == on.place and goods.end > on.start):
            return None
        found = values.count_of_told(
            self.document.words(sentence), on.start - sentence.start, on.end - sentence.start
        )
        return self._found(found, sentence.start, sentence)

    def _found(self, found: values.FoundQuantity | None, offset: int, sentence: Span) -> Quantity | None:
        """A number found in words that begin at an offset."""
        if found is None:
            return None
        span = Span(offset + found.start, offset + found.end, sentence.place)
        return Quantity(self.document.words(span), span, found.min, found.max)

    def _quantity(self, number: Span, goods: Span) -> Quantity | None:
        """How many of some goods there are; None where what is counted is what they come in."""
        words = self.document.words(number)
        found = values.find_quantities(words, ())
        behind = self.document.words(Span(number.end, max(number.end, goods.end), number.place))
        if not found or _loads().search(behind.lower()):
            return None
        if units := _units().match(behind.lower()):  # "three batteries" of missiles are not three missiles
            number = replace(number, end=number.end + units.end())
            words = self.document.words(number)
        return Quantity(words, number, found[0].min, found[0].max)

    def _value(self, links: Sequence[Link]) -> Money | None:
        for _, mention in self._of_role(links, "value"):
            words = self.document.words(mention.span)
            states = [p.id for role in ("supplier", "recipient") for p in self._parties(links, role)]
            found = values.find_money(words, near=states)
            if found:
                return Money(words, found[0].amount, found[0].currency, mention.span)
        return None

    def _date(self, links: Sequence[Link], predicate: Predicate) -> Date | None:
        for _, mention in self._of_role(links, "date"):
            words = self.document.words(mention.span)
            for found in values.find_dates(_turned(words, predicate), self.published):
                if found.iso:
                    return Date(words, found.iso, mention.span)
        return None

    # -------------------------------------------------------------- who says it

    def _said(self, predicate: Predicate) -> list[Statement]:
        """The statements that a predicate is part of, outermost first: one for each who says it."""
        found: list[Statement] = []
        for words in predicate.said or ():
            of_speaker = _meeting(self._sources, words)
            if of_speaker:
                # whose content holds it, or goes on in it from the sentences before
                said = min(of_speaker, key=lambda s: _distance(s, predicate))
                if said not in found and self._stance(said, predicate) != "outlet":
                    found.append(said)
        around = self._around(predicate)
        if not found:
            return around
        return found + [s for s in around if s not in found and self._is_told_in(s, found[-1])]

    def _is_told_in(self, inner: Statement, outer: Statement) -> bool:
        """Whether a statement is part of what another says: "As Oslo reports, the minister announced that". Who knows
        of something, or asks for his own, says nothing more.
        """
        words = self.document.words
        known = tables()["contexts"]["knowledge"]
        says = any(cue.kind == "verb" for span in inner.cue for cue in cues.find(words(span))) and not any(
            word in known for span in inner.cue for word in cues.WORD.findall(words(span).lower())
        )
        cited = any(words(span).lower() in tables()["contexts"]["citing"] for span in inner.cue)
        if cited and inner.content == outer.content:
            return True
        own = inner.content and words(inner.content[0]).lower().startswith(("his ", "her ", "its ", "their "))
        return says and not own and any(piece.holds(cue) for cue in inner.cue for piece in outer.content)

    def _around(self, predicate: Predicate) -> list[Statement]:
        """The statements whose content holds a predicate, of speakers who say it to be so; or whose source, a title in
        quotation marks, holds it ("“Sales to Peru” reports"); or whose binding cue it is ("pledged").
        """
        words = self.document.words
        titled = (
            s
            for s in _meeting(self._sources, predicate.span)
            if all(TITLE.fullmatch(words(span)) for span in s.source)
        )
        bound = (
            s
            for s in _meeting(self._cues, predicate.span)
            if any(cue.binds for span in s.cue for cue in cues.find(words(span)))
        )
        around = [
            s
            for s in _meeting(self._contents, predicate.span)
            if any(c.holds(predicate.span) for c in s.content)
        ]
        around = [s for s in (*around, *titled, *bound) if self._stance(s, predicate) == "says"]
        return sorted(around, key=lambda s: -sum(c.end - c.start for c in s.content))

    def _stance(self, statement: Statement, predicate: Predicate) -> Stance | None:
        """Who denies says that it is not so; of what he denies and is so, he says nothing."""
        found = self.stances.get(statement.id)
        if found == "denies":
            return "says" if predicate.polarity == "denied" else "outlet"
        unsaid = self._is_denied(statement) or self._is_unknown(statement, predicate)
        return "outlet" if unsaid else found

    def _is_denied(self, statement: Statement) -> bool:
        """Whether it is part of what somebody denies: "he denied that he had been told"."""
        return any(
            self.stances.get(other.id) == "denies" and other is not statement
            for cue in statement.cue
            for other in _meeting(self._contents, cue)
        )

    def _is_unknown(self, statement: Statement, predicate: Predicate) -> bool:
        """Whether its speaker tells that he does not know of a step: "said he knew nothing of" (codebook, decided case
        6); or tells nothing of it: "said nothing about".
        """
        for piece in statement.content:
            if piece.holds(predicate.span):
                if SILENCE.match(self.document.words(piece)):
                    return True
                cued = (c.start for c in statement.cue if c.place == piece.place and c.start < piece.start)
                start = max(cued, default=piece.start)
                if cues.tells_not_known(self.document.words(Span(start, predicate.span.start, piece.place))):
                    return True
        return False


def _home(party: Party) -> str:
    """The state of a company, else the party itself."""
    return party.state or party.id


def _each_once(speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """A chain of speakers, each once in a row: who is "I" in his own words is told of once."""
    return tuple(s for i, s in enumerate(speakers) if i == 0 or s.name != speakers[i - 1].name)


def _laid(some: Sequence[tuple[Statement, Span]]) -> tuple[list[Statement], Pieces]:
    return [statement for statement, _ in some], Pieces(span for _, span in some)


def _meeting(laid: tuple[list[Statement], Pieces], span: Span) -> list[Statement]:
    """The statements that have a piece which overlaps a span, each once, in their order."""
    owners, pieces = laid
    found = {id(owners[n]): owners[n] for n in pieces.meeting(span)}
    return list(found.values())


def _distance(statement: Statement, predicate: Predicate) -> int:
    """How many characters lie between a statement's content and a predicate; 0 where it holds it."""
    return min(
        (
            max(c.start - predicate.span.end, predicate.span.start - c.end, 0)
            for c in statement.content
            if c.place == predicate.span.place
        ),
        default=1 << 30,
    )


def _voice(statement: Statement | None) -> Voice:
    """How a claim is said: by nobody but the outlet, or as the statement that holds it."""
    return statement.voice if statement else "outlet"


def _settled(document: Document, item: Item, value: Money | None) -> Item:
    """The item with the category that the codebook settles, whatever its words are taken for.

    Decided case 12: "X million of military aid" gives the sum; aid "worth X", in kind or without a sum is goods.
    Decided case 17: "lethal weapons" with no kind are of no kind. Howitzers are artillery whatever is said of them.
    """
    contexts, head = tables()["contexts"], item.mention.lower().split()[-1]
    if head in contexts["aid_heads"] and item.category in ("funds", "unspecified"):
        return replace(item, category="funds" if _is_sum(document, item, value) else "unspecified")
    if item.designation is None and (head in contexts["arms_heads"] or head in contexts["settled_heads"]):
        named = equipment.identify(item.mention)
        return replace(item, category=named.category) if named else item
    return item


def _is_sum(document: Document, item: Item, value: Money | None) -> bool:
    """Whether aid is the sum itself: "$20 million in military aid"."""
    if value is None or value.span.place != item.span.place or value.span.end > item.span.start:
        return False
    between = document.words(Span(value.span.end, item.span.start, item.span.place)).strip().lower()
    return between in ("", "of", "in", "in total", "of total") and "in-kind" not in item.mention.lower()


ORIGIN = re.compile(r"(?:\s+\w+)?\s+from(?:\s+(?!and\b)[\w.'’-]+){0,4}\s+")


def _given(document: Document, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items without those of the sale that money comes from: "the diversion of profits from arms sales to rebels".

    Decided case 4: proceeds passed on are a claim of their own, of funds.
    """

    def of_origin(item: Item) -> bool:
        text = document.title if item.span.place == "title" else document.text
        return any(
            money.category == "funds"
            and money.span.place == item.span.place
            and ORIGIN.fullmatch(text, money.span.end, item.span.start)
            for money in items
        )

    return tuple(item for item in items if not of_origin(item))


def _is_civil(document: Document, item: Item) -> bool:
    """Whether goods or money are said to be for peaceful ends and for no others: "€3 million in humanitarian aid"."""
    text = document.title if item.span.place == "title" else document.text
    going_on = GOING_ON.match(text, item.span.end)
    said = set(re.findall(r"[a-z]+", (item.mention + (going_on[0] if going_on else "")).lower()))
    contexts, martial = tables()["contexts"], tables()["gate"]["martial"]
    peaceful = not said.isdisjoint(contexts["civil"]) and said.isdisjoint(
        (*martial, *contexts["martial_too"])
    )
    return peaceful and item.category != "service"  # advisers called civilian train soldiers


GOING_ON = re.compile(r"\s+(?:in|of)\s+[\w-]+(?:\s+and\s+[\w-]+)?\s+[\w-]+")
SILENCE = re.compile(r"(?:nothing|little)\s+(?:about|of|on|regarding)\b", re.IGNORECASE)
TITLE = re.compile(r"[\"“][^\"“”]*[\"”]")  # a source that is one whole quotation: a title, a label
LABEL = 40  # characters: a longer quotation is no label


def _in_label(document: Document, span: Span) -> bool:
    """Whether words stand in the label of a source or an entry: "Military Aid 3" in quotation marks."""
    text = document.title if span.place == "title" else document.text
    before = re.search(r'["“]([^"“”]*)$', text[max(span.start - LABEL, 0) : span.start])
    behind = re.match(r'[^"“”]{0,20}\d["”]', text[span.end : span.end + LABEL])
    return bool(before and behind)


@cache
def _loads() -> re.Pattern[str]:
    """What goods come in, where it is what is counted: "shipments" of rifles, but not "cargo" planes."""
    return re.compile(rf"\b(?:{'|'.join(tables()['contexts']['loads'])})(?=\s+of\b|\W*$)")


@cache
def _units() -> re.Pattern[str]:
    """What some goods are counted by: "batteries" of missiles."""
    return re.compile(rf"\s+(?:{'|'.join(tables()['contexts']['units'])})(?=\s+of\b)")


def _turned(words: str, predicate: Predicate) -> str:
    """The words of a date, which a step turns where they leave its year open: what is planned is still to come ("will
    deliver in September"), what is delivered is past ("had delivered by April").
    """
    if predicate.certainty != "fact":
        return f"by {ON.sub('', words)}"
    return _to_come().sub("in ", words) if predicate.stage == "delivered" else words


ON = re.compile(r"^(?:in|on|during|between)\s+")


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(tables()['dates']['future'])})\s+(?=the\b|[A-Z\d])")


def _same_claim(a: Claim, b: Claim) -> bool:
    """Codebook, "The unit": one claim per sentence, parties and stage; two where polarity or speaker differ.

    A side that one leaves open may be the one that the other names: "agreed to a sale of tanks to Peru by Berlin".
    """
    return (
        a.span == b.span
        and (a.stage, a.polarity) == (b.stage, b.polarity)
        and [s.name for s in a.speakers] == [s.name for s in b.speakers]
        and _fit(a.supplier, b.supplier)
        and _fit(a.recipient, b.recipient)
        and not {p.id for p in a.supplier or b.supplier} & {p.id for p in a.recipient or b.recipient}
    )


def _fit(a: Sequence[Party], b: Sequence[Party]) -> bool:
    return not a or not b or {p.id for p in a} == {p.id for p in b}


def _merged(a: Claim, b: Claim) -> Claim:
    goods = {item.span: item for claim in (b, a) if _names_goods(claim) for item in claim.items}
    return replace(
        a,
        supplier=a.supplier or b.supplier,
        recipient=a.recipient or b.recipient,
        items=tuple(sorted(goods.values(), key=lambda i: i.span)) or a.items,
        value=a.value or b.value,
        date=a.date or b.date,
        stage_words=tuple(dict.fromkeys((*a.stage_words, *b.stage_words))),
    )
