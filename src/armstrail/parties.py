"""Words -> party: which state, bloc, region, armed group, company or person they name (codebook, "party id")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from armstrail.codebook import lexicon, tables

if TYPE_CHECKING:
    from armstrail.codebook.lexicon import Form, Match

Kind = Literal["state", "group", "org", "bloc", "region"]
TABLES = {
    "state": "states",
    "leader": "leaders",
    "bloc": "blocs",
    "region": "regions",
    "group": "groups",
    "org": "makers",
}
JOINED = re.compile(
    r"\s*,\s*(?:and\s+)?(?:the\s+)?|\s+and\s+(?:the\s+)?"
)  # what stands between parties in a row
CAPITALS = re.compile(r"\b[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")  # what may hold the name of a city
ALONE = ("i", "me", "my")  # a speaker of his own
INNER = re.compile(r"\s(?:of|to|in|from|within|inside|for|at|under|against|with|,)\s|,\s")


@dataclass(frozen=True, slots=True)
class PartyName:
    """What a table says of a party's words: its id, its kind, the state of a company."""

    id: str
    kind: Kind
    state: str | None = None

    @property
    def home(self) -> str | None:
        """The state itself, or the state of a company."""
        return self.id if self.kind == "state" else self.state


def identify(words: str, year: int | None = None) -> PartyName | None:
    """The party that a noun phrase names, in a text of that year; None where no table knows it.

    Its head decides: "President Putin of Russia" is read before "of", and there its last name counts.

    >>> identify("the Czech Government")
    PartyName(id='CZE', kind='state', state=None)
    """
    matches = [m for m in lexicon.find(words) if any(f.kind in TABLES for f in m.forms)]
    if not matches:
        nameless = words.lower() in tables()["contexts"]["armed_groups"]
        return PartyName("group:" + slug(words), "group") if nameless else None
    inner = INNER.search(words)
    nouns = set(re.findall(r"[\w-]+", words[: inner.start()].lower())) if inner else set()
    if nouns & office_nouns("rebels") and not any(m.start < inner.start() for m in matches):  # type: ignore[union-attr]
        return PartyName("group:" + slug(words), "group")  # "rebels in Nicaragua"
    head = [m for m in matches if not inner or m.start < inner.start()]
    match = head[-1] if head else matches[0]
    named = of_match(match, year)
    return with_noun(named, words) if named and named.kind == "state" else named


def of_city(words: str, year: int | None = None) -> PartyName | None:
    """The state whose city words name, and nothing else: "Lviv"; or a company of a city, with its state: "a plant in
    Lviv". None where the city was another's in that year.

    Only for words that are known to be a party's: a city is seldom one.
    """
    if here := _state_of_city(words.title() if words.isupper() else words, year):
        return PartyName(here, "state")
    if office_nouns("company").isdisjoint(re.findall(r"[\w-]+", words.lower())):
        return None
    for name in CAPITALS.findall(words):
        row = name.split()
        for count in range(len(row), 0, -1):
            for first in range(len(row) - count + 1):
                if home := _state_of_city(" ".join(row[first : first + count]), year):
                    return PartyName("org:" + slug(words), "org", home)
    return None


def _state_of_city(name: str, year: int | None) -> str | None:
    city = tables()["cities"].get(name)
    here = next((state for state in tables()["states"] if state["id"] == city), None)
    return here["id"] if here and existed(here, year) else None


def rows(words: str) -> list[list[Match]]:
    """Parties that words name in a row, the last joined by "and": "Chad, Niger and the Sudan"."""
    found: list[list[Match]] = [[]]
    for match in lexicon.find(words):
        if of_match(match):
            if found[-1] and not JOINED.fullmatch(words[found[-1][-1].end : match.start]):
                found.append([])
            found[-1].append(match)
    for row in found:
        while len(row) > 1 and "and" not in words[row[-2].end : row[-1].start]:
            row.pop()
    return [row for row in found if len(row) > 1]


