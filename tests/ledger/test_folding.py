"""Stories in the ledger: those of the same documents anywhere, whatever came when; and whose words each record is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import inspect, text

import armstrail
from armstrail.errors import LedgerError
from armstrail.intake import Intake
from armstrail.ledger import Addition, Ledger, Query, document_key
from armstrail.ledger.appending import append
from armstrail.model import Document, Resemblance, Story
from armstrail.progress import Progress
from armstrail.stories import Stories
from tests.ledger.made import GIFT, NEWER, READER, SALE, addition, reading
from tests.stories.made import ARMS, CANAL, GRAIN, HARBOUR, TRAINS, edited, everything, paragraphs, prose

Told = set[tuple[Any, ...]]

Q = Query()
SOLD = f"{GRAIN}\n\n{SALE}"
EXTENDED = f"{SOLD}\n\n{prose('own', 20)} {GIFT}"
ORIGIN = Document("origin", SOLD, "Grain", "2024-10-02", "The Gulf Post")
REPRINT = Document("reprint", edited(SOLD, 9), "Last lorry", "2024-10-03", "The Tide")
LONGER = Document("longer", EXTENDED, "", "2024-10-04", "The Echo")
DOCUMENTS = everything()


@pytest.fixture
def other(ledger_place: str) -> Iterator[Ledger]:
    """The same ledger as another process has it open."""
    with Ledger.open(ledger_place, create=True) as opened:
        yield opened


def add(ledger: Ledger, *documents: Document, reader: str = READER) -> None:
    ledger.append([addition(one, f"/texts/{one.id}") for one in documents], reader)


def key(of: Document) -> str:
    return document_key(of)


def comparable(stories: Iterable[Story], keys: dict[str, str]) -> Told:
    return {
        (
            story.id,
            keys.get(story.origin, story.origin),
            story.reason,
            story.agency,
            frozenset(replace(m, document=keys.get(m.document, m.document)) for m in story.documents),
        )
        for story in stories
    }


def expected(*documents: Document) -> Told:
    """The stories of documents as they are folded all at once, the documents named as a ledger names them."""
    stories = Stories()
    stories.add(documents)
    return comparable(stories.stories(), {one.id: key(one) for one in documents})


def held(ledger: Ledger) -> Told:
    """The stories of a ledger, with a look at whether each is told with its documents."""
    entries = list(ledger.stories())
    for entry in entries:
        assert [document_key(d) for d in entry.documents] == [m.document for m in entry.story.documents]
        assert (entry.story.documents[0].document, entry.story.documents[0].relation) == (
            entry.story.origin,
            "origin",
        )
    sizes = [len(entry.documents) for entry in entries]
    assert sizes == sorted(sizes, reverse=True)
    return comparable((entry.story for entry in entries), {})


def origins(ledger: Ledger) -> dict[tuple[str, str], str]:
    """From which document the words of each record come, by the document it stands in and what it says."""
    kinds: list[Iterator[Any]] = [ledger.documents(), ledger.statements(), ledger.claims()]
    return {(e.document.id, e.name): e.origin for kind in kinds for e in kind}


# ------------------------------------------------------------------ the same stories whatever came when


@pytest.mark.parametrize("seed", range(3))
def test_stories_are_those_of_the_documents_in_any_order_and_batches(ledger: Ledger, seed: int) -> None:
    order = Random(seed)
    waiting = DOCUMENTS[:]
    order.shuffle(waiting)
    while waiting:
        size = order.choice((1, 2, 5, 20))
        add(ledger, *waiting[:size])
        waiting = waiting[size:]
    assert held(ledger) == expected(*DOCUMENTS)
    large = [entry.story.id for entry in ledger.stories(2)]
    assert large == [entry.story.id for entry in ledger.stories() if len(entry.documents) > 1]


def test_another_process_may_add_in_between(ledger: Ledger, other: Ledger) -> None:
    for number, one in enumerate(DOCUMENTS):
        add((ledger, other, other)[number % 3], one)
    assert held(ledger) == held(other) == expected(*DOCUMENTS)


def test_so_may_one_that_opens_it_later(ledger: Ledger, ledger_place: str) -> None:
    add(ledger, *DOCUMENTS[:9])
    with Ledger.open(ledger_place, create=True) as later:
        add(later, *DOCUMENTS[9:])
    assert held(ledger) == expected(*DOCUMENTS)


def test_texts_that_resemble_each_other_are_told_by_their_keys(ledger: Ledger) -> None:
    for number in range(0, len(DOCUMENTS), 5):
        add(ledger, *DOCUMENTS[number : number + 5])
    stories = Stories()
    stories.add(DOCUMENTS)
    keys = {one.id: key(one) for one in DOCUMENTS}
    told = [((keys[pair.one], keys[pair.other]), pair.reason) for pair in stories.resemblances()]
    assert told
    assert list(ledger.resemblances()) == sorted(
        Resemblance(min(pair), max(pair), reason) for pair, reason in told if pair[0] != pair[1]
    )


@pytest.mark.parametrize(
    ("words", "titles"), [("Markets are closed today.", ("Velden", "Ostvik")), ("* * *", ("", ""))]
)
def test_a_few_words_under_two_titles_can_be_added(
    ledger: Ledger, words: str, titles: tuple[str, str]
) -> None:
    documents = [Document(f"short/{n}", words, title) for n, title in enumerate(titles)]
    add(ledger, *documents)
    assert {told[1:] for told in held(ledger)} == {told[1:] for told in expected(*documents)}
    assert len({entry.story.id for entry in ledger.stories()}) == len(expected(*documents))


def test_of_texts_that_differ_in_nothing_that_counts_the_same_is_the_origin(tmp_path: Path) -> None:
    one, other = Document("a", GRAIN), Document("b", GRAIN.upper())
    found = []
    for number, order in enumerate([(one, other), (other, one)]):
        with Ledger.open(str(tmp_path / f"{number}.db"), create=True) as ledger:
            add(ledger, *order)
            found.append(held(ledger))
    assert found[0] == found[1]


# ------------------------------------------------------------------ whose words a record is


def test_records_know_whose_words_they_are(ledger: Ledger) -> None:
    add(ledger, ORIGIN, REPRINT, LONGER)
    sold, gave = "RUR → GRA: tanks, agreed", "GRA → RUR: rifles, delivered"
    said = next(entry.name for entry in ledger.statements())
    assert origins(ledger) == {
        **{(one, sold): key(ORIGIN) for one in ("origin", "reprint", "longer")},
        **{(one, said): key(ORIGIN) for one in ("origin", "reprint", "longer")},
        ("longer", gave): key(LONGER),
        ("origin", "Grain"): key(ORIGIN),
        ("reprint", "Last lorry"): key(ORIGIN),
        ("longer", " ".join(EXTENDED[:120].split())): key(ORIGIN),
    }


@pytest.mark.parametrize(
    "first",
    [
        Document("first", edited(SOLD, 30), "", "2024-10-01", "The Dawn"),
        Document("first", edited(SOLD, 30), "", "2024-10-09", "Reuters"),
        Document("first", f"OSTVIK (Reuters) - {SOLD}", "", "2024-10-09", "The Dawn"),
    ],
    ids=["earlier", "agency", "credit"],
)
def test_who_was_there_first_takes_over_and_so_do_its_words(ledger: Ledger, first: Document) -> None:
    add(ledger, ORIGIN, REPRINT, LONGER, Document("apart", f"{HARBOUR}\n\n{SALE}"))
    before = origins(ledger)
    add(ledger, first)
    (story,) = [entry.story for entry in ledger.stories(2)]
    assert (story.origin, len(story.documents)) == (key(first), 4)
    for (name, what), origin in origins(ledger).items():
        is_own = name == "longer" and "rifles" in what
        assert origin == (before[name, what] if name == "apart" or is_own else key(first))
    assert held(ledger) == expected(ORIGIN, REPRINT, LONGER, Document("apart", f"{HARBOUR}\n\n{SALE}"), first)


def test_a_newer_reading_has_origins_too(ledger: Ledger) -> None:
    add(ledger, ORIGIN, REPRINT)
    add(ledger, REPRINT, reader=NEWER)
    assert {(e.reader, e.origin) for e in ledger.claims()} == {(READER, key(ORIGIN)), (NEWER, key(ORIGIN))}


def test_a_text_that_was_not_read_has_an_origin(ledger: Ledger) -> None:
    add(ledger, ORIGIN)
    ledger.append([Addition("/r", b"r", document=REPRINT, fault="the process ended")], READER)
    assert {e.reader: e.origin for e in ledger.documents()} == {READER: key(ORIGIN), None: key(ORIGIN)}


def test_what_is_found_is_counted_by_documents_and_origins(ledger: Ledger) -> None:
    apart = Document("apart", f"{HARBOUR}\n\n{SALE} {GIFT}", "", "2024-11-01")
    add(ledger, ORIGIN, REPRINT, LONGER, apart, Document("none", CANAL))
    for kind, query, counts in (
        ("claims", Q, (6, 4, 3)),
        ("claims", Query(words="tanks"), (4, 4, 2)),
        ("claims", Query(supplier=("GRA",)), (2, 2, 2)),
        ("claims", Query(supplier=("DEU",)), (0, 0, 0)),
        ("claims", Query(origin=(key(ORIGIN),)), (3, 3, 1)),
        ("claims", Query(origin=(key(LONGER), key(apart))), (3, 2, 2)),
        ("claims", Query(origin=(key(REPRINT),)), (0, 0, 0)),
        ("statements", Q, (4, 4, 2)),
        ("documents", Q, (5, 5, 3)),
        ("documents", Query(origin=(key(ORIGIN),)), (3, 3, 1)),
    ):
        page = ledger.find(kind, query, size=1)  # type: ignore[arg-type]
        assert (page.total, page.documents, page.origins) == counts, (kind, query)
        assert len(page.entries) == min(1, page.total)
    assert ledger.counts("claims", Q, by=["origin"])["origin"] == {
        key(ORIGIN): 3,
        key(apart): 2,
        key(LONGER): 1,
    }
    assert ledger.counts("documents", Query(outlet=("The",)), by=["origin"])["origin"] == {key(ORIGIN): 3}


# ------------------------------------------------------------------ printings


def test_the_same_text_elsewhere_is_another_printing(ledger: Ledger) -> None:
    add(ledger, ORIGIN)
    ledger.append([addition(replace(ORIGIN, id="again", published="2024-10-05"), "/elsewhere")], READER)
    (entry,) = ledger.stories()
    assert [(m.document, m.relation) for m in entry.story.documents] == [
        (key(ORIGIN), "origin"),
        (key(ORIGIN), "identical"),
    ]
    assert [document.id for document in entry.documents] == ["origin", "again"]
    assert len(list(ledger.documents())) == 1
    assert set(origins(ledger).values()) == {key(ORIGIN)}


def test_a_text_captured_again_where_it_was_is_no_other_printing(ledger: Ledger) -> None:
    for body in (b"as it was", b"with another frame", b"and another"):
        ledger.append([addition(ORIGIN, "/a", body=body)], READER)
    ledger.append([addition(ORIGIN, "/b", body=body) for body in (b"one", b"two")], READER)
    assert ledger.sizes()["sightings"] == 5
    assert [len(entry.documents) for entry in ledger.stories()] == [2]


def test_the_agency_that_a_line_names_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    rows = [
        {"id": "bare", "text": edited(GRAIN, 3), "published": "2024-10-01"},
        {"id": "wire", "text": GRAIN, "published": "2024-10-02", "wire": "Reuters"},
        {"id": "credit", "text": HARBOUR, "credit": "Agence France-Presse"},
        {"id": "outlet", "text": CANAL, "credit": "The Tide"},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with Intake(ledger, Progress("", bar=False)) as intake:
        intake.add([str(source)])
    told = {e.documents[0].id: (e.documents[0].credit, e.story.agency) for e in ledger.stories()}
    assert told == {
        "wire": ("Reuters", "Reuters"),
        "credit": ("Agence France-Presse", "AFP"),
        "outlet": ("The Tide", None),
    }
    (story,) = [entry.story for entry in ledger.stories(2)]
    assert story.reason == "credits Reuters (field: “Reuters”)"


# ------------------------------------------------------------------ what fails


def failing(ledger: Ledger, *documents: Document, late: bool = False) -> None:
    """An addition that fails: within the folding, or after it, before it is written."""
    additions = [addition(one, f"/failed/{one.id}") for one in documents]

    def fail() -> None:
        with ledger._database.writing() as db:
            if not late:
                db.execute(text("DROP TABLE members"))
            append(db, ledger._folding, additions, READER)
            raise KeyError("late")

    with pytest.raises(KeyError if late else LedgerError):
        fail()
    assert inspect(ledger._database.engine).has_table("members")


@pytest.mark.parametrize("late", [False, True])
def test_after_an_addition_that_failed_all_is_as_it_was(ledger: Ledger, late: bool) -> None:
    add(ledger, ORIGIN, REPRINT)
    before = held(ledger), origins(ledger)
    failing(ledger, LONGER, Document("t", TRAINS), late=late)
    assert (held(ledger), origins(ledger)) == before
    assert [base for base, _ in ledger.bases(LONGER)] == sorted({key(ORIGIN), key(REPRINT)}, key=_share)
    assert not ledger.bases(Document("t", TRAINS))
    more = [Document("arms", ARMS), replace(LONGER, id="l"), Document("trains", edited(TRAINS, 4))]
    add(ledger, *more)
    assert held(ledger) == expected(ORIGIN, REPRINT, *more)


def _share(name: str) -> int:
    return 0 if name == key(ORIGIN) else 1


@pytest.mark.parametrize(
    "late",
    [
        False,
        pytest.param(
            True,
        ),
    ],
)
def test_so_it_is_where_another_process_wrote_in_its_place(ledger: Ledger, other: Ledger, late: bool) -> None:
    add(ledger, ORIGIN)
    failing(ledger, Document("t", TRAINS), late=late)
    more = [Document("harbour", HARBOUR), Document("again", edited(HARBOUR, 9))]
    add(other, more[0])
    add(ledger, more[1])
    assert held(ledger) == expected(ORIGIN, *more)


# ------------------------------------------------------------------ a ledger of earlier


def make_it_older(place: str) -> None:
    """Take from a ledger what the migration to stories gave it."""
    with Ledger.open(place) as ledger, ledger._database.writing() as db:
        for table in ("members", "stories", "bonds", "printings"):
            db.execute(text(f"DROP TABLE {table}"))
        db.execute(text("ALTER TABLE sightings DROP COLUMN credit"))
        for table in ("columns", "terms"):
            db.execute(text(f"DELETE FROM {table} WHERE dimension IN ('origin', 'document')"))
        db.execute(text("DELETE FROM migrations WHERE name = 'stories'"))


@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_from_before_there_were_stories_gets_them(
    ledger: Ledger, ledger_place: str, create: bool
) -> None:
    documents = [ORIGIN, REPRINT, LONGER, *(one for one in DOCUMENTS if one.outlet != "Reuters")]
    add(ledger, *documents)
    ledger.append([addition(ORIGIN, "/elsewhere", reading=replace(reading(ORIGIN), claims=()))], NEWER)
    before = (
        held(ledger),
        origins(ledger),
        ledger.counts("claims", Q, by=["origin"]),
        list(ledger.resemblances()),
    )
    make_it_older(ledger_place)
    with Ledger.open(ledger_place, create=create) as opened:
        after = (
            held(opened),
            origins(opened),
            opened.counts("claims", Q, by=["origin"]),
            list(opened.resemblances()),
        )
        assert after == before
        assert opened.find("claims", Q).origins == 2
        late = Document("late", edited(HARBOUR, 20), "", "2024-11-09", credit="Reuters")
        add(opened, late)
        (told,) = [e for e in opened.stories() if e.story.agency == "Reuters" and e.story.origin == key(late)]
        assert told.documents[0].credit == "Reuters"


def test_paragraphs_of_several_stories_have_several_origins(ledger: Ledger) -> None:
    """A digest: each record comes from the story in whose words it stands."""
    gift = Document("gift", f"{HARBOUR}\n\n{GIFT}", "", "2024-10-01")
    digest = Document("digest", f"{SOLD}\n\n{gift.text}", "", "2024-10-08")
    add(ledger, ORIGIN, gift, digest)
    assert {e.name: e.origin for e in ledger.claims() if e.document.id == "digest"} == {
        "RUR → GRA: tanks, agreed": key(ORIGIN),
        "GRA → RUR: rifles, delivered": key(gift),
    }
    assert len(paragraphs(digest.text)) == 8


NINE = "Norway sold 9 tanks to Peru last week."


@pytest.mark.parametrize(
    ("altered", "whose"),
    [
        (NINE, "first"),
        ("Norway sold 90 tanks to Peru last week.", "copy"),
        ("Norway has not sold 9 tanks to Peru last week.", "copy"),
        ("OSTVIK, 4 October (Tide) - Norway sold 9 tanks to Peru last week.", "first"),
    ],
)
def test_a_claim_that_a_reprint_alters_is_its_own(ledger: Ledger, altered: str, whose: str) -> None:
    texts = {"first": f"{NINE} {GRAIN}", "copy": f"{altered} {GRAIN} And so on."}
    days = {"first": "2024-10-02", "copy": "2024-10-03"}
    read = {name: armstrail.read(words, id=name, published=days[name]) for name, words in texts.items()}
    ledger.append(
        [
            Addition(f"/{name}", texts[name].encode(), document=made.document, reading=made)
            for name, made in read.items()
        ],
        READER,
    )
    (story,) = ledger.stories(2)
    told = {e.document.id: e.origin for e in ledger.claims() if "tanks" in e.record.evidence}
    assert told == {"first": story.story.origin, "copy": key(read[whose].document)}
