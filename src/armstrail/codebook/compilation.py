"""YAML tables -> checked -> one JSON file. Needs PyYAML, which only developers have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from armstrail.codebook import COMPILED, SEPARATOR
from armstrail.codebook.surfaces import gate_patterns, lower, surfaces
from armstrail.errors import CodebookError

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where it is built

CATEGORIES = frozenset(
    [
        "tank",
        "armoured_vehicle",
        "artillery",
        "combat_aircraft",
        "other_aircraft",
        "uav",
        "attack_helicopter",
        "other_helicopter",
        "warship",
        "other_ship",
        "missile",
        "manpads",
        "air_defence",
        "small_arms",
        "ammunition",
        "sensor",
        "engine",
        "vehicle",
        "equipment",
        "service",
        "funds",
        "unspecified",
    ]
)
OUTLET_KINDS = ("agency", "newspaper", "broadcaster", "magazine", "site", "official")
OUTLET_OWNERS = ("state", "public")
HOST = re.compile(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+")
PARTY = re.compile(r"[A-Z]{3}|(group|bloc|region):[a-z0-9]+(-[a-z0-9]+)*")
PARTING = re.compile(r"[\t\n|]")  # what parts the fields of a line that an outlet is compiled to

# What each entry of a table may hold, the first of them being required.
KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "states": (
        frozenset({"id", "name"}),
        frozenset(
            [
                "names",
                "adjectives",
                "people",
                "places",
                "institutions",
                "years",
                "weak",
                "names_shared",
                "adjectives_shared",
            ]
        ),
    ),
    "leaders": (frozenset({"name", "state", "office"}), frozenset({"years", "also", "weak_also", "weak"})),
    "blocs": (frozenset({"id", "name"}), frozenset({"names", "adjectives", "weak", "years"})),
    "regions": (frozenset({"id", "name"}), frozenset({"names", "adjectives", "weak"})),
    "groups": (frozenset({"id", "name"}), frozenset({"names", "states", "years", "weak", "weak_names"})),
    "makers": (
        frozenset({"id", "name", "kind"}),
        frozenset({"names", "state", "states", "weak", "weak_names", "years"}),
    ),
    "equipment": (
        frozenset({"name", "category", "maker"}),
        frozenset({"variants", "also", "weak", "weak_also"}),
    ),
    "cities": (frozenset({"state", "cities"}), frozenset()),
    "cues": (
        frozenset({"cue", "forms", "kind"}),
        frozenset({"takes", "before", "denies", "others", "binds"}),
    ),
    "outlets": (frozenset({"name", "kind"}), frozenset({"country", "owner", "also", "hosts", "years"})),
}
WORD_KEYS = ("variants", "also", "weak_also", "names", "adjectives", "weak_names", "weak")
# The tables that are not lists of entries, and what each has to hold.
PLAIN: dict[str, str] = {
    "contexts": "void_before void_phrases boundaries determiners relative units families",
    "nouns": "nouns plural abbreviations unsure modifiers",
    "money": "currencies scales",
    "numbers": "units tens scales with_over one_of share_of",
    "dates": "months weekdays",
    "predicates": "verbs operators nouns modality negation irregular",
    "gate": "words whole again context",
    "offices": (
        "government forces office company rebels alone titles persons press outlet_words company_endings institutions"
        " adjectives male female particles address short_titles openers impersonal first_names last_names leading"
        " leading_offices specific unsure_endings speaking headings"
    ),
    "sentences": "abbreviations initialisms starters credits reporting",
    "deals": (
        "joins groups near nouns wording phrases plain condition former about referring pronouns features reasons"
        " days shares"
    ),
    "findings": "matches units features years shares unmistakable reasons",
    "registers": "registers names unknown goods unroca",
    "occasions": "kinds phrases openers fairs unsure summits platforms places",
    "distance": "calls names speech",
    "acts": "acts topics turns",
    "messages": "weights least_likeness denies empty stages times",
    "events": "types older stages spoken stage_words recipient_acts contexts context_words modes sectors organisations",
}


def _category_and_makers(entry: dict[str, Any]) -> str:
    """What running needs of a designation, as one line: thousands of lines load at once, thousands of dicts do not."""
    makers = entry["maker"] if isinstance(entry["maker"], list) else [entry["maker"]]
    return f"{entry['category']}:{','.join(makers)}"


def _outlet_line(entry: dict[str, Any]) -> str:
    """What running needs of an outlet, as one line: name, country, kind, owner, other forms, hosts."""
    forms, hosts = "|".join(entry.get("also", ())), "|".join(entry.get("hosts", ()))
    return "\t".join(
        [entry["name"], entry.get("country", ""), entry["kind"], entry.get("owner", ""), forms, hosts]
    )


def compiled_path() -> Path:
    """Where the compiled tables lie."""
    return HERE / COMPILED


def compiled_bytes() -> bytes:
    """The compiled tables, the same bytes for the same YAML. Raises CodebookError naming file and entry."""
    tables = load()
    found = surfaces(tables)
    tables["gate"] |= gate_patterns(tables)
    tables["equipment"] = "\n".join(_category_and_makers(entry) for entry in tables["equipment"])
    tables["outlets"] = "\n".join(_outlet_line(entry) for entry in tables["outlets"])
    tables["cities"] = {city: entry["state"] for entry in tables["cities"] for city in entry["cities"]}
    for table in ("leaders", "groups", "makers", "blocs", "regions"):
        for entry in tables[table]:  # their words stand in the surfaces
            for key in WORD_KEYS:
                entry.pop(key, None)
    head = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return SEPARATOR.join(part.encode() for part in (head, found["words"], found["forms"]))


def load(folder: Path = HERE) -> dict[str, Any]:
    """All tables of a folder as their YAML says, checked. Raises CodebookError naming file and entry."""
    tables = {"states": _entries("states", [folder / "parties" / "states.yaml"], None)}
    states = frozenset(state["id"] for state in tables["states"])
    for name in ("leaders", "blocs", "regions", "groups", "makers", "cities"):
        tables[name] = _entries(name, sorted(folder.glob(f"parties/{name}*.yaml")), states)
    tables["equipment"] = _entries("equipment", sorted(folder.glob("equipment/*.yaml")), states)
    tables["cues"] = _entries("cues", [folder / "cues.yaml"], states)
    tables["outlets"] = _entries("outlets", [folder / "outlets.yaml"], states)
    _check_outlets(tables["outlets"])
    _check_cities(tables["cities"])
    plain = {name: _plain(folder / f"{name}.yaml", PLAIN[name].split()) for name in PLAIN}
    _check_registers(plain["registers"], states)
    _check_groups(plain["deals"])
    _check_acts(plain["acts"], plain["events"])
    for name in ("deals", "findings"):
        _check_features(name, plain[name])
    return tables | plain


def _read(path: Path) -> Any:  # noqa: ANN401 - YAML holds anything
    try:
        return yaml.load(path.read_text("utf8"), Loader=LOADER)  # noqa: S506 - it is the safe one
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise CodebookError(f"{path.name}{line}: {error.problem}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CodebookError(f"{path.name}: {' '.join(str(error).split())}") from error


def _plain(path: Path, required: list[str]) -> dict[str, Any]:
    table = _read(path)
    if not isinstance(table, dict):
        raise CodebookError(f"{path.name}: is not a table of named lists")
    if missing := [key for key in required if not table.get(key)]:
        raise CodebookError(f"{path.name}: lacks {', '.join(missing)}")
    for key, value in table.items():
        if not isinstance(key, str) or (
            isinstance(value, list) and any(isinstance(word, bool) for word in value)
        ):
            raise CodebookError(f"{path.name}: {key} holds a yes, no, on or off without quotation marks")
    return table


def _entries(name: str, paths: list[Path], states: frozenset[str] | None) -> list[dict[str, Any]]:
    """The entries of a table's files; `states` are the ids that they may name (None: those of the table itself)."""
    entries: list[dict[str, Any]] = []
    ids: set[str] = set()
    for path in paths:
        table = _read(path) or []
        if not isinstance(table, list):
            raise CodebookError(f"{path.name}: is not a list of entries")
        for number, entry in enumerate(table, 1):
            where = f"{path.name}, entry {number}"
            if not isinstance(entry, dict):
                raise CodebookError(f"{where}: is no entry but {entry!r}")
            where += f" ({entry.get('name') or entry.get('cue') or entry.get('state')})"
            _check_keys(where, entry, *KEYS[name])
            _check_values(where, entry, states)
            if entry.get("id") in ids:
                raise CodebookError(f"{where}: {entry['id']} stands twice")
            ids.update([entry["id"]] if "id" in entry else [])
            entries.append(entry)
    if not entries:
        raise CodebookError(f"{name}: the table is missing or empty")
    return entries