def is_pronoun(words: str) -> bool:
    """Whether words are a personal pronoun: "we", "it", "they"."""
    small = without_capitals(words)
    return small in ALONE or any(small in some for some in tables()["offices"]["pronouns"].values())


def without_capitals(words: str) -> str:
    """Words in small letters, as pronouns stand in tables; but "US" is a state, and not "us"."""
    return words if words == "US" else words.lower()


def with_noun(state: PartyName, words: str) -> PartyName:
    """A state's word with a noun of a company or of rebels is that company or group."""
    nouns = set(re.findall(r"[\w-]+", words.lower()))
    if nouns & office_nouns("rebels") and not nouns & office_nouns("government"):
        return PartyName("group:" + slug(words), "group")
    if nouns & office_nouns("company"):
        return PartyName("org:" + slug(words), "org", state.id)
    return state


def of_match(match: Match, year: int | None = None) -> PartyName | None:
    """The party of a lexicon match: of its forms the first whose entry existed in that year."""
    named = [(form, entry) for form in match.forms if form.kind in TABLES for entry in [entry_of(form)]]
    if not named:
        return None
    fitting = [pair for pair in named if existed(pair[1], year)] or named
    fitting.sort(key=lambda pair: ("group", "org", "leader", "state", "bloc", "region").index(pair[0].kind))
    form, entry = fitting[0]
    if form.kind == "leader":
        return PartyName(entry["state"], "state")
    if form.kind == "org":
        return PartyName(entry["id"], "org", entry.get("state"))
    return PartyName(entry["id"], form.kind)  # type: ignore[arg-type]


def entry_of(form: Form) -> dict[str, Any]:
    """The entry of a table that a form belongs to."""
    entry: dict[str, Any] = tables()[TABLES[form.kind]][form.entry]
    return entry


def existed(entry: dict[str, Any], year: int | None) -> bool:
    """Whether a state, office or group existed in a year; without a year, whether it does today."""
    first, last = entry.get("years") or (None, None)
    if year is None:
        return last is None or "office" in entry
    slack = 40 if "office" in entry else 0  # a leader is still named after his office ends
    return (first is None or first <= year) and (last is None or year <= last + slack)


def slug(words: str) -> str:
    """The words of a party as the last part of an id: "the Syrian rebels" -> "syrian-rebels"."""
    kept = [
        w for w in re.findall(r"[^\W_]+", words.lower()) if w not in {"the", "a", "an", "s", "its", "their"}
    ]
    return "-".join(kept[:5])


def party_of(words: str) -> str:
    """The id of a party that a person names: an id as it is, a name by the tables; "" is the unstated one."""
    if not words or words.isupper() or ":" in words:
        return words
    known = identify(words)
    return known.id if known else words


def name_of(party: str) -> str:
    """The name of a party's id: the tables', else what the id says ("group:some-rebels": "some rebels")."""
    return _names().get(party) or party.partition(":")[2].replace("-", " ") or party


@cache
def _names() -> dict[str, str]:
    return {
        entry["id"]: entry["name"]
        for table in TABLES.values()
        if table != "leaders"
        for entry in tables()[table]
    }


@cache
def states_of(party: str) -> tuple[str, ...]:
    """The states that the tables know a company by; of any other party the party itself."""
    for entry in tables()["makers"]:
        if entry["id"] == party:
            return tuple(entry.get("states") or [entry.get("state", party)])
    return (party,)


@cache
def companies_of(state: str) -> tuple[str, ...]:
    """The companies that the tables know to be of a state, alone or with others."""
    return tuple(entry["id"] for entry in tables()["makers"] if state in states_of(entry["id"]))


@cache
def office_nouns(key: str) -> frozenset[str]:
    """The nouns of offices.yaml under a key; of phrases the whole phrase."""
    return frozenset(tables()["offices"][key])


@cache
def makers() -> dict[str, int]:
    """How many designations of the equipment tables each state made: a hint who supplies whom."""
    counts: dict[str, int] = {}
    for line in tables()["equipment"].split("\n"):
        for state in line.partition(":")[2].split(","):
            counts[state] = counts.get(state, 0) + 1
    return counts
