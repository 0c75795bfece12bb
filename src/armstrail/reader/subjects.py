"""Who says it: the subject of a cue, by the words beside it, where the network takes another for its source.

Whom a thing is said of or asked does not say it; who is cited or quoted does; what stands within another's content is
said by the subject of its own clause.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from armstrail import cues, parties
from armstrail.codebook import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from armstrail.reader.attributions import Marked
    from armstrail.reader.network import Run
    from armstrail.reader.windows import Window

# What opens a content reports nothing itself.
OPENING = frozenset("that whether if".split())
COPULAS = frozenset("am is are was were be been being ’re 're stand stands stood".split())


def by_whom(window: Window, one: Marked, others: Sequence[Marked]) -> Marked:
    """An attribution whose source is that of another, as said by whoever its own words name.

    Told within the other's content, it is said by the subject of its own clause: "The survey found that most voters
    believed". Beside the other, it is what its source was asked ("Lund, asked about it, said") or cites another
    ("Radio 4, citing two officers, said"), who then says the same.
    """
    for other in others:
        if other is one or not (one.source and other.source):
            continue
        (start, end), (first, _) = one.source[0], other.source[0]
        quoted = window.tokens[other.cue[0]].text.lower() in tables()["contexts"]["quoted"]
        if quoted and start == first <= other.cue[0] < end <= one.cue[0]:
            # "The daily quoted officials as saying"
            return _said_by(window, one, (other.cue[0] + 1, end), one.content)
        if one.source != other.source:
            continue
        around = next((r for r in other.content if r[0] < one.cue[0] and one.cue[1] <= r[1]), None)
        if around:
            own = _subject(window, (around[0], one.cue[0]))
            return _said_by(window, one, own, one.content) if own else one
        word = window.tokens[one.cue[0]].text.lower()
        if (
            word in tables()["contexts"]["asked"]
            and one.cue[1] < other.cue[0]
            and words_of(window, (one.cue[0] - 1, one.cue[0])) == ","
        ):
            return _said_by(window, one, None, one.content)
        if word in tables()["contexts"]["citing"] and (cited := _cited(window, one.cue[1])):
            return _said_by(window, one, cited, other.content)
    return one


def citing(window: Window, found: Sequence[Marked]) -> list[Marked]:
    """What those say whom a sentence cites for what another says in it, where the network marks no cue: "Radio 4 said,
    citing two officers".
    """
    made = []
    for at, token in enumerate(window.tokens):
        if token.text.lower() not in tables()["contexts"]["citing"] or any(
            a.cue[0] <= at < a.cue[1] for a in found
        ):
            continue
        before = [
            a for a in found if a.source and a.cue[1] <= at and window.line[a.cue[0]] == window.line[at]
        ]
        if before and (cited := _cited(window, at + 1)):
            content = [r for r in before[-1].content if r[1] <= at or r[0] >= cited[1]]
            beside = replace(before[-1].attribution, cue=(window.span(at, at + 1),))
            one = before[-1]._replace(attribution=beside, cue=(at, at + 1))
            if content:
                made.append(_said_by(window, one, cited, content))
    return made


def _said_by(window: Window, one: Marked, source: Run | None, content: list[Run]) -> Marked:
    sources = [source] if source else []
    made = replace(
        one.attribution,
        source=tuple(window.span(*r) for r in sources),
        content=tuple(window.span(*r) for r in content),
    )
    return one._replace(attribution=made, source=sources, content=content)


def _cited(window: Window, start: int) -> Run | None:
    """The people or papers that words from `start` on name: "two officers", "documents seen by the paper"."""
    end = start
    while (
        end < len(window.tokens)
        and window.line[end] == window.line[start]
        and re.match(r"\w", window.tokens[end].text)
    ):
        end += 1
    words = words_of(window, (start, end))
    heads = {word.removesuffix("s") for word in words.lower().split()}
    offices = tables()["offices"]
    known = heads & {*offices["persons"], *offices["press"], *tables()["contexts"]["cited"]}
    party = end - start <= LONGEST_NAME and not OWNED.search(words) and parties.identify(words)
    return (start, end) if (known or party) and end - start <= 2 * LONGEST_SUBJECT else None


LONGEST_NAME = 3  # words
OWNED = re.compile(r"[’']s\b")  # what is cited is a thing of somebody's
LONGEST_SUBJECT = 6  # words; what is longer holds verbs of its own


def _subject(window: Window, before: Run) -> Run | None:
    """The words that are the subject of a verb, among those that stand before it in its clause; None where there are
    more than a noun phrase.
    """
    table = tables()["contexts"]
    words = [token.text.lower() for token in window.tokens[slice(*before)]]
    start, end = 0, len(words)
    while start < end and words[start] in OPENING:
        start += 1
    while end > start and any(
        words[end - 1] in table[name] for name in ("auxiliaries", "have", "adverbs", "modals")
    ):
        end -= 1
    inside = words[start:end]
    if window.tokens[before[1]].text.lower() == "to" or inside[-1:] == ["to"]:
        return None  # no verb of a clause of its own
    verbs = any(word in table[name] for word in inside for name in ("auxiliaries", "have", "modals"))
    joined = any(not re.search(r"\w", word) or word in ("and", "or", "but", *OPENING) for word in inside)
    if not 0 < len(inside) <= LONGEST_SUBJECT or verbs or joined:
        return None
    return before[0] + start, before[0] + end


def own_source(window: Window, source: Run, cue: Run) -> Run | None:
    """Whoever stands beside a cue as its own subject where a source is further away: "Peru wants five, says the maker",
    "Peru, so pilots say, has", "Peru, which Quito accuses of".
    """
    words = [token.text.lower() for token in window.tokens[source[1] : cue[0]]]
    if source[1] > cue[0] or not words or not any(c.kind == "verb" for c in cues.find(words_of(window, cue))):
        return None
    opens = max((i for i, word in enumerate(words) if word in ("so", "which", "whom")), default=None)
    if opens is not None and (words[opens] != "so" or words[opens - 1 : opens] == [","]):
        return _subject(window, (source[1] + opens + 1, cue[0]))
    inverted = window.tokens[cue[0]].text.lower() in tables()["contexts"]["inverted"]
    if not inverted or words[-1] != "," or len(words) == 1:
        return None
    end = cue[1]
    while (
        end < len(window.tokens)
        and window.line[end] == window.line[cue[0]]
        and re.match(r"\w", window.tokens[end].text)
    ):
        end += 1
    behind = _subject(window, (cue[1], end)) if end < len(window.tokens) else None
    named = behind and (
        window.tokens[cue[1]].text[0].isupper()
        or words_of(window, (cue[1], cue[1] + 1)).lower() in NOUN_PHRASE
    )
    return behind if named and window.tokens[end].text in (",", ".") else None


NOUN_PHRASE = frozenset("a an the his her its their our my one two three several some many most".split())


def is_told_of(window: Window, source: Run, cue: Run) -> bool:
    """Whether a source is whom a cue is said of or to: "Iran is accused", "Egypt has been told"."""
    table = tables()["contexts"]
    words = [token.text.lower() for token in window.tokens[: cue[1]]]
    participle = next((i for i in range(*cue) if words[i] in table["told_of"]), None)
    if participle is None or source[1] > cue[0]:
        return False
    if window.tokens[participle + 1 : participle + 2]:
        behind = window.tokens[participle + 1].text.lower()
        if behind in table["told_of_with"].get(words[participle], ()):
            return True
    before = participle - 1
    while before >= source[1] and (
        words[before] in (*table["adverbs"], "long") or words[before].endswith("ly")
    ):
        before -= 1
    return before >= source[1] and words[before] in COPULAS


def is_question(window: Window, cue: Run) -> bool:
    """Whether a cue is what somebody was asked, by whom nobody says: "Asked whether", "when asked"."""
    before = window.tokens[cue[0] - 1].text.lower() if cue[0] else ""
    opens = (
        cue[0] == 0 or window.line[cue[0] - 1] != window.line[cue[0]] or before in ("when", "if", "“", '"')
    )
    return opens and window.tokens[cue[0]].text.lower() in tables()["contexts"]["asked"]


def behind_by(window: Window, cue: Run) -> list[Run]:
    """The source that "by" leads right behind a cue: "accused by two monitors of"."""
    tokens = window.tokens
    start = cue[1] + 1
    if cue[1] >= len(tokens) or tokens[cue[1]].text.lower() != "by":
        if tokens[cue[1] - 1].text.lower() != "by":
            return []
        start = cue[1]
    end = start
    while end < min(len(tokens), start + 10) and window.line[end] == window.line[cue[0]]:
        word = tokens[end].text
        name = word == "of" and end + 1 < len(tokens) and tokens[end + 1].text[:1].isupper()
        if word.lower() in ENDS_SOURCE and not name:
            return [(start, end)] if end > start else []
        end += 1
    return []


# What a source behind "by" ends at.
ENDS_SOURCE = frozenset("of that to for with as over in on at during after before when while , . ; :".split())


def words_of(window: Window, run: Run) -> str:
    """The words of a run, a space between."""
    return " ".join(token.text for token in window.tokens[slice(*run)])
