"""Coded passages: read, checked, and turned into the codebook's format.

The format stands in coded/README.md. A passage's words become offsets once, here; everything else in `training`
works on offsets.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from armstrail import values
from armstrail.model import Certainty, Polarity, Stage, Voice
from training import corpora

if TYPE_CHECKING:
    from collections.abc import Sequence

CODED = Path(__file__).parent / "coded"
STAGES, VOICES = get_args(Stage), get_args(Voice)
CATEGORIES = frozenset(
    "tank armoured_vehicle artillery combat_aircraft other_aircraft uav attack_helicopter other_helicopter warship "
    "other_ship missile manpads air_defence small_arms ammunition sensor engine vehicle equipment service funds "
    "unspecified".split()
)
PARTY = re.compile(r"(?:[A-Z]{3}|(?:bloc|region|group|org|person):[a-z0-9][a-z0-9-]*)(?:/[A-Z]{3})?")
KEYS = frozenset("in on stage polarity no certainty may from to items value date said cue voice".split())
PLACE = re.compile(r"@(\d+):")
NTH = re.compile(r"#(\d+)$")

Place = tuple[str, int, int]  # "text" or "title", start, end


@dataclass(frozen=True, slots=True)
class CodedParty:
    """Words that stand for a party, and whom they stand for; `state` of a company or agency."""

    at: Place
    id: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class CodedItem:
    """Words of an item, its category, the words of its designation and of its number."""

    at: Place
    category: str
    designation: str | None = None
    quantity: Place | None = None


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """A claim with all its words as places; `evidence` is the place of its sentence."""

    evidence: Place
    on: Place
    stage: Stage
    polarity: Polarity = "asserted"
    certainty: Certainty = "fact"
    no: Place | None = None
    may: Place | None = None
    supplier: tuple[CodedParty, ...] = ()
    recipient: tuple[CodedParty, ...] = ()
    items: tuple[CodedItem, ...] = ()
    value: Place | None = None
    date: Place | None = None
    said: tuple[Place, ...] = ()
    cue: Place | None = None
    voice: Voice = "outlet"


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded passage: its text, the places of its sentences (the title's is the first), its claims."""

    id: str
    title: str
    text: str
    published: str | None
    sentences: tuple[Place, ...]
    claims: tuple[CodedClaim, ...] = ()
    source: str = "own"
    kind: str = ""
    outlet: str = ""
    file: str = ""
    problems: tuple[str, ...] = field(default=(), compare=False)

    def words(self, place: Place) -> str:
        return (self.title if place[0] == "title" else self.text)[place[1] : place[2]]


class CodingError(ValueError):
    """A coded passage that breaks the format; says what and where."""