def _check_keys(
    where: str, entry: dict[str, Any], required: frozenset[str], optional: frozenset[str]
) -> None:
    keys = set(entry)
    if missing := required - keys:
        raise CodebookError(f"{where}: lacks {', '.join(sorted(missing))}")
    if unknown := keys - required - optional:
        raise CodebookError(f"{where}: unknown {', '.join(sorted(map(str, unknown)))}")


def _check_values(where: str, entry: dict[str, Any], states: frozenset[str] | None) -> None:
    for key, value in entry.items():
        words = value if isinstance(value, list) else [value]
        if key == "years":
            _check_years(where, value)
        elif not all(isinstance(word, str) and word for word in words) and not isinstance(value, bool):
            raise CodebookError(f"{where}: {key} holds something that is not text")
        elif (
            key in ("state", "states", "maker", "country")
            and states
            and (unknown := [w for w in words if w not in states])
        ):
            raise CodebookError(f"{where}: {key} is the unknown state {unknown[0]}")
    if entry.get("category", "tank") not in CATEGORIES:
        raise CodebookError(f"{where}: the category {entry['category']} is unknown")


def _check_years(where: str, years: Any) -> None:  # noqa: ANN401 - YAML holds anything
    """Years are first and last, either of them null where it is not known or still to come."""
    if not isinstance(years, list) or len(years) != 2 or not all(isinstance(y, int | None) for y in years):
        raise CodebookError(f"{where}: years are not first and last")
    first, last = years
    if first is not None and last is not None and first > last:
        raise CodebookError(f"{where}: years end before they begin")


