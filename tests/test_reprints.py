"""What a document carries of a text that is read has that text's records, in its own offsets; the rest is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from armstrail.model import Claim, Document, Reading, Span, Statement
from armstrail.pipeline import read_document
from armstrail.reprints import LONGEST, Carried, carried, reading
from tests.pointing import assert_points

PARAGRAPHS = """\
Germany delivered 18 Leopard 2 tanks to Norway in March, the defence ministry in Oslo said on Monday.

The government in Berlin had approved the sale of spare parts and ammunition for them a year before, after \
long talks between the two cabinets.

“We will send another 12 howitzers to Norway before the winter,” German Defence Minister Karla Brandt told \
reporters in Hamburg.

Rain fell on the ceremony, and the band that was to play at the quay stayed in its bus until the speeches \
were over.

France sold 24 Rafale jets to Egypt last year, and officials in Cairo said that the first of them had \
arrived.

She added that Poland had not received any missiles from the company.

The regatta drew a crowd to the quay on Sunday, though a cold wind kept most of the smaller boats in the \
lee of the mole.

Bakers sold out of saffron buns before noon, and the queue for the ferry reached as far as the old \
weighing house.

Children flew kites on the beach until the rain came, after which the cafés on the front were full to the \
last chair.

The harbour museum, which has been shut since a burst pipe soaked its maps, hopes to open its doors again \
at Whitsun.""".split("\n\n")
SALE, APPROVAL, PROMISE, RAIN, JETS, DENIAL, *REGATTA = PARAGRAPHS
OWN = "Sweden agreed on Tuesday to sell 40 armoured vehicles to Finland, Swedish officials said."
DATELINE = "OSLO, March 5 (Fjordpress) - "


def made(*paragraphs: str, title: str = "Norway gets tanks from Germany", name: str = "reprint") -> Document:
    return Document(name, "\n\n".join(paragraphs), title, "2024-03-05")


BASE = made(*PARAGRAPHS, name="base")
read = cache(read_document)


def how(document: Document, base: Document = BASE) -> Carried:
    found = carried(document, base, "the key")
    assert found
    assert found.base == "the key"
    return found


def put_together(document: Document, base: Document = BASE, again: list[Document] | None = None) -> Reading:
    """The reading of a document that carries a base, whole in itself; `again` are the texts read once more."""

    def once_more(part: Document) -> Reading:
        if again is not None:
            again.append(part)
        return read(part)

    parts = how(document, base)
    found = reading(document, parts, read(base), read(parts.own) if parts.own else None, once_more)
    assert found.document == document
    assert_points(found)
    assert {claim.statement for claim in found.claims} <= {None, *(said.id for said in found.statements)}
    skipped = [one.span for one in found.coverage.skipped]
    assert found.coverage.read + sum(span.end - span.start for span in skipped) == len(document.text)
    assert all(one.end <= other.start for one, other in pairwise(skipped))
    return found


def in_words(value: Any, document: Document) -> Any:
    """A value with the words of its spans in their place, without ids."""
    if isinstance(value, Span):
        return value.place, document.words(value)
    if isinstance(value, tuple):
        return tuple(in_words(one, document) for one in value)
    if is_dataclass(value):
        names = (field.name for field in fields(value) if field.name not in ("id", "statement"))
        return {name: in_words(getattr(value, name), document) for name in names}
    return value


def told(found: Reading, within: Iterable[str] = ()) -> list[Any]:
    """The records of a reading in words, each claim with what is said; of those in some paragraphs only."""
    statements = {said.id: said for said in found.statements}
    listed = []
    records: tuple[Statement | Claim, ...] = (*found.statements, *found.claims)
    for record in records:
        if within and not any(stands_in(record, found, paragraph) for paragraph in within):
            continue
        said = statements.get(getattr(record, "statement", None) or "")
        listed.append([in_words(record, found.document), said and in_words(said, found.document)])
    return listed


def stands_in(record: Statement | Claim, found: Reading, paragraph: str) -> bool:
    span = record.span if isinstance(record, Claim) else record.content[0]
    return span.place == "text" and found.document.words(span) in paragraph


def sales(found: Reading) -> list[str]:
    """Claims at a glance."""
    return [
        f"{'+'.join(p.id for p in claim.supplier)} > {'+'.join(p.id for p in claim.recipient)}: "
        + ", ".join(f"{i.quantity.mention if i.quantity else ''} {i.mention}".strip() for i in claim.items)
        for claim in found.claims
    ]


def test_the_base_has_records_of_every_kind() -> None:
    found = read(BASE)
    assert [claim.span.place for claim in found.claims].count("title") == 1
    assert len(found.statements) == 5 and len(found.claims) == 7
    assert found.coverage.skipped and found.coverage.unresolved


# ------------------------------------------------------------------ carried whole


def test_the_same_paragraphs_have_the_same_records_and_nothing_is_read() -> None:
    parts = how(made(*PARAGRAPHS))
    assert (parts.own, parts.titled) == (None, True)
    again: list[Document] = []
    found = put_together(made(*PARAGRAPHS), again=again)
    assert not again
    assert found == replace(read(BASE), document=found.document)


def test_a_dateline_moves_what_it_stands_before_and_is_no_evidence() -> None:
    document = made(DATELINE + SALE, *PARAGRAPHS[1:])
    assert how(document).own is None
    found = put_together(document)
    assert told(found) == told(read(BASE))
    for here, there in zip(found.claims, read(BASE).claims, strict=True):
        by = len(DATELINE) if here.span.place == "text" else 0
        assert (here.span.start - by, here.span.end - by) == (there.span.start, there.span.end)
        assert "Fjordpress" not in here.evidence
    moved = [one.span.start - len(DATELINE) for one in found.coverage.skipped]
    assert moved == [one.span.start for one in read(BASE).coverage.skipped]


@pytest.mark.parametrize(
    "before", ["NEW OSLO: ", "(Fjordpress) -- ", "Oslo/Fjordpress — ", "OSLO, 5 March (Fjordpress) – "]
)
def test_datelines_of_every_kind_are_no_words_of_the_text(before: str) -> None:
    assert how(made(before + SALE, *PARAGRAPHS[1:])).own is None


@pytest.mark.parametrize(
    "before",
    [
        "Our readers were the first to learn that ",
        "x" * 90 + " - ",
        "Oslo denies these reports by unnamed officials: ",
        "Oslo denies these reports - ",
        "Defence Minister Oskar Lind: ",
    ],
)
def test_other_words_before_the_first_paragraph_make_it_one_to_read(before: str) -> None:
    own = how(made(before + SALE, *PARAGRAPHS[1:])).own
    assert own and own.text == before + SALE


def test_a_dateline_is_none_before_another_paragraph() -> None:
    own = how(made(SALE, APPROVAL, DATELINE + PROMISE, *PARAGRAPHS[3:])).own
    assert own and (DATELINE + PROMISE) in own.text


def test_other_blank_lines_between_paragraphs_change_nothing() -> None:
    document = replace(BASE, text="\n \n\n" + "\n\t\n\n".join(PARAGRAPHS))
    assert how(document).own is None
    assert told(put_together(document)) == told(read(BASE))


def test_paragraphs_in_another_order_keep_their_records() -> None:
    order = [JETS, PROMISE, SALE, RAIN, *REGATTA, APPROVAL, DENIAL]
    assert how(made(*order)).own is None
    found = put_together(made(*order))
    assert sorted(map(repr, told(found))) == sorted(map(repr, told(read(BASE))))
    of_text = [claim.evidence for claim in found.claims if claim.span.place == "text"]
    assert of_text == sorted(of_text, key=found.document.text.index)


# ------------------------------------------------------------------ of its own


@pytest.mark.parametrize("place", [0, 3, len(PARAGRAPHS)])
def test_a_paragraph_of_its_own_is_read_and_the_others_are_not(place: int) -> None:
    document = made(*PARAGRAPHS[:place], OWN, *PARAGRAPHS[place:])
    own = how(document).own
    assert own and own.text.split("\n\n")[-1] == OWN
    assert set(own.text.split("\n\n")) == {*document.text.split("\n\n")[:1], *PARAGRAPHS[:place][-1:], OWN}
    found = put_together(document)
    assert told(found, PARAGRAPHS) == told(read(BASE), PARAGRAPHS)
    (claim,) = [claim for claim in found.claims if claim.evidence == OWN]
    assert document.text[claim.span.start : claim.span.end] == OWN
    assert [claim.supplier[0].id, claim.recipient[0].id, claim.items[0].category] == [
        "SWE",
        "FIN",
        "armoured_vehicle",
    ]
    assert claim.statement and claim.speakers[0].mention == "Swedish officials"


def test_where_a_figure_differs_the_paragraph_is_read_anew() -> None:
    document = made(*(p.replace("24 Rafale", "26 Rafale") for p in PARAGRAPHS))
    own = how(document).own
    assert own and own.text.split("\n\n") == [SALE, RAIN, JETS.replace("24", "26")]
    found = sales(put_together(document))
    assert "FRA > EGY: 26 Rafale jets" in found
    assert not [sale for sale in found if "24" in sale]
    assert "DEU > NOR: 18 Leopard 2 tanks" in found


@pytest.mark.parametrize(
    ("said", "otherwise"), [("had not received", "had received"), ("Poland", "Latvia"), ("any", "ANY")]
)
def test_so_it_is_where_a_word_or_a_letter_does(said: str, otherwise: str) -> None:
    changed = DENIAL.replace(said, otherwise)
    own = how(made(*(changed if p == DENIAL else p for p in PARAGRAPHS))).own
    assert own and changed in own.text


def test_a_paragraph_cut_within_a_sentence_is_read_as_it_stands() -> None:
    cut = JETS[: JETS.index(", and officials")]
    document = made(*PARAGRAPHS[:4], cut)
    again: list[Document] = []
    found = put_together(document, again=again)
    assert [part.text.split("\n\n") for part in again] == [[SALE, RAIN, cut]]
    (jets,) = [claim for claim in found.claims if claim.supplier[0].id == "FRA"]
    assert (jets.evidence, jets.span.end) == (cut, len(document.text))
    assert told(found, PARAGRAPHS[:4]) == told(read(BASE), PARAGRAPHS[:4])


def test_a_record_whose_speaker_is_not_carried_is_read_again() -> None:
    document = made(SALE, APPROVAL, RAIN, JETS, DENIAL, *REGATTA)
    again: list[Document] = []
    found = put_together(document, again=again)
    [part] = again
    assert part.text.split("\n\n") == [SALE, JETS, DENIAL]
    (denial,) = [said for said in found.statements if stands_in(said, found, DENIAL)]
    assert denial.speaker and (denial.speaker.name, denial.speaker.party) == ("She", None)
    assert "Brandt" not in repr(found.statements)
    assert told(found, [SALE, APPROVAL, JETS]) == told(read(BASE), [SALE, APPROVAL, JETS])
    assert told(found, [DENIAL]) == told(read(part), [DENIAL])


def test_what_is_read_again_takes_the_place_of_what_was_carried() -> None:
    both = f"{JETS} {DENIAL}"
    base = made(SALE, PROMISE, RAIN, both, *REGATTA)
    again: list[Document] = []
    found = put_together(made(SALE, RAIN, both, *REGATTA), base, again)
    (part,) = again
    assert part.text.split("\n\n") == [SALE, RAIN, both]
    assert told(found, [both]) == told(read(part), [both])
    assert "Brandt" not in repr(found)


def test_a_record_whose_speaker_has_another_name_here_is_not_said_by_the_former() -> None:
    document = made(*(p.replace("Karla Brandt", "Ulla Stein") for p in PARAGRAPHS))
    found = put_together(document)
    assert "Brandt" not in repr(found)
    assert "Ulla Stein" in {said.speaker.name for said in found.statements if said.speaker}


def carrying(spoken: str) -> tuple[Document, Document]:
    """A text that names a party in one paragraph and speaks of it in the next; the same that names another."""
    first = (
        "{} will host the spring exercise, its defence ministry said on Monday, and crews from nine countries "
        "are to take part in it."
    )
    hares = (
        "The snow on the range has gone early this year, and the hares that live on it have had to change "
        "their coats in a hurry."
    )
    one, other = (made(first.format(name), spoken, RAIN, hares, title="") for name in ("Finland", "Denmark"))
    return one, other


@pytest.mark.parametrize(
    "spoken",
    [
        "Germany delivered 18 Leopard 2 tanks to it in March.",
        "The country received 18 Leopard 2 tanks from Germany in March.",
        "Berlin delivered 18 Leopard 2 tanks to the ministry in March.",
    ],
)
def test_a_record_whose_party_is_named_where_the_texts_differ_is_read_again(spoken: str) -> None:
    base, document = carrying(spoken)
    assert sales(read(base)) == ["DEU > FIN: 18 Leopard 2 tanks"]
    assert sales(put_together(document, base)) == ["DEU > DNK: 18 Leopard 2 tanks"]


NAMED = made(
    "Brandt said on Monday that Germany had delivered 18 Leopard 2 tanks to Norway in March.",
    RAIN,
    JETS,
    title="Defence Minister Karla Brandt visits Oslo",
)


def test_what_is_read_anew_may_have_words_in_the_title() -> None:
    document = replace(NAMED, text=NAMED.text.replace("18", "19"))
    found = put_together(document, NAMED)
    assert "DEU > NOR: 19 Leopard 2 tanks" in sales(found)


def test_a_quotation_over_several_paragraphs_loses_no_claim() -> None:
    opening = (
        "“Germany has delivered 18 Leopard 2 tanks to Norway,” Defence Minister Karla Brandt said on Monday in "
        "Hamburg. “It was a long road."
    )
    further = "“Germany will also sell {} howitzers to Denmark before the winter.”"
    base = made(opening, further.format(30), RAIN, JETS, title="")
    document = replace(base, text=base.text.replace("30", "31"))
    assert "DEU > DNK: 31 howitzers" in sales(read(document))
    assert "DEU > DNK: 31 howitzers" in sales(put_together(document, base))


@pytest.mark.parametrize("first", [SALE, f"{SALE} Fish was served."])
def test_a_paragraph_that_stands_here_twice_has_its_records_twice(first: str) -> None:
    document = made(first, APPROVAL, SALE, *PARAGRAPHS[2:])
    places = [c.span.start for c in put_together(document).claims if c.evidence == SALE]
    assert places == [0, document.text.rindex(SALE)]


# ------------------------------------------------------------------ titles


def test_another_title_is_read_and_that_of_the_base_is_not_taken() -> None:
    document = made(*PARAGRAPHS, title="Egypt buys jets from France")
    parts = how(document)
    assert not parts.titled
    assert parts.own and (parts.own.title, parts.own.text) == (document.title, SALE)
    found = put_together(document)
    (titled,) = [claim for claim in found.claims if claim.span.place == "title"]
    assert (titled.evidence, sales(found)[0]) == (document.title, "FRA > EGY: jets")
    assert told(found, PARAGRAPHS) == told(read(BASE), PARAGRAPHS)


def test_without_a_title_there_are_no_records_of_one() -> None:
    found = put_together(made(*PARAGRAPHS, title=""))
    assert len(found.claims) == len(read(BASE).claims) - 1
    assert {claim.span.place for claim in found.claims} == {"text"}


def test_the_same_title_has_its_records_once() -> None:
    found = put_together(made(OWN, *PARAGRAPHS))
    assert [c.evidence for c in found.claims if c.span.place == "title"] == [BASE.title]


# ------------------------------------------------------------------ too little, too long


def test_less_than_half_is_not_carried() -> None:
    half = sum(map(len, PARAGRAPHS[:5]))
    assert carried(made(*PARAGRAPHS[:5], "y" * half), BASE, "k")
    assert carried(made(*PARAGRAPHS[:5], "y" * (half + 1)), BASE, "k") is None
    assert carried(made(OWN), BASE, "k") is None


def test_a_book_neither_carries_nor_is_carried() -> None:
    room = LONGEST - len(BASE.text)
    long = replace(BASE, text=BASE.text + "\n" * room)
    longer = replace(long, text=long.text + "\n")
    assert carried(long, BASE, "k") and carried(BASE, long, "k")
    assert carried(longer, BASE, "k") is None and carried(BASE, longer, "k") is None


def test_what_was_put_together_is_carried_in_its_turn() -> None:
    middle = made(DATELINE + SALE, *PARAGRAPHS[1:], OWN, name="middle")
    last = made(SALE, *PARAGRAPHS[1:], OWN, name="last")
    parts = how(last, middle)
    assert parts.own is None
    found = reading(last, parts, put_together(middle), None)
    assert_points(found)
    assert told(found) == told(put_together(middle))
