"""The organisations of a document, by the short forms that it goes on with: "Norden Marine AG" as "Norden", "the Storm
Research Agency (SRA)" as "the SRA".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from armstrail import parties
from armstrail.codebook import tables
from armstrail.model import Span
from armstrail.statements.names import company_endings, is_title, openers, order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from armstrail.model import Document, Place

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w’'&-]*"
# Words with capitals, and those that join them: "Organisation for Aid and Trade".
TITLE = re.compile(
    rf"(?<![\w’'-]){_CAPITAL}(?:[ \u00a0](?:(?:of|for|and|on|in|the|de|du)[ \u00a0]){{0,2}}{_CAPITAL}){{1,8}}"
)
BRACKET = re.compile(r"[ \u00a0]\(([A-Z][A-Za-z&]{1,11})\)")
ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")
SHORTEST = 4  # letters of a first word that stands for the whole


@dataclass(slots=True, eq=False)
class Organisations:
    """Short forms in small letters -> the full names in the order of the text; the companies among them."""

    short: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)
    companies: dict[str, Span] = field(default_factory=dict)

    def named(self, words: str, span: Span) -> tuple[str, Span] | None:
        """The full name that some words are the short form of, and where it stands: the last before them, else the
        first.
        """
        found = self.short.get(words.lower(), [])
        before = [one for one in found if order(one[1]) < order(span)]
        return before[-1] if before else found[0] if found else None


def organisations(document: Document) -> Organisations:
    """The organisations that title and text name in full."""
    found = Organisations()
    places: tuple[tuple[str, Place], ...] = ((document.title, "title"), (document.text, "text"))
    acronyms = frozenset(ACRONYM.findall(f"{document.title}\n{document.text}"))
    for text, place in places:
        for match in TITLE.finditer(text):
            for start, end, shorts, is_company in _read(text, match.start(), match.end(), acronyms):
                name = text[start:end]
                at = (name, Span(start, end, place))
                if is_company and not name.endswith(tuple(tables()["offices"]["unsure_endings"])):
                    found.companies.setdefault(*at)
                for short in shorts:
                    # what is only a first word goes to who was first called so
                    if " " in short or short.isupper() or short.lower() not in found.short or not is_company:
                        found.short.setdefault(short.lower(), []).append(at)
    return found


def _read(
    text: str, start: int, end: int, acronyms: frozenset[str]
) -> Iterator[tuple[int, int, list[str], bool]]:
    """Start, end and short forms of each full name in some words with capitals, and whether it is a company's."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    plain = [text[slice(*w)].strip(".,") for w in words]
    begin = 0
    for ending in (i for i, word in enumerate(plain) if i and word in company_endings()):
        begin = next((i for i in range(begin, ending) if plain[i].lower() not in openers()), ending)
        if begin < ending:
            shorts = _of_company(plain[begin:ending], acronyms)
            last = ending == len(plain) - 1 and BRACKET.match(text, end)
            yield words[begin][0], words[ending][1], [*shorts, *([last[1]] if last else [])], True
        begin = ending + 1
    if begin:
        return
    begin = next((i for i, word in enumerate(plain) if word.lower() not in openers()), 0)
    capitals = [i for i, word in enumerate(plain) if i >= begin and word[:1].isupper()]
    if len(capitals) < 2:
        return
    shorts = [last for last in [plain[-1].lower()] if last in tables()["offices"]["institutions"]]
    bracket = BRACKET.match(text, end)
    if bracket and (shorts or bracket[1].isupper()):
        initials = [i for i in capitals if "".join(plain[j][0] for j in capitals if j >= i) == bracket[1]]
        begin = initials[0] if initials else begin
        shorts.append(bracket[1])
    elif len(capitals) > 2:
        shorts += [short for short in ["".join(plain[i][0] for i in capitals)] if short in acronyms]
    if shorts:
        yield words[begin][0], end, shorts, False


def _of_company(stem: Sequence[str], acronyms: frozenset[str]) -> list[str]:
    """ "Norden Marine Works", "Norden" and "NMW" of "Norden Marine Works AG"; no office, state or nationality alone."""
    first, initials = stem[0], "".join(word[0] for word in stem if word[0].isupper())
    alone = len(stem) > 1 and len(first) >= SHORTEST and not is_title(first) and not parties.identify(first)
    return [
        " ".join(stem),
        *([first] if alone else []),
        *([initials] if len(initials) > 2 and initials in acronyms else []),
    ]
