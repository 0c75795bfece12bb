"""Documents as citations: what a parser of BibTeX and CSL's own rules make of them."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from typing import Any

import latexcodec  # noqa: F401 - brings the codec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry as Parsed  # type: ignore[import-untyped]
from pybtex.database import parse_string

from armstrail.exports.citations import citation_key, write_bibtex, write_csl
from armstrail.exports.sourced import in_line
from armstrail.ledger import Entry, Ledger
from armstrail.model import Document
from tests.exports.told import HOSTILE

# From csl-data.json of citation-style-language/schema: the names used here, and the forms of their values.
CSL = {"id", "type", "author", "title", "issued", "accessed", "URL", "note"}
CSL_TYPES = {"webpage", "document"}


def entry(key: str = "d0123456789abcdef0123", **known: Any) -> Entry[Document]:
    told = Document(
        known.pop("id", "a"),
        known.pop("text", "The words."),
        known.pop("title", "Tanks leave the port"),
        **known,
    )
    return Entry(key, told.title or told.text, told, told, key, None, key)


TOLD = entry(published="28 March 2023", outlet="Daily Tide", url="https://tide.example/a_b?c=1%20&d=~e#f")


def bibtex(*entries: Entry[Document], **captured: str) -> dict[str, Parsed]:
    out = io.StringIO()
    assert write_bibtex(entries, out, captured) == len(entries)
    return dict(parse_string(out.getvalue(), "bibtex").entries)


def csl(*entries: Entry[Document], **captured: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert write_csl(entries, out, captured) == len(entries)
    made: list[dict[str, Any]] = json.loads(out.getvalue())
    return made


def plain(words: str) -> str:
    """What LaTeX shows of escaped words."""
    return words.encode().decode("latex+utf-8").replace("{", "").replace("}", "")


def test_a_document_is_cited_with_all_that_is_known_of_it() -> None:
    ((key, made),) = bibtex(TOLD, d0123456789abcdef0123="2024-02-03T10:11:12Z").items()
    assert key == citation_key(TOLD) == "daily-tide-2023-d0123456789abcdef0123"
    assert made.type == "misc" and "".join(map(str, made.persons["author"])) == "{Daily Tide}"
    fields = dict(made.fields)
    note = fields.pop("note")
    assert fields == {
        "title": "{Tanks leave the port}",
        "year": "2023",
        "month": "March",
        "day": "28",
        "url": "https://tide.example/a_b?c=1%20&d=~e#f",
        "urldate": "2024-02-03",
    }
    assert re.fullmatch(r"Armstrail document d0123456789abcdef0123, SHA-256 of the text [0-9a-f]{16}", note)
    (record,) = csl(TOLD, d0123456789abcdef0123="2024-02-03")
    assert record == {
        "id": key,
        "type": "webpage",
        "author": [{"literal": "Daily Tide"}],
        "title": "Tanks leave the port",
        "issued": {"date-parts": [[2023, 3, 28]]},
        "accessed": {"date-parts": [[2024, 2, 3]]},
        "URL": "https://tide.example/a_b?c=1%20&d=~e#f",
        "note": note,
    }


@pytest.mark.parametrize(
    ("published", "fields", "parts"),
    [
        ("2023-03", {"year": "2023", "month": "March"}, [2023, 3]),
        ("March 2023", {"year": "2023", "month": "March"}, [2023, 3]),
        ("2023", {"year": "2023"}, [2023]),
        (None, {}, None),
    ],
)
def test_dates_are_as_precise_as_they_are_known(
    published: str | None, fields: dict[str, str], parts: list[int] | None
) -> None:
    told = entry(published=published)
    (made,) = bibtex(told).values()
    assert {name: made.fields[name] for name in ("year", "month", "day") if name in made.fields} == fields
    (record,) = csl(told)
    assert record.get("issued") == ({"date-parts": [parts]} if parts else None)


def test_a_date_that_nothing_reads_is_kept_in_words() -> None:
    told = entry(published="last spring & after")
    (made,) = bibtex(told).values()
    assert made.fields["note"].startswith("published last spring \\& after; ")
    assert csl(told)[0]["issued"] == {"literal": "last spring & after"}


def test_a_document_without_an_outlet_or_address_names_none() -> None:
    (made,) = bibtex(entry()).values()
    assert not made.persons and "url" not in made.fields and "urldate" not in made.fields
    assert citation_key(entry()) == "document-d0123456789abcdef0123"
    assert set(csl(entry())[0]) == {"id", "type", "title", "note"} and csl(entry())[0]["type"] == "document"


def test_only_what_may_be_opened_is_an_address() -> None:
    (made,) = bibtex(entry(url="javascript:alert(1)")).values()
    assert "url" not in made.fields and "URL" not in csl(entry(url="file:///etc/passwd"))[0]
    (made,) = bibtex(entry(url="https://x.example/ü")).values()
    assert made.fields["url"] == "https://x.example/%C3%BC"


def test_keys_are_of_plain_letters_stable_and_unique(sample_ledger: Ledger) -> None:
    entries = list(sample_ledger.documents())
    keys = [citation_key(one) for one in entries]
    assert len(set(keys)) == len(keys) and list(bibtex(*entries)) == keys == [r["id"] for r in csl(*entries)]
    odd = [entry(outlet=words) for words in (*HOSTILE, "Дні", "The {Times}, 'daily'")]
    assert all(re.fullmatch(r"[a-z0-9-]+", citation_key(one)) for one in odd)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_break_what_follows(words: str) -> None:
    told = entry(title=words or "x", outlet=words, published=words, url=words)
    made = bibtex(told, entry("d1"))
    assert len(made) == 2 and made["document-d1"].fields["title"] == "{Tanks leave the port}"
    out = io.StringIO()
    write_csl([told], out, {})
    assert "<" not in out.getvalue() and "\u202e" not in out.getvalue()
    (record,) = json.loads(out.getvalue())
    assert set(record) <= CSL and record["type"] in CSL_TYPES


@given(st.text(max_size=60))
def test_every_letter_comes_back(words: str) -> None:
    told = entry(title=words, text="x")
    (made,) = bibtex(told).values()
    title = made.fields["title"]
    assert title.count("{") == title.count("}")
    assert csl(told)[0].get("title", "") == in_line(told.name)


LETTERS = st.characters(max_codepoint=0x17F, categories=["L"]) | st.sampled_from("北йعש 1,.#%&_")


@given(st.text(LETTERS, min_size=1, max_size=40))
def test_latex_shows_the_words(words: str) -> None:
    (made,) = bibtex(entry(title=words, text="x")).values()
    assert unicodedata.normalize("NFC", plain(made.fields["title"])) == unicodedata.normalize(
        "NFC", in_line(words or "x")
    )


def test_accents_are_commands_and_other_scripts_stay() -> None:
    (made,) = bibtex(entry(title="Ångström Łódź çığ “Győr” – 50% Київ 北京")).values()
    assert made.fields["title"] == (
        r"{{\r A}ngstr{\"o}m {\L}{\'o}d{\'z} {\c c}{\i}{\u g} {\textquotedblleft}Gy{\H o}r{\textquotedblright}"
        r" {\textendash} 50\% Київ 北京}"
    )


def test_no_documents_are_an_empty_list() -> None:
    assert bibtex() == {} and csl() == []
