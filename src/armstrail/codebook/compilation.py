"""YAML tables -> checked -> one JSON file. Needs PyYAML, which only developers have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from armstrail.codebook import COMPILED
from armstrail.codebook.surfaces import gate_patterns, surfaces
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
    "cues": (frozenset({"cue", "forms", "kind"}), frozenset({"takes", "before"})),
}
WORD_KEYS = ("variants", "also", "weak_also", "names", "adjectives", "weak_names", "weak")
PLAIN = ("contexts", "nouns", "money", "numbers", "dates", "predicates", "gate", "offices", "sentences")


def _category_and_makers(entry: dict[str, Any]) -> str:
    """What running needs of a designation, as one line: thousands of lines load at once, thousands of dicts do not."""
    makers = entry["maker"] if isinstance(entry["maker"], list) else [entry["maker"]]
    return f"{entry['category']}:{','.join(makers)}"


def compiled_path() -> Path:
    """Where the compiled tables lie."""
    return HERE / COMPILED


def compiled_bytes() -> bytes:
    """The compiled tables, the same bytes for the same YAML. Raises CodebookError naming file and entry."""
    tables = load()
    tables["surfaces"] = surfaces(tables)
    tables["gate"] |= gate_patterns(tables)
    tables["equipment"] = "\n".join(_category_and_makers(entry) for entry in tables["equipment"])
    for table in ("leaders", "groups", "makers", "blocs", "regions"):
        for entry in tables[table]:  # their words stand in the surfaces
            for key in WORD_KEYS:
                entry.pop(key, None)
    return json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def load() -> dict[str, Any]:
    """All tables as their YAML says, checked. Raises CodebookError naming file and entry."""
    tables: dict[str, Any] = {
        name: _entries(name, sorted(HERE.glob(f"parties/{name}*.yaml")))
        for name in ("states", "leaders", "blocs", "regions", "groups", "makers")
    }
    tables["equipment"] = _entries("equipment", sorted(HERE.glob("equipment/*.yaml")))
    tables["cues"] = _entries("cues", [HERE / "cues.yaml"])
    for name in PLAIN:
        tables[name] = _read(HERE / f"{name}.yaml")
    _check_references(tables)
    return tables


def _read(path: Path) -> Any:  # noqa: ANN401 - YAML holds anything
    try:
        return yaml.load(path.read_text("utf8"), Loader=LOADER)  # noqa: S506 - it is the safe one
    except (OSError, yaml.YAMLError) as error:
        raise CodebookError(f"{path.name}: {error}") from error


def _entries(name: str, paths: list[Path]) -> list[dict[str, Any]]:
    required, optional = KEYS[name]
    entries: list[dict[str, Any]] = []
    for path in paths:
        for number, entry in enumerate(_read(path) or [], 1):
            keys = set(entry)
            if missing := required - keys:
                raise CodebookError(f"{path.name}, entry {number}: lacks {', '.join(sorted(missing))}")
            if unknown := keys - required - optional:
                raise CodebookError(f"{path.name}, entry {number}: unknown {', '.join(sorted(unknown))}")
            for key, value in entry.items():
                if (
                    isinstance(value, list)
                    and key not in ("years",)
                    and not all(isinstance(x, str) for x in value)
                ):
                    raise CodebookError(
                        f"{path.name}, entry {number}: {key} holds something that is not text"
                    )
            entries.append(entry)
    if not entries:
        raise CodebookError(f"{name}: the table is missing or empty")
    return entries


def _check_references(tables: dict[str, Any]) -> None:
    states = {s["id"] for s in tables["states"]}
    for table in ("leaders", "makers"):
        for entry in tables[table]:
            if entry.get("state") and entry["state"] not in states:
                raise CodebookError(f"{table}: {entry['name']} has the unknown state {entry['state']}")
    for entry in tables["equipment"]:
        if entry["category"] not in CATEGORIES:
            raise CodebookError(f"equipment: {entry['name']} has the unknown category {entry['category']}")
        makers = entry["maker"] if isinstance(entry["maker"], list) else [entry["maker"]]
        if unknown := [m for m in makers if m not in states]:
            raise CodebookError(f"equipment: {entry['name']} has the unknown maker state {unknown[0]}")
    for table in ("states", "blocs", "regions", "groups", "makers"):
        ids = [e["id"] for e in tables[table]]
        if twice := {i for i in ids if ids.count(i) > 1}:
            raise CodebookError(f"{table}: {', '.join(sorted(twice))} stands twice")
