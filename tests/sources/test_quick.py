"""The quick words of a page hold every word that the careful extraction takes out of it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail import gate
from armstrail.sources.pages import read_page
from armstrail.sources.quick import words

SALE = "Sweden delivered 18 Leopard 2 tanks to Finland on Monday, the defence ministry in Stockholm said."
RAIN = "The choir sang in the old hall by the river until the rain came, and then it sang again for an hour."


def bare(text: str) -> str:
    """A text without the space in it, of which neither way of taking it out keeps what the page has."""
    return re.sub(r"\s+", "", text)


def lacking(page: str) -> list[str]:
    """The words of the article of a page that its quick words do not hold, neither apart nor joined."""
    found = read_page(page)
    if not found:
        return []
    ways = [set(re.findall(r"\w+", way)) for way in words(page)]
    return [
        word
        for word in re.findall(r"\w+", f"{found.title}\n{found.text}")
        if not any(word in way for way in ways)
    ]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


# ------------------------------------------------------------------ what they hold


@pytest.mark.parametrize(
    "body",
    [
        f"<article><p>{RAIN}</p><p>Sweden sent tor<wbr>pe<b>does</b> and ho<i>witz</i>ers.</p></article>",
        f"<article><p>{RAIN}</p><p>Sweden sent tor&shy;pedoes, tor&#112;edoes &amp; m&#x69;ssiles.</p></article>",
        f"<article><p>{RAIN}</p><ul><li>18 tanks</li><li>6 howitzers</li></ul></article>",
        f"<article><p>{RAIN}</p><table><tr><td>tanks</td><td>18</td></tr></table></article>",
        f"<article><p>{RAIN}</p><blockquote>We sold tanks.</blockquote><pre>howitzers</pre></article>",
        f"<article><h1>Tanks</h1><p>{RAIN}<br>Howitzers came.</p><figure><figcaption>A mortar</figcaption></figure>",
        f"<nav>Tanks</nav><div>{RAIN}</div><div>{SALE}</div><footer>Howitzers</footer><aside>Mortars</aside>",
        f"<header><h1>Tanks</h1></header><main><section><div><span>{RAIN} {SALE}</span></div></section></main>",
        f"<noscript><p>{SALE}</p></noscript><p>{RAIN}</p>",
        f"<p>{RAIN}<p>{SALE}<p>unclosed <b>tanks <i>howitzers</b> mortars",
        f"<article><p>{RAIN}</p><p>Sweden sent how&shy;itzers, mor&#8203;tars and field\n   hospitals.</p></article>",
        f'<script src="a.js"/><aside/><article><p>{RAIN}</p><p>{SALE}</p></article>',
    ],
)
def test_every_word_that_is_taken_out_is_among_them(body: str) -> None:
    assert read_page(page(body))
    assert lacking(page(body)) == []


@pytest.mark.parametrize(
    "head",
    [
        "<title>Howitzers for Finland</title>",
        '<meta property="og:title" content="Howitzers for Finland">',
        '<meta name="twitter:title" content="Howitzers &amp; mortars for Finland">',
        (
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Howitzers for Finland"}</script>'
        ),
    ],
)
def test_a_title_that_is_told_in_the_head_is_among_them(head: str) -> None:
    told = page(f"<article><p>{RAIN}</p><p>{RAIN}</p></article>", head)
    found = read_page(told)
    assert found and "Howitzers" in found.title
    assert lacking(told) == []
    assert any(map(gate.holds_word, words(told)))


@pytest.mark.parametrize(
    "phrase", ["fighter\njets", "fighter\t jets", "fighter&ensp;jets", "fighter&shy; jets", "air&#8203;craft"]
)
def test_white_space_and_what_nobody_sees_hide_no_word_of_the_gate(phrase: str) -> None:
    assert any(
        map(gate.holds_word, words(page(f"<article><p>{RAIN}</p><p>They sent {phrase}.</p></article>")))
    )


def test_what_no_article_is_taken_out_of_is_not() -> None:
    silent = "aside footer script style svg".split()
    told = page("".join(f"<{name}>howitzers</{name}>" for name in silent) + f"<p>{RAIN}</p>")
    assert not any(map(gate.holds_word, words(told)))


@pytest.mark.parametrize(
    "told", ["", " ", "<", "<!--", "<html>", "no markup", "\x00", "<p>\x00</p>", "<![CDATA[x]]>", "�"]
)
def test_what_is_no_page_has_words_or_none(told: str) -> None:
    assert all(isinstance(way, str) for way in words(told))


# ------------------------------------------------------------------ whatever the page

WORDS = st.sampled_from(
    "tanks howitzers F-16s Leopard 2A6 the choir sang missiles İstanbul naïve 18 “guns”".split()
)
LINE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
INLINE = st.sampled_from(["b", "i", "a", "span", "em", "strong", "q", "sup", "code", "mark"])
HEADING = st.sampled_from("h1 h2 h3".split())
BLOCK = st.sampled_from(
    "p div section article main blockquote li td figcaption header nav aside footer pre dd center".split()
)


@st.composite
def split(draw: st.DrawFn) -> str:
    """A line with markup in the middle of it, between words or in one."""
    line = draw(LINE)
    at = draw(st.integers(0, len(line)))
    name = draw(INLINE)
    end = draw(st.integers(at, len(line)))
    pieces = map(html.escape, (line[:at], line[at:end], line[end:]))
    first, middle, last = pieces
    return f"{first}<{name}>{middle}</{name}>{last}"


PIECES = st.recursive(
    split() | LINE.map(html.escape) | st.just(RAIN),
    lambda inner: st.tuples(BLOCK, st.lists(inner, min_size=1, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


HEADED = st.tuples(BLOCK, HEADING, split() | LINE.map(html.escape)).map(
    lambda made: f"<{made[0]}><{made[1]}>{made[2]}</{made[1]}></{made[0]}>"
)


@given(st.lists(PIECES | HEADED, min_size=1, max_size=4), LINE)
@settings(max_examples=200, deadline=None)
def test_no_page_is_passed_over_whose_article_or_title_passes(bodies: list[str], title: str) -> None:
    told = page("".join(bodies), f"<title>{html.escape(title)}</title>")
    found = read_page(told)
    if found and gate.holds_word(f"{found.title}\n{found.text}"):
        assert any(map(gate.holds_word, words(told)))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{RAIN}</p><aside><h1>Howitzers for Finland</h1></aside>",
        f"<p>{RAIN}</p><footer><h2>Howitzers for Finland</h2></footer>",
        f"<p>{RAIN}</p><template><p>Howitzers for Finland</p></template>",
    ],
)
def test_a_title_is_told_wherever_it_stands(body: str) -> None:
    assert any(map(gate.holds_word, words(page(body))))


def test_closing_tags_before_hide_no_elements_in_each_other() -> None:
    deep = "</p>" * 200_000 + "<div>" * 200_000 + SALE
    assert any(map(gate.holds_word, words(deep)))


def test_elements_in_each_other_without_end_take_no_time() -> None:
    deep = "<div>" * 300_000 + SALE
    assert any(map(gate.holds_word, words(deep)))
    assert not any(map(gate.holds_word, words("<div>" * 300_000 + RAIN)))
    assert any(map(gate.holds_word, words("</p>" * 300_000 + deep)))


def test_elements_that_never_end_take_no_time() -> None:
    assert not any(map(gate.holds_word, words("<svg" * 1_000_000)))
