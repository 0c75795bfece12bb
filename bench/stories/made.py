"""Copies made from real texts, of every kind that the news knows, and what only looks like one. Fixed seed.

Base texts are chosen so that none shares a tenth of its runs of eight words with all before it together; so every pair
of base texts is a pair of different texts, those among them that tell of one event too. Half of them get a footer that
many others have. Some get a quotation that one other text has, too; all others are copied in several ways.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED = 20_261_128
LEAST_WORDS = 100
COPIES = 4
PART_WORDS = 50
"""An excerpt inside another text has at least so many words."""

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?]) +")
_FOOTERS = """\
This article is part of our free morning service. To receive it every day, enter your address on our front page; you
may leave the list at any time by following the link at the foot of each letter.

Our reporters work under a code of practice that is open to all. If you believe that something here is wrong, write to
the readers' desk, which answers within two working days and publishes every correction that it makes.

The opinions in this text are those of its authors and need not be shared by the publisher, by its partners or by those
who support our work. Reproduction in whole or in part needs a written licence from the rights desk.

About us: founded by former correspondents, we cover trade, industry and public affairs for subscribers in more than
forty countries. Our analysts are independent of the companies on which they report, hold no shares in them and accept
no payment from them. A list of our owners, our sources of income and the members of our supervisory board can be read
on the page that bears the name of this service, where our yearly accounts are found as well.

Please support independent journalism. We have no owner, no advertising and no wall around our pages. A small monthly
gift pays for one more day of reporting.

