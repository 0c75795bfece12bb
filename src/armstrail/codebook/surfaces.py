"""The words of parties and equipment as they stand in texts: every spelling that a rule makes from a table's entry.

A surface is lower case; the flags of a form say how its words must look in the text to count
(`armstrail.codebook.lexicon`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# [kind, index of the entry in its table, how it is meant, flags]
Form = list[Any]
WEAK, EXACT, ANY_CASE = 1, 2, 4

JOINTS = re.compile(r"(?<=[A-Za-zА-я])[- ]?(?=\d)|(?<=\d)[- ](?=[A-Za-z\d])")


ALIKE = (("\u2010", "-"), ("\u2011", "-"), ("\u2019", "'"), ("\xa0", " "), ("\u2009", " "), ("\u202f", " "))


def lower(text: str) -> str:
    """Lower case with the same length, so that offsets stay true ("İ" has two characters in lower case)."""
    text = plain(text)
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain(text: str) -> str:
    """Typographic hyphens, apostrophes and spaces as those of the tables: "F‑16", "People’s Republic"."""
    if not text.isascii():
        for odd, usual in ALIKE:
            text = text.replace(odd, usual)
    return text


def surfaces(tables: dict[str, Any]) -> dict[str, str]:
    """Lower-case surfaces and their forms, a line each, of all parties, equipment and nouns.

    Forms are written "kind:index:meaning:flags", joined by "|", so that tens of thousands load in no time
    and only those that a text holds are taken apart.
    """
    found: dict[str, list[Form]] = {}

    def add(words: str, form: Form) -> None:
        letters = [c for c in words if c.isalpha()]
        if form[0] != "equipment" and len(letters) < 6 and all(c.isupper() for c in letters):
            form = [*form[:3], form[3] | EXACT]
        if letters and letters[0].islower():
            form = [*form[:3], form[3] | ANY_CASE]
        forms = found.setdefault(lower(words), [])
        if form not in forms:
            forms.append(form)

    for words, form in _all_forms(tables):
        add(words, form)
    ordered = sorted(found)
    return {
        "words": "\n".join(ordered),
        "forms": "\n".join("|".join(":".join(map(str, form)) for form in found[word]) for word in ordered),
    }


def _all_forms(tables: dict[str, Any]) -> Iterator[tuple[str, Form]]:
    yield from _states(tables["states"])
    yield from _leaders(tables["leaders"])
    for table, kind in (("blocs", "bloc"), ("regions", "region"), ("groups", "group"), ("makers", "org")):
        yield from _named(tables[table], kind)
    yield from _equipment(tables["equipment"])
    yield from _nouns(tables["nouns"], transfer_nouns(tables["predicates"]))


def _states(states: list[dict[str, Any]]) -> Iterator[tuple[str, Form]]:
    for index, state in enumerate(states):
        weak = set(state.get("weak", ()))
        for key, meaning in (
            ("names", "name"),
            ("names_shared", "name"),
            ("adjectives", "adjective"),
            ("adjectives_shared", "adjective"),
            ("people", "people"),
            ("places", "place"),
            ("institutions", "institution"),
        ):
            words = state.get(key, [])
            for form in [state["name"], *words] if key == "names" else words:
                yield form.removeprefix("the "), ["state", index, meaning, int(form in weak)]


def _leaders(leaders: list[dict[str, Any]]) -> Iterator[tuple[str, Form]]:
    for index, leader in enumerate(leaders):
        yield leader["name"], ["leader", index, "full", 0]
        for form in leader.get("also", ()):
            yield form, ["leader", index, "short", 0]
        for form in leader.get("weak_also", ()):
            yield form, ["leader", index, "short", 1]


def _named(entries: list[dict[str, Any]], kind: str) -> Iterator[tuple[str, Form]]:
    for index, entry in enumerate(entries):
        weak = {*entry.get("weak_names", ())}
        listed = entry.get("weak")
        if isinstance(listed, list):
            weak |= {*listed}
        elif listed:
            weak.add(entry["name"])
        for meaning in ("names", "adjectives"):
            own = [entry["name"]] if meaning == "names" else []
            for form in [*own, *entry.get(meaning, ()), *(weak if meaning == "names" else ())]:
                yield form.removeprefix("the "), [kind, index, meaning.rstrip("s"), int(form in weak)]


# What follows a designation and belongs to it: S-300 + PMU-2, F-16 + C/D, T-72 + B1, Leopard 2 + A6, Su-30 + MKIs.
TAIL = re.compile(
    r"(?: A\d(?=s?\b)|(?:[-/]?[A-Z]{1,4}\d{0,3}|[-/]\d{1,3}[A-Z]{0,3})(?:[-/][A-Z\d]{1,4}){0,2})?s?(?!\w)"
)


def _equipment(entries: list[dict[str, Any]], *, whole: bool = False) -> Iterator[tuple[str, Form]]:
    """The designations in every spelling; sub-models that the lexicon adds by itself only where `whole`."""
    for index, entry in enumerate(entries):
        name = entry["name"]
        for form in [name, *entry.get("variants", ()), *entry.get("also", ())]:
            if not whole and form != name and not entry.get("weak") and _follows(name, form):
                continue
            weak = int(form == name and bool(entry.get("weak")))
            for spelling in spellings(form):
                yield spelling, ["equipment", index, "", weak]
        for form in entry.get("weak_also", ()):
            for spelling in spellings(form):
                yield spelling, ["equipment", index, "", 1]


def _follows(name: str, form: str) -> bool:
    """Whether a sub-model is found by its name and what the lexicon adds to it: F-16C by F-16."""
    if not form.startswith(name) or not (name[-1].isdigit() or name[-1].isupper()):
        return False
    rest = TAIL.match(form, len(name))
    return rest is not None and rest.end() == len(form)


def spellings(designation: str) -> set[str]:
    """How a designation is spelt: S-300, S300, S 300. One of several words stands as it is written.

    >>> sorted(spellings("S-300"))
    ['S 300', 'S-300', 'S300']
    """
    made = {designation}
    joints = JOINTS.findall(designation)
    if len(joints) == 1:
        before, after = JOINTS.split(designation)
        made |= {before + gap + after for gap in ("", "-", " ")}
    elif joints and " " not in designation:
        made |= {designation.replace("-", ""), designation.replace("-", " ")}
    # "47" alone, or one letter, names nothing
    return {m for m in made if len(m) > 1 and not m.isdigit()}


def transfer_nouns(predicates: dict[str, Any]) -> frozenset[str]:
    """Nouns that name a transfer, and so are no goods: an "arms sale" sells arms, a "military commitment" is given."""
    return frozenset(noun for row in predicates["nouns"] for noun in row["nouns"]) - {
        "commitment",
        "contribution",
    }


def _nouns(table: dict[str, Any], transfers: frozenset[str]) -> Iterator[tuple[str, Form]]:
    irregular = table.get("plural", {})
    for index, group in enumerate(table["nouns"]):
        for key, weak in (("words", 0), ("weak", 1)):
            for word in group.get(key, ()):
                if word.rpartition(" ")[2] in transfers and group["category"] in (
                    "unspecified",
                    "funds",
                    "equipment",
                ):
                    continue
                for form in {word, plural(word, irregular)}:
                    yield form, ["noun", index, group["category"], weak]


def plural(noun: str, irregular: dict[str, str]) -> str:
    """The plural of a noun phrase, of its last word or of the word before "of"."""
    head, sep, rest = noun.partition(" of ")
    first, _, last = head.rpartition(" ")
    if last in irregular:
        last = irregular[last]
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es" if not last.endswith("s") or last.endswith("ss") else ""
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return (f"{first} {last}" if first else last) + sep + rest


# A word of the gate that is shorter must end where its match ends ("arms", not "armsful").
SHORT = 5


# "IS", "ETA", "M 1": such letters stand inside every other word of a text; who writes them writes of arms too.
LETTERS = re.compile(r"[a-z]{1,3}|[a-z]{1,2} \d{1,2}")


def gate_patterns(tables: dict[str, Any]) -> dict[str, list[str]]:
    """The words that let a passage through the gate, in lower case, by what they must look like in a text.

    stems   common nouns, which may go on: "radar" also stands for "radars" and "radarman"
    short   short common nouns ("arms") and such as "contra" (not "contract"): these may not
    names   designations and groups: nor may these
    weak    designations that are also common words or names ("Archer"): these need a capital letter too
    """
    stems = {lower(word) for word in tables["gate"]["words"]}
    for form, (_, _, _, weak) in _nouns(tables["nouns"], transfer_nouns(tables["predicates"])):
        if not weak:
            stems.add(form)
    short = {lower(word) for word in tables["gate"]["whole"]} | {word for word in stems if len(word) < SHORT}
    stems -= short
    names = set(short)
    weak_names: set[str] = set()
    for words, (_, _, _, weak) in (
        *_named(tables["groups"], "group"),
        *_equipment(tables["equipment"], whole=True),
    ):
        if not LETTERS.fullmatch(lower(words)):
            (weak_names if weak else names).add(lower(words))
    going_on: list[str] = []
    for word in sorted(stems):
        if not (going_on and word.startswith(going_on[-1])):
            going_on.append(word)
    begun = set(going_on)
    kept = [name for name in sorted(names) if not _is_found(name, begun, names)]
    return {
        "stems": going_on,
        "short": [name for name in kept if name in short],
        "names": [name for name in kept if name not in short],
        "weak": [name for name in sorted(weak_names - names) if not _is_found(name, begun, names)],
    }


def _is_found(name: str, stems: set[str], names: set[str]) -> bool:
    """Whether another word of the gate finds this one too: "missile" does "Hawk missile", "F-16" does "F-16C".

    To leave these out is more than thrift: the longest match counts, and one that turns out to be no whole word
    ("Mohawk missile") must not hide another.
    """
    for begin in range(len(name)):
        if begin and name[begin - 1].isalnum():
            continue
        for end in range(begin + 1, len(name) + 1):
            piece = name[begin:end]
            if piece in stems or (piece in names and piece != name and _may_end(name, end)):
                return True
    return False


def _may_end(name: str, end: int) -> bool:
    """Whether the gate lets a word end there: at another word, or at a sub-model's letters behind a digit."""
    after = name[end : end + 1]
    return not after.isalnum() or (name[end - 1].isdigit() and not after.isdigit())
