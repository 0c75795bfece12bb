"""Who said what: sources, cues and contents, told by closed word classes, the cue table and punctuation.

The order: paragraphs with their quotations; forms of cues; those that report something here; the source of
each; its content; the quotations that go on from it; headlines that name their speaker by a colon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from armstrail.model import Attribution, Span
from armstrail.reader.attribution import contents, sources, subjects
from armstrail.reader.attribution import grammar as g
from armstrail.reader.attribution.contents import Reach
from armstrail.reader.attribution.cues import MOST, Cue, candidates
from armstrail.reader.attribution.following import ADDRESSED
from armstrail.reader.attribution.passage import Passage, passages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from armstrail.sentences import Sentence

Range = tuple[int, int]


@dataclass(slots=True, eq=False)
class Found:
    """An attribution in the making, as token ranges of its passage; `quoted`: its content ends in a quotation."""

    passage: Passage
    source: Range | None
    cue: Range | None
    content: list[Range]
    further: list[tuple[Passage, Range]]

    def end(self) -> int:
        return max(e for _, e in self.content) if self.content else 0


def find_attributions(texts: Mapping[str, str], sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """The attributions of a document. `texts` has its "text" and "title", `sentences` are those of both, in order."""
    found: list[Found] = []
    last: list[Found] = []
    for number, passage in enumerate(passages(texts, sentences)):
        headline = passage.place == "title" or number == 0
        here = _cued(passage)
        here += _headline(passage, here) if headline else []
        if not here and _continues(passage, last):
            continue
        here += _uncued(passage, here)
        found += here
        last = here
    return tuple(_attribution(f) for f in sorted(found, key=_position) if f.content or f.further)


def _position(found: Found) -> tuple[bool, Span]:
    ranges = [r for r in (found.source, found.cue, *found.content) if r]
    start = min(s for s, _ in ranges)
    return (found.passage.place != "title", found.passage.span(start, max(e for _, e in ranges)))


def _attribution(found: Found) -> Attribution:
    passage = found.passage
    content = [passage.span(*r) for r in sorted(found.content)]
    content += [other.span(*r) for other, r in found.further]
    return Attribution(
        (passage.span(*found.source),) if found.source else (),
        (passage.span(*found.cue),) if found.cue else (),
        tuple(content),
    )


# ------------------------------------------------------------------ with a cue


def _cued(passage: Passage) -> list[Found]:
    found: list[Found] = []
    for cue in candidates(passage):
        made = _of(passage, cue, found)
        if made and (made.content or passage.low(len(passage.tokens) - 1) == ":"):
            if found and made.cue and found[-1].cue and made.cue[0] < found[-1].cue[1]:
                found.pop()  # "declined to comment": one cue
            found.append(made)
    return found


def _of(passage: Passage, cue: Cue, earlier: Sequence[Found]) -> Found | None:
    if cue.shape == "noun":
        return _of_noun(passage, cue)
    if cue.shape == "preposition":
        return _of_preposition(passage, cue)
    made = _of_verb(passage, cue)
    linked = (
        passage.low(cue.start - 1) in (",", "and", "but", "or") or passage.closes(cue.start - 1) is not None
    )
    if made and cue.shape in ("ing", "finite") and linked and not _inverted(passage, cue):
        made.source = _of_earlier(passage, cue, earlier) or made.source
    return made


def _of_earlier(passage: Passage, cue: Cue, earlier: Sequence[Found]) -> Range | None:
    """The speaker who goes on: "…, X said, adding …", "X said … and added …"."""
    first = passage.bound(cue.start)[0]
    for found in earlier[-MOST:]:
        if (
            found.source
            and found.cue
            and found.cue[0] >= first
            and passage.low(found.source[0]) not in ("who", "which")
        ):
            end = max(found.end() if found.end() < cue.start else 0, found.cue[1], found.source[1])
            gap = passage.tokens[cue.start].start - passage.tokens[end - 1].end
            if cue.start - end <= 6 and gap < 40:
                return found.source
    return None


def _of_verb(passage: Passage, cue: Cue) -> Found | None:
    if cue.shape == "passive" or cue.name in IMPERSONAL:
        return _of_passive(passage, cue)
    floor = passage.bound(cue.start)[0]
    if _inverted(passage, cue):
        source = sources.after(passage, cue.end)
        made = Found(passage, source, (cue.start, cue.end), [], [])
        return _with_left(made, cue.start, source[1] if source else cue.end)
    source = _speaker(passage, cue, floor)
    end = cue.end
    made = Found(passage, source, (cue.start, end), [], [])
    if source and not _agrees(passage, cue, source):
        return None
    begin = min(source[0], cue.start) if source else cue.start
    if cue.after == "end" and passage.low(cue.next) == ":" and cue.next + 1 >= len(passage.tokens):
        return made
    if cue.shape == "ing" and cue.after in ("end", "comma"):
        return None
    if cue.after in ("end", "comma") or _behind_quotation(passage, begin, cue):
        return _with_left(made, begin, cue.end)
    if cue.name in ADDRESSED and cue.after == "np":
        return None  # whom he told is not what he told
    start = cue.next
    if cue.after in g.PREPOSITIONS and cue.after != "to":
        made.cue = (cue.start, cue.next + 1) if cue.next == cue.end else made.cue
        start = cue.next + 1
    if start >= len(passage.tokens):
        return made
    relative = bool(source) and passage.low(source[0]) in ("who", "which") if source else False
    short = cue.after not in ("that", "quote", "clause", "colon", "whether", "to") and cue.name not in (
        "say",
    )
    content = contents.right(passage, start, Reach(short, relative, _initial(passage, cue)))
    made.content = [content] if content else []
    return made


def _initial(passage: Passage, cue: Cue) -> bool:
    """Whether a cue stands in a clause that leads its sentence: "While he said …, they …", "After saying …, he …"."""
    first = passage.bound(cue.start)[0]
    if any(passage.low(i) in (",", ";", ":") or not passage.free(i) for i in range(first, cue.start)):
        return False
    low = passage.low(first)
    return (
        low in LEADING
        or (cue.shape == "ing" and cue.start == first)
        or (cue.shape == "infinitive" and low == "to")
    )


LEADING = frozenset(
    "as while if when although though after before since because by in from despite for".split()
)


def _speaker(passage: Passage, cue: Cue, floor: int) -> Range | None:
    """The subject of a verb, its own or the one it shares with its sentence."""
    before = passage.low(cue.start - 1) if cue.start > floor else ""
    if cue.shape == "ing" and _initial(passage, cue) and before in LEADING | {""}:
        return subjects.behind_comma(passage, cue.end)
    if before in LEADING | {"whenever", "once"}:
        return subjects.shared(passage, cue, floor) if cue.shape == "ing" else None
    if cue.shape == "ing" and before in (",", "—", "–", "-"):
        return subjects.shared(passage, cue, floor)
    source = subjects.before(passage, cue, floor)
    if source is None and cue.shape in ("finite", "infinitive"):
        source = subjects.shared(passage, cue, floor)
    return source


def _agrees(passage: Passage, cue: Cue, source: Range) -> bool:
    """Whether subject and verb agree in number: "an order" has no verb "order"."""
    if cue.shape != "finite" or cue.start != cue.head:
        return True
    low = passage.low(source[0])
    if cue.word.shape == "base":
        return low not in ("a", "an", "this", "each", "every", "another", "he", "she", "it")
    return not (cue.word.third and low in ("they", "we", "i", "you", "these", "those", "both"))


IMPERSONAL = frozenset(("seem", "appear", "be likely", "be unlikely", "be clear", "be unclear"))


def _inverted(passage: Passage, cue: Cue) -> bool:
    """'"…," said X': the cue stands before its speaker, after what he said."""
    i = cue.start - 1
    if i < 0 or cue.after not in ("np", "clause", "a", "one") or cue.start != cue.head:
        return False
    if passage.closes(i):
        return passage.bound(cue.start)[0] != cue.start or passage.low(i - 1) in (",", "?", "!")
    return (
        passage.low(i) == ","
        and cue.shape == "finite"
        and subjects.before(passage, cue, passage.bound(cue.start)[0]) is None
    )


def _behind_quotation(passage: Passage, begin: int, cue: Cue) -> bool:
    """Whether source and cue stand right behind a quotation, which is then what was said."""
    if (
        cue.shape not in ("finite", "ing")
        or cue.after in ("that", "clause", "whether")
        or (begin == passage.bound(begin)[0] and not begin)
    ):
        return False
    quotation = passage.closes(begin - 1)
    return (
        quotation is not None
        and passage.low(quotation.end - 2) in (",", "?", "!", "—", "-")
        and "quote" in cue.word.takes
    )


def _with_left(made: Found, end: int, after: int) -> Found | None:
    """The content before source and cue, and the quotation that goes on behind them."""
    passage = made.passage
    content = contents.left(passage, end, 0)
    if content:
        made.content.append(content)
    following = contents.follows(passage, after)
    quoted = content is None or passage.quote[content[1] - 1] >= 0
    if following is None and quoted and content:
        following = passage.opens(passage.bound(after - 1)[1])
    if following and quoted:
        stop = contents.wholly(passage, following) or following.end
        made.content.append((following.start, stop))
    elif content and passage.low(after) == "," and after + 1 < passage.bound(after)[1]:
        rest = contents.interrupted(passage, after + 1)
        made.content += [rest] if rest else []
    return made


def _of_passive(passage: Passage, cue: Cue) -> Found | None:
    subject = subjects.before(passage, cue, passage.bound(cue.start)[0])
    if cue.after == "by":
        source = sources.after(passage, cue.next + 1)
        return Found(passage, source, (cue.start, cue.end), [subject], []) if subject else None
    if cue.next >= len(passage.tokens):
        return None
    start, end = cue.next, cue.end
    if cue.after in g.PREPOSITIONS and cue.after != "to":
        start = end = cue.next + 1
    if start >= len(passage.tokens):
        return None
    content = contents.right(passage, start)
    pieces = [r for r in (subject, content) if r]
    return Found(passage, None, (cue.start, end), pieces, [])


def _of_preposition(passage: Passage, cue: Cue) -> Found | None:
    source = sources.after(passage, cue.end)
    if source is None:
        return None
    made = Found(passage, source, (cue.start, cue.end), [], [])
    first = passage.bound(cue.start)[0]
    if cue.start - first <= 1:
        if passage.low(source[1]) == ",":
            content = contents.right(passage, source[1] + 1) if source[1] + 1 < len(passage.tokens) else None
            made.content = [content] if content else []
        return made
    i = cue.start
    content = contents.left(passage, i, 0) if not g.is_word(passage.low(i - 1)) else (first, i)
    made.content = [content] if content else []
    return made


def _of_noun(passage: Passage, cue: Cue) -> Found | None:
    source = sources.possessor(passage, cue.head)
    if source is None and cue.after not in ("that", "quote"):
        return None
    start, end = cue.next, cue.end
    if cue.after in g.PREPOSITIONS and cue.after != "to":
        start = end = cue.next + 1
    if start >= len(passage.tokens):
        return None
    content = contents.right(passage, start, Reach(short=cue.after not in ("that", "quote", "to")))
    begin = source[1] if source else cue.start
    return Found(passage, source, (begin, end), [content] if content else [], [])


# ------------------------------------------------------------------ without a cue


def _headline(passage: Passage, here: Sequence[Found]) -> list[Found]:
    """ "SPEAKER: content", where the words before the colon are a name."""
    if len(passage.tokens) > 40:
        return []
    for i in range(1, min(9, len(passage.tokens) - 2)):
        if passage.low(i) == ":" and passage.free(i) and passage.word(i - 1)[:1].isalnum():
            end = len(passage.tokens)
            while end > i + 1 and passage.low(end - 1) == ".":
                end -= 1
            cued = any(f.cue and f.cue[0] <= i for f in here)
            if passage.word(0)[:1].isupper() and end > i + 2 and not cued:
                return [Found(passage, (0, i), (i, i + 1), [(i + 1, end)], [])]
            break
    return []


def _uncued(passage: Passage, here: Sequence[Found]) -> list[Found]:
    """Sentences wholly in quotation marks behind an attribution: its speaker goes on."""
    made: list[Found] = []
    covered = {i for f in here for r in f.content for i in range(*r)}
    spoken = [f for f in here if f.source and f.cue]
    number = 0
    for quotation in passage.quotations:
        while number < len(spoken) and _cue_end(spoken[number]) <= quotation.start:
            number += 1
        if not number or passage.bound(quotation.start)[0] != quotation.start or quotation.start in covered:
            continue
        before = spoken[number - 1]
        near = passage.sentence[quotation.start] - passage.sentence[_cue_end(before) - 1] <= 2
        end = contents.wholly(passage, quotation) if near else None
        if end is not None:
            made.append(Found(passage, before.source, None, [(quotation.start, end)], []))
            covered.update(range(quotation.start, end))
    return made


def _cue_end(found: Found) -> int:
    return found.cue[1] if found.cue else 0


def _continues(passage: Passage, last: Sequence[Found]) -> bool:
    """A paragraph that is one quotation goes on from a content that ended the paragraph before it."""
    if not last or not passage.quotations or passage.quotations[0].start != 0:
        return False
    before = last[-1]
    size = len(before.passage.tokens)
    quoted = before.further or (
        before.content
        and before.passage.quote[before.end() - 1] >= 0
        and max(before.end(), before.cue[1] if before.cue else 0) >= size - 1
    )
    colon = not before.content or (
        before.cue is not None and before.passage.low(size - 1) == ":" and before.cue[1] >= size - 8
    )
    if not (quoted or colon) or contents.wholly(passage, passage.quotations[0]) != len(passage.tokens):
        return False
    before.further.append((passage, (0, len(passage.tokens))))
    return True