def read_own(line: str) -> Passage:
    """A passage from a line of `own-*.jsonl`. Raises CodingError with the first thing that is wrong."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"no JSON: {error}"
        raise CodingError(message) from error
    title, text, places = row.get("title") or "", "", []
    for sentence in row["sentences"]:
        paragraph = sentence.startswith("\n")
        words = sentence.strip()
        text += "" if not text else "\n\n" if paragraph else " "
        places.append(("text", len(text), len(text) + len(words)))
        text += words
    sentences = (("title", 0, len(title)), *places)
    finder = Finder(row["id"], title, text, sentences)
    claims = tuple(finder.claim(c) for c in row.get("claims", ()))
    distinct(row["id"], claims)
    return Passage(
        row["id"],
        title,
        text,
        row.get("published"),
        sentences,
        claims,
        "own",
        row.get("kind", ""),
        row.get("outlet", ""),
    )


def read_shared(row: dict[str, Any]) -> Passage:
    """A passage from a line of `shared*.jsonl`; its words are those of the corpora. Raises CodingError."""
    document = corpora.texts([row["doc"]])[row["doc"]]
    start, end = row["at"]
    title = document.title if row["title"] else ""
    text = document.text[start:end]
    if hashlib.sha256((title + "\n" + text).encode()).hexdigest() != row["sha256"]:
        message = f"{row['doc']}: the text is not the one that was coded"
        raise CodingError(message)

    def place(span: Sequence[Any]) -> Place:
        return ("title", span[0], span[1]) if len(span) == 3 else ("text", span[0] - start, span[1] - start)

    def some(span: Sequence[Any] | None) -> Place | None:
        return place(span) if span else None

    def party(entry: Sequence[Any]) -> CodedParty:
        ident, _, state = entry[1].partition("/")
        return CodedParty(place(entry[0]), ident, state or None)

    claims = tuple(
        CodedClaim(
            evidence=place(c["evidence"]),
            on=place(c["on"]),
            stage=c["stage"],
            polarity=c.get("polarity", "asserted"),
            certainty=c.get("certainty", "fact"),
            no=some(c.get("no")),
            may=some(c.get("may")),
            supplier=tuple(party(p) for p in c.get("from", ())),
            recipient=tuple(party(p) for p in c.get("to", ())),
            items=tuple(CodedItem(place(i[0]), i[1], i[2], some(i[3])) for i in c.get("items", ())),
            value=some(c.get("value")),
            date=some(c.get("date")),
            said=tuple(place(s) for s in c.get("said", ())),
            cue=some(c.get("cue")),
            voice=c.get("voice", "outlet"),
        )
        for c in row["claims"]
    )
    places = tuple(("text", s - start, e - start) for s, e in row["sentences"])
    return Passage(
        f"{row['doc']}@{start}",
        title,
        text,
        document.published,
        (("title", 0, len(title)), *places),
        claims,
        "shared",
    )


def load() -> list[Passage]:
    """All coded passages. Raises CodingError."""
    found = []
    for path in sorted(CODED.glob("own-*.jsonl")):
        sound, wrong = check(path)
        if wrong:
            raise CodingError(wrong[0])
        found += [replace(p, file=path.stem) for p in sound]
    for path in sorted(CODED.glob("shared*.jsonl")):
        found += [replace(read_shared(row), file=path.stem) for row in corpora.rows(path)]
    return found


def is_held(passage: Passage) -> bool:
    """Whether a passage is held back from training: a tenth, by the hash of its id."""
    return hashlib.sha256(passage.id.encode()).digest()[0] < 26


def to_codebook(passage: Passage) -> dict[str, Any]:
    """A passage's claims in the codebook's format, as score.py reads it."""
    published = values.published_date(passage.published)

    def party(p: CodedParty) -> dict[str, Any]:
        made = {"mention": passage.words(p.at), "id": p.id}
        return made | {"state": p.state} if p.state else made

    def item(i: CodedItem) -> dict[str, Any]:
        quantity = None
        if i.quantity:
            words = passage.words(i.quantity)
            found = values.find_quantities(words)
            quantity = {
                "mention": words,
                "min": found[0].min if found else None,
                "max": found[0].max if found else None,
            }
        return {
            "mention": passage.words(i.at),
            "category": i.category,
            "designation": i.designation,
            "quantity": quantity,
        }

    def money(place: Place | None) -> dict[str, Any] | None:
        found = values.find_money(passage.words(place)) if place else None
        if not place or not found:
            return None
        return {"mention": passage.words(place), "amount": found[0].amount, "currency": found[0].currency}

    def date(place: Place | None) -> dict[str, Any] | None:
        found = [d.iso for d in values.find_dates(passage.words(place), published) if d.iso] if place else []
        return {"mention": passage.words(place), "iso": found[0]} if place and found else None

    return {
        "doc": passage.id,
        "claims": [
            {
                "evidence": passage.words(c.evidence),
                "supplier": [party(p) for p in c.supplier],
                "recipient": [party(p) for p in c.recipient],
                "items": [item(i) for i in c.items],
                "value": money(c.value),
                "stage": c.stage,
                "polarity": c.polarity,
                "certainty": c.certainty,
                "date": date(c.date),
                "speakers": [{"mention": passage.words(s), "name": passage.words(s)} for s in c.said],
                "cue": passage.words(c.cue) if c.cue else None,
                "voice": c.voice,
            }
            for c in passage.claims
        ],
    }


def distinct(passage: str, claims: tuple[CodedClaim, ...]) -> None:
    seen: dict[Any, CodedClaim] = {}
    for claim in claims:
        same = seen.setdefault(claim.on, claim)
        if same is not claim:
            message = f"{passage}: two claims on the same words; give each its own `on` (or join them)"
            raise CodingError(message)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the words of claims in a passage."""

    id: str
    title: str
    text: str
    sentences: tuple[Place, ...]

    def claim(self, row: dict[str, Any]) -> CodedClaim:
        unknown = set(row) - KEYS
        if unknown:
            self._wrong(f"unknown keys {sorted(unknown)}")
        number: Any = row.get("in")
        if not isinstance(number, int) or not 0 <= number < len(self.sentences):
            self._wrong(f"`in` is {number!r}, there are sentences 0 to {len(self.sentences) - 1}")
        for key, allowed in (
            ("stage", STAGES),
            ("polarity", get_args(Polarity)),
            ("certainty", get_args(Certainty)),
            ("voice", VOICES),
        ):
            if (key == "stage" or key in row) and row.get(key) not in allowed:
                self._wrong(f"{key} is {row.get(key)!r}, one of {', '.join(allowed)}")
        if not row.get("from") and not row.get("to"):
            self._wrong("neither supplier nor recipient")
        if row.get("polarity") == "denied" and not row.get("no"):
            self._wrong("denied, but `no` is empty")
        if bool(row.get("said")) == (row.get("voice", "outlet") == "outlet"):
            self._wrong("`said` and `voice` do not fit each other")
        parts = {key: row.get(key) or [] for key in ("from", "to", "items", "said")}
        return CodedClaim(
            evidence=self.sentences[number],
            on=self._place(row["on"], number),
            stage=row["stage"],
            polarity=row.get("polarity", "asserted"),
            certainty=row.get("certainty", "fact"),
            no=self._place(row["no"], number) if row.get("no") else None,
            may=self._place(row["may"], number) if row.get("may") else None,
            supplier=tuple(self._party(p, number) for p in parts["from"]),
            recipient=tuple(self._party(p, number) for p in parts["to"]),
            items=tuple(self._item(i, number) for i in parts["items"]),
            value=self._place(row["value"], number) if row.get("value") else None,
            date=self._place(row["date"], number) if row.get("date") else None,
            said=tuple(self._place(s, number) for s in parts["said"]),
            cue=self._place(row["cue"], number) if row.get("cue") else None,
            voice=row.get("voice", "outlet"),
        )

    def _party(self, words: str, number: int) -> CodedParty:
        mention, _, party = words.rpartition("=")
        if not mention or not PARTY.fullmatch(party):
            self._wrong(f"party {words!r} is not words=ID")
        ident, _, state = party.partition("/")
        return CodedParty(self._place(mention, number), ident, state or None)

    def _item(self, words: str, number: int) -> CodedItem:
        parts = words.split("|")
        if len(parts) != 4:
            self._wrong(f"item {words!r} is not quantity|words|category|designation")
        quantity, mention, category, designation = parts
        if category not in CATEGORIES:
            self._wrong(f"unknown category {category!r}")
        at = self._place(mention, number)
        return CodedItem(
            at, category, designation or None, self._place(quantity, number) if quantity else None
        )

    def _place(self, words: str, number: int) -> Place:
        if match := PLACE.match(words):
            number = int(match[1])
            words = words[match.end() :]
            if number >= len(self.sentences):
                self._wrong(f"there is no sentence {number}")
        nth = 1
        if match := NTH.search(words):
            nth = int(match[1])
            words = words[: match.start()]
        place, start, end = self.sentences[number]
        within = self.title if place == "title" else self.text
        found = [
            m.start()
            for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", within)
            if start <= m.start() < end
        ] or [m.start() for m in re.finditer(re.escape(words), within) if start <= m.start() < end]
        if not words or len(found) < nth:
            self._wrong(
                f"{words!r} (number {nth}) does not stand in sentence {number}: {within[start:end]!r}"
            )
        return (place, found[nth - 1], found[nth - 1] + len(words))

    def _wrong(self, message: str) -> None:
        raise CodingError(f"{self.id}: {message}")


def check(path: Path) -> tuple[list[Passage], list[str]]:
    """The sound passages of a file, and a line for each thing that is wrong."""
    sound, wrong = [], []
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            sound.append(read_own(line))
        except (CodingError, KeyError, TypeError, AttributeError) as error:
            wrong.append(f"{path.name}:{number}: {error}")
    return sound, wrong


def main() -> int:
    """Check files of coded passages and print what they hold."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    status = 0
    for path in parser.parse_args().files:
        passages, wrong = check(path)
        for line in wrong:
            print(line)
        status |= bool(wrong)
        claims = [c for p in passages for c in p.claims]
        print(
            f"{path.name}: {len(passages)} sound passages, {sum(not p.claims for p in passages)} without a claim"
        )
        print("  stages    ", dict(Counter(c.stage for c in claims).most_common()))
        print("  categories", dict(Counter(i.category for c in claims for i in c.items).most_common()))
        print(
            "  denied",
            sum(c.polarity == "denied" for c in claims),
            "planned",
            sum(c.certainty == "planned" for c in claims),
            "possible",
            sum(c.certainty == "possible" for c in claims),
            "with speaker",
            sum(bool(c.said) for c in claims),
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
