"""How fast the words of pages are had: the quick text of a scan beside trafilatura alone, on the same pages, one core.

    python -m bench.pages

The pages are those of bench/corpus. A scan takes all words of a page, quickly, and asks the gate about them; only a
page that passes goes through trafilatura, with the settings of `armstrail read`. Peers: trafilatura with these
settings, which are its quickest, over every page, and as it comes. All run in turn; what is counted is the processor's
time.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import trafilatura
from bench.corpus.pages import Mix, page
from bench.figures import Figures, arguments, hand_over, in_turn, processor

from armstrail import gate
from armstrail.sources import decode
from armstrail.sources.pages import read_page
from armstrail.sources.quick import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.corpus.pages import Page


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--pages", type=int, default=600)
    options.add_argument("--turns", type=int, default=5)
    asked = options.parse_args()
    pages = [page(Mix(), number) for number in range(asked.pages)]
    passed = sum(map(_looked_into, pages))
    figures = Figures(
        "The words of pages",
        f"{len(pages):,} made pages, {sum(len(one.body) for one in pages) / len(pages) / 1e3:.0f} kB each; one core",
    )
    tasks = {
        "quick text": partial(_each_quick, pages),
        "quick text and gate; trafilatura for what passes": partial(_each_sifted, pages),
        "trafilatura, as `armstrail read` sets it": partial(_each_careful, pages),
        "trafilatura as it comes": partial(_each_default, pages),
    }
    found = in_turn({name: partial(processor, task) for name, task in tasks.items()}, asked.turns)
    quick, sifted, careful, default = (
        figures.row(name, "pages/s", [len(pages) / one for one in runs]) for name, runs in found.items()
    )
    figures.ratio("quick text to trafilatura as set", quick, careful)
    figures.ratio("sifting to trafilatura as set", sifted, careful)
    figures.ratio("sifting to trafilatura as it comes", sifted, default)
    figures.notes.append(f"{passed:,} of the pages pass the gate by their quick text")
    figures.peers("trafilatura", "selectolax", "lxml")
    hand_over([figures], asked.json)


def _text(one: Page) -> str:
    return decode(one.body, one.charset)[0]


def _looked_into(one: Page) -> bool:
    """Whether a page's quick text passes the gate, as a scan asks it."""
    return any(map(gate.holds_word, words(_text(one))))


def _each_quick(pages: Sequence[Page]) -> None:
    for one in pages:
        words(_text(one))


def _each_sifted(pages: Sequence[Page]) -> None:
    for one in pages:
        if _looked_into(one):
            read_page(_text(one), one.url)


def _each_careful(pages: Sequence[Page]) -> None:
    for one in pages:
        read_page(_text(one), one.url)


def _each_default(pages: Sequence[Page]) -> None:
    for one in pages:
        trafilatura.bare_extraction(_text(one), url=one.url, with_metadata=True)


if __name__ == "__main__":
    main()
