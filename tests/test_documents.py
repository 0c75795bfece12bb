"""Captures to documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armstrail.documents import FOREIGN, document, foreign, make
from armstrail.errors import DocumentError
from armstrail.model import Document
from armstrail.sources import Capture, captures
from armstrail.sources.capture import Kind
from tests.server import PAGE

DUMP = b"Navy takes over frigate\r\n20190411\r\nhttps://www.tass.com/a\r\nOne.\r\nTwo.\r\n"


def of(body: bytes | str, kind: Kind | None = None, url: str | None = None) -> Document:
    return document(Capture("x", body.encode() if isinstance(body, str) else body, kind, url=url))


def row(**fields: object) -> Document:
    return of(json.dumps(fields), "row")


def test_a_plain_text_keeps_every_character_but_the_ends_of_its_lines() -> None:
    assert of(b" A title?\r\n20 tanks.\r\r\n\tEnd\r! \n") == Document(
        "x", " A title?\n20 tanks.\n\tEnd\r! \n"
    )


def test_a_text_from_an_address_has_its_outlet() -> None:
    assert of("Text.", "text", "https://www.rt.com/a.txt") == Document(
        "x", "Text.", outlet="RT", url="https://www.rt.com/a.txt"
    )


def test_a_dump_gives_title_date_address_outlet_and_paragraphs() -> None:
    assert of(DUMP) == Document(
        "x", "One.\nTwo.", "Navy takes over frigate", "2019-04-11", "TASS", "https://www.tass.com/a"
    )


def test_the_dump_of_the_first_article(shared: Path) -> None:
    wanted = json.loads((shared / "gold" / "article-text.jsonl").read_text(encoding="utf-8"))
    (capture,) = captures(str(shared / "data" / "article.txt"))
    found = document(capture)
    assert {key: getattr(found, key) for key in wanted if key != "id"} == {
        key: value for key, value in wanted.items() if key != "id"
    }


@pytest.mark.parametrize("kind", [None, "page"])
def test_a_page_is_told_by_its_kind_or_its_shape(kind: Kind | None) -> None:
    found = of(PAGE, kind)
    assert (found.title, found.published, found.outlet) == (
        "Navy takes over second frigate",
        "2019-04-11",
        "The Harbour Post",
    )
    assert found.text.startswith("The shipyard handed")


def test_comments_before_a_page_are_passed_over_however_many() -> None:
    assert of("<!-- note -->\n" * 60 + PAGE).title == of(PAGE).title
    with pytest.raises(DocumentError, match="is XML, not a page or a text"):
        of("<!-- note -->" * 60 + "Eighteen tanks were handed over.")


def test_line_ends_that_are_repeated_without_an_end_are_kept() -> None:
    assert of("One." + "\r" * 1_000_000 + "Two.").text.startswith("One.")


def test_a_row_gives_what_it_holds_and_nothing_else() -> None:
    full = row(
        id="a", text="Text.\r\n", title="T", published="2019-04-11", outlet="O", url="https://a.org", more=1
    )
    assert full == Document("a", "Text.\n", "T", "2019-04-11", "O", "https://a.org")
    assert row(text="Text.", id=7, published=2019, title=None) == Document("7", "Text.", published="2019")
    assert row(title="Only a title") == Document("x", "", "Only a title")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "a"', "is not JSON"),
        ("[1, 2]", "is not a JSON object"),
        ('{"id": "a"}', "has no `text`"),
        ('{"text": " "}', "has no `text`"),
        ('{"text": ["a"]}', "`text` is list, not a text"),
        ('{"text": "a", "id": true}', "`id` is bool, not a text"),
        ("[" * 100_000, "is not JSON that can be read"),
    ],
)
def test_a_broken_row_says_what_is_broken(line: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        of(line, "row")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\x00\x01\x02" * 99, "is binary"),
        (b"%PDF-1.7 ...", "is a PDF; .*pdftotext"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "is XML"),
        (b"<!doctype html><html><body><script>x()</script></body></html>", "page without an article"),
    ],
)
def test_what_holds_no_text_is_refused_by_name(body: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=f"^x: .*{reason}"):
        of(body)


HINTS: dict[str, Any] = {"title": "A hint", "published": "2018-01-02", "outlet": "The Quay"}
BARE = (
    "<html><body><article>"
    + "<p>The yard handed two boats over to the coast guard.</p>" * 5
    + "</article></body></html>"
)


def test_what_names_a_text_is_believed_where_the_text_tells_nothing() -> None:
    told = document(Capture("x", b"Text.", "text", url="https://www.rt.com/a", **HINTS))
    assert (told.title, told.published, told.outlet) == tuple(HINTS.values())
    page = document(Capture("x", BARE.encode(), "page", url="https://www.rt.com/a", **HINTS))
    assert (page.title, page.published, page.outlet) == tuple(HINTS.values())


def test_the_own_word_of_a_page_or_a_dump_goes_first() -> None:
    page = document(Capture("x", PAGE.encode(), "page", url="https://www.rt.com/a", **HINTS))
    assert (page.title, page.published, page.outlet) == (
        "Navy takes over second frigate",
        "2019-04-11",
        "The Harbour Post",
    )
    assert document(Capture("x", DUMP, **HINTS)) == of(DUMP)


def test_what_is_passed_over_holds_no_document() -> None:
    with pytest.raises(DocumentError, match="x: known already"):
        document(Capture("x", b"", passed="known already"))


def test_a_fault_of_the_source_is_passed_on() -> None:
    with pytest.raises(DocumentError, match="x: the line is too long"):
        document(Capture("x", b"", fault="the line is too long"))


def test_guessed_and_lost_characters_are_noted() -> None:
    assert of("Größe".encode("cp1252")).notes == ("not UTF-8: read as Windows-1252",)
    broken = row(text="a \ud800 b", title="\udfff")
    assert (broken.text, broken.title) == ("a � b", "�")
    assert broken.notes == ("2 halves of characters or null characters, shown as �",)


# Written for this test.
ELSEWHERE = {
    "German": "Die Regierung hat am Dienstag der Lieferung von achtzehn Panzern zugestimmt, sagte eine Sprecherin."
    " Die ersten Fahrzeuge sollen im März übergeben werden, und die Ausbildung der Soldaten ist im Gang.",
    "Dutch": "De regering heeft dinsdag besloten om achttien tanks te leveren, zei een woordvoerder."
    " Het is de bedoeling dat de eerste voertuigen in maart worden overgedragen aan de landmacht.",
    "French": "Le gouvernement a approuvé mardi la livraison de dix-huit chars, a déclaré une porte-parole."
    " Les premiers véhicules doivent être remis en mars et la formation des soldats est en cours.",
    "Spanish": "El gobierno aprobó el martes la entrega de dieciocho carros de combate, dijo una portavoz."
    " Los primeros vehículos deben llegar en marzo y la formación de los soldados ya ha empezado.",
    "Polish": "Rząd zgodził się we wtorek na dostawę osiemnastu czołgów, poinformowała rzeczniczka ministerstwa."
    " Pierwsze pojazdy mają się pojawić na miejscu w marcu, a szkolenie żołnierzy już trwa i nie jest długie.",
    "Turkish": "Hükümet salı günü on sekiz tankın teslimatını onayladı, dedi bakanlık sözcüsü. İlk araçlar bu yıl mart"
    " ayında verilecek ve askerler için eğitim başladı. Bir parti daha bu yıl içinde gelecek.",
    "Russian": "Правительство во вторник одобрило поставку восемнадцати танков, сообщило министерство.",
    "Japanese": "政府は火曜日、戦車十八両の引き渡しを承認した。最初の車両は三月に到着する。" * 3,
}
ENGLISH = (
    "The government agreed on Tuesday to deliver eighteen tanks, a spokeswoman said. The first vehicles are to be"
    " handed over in March, and the training of the soldiers has begun, with crews from der Heide and Los Llanos."
)


@pytest.mark.parametrize("language", ELSEWHERE)
def test_another_language_is_noted_and_read(language: str) -> None:
    assert of(ELSEWHERE[language]).notes == (FOREIGN,)


@pytest.mark.parametrize("text", [ENGLISH, "18 tanks, 4 howitzers, 2,000 shells; " * 20, "La Paz", ""])
def test_english_lists_and_few_words_are_not(text: str) -> None:
    assert not foreign(text)


def test_the_gold_is_english(shared: Path) -> None:
    for name in ("texts", "notifications-texts", "stages-texts"):
        assert not [c.place for c in captures(str(shared / "gold" / f"{name}.jsonl")) if document(c).notes]


@given(st.text(), st.text())
def test_any_document_can_be_written(text: str, title: str) -> None:
    made = make(text, id="a", title=title)
    assert "\r\n" not in made.text
    made.text.encode()
    made.title.encode()


@given(st.binary(max_size=300), st.sampled_from([None, "text", "row"]))
def test_any_bytes_give_a_document_or_say_why_not(body: bytes, kind: Kind | None) -> None:
    try:
        assert document(Capture("x", body, kind)).id
    except DocumentError as error:
        assert str(error).startswith("x: ")
        assert "\n" not in str(error)


def test_a_null_character_which_no_database_takes_is_shown_as_lost() -> None:
    made = document(Capture("a", b'{"id": "x\\u0000", "text": "Tanks\\u0000 sold."}', "row"))
    assert (made.id, made.text, made.notes) == (
        "x�",
        "Tanks� sold.",
        ("1 halves of characters or null characters, shown as �",),
    )