def _check_registers(table: dict[str, Any], states: frozenset[str]) -> None:
    """Every name is one party and every kind of goods one category; what stands outside a register are categories."""
    for key in ("names", "goods"):
        owners: dict[str, str] = {}
        for owner, words in table[key].items():
            for word in words:
                if other := owners.get(word.casefold()):
                    raise CodebookError(f"registers.yaml, {key}: {word} stands twice, first under {other}")
                owners[word.casefold()] = owner
    kinds = [(f"goods, {kind}", [kind]) for kind in table["goods"]]
    kinds += [(f"unroca, {number}", entry["ours"]) for number, entry in table["unroca"].items()]
    for name, register in table["registers"].items():
        kinds += [(f"{name}, {key}", register[key]) for key in ("outside", "partly")]
        if unknown := [s for pair in register["former"].items() for s in pair if s not in states]:
            raise CodebookError(f"registers.yaml, {name}, former: {unknown[0]} is an unknown state")
    for where, some in kinds:
        if unknown := [kind for kind in some if kind not in CATEGORIES | {"small_calibre"}]:
            raise CodebookError(f"registers.yaml, {where}: the category {unknown[0]} is unknown")
    if wrong := [party for party in table["names"] if not PARTY.fullmatch(party)]:
        raise CodebookError(f"registers.yaml, names: {wrong[0]} is no id of a party")


def _check_groups(table: dict[str, Any]) -> None:
    """Every category stands in one group, and categories that are near each other in the same one."""
    owners: dict[str, str] = {}
    for group, members in table["groups"].items():
        for category in members:
            if category not in CATEGORIES or category in owners:
                what = "stands twice" if category in owners else "is unknown"
                raise CodebookError(f"deals.yaml, groups, {group}: the category {category} {what}")
            owners[category] = group
    if missing := sorted(CATEGORIES - set(owners)):
        raise CodebookError(f"deals.yaml, groups: lacks {', '.join(missing)}")
    for one, other in table["near"]:
        if owners.get(one) != owners.get(other) or one not in owners:
            raise CodebookError(f"deals.yaml, near: {one} and {other} are not of one group")