Registered office: Market House, Quay Street. All rights reserved. Prices shown are delayed by at least fifteen minutes
and are no invitation to buy or to sell. For terms of use and the privacy notice see the links above.
""".split("\n\n")
_CAPTIONS = (
    "A view of the building where the talks were held, seen from across the square on a rainy afternoon.",
    "Workers leave the site at the end of the early shift; the company would not say how many were called in.",
    "The minister arrives for the meeting with two of his advisers, in a picture taken before it began.",
)
_AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "Interfax")


@dataclass(frozen=True, slots=True)
class Made:
    """A text, the bases whose words it carries, and how it was made; `kind` is "base" for a base text
    itself, "quoting" for one with a quotation put in.
    """

    id: str
    text: str
    bases: frozenset[str]
    kind: str
    published: str | None = None
    quotation: int | None = None


def bases(shared: Path) -> list[tuple[str, str, str]]:
    """Base texts: id, day of publication, text."""
    seen: set[int] = set()
    chosen = []
    for path in ("reuters21578/documents.jsonl.gz", "polnear/train.jsonl.gz"):
        with gzip.open(shared / "data" / path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                words = _WORD.findall(row["text"].lower())
                runs = {hash(tuple(words[i : i + 8])) for i in range(len(words) - 7)}
                if len(words) >= LEAST_WORDS and len(runs & seen) < len(runs) / 10:
                    chosen.append((row["id"], row["published"], row["text"]))
                seen |= runs
    return chosen


def made(shared: Path) -> list[Made]:
    """Base texts and their copies, shuffled."""
    draw = random.Random(SEED)
    all_bases = bases(shared)
    draw.shuffle(all_bases)
    quoted, hosts, used = (
        all_bases[:500],
        all_bases[500 : len(all_bases) // 4],
        all_bases[len(all_bases) // 4 :],
    )
    words = [word for _, _, text in hosts[:300] for word in text.split() if word.isalpha()]
    quotations = _quotations([text for _, _, text in quoted])
    texts: list[Made] = []
    for number, (name, published, text) in enumerate(used):
        body = text.strip()
        footer = draw.choice(_FOOTERS) if number % 2 else ""
        if number // 2 < len(quotations):
            quoting = _with_quotation(body, quotations[number // 2], draw)
            quoted_text = _footed(quoting, footer)
            texts.append(Made(name, quoted_text, frozenset({name}), "quoting", published, number // 2))
            continue
        texts.append(Made(name, _footed(body, footer), frozenset({name}), "base", published))
        for kind in draw.sample(list(KINDS), COPIES):
            host, _, around = draw.choice(hosts)
            copy = KINDS[kind](body, draw, words, around)
            foot = footer if draw.random() < 0.5 else ""
            carried = frozenset({name, host} if kind in EMBEDDED else {name})
            texts.append(Made(f"{name}/{kind}", _footed(copy, foot), carried, kind, _later(published, draw)))
    draw.shuffle(texts)
    return texts


def one_event(texts: list[Made]) -> set[frozenset[str]]:
    """Pairs of base texts that seem to tell of one event: of two days at most, and sharing many rare words."""
    held = [(made.id, made.published or "", set(_WORD.findall(made.text.lower()))) for made in texts]
    count = Counter(word for _, _, words in held for word in words)
    rare: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, words) in enumerate(held):
        for word in words:
            if count[word] <= 20:
                rare[word].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in rare.values():
        shared.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    return {
        frozenset({held[a][0], held[b][0]})
        for (a, b), number in shared.items()
        if number >= 4 and held[a][1][:7] == held[b][1][:7] and abs(_day(held[a][1]) - _day(held[b][1])) <= 1
    }


def one_quotation(texts: list[Made]) -> set[frozenset[str]]:
    """Pairs of texts into which the same quotation was put."""
    held: dict[int, list[str]] = defaultdict(list)
    for made in texts:
        if made.quotation is not None:
            held[made.quotation].append(made.id)
    return {frozenset(ids) for ids in held.values() if len(ids) > 1}


def _day(published: str) -> int:
    return int(published[8:10] or 0)


def _later(published: str, draw: random.Random) -> str:
    """The day that a copy is dated, up to three days after its base."""
    return (date.fromisoformat(published) + timedelta(days=draw.randrange(4))).isoformat()


# ------------------------------------------------------------------ the ways of copying


def _dropped_sentence(text: str, draw: random.Random, _words: list[str], _host: str) -> str:
    sentences = _sentences(text)
    del sentences[draw.randrange(len(sentences))]
    return _joined(sentences)


def _dropped_third(text: str, draw: random.Random, _words: list[str], _host: str) -> str:
    sentences = _sentences(text)
    lost = set(draw.sample(range(len(sentences)), max(1, len(sentences) // 3)))
    return _joined([sentence for number, sentence in enumerate(sentences) if number not in lost])


def _cut(share: float) -> Callable[[str, random.Random, list[str], str], str]:
    def cut(text: str, draw: random.Random, _words: list[str], _host: str) -> str:
        ends = [found.end() for found in _WORD.finditer(text)]
        size = round(len(ends) * share)
        first = draw.choice((0, len(ends) - size))
        return text[ends[first - 1] if first else 0 : ends[first + size - 1]].strip()

    return cut


def _shuffled(text: str, draw: random.Random, _words: list[str], _host: str) -> str:
    paragraphs = [part for part in re.split(r"\n+", text) if part.strip()]
    if len(paragraphs) < 3:
        paragraphs = [sentence for sentence, _ in _sentences(text)]
    draw.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def _credited(text: str, draw: random.Random, _words: list[str], _host: str) -> str:
    agency = draw.choice(_AGENCIES)
    paragraphs = text.split("\n\n")
    paragraphs.insert(draw.randrange(len(paragraphs) + 1), f"{draw.choice(_CAPTIONS)} Photo: {agency}")
    return f"GENEVA, June 3 ({agency}) - " + "\n\n".join(paragraphs)


def _edited(text: str, draw: random.Random, words: list[str], _host: str) -> str:
    sentences = []
    for sentence, gap in _sentences(text):
        parts = sentence.split(" ")
        places = [number for number, part in enumerate(parts) if part.isalpha()]
        if places and draw.random() < 0.5:
            place = draw.choice(places)
            parts[place : place + 1] = draw.choice(
                ([], [draw.choice(words)], [parts[place], draw.choice(words)])
            )
        sentences.append((" ".join(parts), gap))
    return _joined(sentences)


def _embedded(text: str, draw: random.Random, _words: list[str], host: str) -> str:
    paragraphs = [part for part in re.split(r"\n\n+", host) if part.strip()]
    paragraphs.insert(draw.randrange(len(paragraphs) + 1), text)
    return "\n\n".join(paragraphs)


def _part_embedded(text: str, draw: random.Random, words: list[str], host: str) -> str:
    ends = [found.end() for found in _WORD.finditer(text)]
    size = max(PART_WORDS, round(len(ends) * draw.uniform(0.25, 1)))
    first = draw.randrange(len(ends) - size + 1)
    part = text[ends[first - 1] if first else 0 : ends[first + size - 1]].strip()
    return _embedded(part, draw, words, host)


KINDS: dict[str, Callable[[str, random.Random, list[str], str], str]] = {
    "one sentence dropped": _dropped_sentence,
    "a third dropped": _dropped_third,
    "cut to half": _cut(0.5),
    "cut to a quarter": _cut(0.25),
    "cut to a fifth": _cut(0.2),
    "paragraphs shuffled": _shuffled,
    "credit and caption": _credited,
    "sentences edited": _edited,
    "embedded": _embedded,
    "a part embedded": _part_embedded,
}

EMBEDDED = ("embedded", "a part embedded")


def _sentences(text: str) -> list[tuple[str, str]]:
    """Sentences, each with what parts it from the next."""
    found = []
    for paragraph in re.split(r"(?<=\S)\n\n+(?=\S)", text):
        parts = _SENTENCE_END.split(paragraph)
        found += [(part, " ") for part in parts[:-1]]
        found.append((parts[-1], "\n\n"))
    return found


def _joined(sentences: list[tuple[str, str]]) -> str:
    return "".join(sentence + gap for sentence, gap in sentences).strip()


def _footed(text: str, footer: str) -> str:
    return f"{text}\n\n{footer}" if footer else text


def _quotations(hosts: list[str]) -> list[str]:
    """Speech for two texts at once: some 25 to 60 words in a row of a text that is used for nothing else whole."""
    draw = random.Random(SEED + 1)
    found = []
    for text in hosts:
        words = text.replace('"', "").replace("\n", " ").split()
        size = draw.randrange(25, 60)
        if len(words) > size + 10:
            found.append(" ".join(words[10 : 10 + size]))
    return found


def _with_quotation(text: str, quotation: str, draw: random.Random) -> str:
    paragraphs = text.split("\n\n")
    opening, closing = draw.choice(('""', "“”"))
    paragraphs.insert(
        draw.randrange(len(paragraphs) + 1), f"{opening}{quotation},{closing} the speaker said."
    )
    return "\n\n".join(paragraphs)
