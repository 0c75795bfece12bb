"""Documents, statements, claims and deals as citations: what a parser of BibTeX and CSL's own rules make of them."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import latexcodec  # noqa: F401 - brings the codec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry as Parsed  # type: ignore[import-untyped]
from pybtex.database import parse_string

from armstrail.exports.citations import FORMS, citation_key, cite, cite_deal, page, write, write_deals
from armstrail.exports.sourced import Sourced, in_line
from armstrail.ledger import Entry, Ledger, document_key
from armstrail.model import Claim, Document, Statement
from tests.exports.told import HOSTILE, sourced, strand
from tests.made import AGREED, DENIED, DOCUMENT, SHE, SOLD, STATEMENTS

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


def bibtex(*entries: Entry[Any], **captured: str) -> dict[str, Parsed]:
    out = io.StringIO()
    assert write(entries, "bibtex", out, captured) == len(entries)
    return dict(parse_string(out.getvalue(), "bibtex").entries)


def csl(*entries: Entry[Any], **captured: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert write(entries, "csl", out, captured) == len(entries)
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
    digest = hashlib.sha256(b"The words.").hexdigest()
    assert note == f"Armstrail document d0123456789abcdef0123, SHA-256 of the text {digest}"
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
    write([told], "csl", out, {})
    assert "<" not in out.getvalue() and "\u202e" not in out.getvalue()
    (record,) = json.loads(out.getvalue())
    assert set(record) <= CSL and record["type"] in CSL_TYPES


@given(st.text(max_size=60))
def test_every_letter_comes_back(words: str) -> None:
    told = entry(title=words, text="x")
    (made,) = bibtex(told).values()
    title = made.fields.get("title", "")
    assert title.count("{") == title.count("}")
    assert csl(told)[0].get("title", "") == in_line(told.name)


LETTERS = st.characters(max_codepoint=0x17F, categories=["L"]) | st.sampled_from("北йعש 1,.#%&_")


@given(st.text(LETTERS, min_size=1, max_size=40).filter(str.strip))
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


# ------------------------------------------------------------------ claims and statements

CLAIM_KEY, STATEMENT_KEY, DOCUMENT_KEY = "c" + "1" * 20, "s" + "2" * 20, "d" + "3" * 20
WITHOUT_TEXT = replace(DOCUMENT, text="")


def claimed(claim: Claim, document: Document = WITHOUT_TEXT) -> Entry[Claim]:
    return Entry(CLAIM_KEY, "RUR → GRA", claim, document, DOCUMENT_KEY, "reader 1", DOCUMENT_KEY)


def stated(statement: Statement, **words: str) -> Entry[Statement]:
    return Entry(
        STATEMENT_KEY,
        "Anna Weber: that …",
        statement,
        WITHOUT_TEXT,
        DOCUMENT_KEY,
        "reader 1",
        DOCUMENT_KEY,
        words={"source": "", "cue": "", "content": ""} | words,
    )


def test_a_claim_is_cited_with_its_words_who_says_them_and_where_they_stand() -> None:
    told = claimed(AGREED)
    note = (
        f"“{AGREED.evidence}”, according to Anna Weber; characters {AGREED.span.start}–{AGREED.span.end} of the text;"
        f" Armstrail claim {CLAIM_KEY}, https://arms.example/claims/{CLAIM_KEY};"
        f" document {DOCUMENT_KEY}, SHA-256 of the text begins with {'3' * 20}"
    )
    (record,) = json.loads(cite(told, "csl", "2024-06-01T10:00:00Z", "https://arms.example/"))
    assert record == {
        "id": f"daily-x-2024-{CLAIM_KEY}",
        "type": "webpage",
        "author": [{"literal": "Daily <X>"}],
        "title": DOCUMENT.title,
        "issued": {"date-parts": [[2024, 5, 5]]},
        "accessed": {"date-parts": [[2024, 6, 1]]},
        "URL": DOCUMENT.url,
        "note": note,
    }
    written = cite(told, "bibtex", "2024-06-01T10:00:00Z", "https://arms.example/")
    ((key, made),) = parse_string(written, "bibtex").entries.items()
    shown = made.fields["note"].replace(r"\$", "$").replace('{"}', '"').replace(r"{\textendash}", "–")
    shown = shown.replace(r"{\textquotedblleft}", "“").replace(r"{\textquotedblright}", "”")
    assert (key, shown) == (record["id"], note)
    assert (made.fields["url"], made.fields["urldate"]) == (DOCUMENT.url, "2024-06-01")


def test_in_plain_a_citation_is_one_line_for_a_footnote() -> None:
    assert cite(claimed(AGREED), "plain", "2024-06-01") == (
        f"“{AGREED.evidence}”, according to Anna Weber, in Daily <X>, “{DOCUMENT.title}”, 2024-05-05, {DOCUMENT.url},"
        f" captured 2024-06-01; characters {AGREED.span.start}–{AGREED.span.end} of the text;"
        f" Armstrail claim {CLAIM_KEY}; document {DOCUMENT_KEY}, SHA-256 of the text begins with {'3' * 20}.\n"
    )
    digest = hashlib.sha256(b"The words.").hexdigest()
    assert cite(TOLD, "plain", site="https://arms.example") == (
        "Daily Tide, “Tanks leave the port”, 2023-03-28, https://tide.example/a_b?c=1%20&d=~e#f;"
        " Armstrail document d0123456789abcdef0123, https://arms.example/documents/d0123456789abcdef0123,"
        f" SHA-256 of the text {digest}.\n"
    )
    assert cite(entry(title="", text="x", outlet=None), "plain").startswith("“x”; Armstrail document d0123")


def test_a_text_that_has_no_name_is_said_to_have_none() -> None:
    nameless = replace(WITHOUT_TEXT, title="", outlet=None, url=None, published=None)
    cited = cite(claimed(AGREED, nameless), "plain", "2024-06-01")
    assert "according to Anna Weber, in an untitled text, captured 2024-06-01; characters" in cited


def test_whose_words_they_are_is_always_told() -> None:
    chain = replace(AGREED, speakers=(SHE, *AGREED.speakers))
    assert "”, according to Anna Weber, citing Anna Weber, in Daily" in cite(claimed(chain), "plain")
    voiceless = cite(claimed(replace(AGREED, speakers=())), "plain")
    assert "”, in the outlet’s own voice, in Daily" in voiceless and "according" not in voiceless
    said = stated(STATEMENTS[1], source="She", cue="denied", content="that Arms & Sons had sold rockets")
    assert cite(said, "plain").startswith(
        "Anna Weber (“denied”): “that Arms & Sons had sold rockets”, in Daily"
    )
    assert cite(stated(STATEMENTS[2], content="sells tanks"), "plain").startswith(
        "nobody named: “sells tanks”, in"
    )


def test_places_of_words_in_pieces_and_in_the_title_are_told() -> None:
    one, other = STATEMENTS[0].content
    pieces = cite(stated(STATEMENTS[0], content="x"), "plain")
    assert f"characters {one.start}–{one.end}, {other.start}–{other.end} of the text" in pieces
    assert f"characters 0–{len(DOCUMENT.title)} of the title" in cite(claimed(SOLD), "plain")


def test_the_hash_is_that_of_the_text_whole_where_it_is_there() -> None:
    digest = hashlib.sha256(DOCUMENT.text.encode()).hexdigest()
    assert cite(claimed(DENIED, DOCUMENT), "plain").endswith(f"SHA-256 of the text {digest}.\n")
    headline = Document("a", "", "Tanks")
    bare = replace(entry(document_key(headline)), record=headline, document=headline)
    assert "SHA-256" not in cite(bare, "plain")  # its name is the hash of its title


def test_a_page_is_told_only_where_there_is_one() -> None:
    assert page("https://arms.example/x/", "t1") == "https://arms.example/x/deals/t1"
    assert page(None, "c1") is page("", "c1") is page("javascript:alert(1)//", "c1") is None


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("form", FORMS)
def test_no_words_of_a_claim_break_its_citation(words: str, form: Any) -> None:
    hostile = replace(AGREED, evidence=words, speakers=(replace(SHE, name=words),))
    made = cite(claimed(hostile, replace(WITHOUT_TEXT, title=words, outlet=words, url=words)), form)
    made.encode()
    assert "\u202e" not in made
    if form == "plain":
        assert made.count("\n") == 1
    elif form == "csl":
        assert "<" not in made and len(json.loads(made)) == 1
    else:
        assert len(parse_string(made, "bibtex").entries) == 1


# ------------------------------------------------------------------ deals


def test_a_deal_is_cited_with_its_sources_beside_it() -> None:
    deal, claims = sourced(strand(1), strand(2), strand(3, document="d1"), outlet="Daily Tide")
    first, *sources = json.loads(cite_deal(deal, claims, "csl", {"d1": "2024-06-01"}, "https://arms.example"))
    assert first == {
        "id": f"deal-{deal.id}",
        "type": "webpage",
        "title": "What is said of a transfer from Germany to Ukraine: Leopard 2A6",
        "URL": f"https://arms.example/deals/{deal.id}",
        "note": f"Armstrail deal {deal.id}: 3 claims in 2 documents, of 3 origins",
    }
    assert [source["id"] for source in sources] == ["daily-tide-2023-d1", "daily-tide-2023-d2"]
    assert [source.get("accessed") for source in sources] == [{"date-parts": [[2024, 6, 1]]}, None]
    made = parse_string(cite_deal(deal, claims, "bibtex"), "bibtex").entries
    assert list(made) == [first["id"], "daily-tide-2023-d1", "daily-tide-2023-d2"]
    assert made[first["id"]].fields["related"] == "daily-tide-2023-d1,daily-tide-2023-d2"
    assert "url" not in made[first["id"]].fields
    lines = cite_deal(deal, claims, "plain").splitlines()
    assert len(lines) == 3 and lines[0].startswith(
        "“What is said of a transfer from Germany to Ukraine: Leopard"
    )


def test_all_deals_share_their_sources(sample_deals: list[Sourced], sample_ledger: Ledger) -> None:
    out = io.StringIO()
    number = write_deals(sample_deals, "bibtex", out, sample_ledger.captured())
    made = parse_string(out.getvalue(), "bibtex").entries
    documents = {one.document_key for _, claims in sample_deals for one in claims}
    assert len(made) == number == len(sample_deals) + len(documents)
    related = {key for one in made.values() for key in one.fields.get("related", "").split(",") if key}
    assert related == {key for key in made if not key.startswith("deal-")}


def test_every_record_of_a_ledger_has_a_key_of_its_own(sample_ledger: Ledger) -> None:
    captured = sample_ledger.captured()
    entries: list[Entry[Any]] = [
        *sample_ledger.documents(),
        *sample_ledger.statements(),
        *sample_ledger.claims(),
    ]
    made = bibtex(*entries, **captured)
    assert list(made) == [citation_key(one) for one in entries] == [record["id"] for record in csl(*entries)]
    for one in entries:
        fields = made[citation_key(one)].fields
        assert one.key in fields["note"] and one.document_key in fields["note"]
        assert fields["urldate"] == captured[one.document_key]
        assert set(csl(one, **captured)[0]) <= CSL