def _check_acts(table: dict[str, Any], events: dict[str, Any]) -> None:
    """The acts are PLOVER's types, each kind of word a list."""
    if odd := sorted(set(table["acts"]) ^ set(events["types"])):
        raise CodebookError(f"acts.yaml, acts: {', '.join(odd)} stands here or in events.yaml only")
    for kind, rows in table.items():
        for name, row in rows.items():
            where = f"acts.yaml, {kind}, {name}"
            _check_keys(where, row, frozenset(), frozenset({"verbs", "nouns", "phrases"}))
            if any(not isinstance(word, str) for words in row.values() for word in words):
                raise CodebookError(f"{where}: holds what is no word; put it in quotation marks")


def _check_features(name: str, table: dict[str, Any]) -> None:
    """Every feature has a weight, a number, and a reason in words."""
    for feature, entry in table["features"].items():
        where = f"{name}.yaml, features, {feature}"
        _check_keys(where, entry, frozenset({"weight", "reason"}), frozenset())
        if isinstance(entry["weight"], bool) or not isinstance(entry["weight"], int | float):
            raise CodebookError(f"{where}: the weight is no number")
        if not isinstance(entry["reason"], str) or not entry["reason"]:
            raise CodebookError(f"{where}: the reason is no text")


def _check_cities(entries: list[dict[str, Any]]) -> None:
    """Every city is one state's."""
    owners: dict[str, str] = {}
    for entry in entries:
        for city in entry["cities"]:
            if city in owners:
                raise CodebookError(
                    f"cities.yaml ({entry['state']}): {city} stands twice, first under {owners[city]}"
                )
            owners[city] = entry["state"]


def _check_outlets(entries: list[dict[str, Any]]) -> None:
    """Every form and host names one outlet; only spellings of one form may differ in no more than their case."""
    owners: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        where = f"outlets.yaml, entry {number} ({entry['name']})"
        _check_outlet(where, entry)
        forms = [entry["name"], *entry.get("also", ())]
        hosts: list[str] = entry.get("hosts", [])
        alike = {" ".join(lower(form).split()).removeprefix("the "): form for form in forms}
        for words in (forms, hosts):
            if twice := [word for word in words if words.count(word) > 1]:
                raise CodebookError(f"{where}: {twice[0]} stands twice")
        for key, word in (*alike.items(), *((f"//{host}", host) for host in hosts)):
            if key in owners:
                raise CodebookError(f"{where}: {word} stands twice, first under {owners[key]}")
            owners[key] = entry["name"]


def _check_outlet(where: str, entry: dict[str, Any]) -> None:
    if not all(isinstance(entry.get(key, ""), str) for key in ("name", "country", "kind", "owner")):
        raise CodebookError(f"{where}: its name, country, kind and owner are not one text each")
    for key in ("also", "hosts"):
        if not isinstance(entry.get(key, []), list):
            raise CodebookError(f"{where}: {key} is not a list")
    if entry["kind"] not in OUTLET_KINDS:
        raise CodebookError(f"{where}: the kind {entry['kind']} is unknown")
    if entry.get("owner", "state") not in OUTLET_OWNERS:
        raise CodebookError(f"{where}: the owner {entry['owner']} is unknown")
    if "country" not in entry and entry["kind"] != "official":
        raise CodebookError(f"{where}: lacks country")
    if wrong := [form for form in (entry["name"], *entry.get("also", ())) if PARTING.search(form)]:
        raise CodebookError(f"{where}: {wrong[0]!r} holds a tab, a line's end or |")
    if wrong := [host for host in entry.get("hosts", ()) if not HOST.fullmatch(host)]:
        raise CodebookError(f"{where}: {wrong[0]} is not a domain name in lower case without www")
