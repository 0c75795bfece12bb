"""Readings as a page."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from armstrail.exports import write
from armstrail.exports.lights import LABELS, WIDE, Light, lights, segments
from armstrail.model import Coverage, Document, Reading, Span
from tests.made import BARE, DOCUMENT, READING, TEXT, TITLE

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """What a page holds: its ids, its links, its elements (which must nest), the text of its bodies and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.texts: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.names.append(tag)
        self.ids += [held["id"]] if "id" in held else []
        self.links += [held["href"]] if "href" in held else []
        if tag not in VOID:
            self.open.append((tag, held.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(kind == "tag" for _, kind in self.open):
            return
        for name in ("h2", "body"):
            if any(name in (tag, kind) for tag, kind in self.open if (tag, kind) != ("body", "armstrail")):
                self.texts[name] = self.texts.get(name, "") + data


def page(*readings: Reading) -> str:
    out = io.StringIO()
    write(readings, "html", out)
    return out.getvalue()


def test_the_text_and_the_title_stand_there_word_for_word() -> None:
    assert Outline(page(READING)).texts == {"h2": TITLE, "body": TEXT}


def test_every_link_leads_somewhere_and_every_anchor_is_one() -> None:
    outline = Outline(page(READING, BARE, READING))
    inner = {link[1:] for link in outline.links if link.startswith("#")}
    assert len(outline.ids) == len(set(outline.ids))
    assert inner <= set(outline.ids)
    assert [link for link in outline.links if not link.startswith("#")] == [
        "https://example.org/?a=1&b=2"
    ] * 2


def test_all_words_of_a_record_are_lit_and_linked_both_ways() -> None:
    shown = page(READING)
    outline = Outline(shown)
    for light in lights(READING):
        assert f"t0-{light.anchor}" in outline.ids
        if light.role not in {*WIDE, "unresolved"}:
            assert f"#t0-{light.anchor}" in outline.links
    for ident in [claim.id for claim in READING.claims] + [statement.id for statement in READING.statements]:
        name = "t0-" + ident.replace(" ", "_")
        assert name in outline.ids
        assert f"#{name}" in outline.links


def test_what_a_text_holds_cannot_become_part_of_the_page() -> None:
    outline = Outline(page(READING))
    assert outline.names.count("script") == 1
    assert "b" not in outline.names
    nasty = Document('"><img src=x>', "<a>", "</title>&amp;", '"x', "<i>", "javascript:alert(1)", ("<u>",))
    outline = Outline(page(Reading(nasty)))
    assert outline.texts == {"h2": "</title>&amp;", "body": "<a>"}
    assert not {"img", "u", "i"} & set(outline.names)
    assert not [link for link in outline.links if link.startswith("javascript")]


def test_the_page_needs_no_network() -> None:
    shown = page(READING)
    assert "default-src 'none'" in shown
    assert not re.search(r"<(?:link|img|iframe|script src)|@import|url\(", shown)


def test_marks_have_a_word_or_a_line_beside_their_colour() -> None:
    shown = page(READING)
    style = shown[shown.index("<style>") : shown.index("</style>")]
    for role in LABELS.keys() - {"skipped"}:
        rule = re.search(rf"\.{role}\b[^{{]*{{([^}}]*)}}", style)
        assert rule, role
        assert re.search(r"border|font|decoration|outline", rule[1]) or role == "evidence"
    for sign in ("from", "to", "item", "number", "value", "date", "step", "sense/cue", "who"):
        assert f'data-tag="{sign}"' in shown


def test_coverage_and_notes_are_shown() -> None:
    shown = html.unescape(page(READING))
    assert f"{READING.coverage.read:,} of {len(TEXT):,} characters were searched for claims" in shown
    assert "no word of arms" in shown
    assert "which deal" in shown
    assert "Note: not UTF-8: read as Windows-1252" in shown


def test_a_list_of_texts_stands_before_several_only() -> None:
    assert "<nav>" not in page(READING)
    assert len(re.findall('<li><a href="#t[01]">', page(READING, BARE))) == 2
    assert "0 texts" in page()


def test_a_reading_shows_itself_in_a_notebook() -> None:
    shown = READING._repr_html_()
    outline = Outline(shown)
    assert outline.texts == {"h2": TITLE, "body": TEXT}
    assert "script" not in outline.names
    assert not set(outline.ids) & set(Outline(BARE._repr_html_()).ids)


def test_empty_and_overlapping_spans_are_drawn() -> None:
    made = [(0, 10), (5, 15), (5, 5), (0, 15), (9, 10)]
    lit = [Light(Span(start, end), "item", "c1", f"{start}-{end}") for start, end in made]
    cut = list(segments(lit, "text", 20))
    assert [(segment.start, segment.end, len(segment.lights)) for segment in cut] == [
        (0, 5, 2),
        (5, 9, 3),
        (9, 10, 4),
        (10, 15, 2),
        (15, 20, 0),
    ]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_segments_cover_the_text_once_and_know_their_lights(ends: list[tuple[int, int]]) -> None:
    spans = [Span(min(pair), max(pair)) for pair in ends]
    lit = list(dict.fromkeys(Light(span, "item", "c1", f"{span.start}-{span.end}") for span in spans))
    cut = list(segments(lit, "text", 30))
    assert "".join("x" * (segment.end - segment.start) for segment in cut) == "x" * 30
    for segment in cut:
        here = {light for light in lit if light.span.start <= segment.start and segment.end <= light.span.end}
        assert set(segment.lights) == {light for light in here if light.span.start < light.span.end}
    begun = [light for segment in cut for light in segment.begin]
    assert sorted(light.anchor for light in begun) == sorted(
        light.anchor for light in lit if light.span.start < light.span.end
    )


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_any_text_stands_there_word_for_word(text: str) -> None:
    outline = Outline(page(Reading(replace(DOCUMENT, text=text, title=""), coverage=Coverage(len(text), 0))))
    assert outline.texts.get("body", "") == text
