"""The pages of a made crawl, each by its number alone: so that any part of it can be made by any process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.corpus import layouts
from bench.corpus.articles import MENU_HEADLINES, Article, Kind, article, headline, printed, wire
from bench.corpus.outlets import ENGLISH, FOREIGN, outlet, related

_WORD = re.compile(r"[a-z]{3,}")
_FIRST_DAY = date(2024, 1, 1)
_FIRST_NUMBER = 1_000_000
_PAGES_A_DAY = 20_000
_WIRE_EVERY: dict[Kind, int] = {"everyday": 60, "mention": 600, "arms": 3_000}
"""After so many pages a wire has a new story of each kind: each is then printed some seven times."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What a corpus is made of, in shares: `arms`, `menu`, `english`, `duplicates` of all pages, `mention` of those in
    English, `reprints` of those in English that are no duplicates; `others` of the answers that are no page.
    """

    seed: int = 8
    arms: float = 0.01
    mention: float = 0.10
    menu: float = 0.05
    english: float = 0.45
    duplicates: float = 0.10
    reprints: float = 0.25
    others: float = 0.08


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is fetched, and what is known of it: its kind; whether its menu alone names arms."""

    number: int
    url: str
    charset: str
    body: bytes
    kind: Kind
    language: str
    menu: bool
    copy_of: int | None = None


def page(mix: Mix, number: int) -> Page:
    """The page of that number. A duplicate has the bytes of an earlier page, under its address or another."""
    draw = Random(mix.seed << 40 | number)  # noqa: S311 - the same in every run
    chance = draw.random
    if number and chance() < mix.duplicates:
        earlier = max(0, number - 1 - int(draw.expovariate(1 / 500)))
        held = page(mix, earlier)
        url = held.url if chance() < 0.7 else f"{held.url}?utm_source=feed{int(9 * chance())}"
        return Page(number, url, held.charset, held.body, held.kind, held.language, held.menu, earlier)
    made, menu = _print(mix, number, draw)
    body = layouts.page(made).encode(made.outlet.charset, "xmlcharrefreplace")
    return Page(number, made.url, made.outlet.charset, body, made.article.kind, made.article.language, menu)


def _print(mix: Mix, number: int, draw: Random) -> tuple[layouts.Print, bool]:
    chance = draw.random
    arms = chance() < mix.arms
    english = arms or chance() < (mix.english - mix.arms) / (1 - mix.arms)
    rank = chance() ** 2  # the first outlets have more pages than the last
    by = outlet(mix.seed, int(rank * ENGLISH) if english else ENGLISH + int(rank * FOREIGN))
    kind: Kind = "arms" if arms else "mention" if english and chance() < mix.mention else "everyday"
    text = _article(mix, number, by.language, kind, draw)
    menu = chance() < mix.menu
    links = related(by, 6 + int(14 * chance()), chance)
    told = (
        f'<li class="teaser"><a href="/0"><h3>{MENU_HEADLINES.draw(chance)}</h3></a></li>\n' if menu else ""
    )
    made = layouts.Print(
        outlet=by,
        article=text,
        url=f"https://{by.host}/{_day(number):%Y/%m/%d}/{_slug(text.title)}{_FIRST_NUMBER + number}.html",
        published=_day(number).isoformat(),
        author=f"{headline('en', chance).partition(' ')[0]} Desk",
        menu=told,
        related=told + links,
        comments=_comments(by.language, draw) if by.comments else "",
    )
    return made, menu


def _article(mix: Mix, number: int, language: str, kind: Kind, draw: Random) -> Article:
    if language != "en" or draw.random() >= mix.reprints:
        return article(language, kind, draw)
    newest = number // _WIRE_EVERY[kind]
    return printed(wire(mix.seed, kind, max(0, newest - int(draw.expovariate(0.7)))), draw)


def _slug(title: str) -> str:
    """The first words of a title as they stand in an address; nothing of one in other letters than Latin ones."""
    return "".join(f"{word}-" for word in _WORD.findall(title.lower())[:6])


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number // _PAGES_A_DAY)


def _comments(language: str, draw: Random) -> str:
    return "".join(
        f'<div class="comment" id="comment-{draw.getrandbits(24)}"><cite>reader {draw.getrandbits(10)}</cite>'
        f"<p>{headline(language, draw.random)}</p></div>\n"
        for _ in range(draw.randint(0, 25))
    )
