"""The JSON Schemas of docs/schema: what is really written holds to them, and what is not written does not."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from armstrail import registers
from armstrail.codebook.compilation import CATEGORIES
from armstrail.exports.deals import write_lines as write_deals
from armstrail.exports.entries import Judged, write_lines
from armstrail.exports.findings import finding_record
from armstrail.exports.lines import write as write_readings
from armstrail.exports.sourced import Sourced
from armstrail.ledger import Kind, Ledger
from armstrail.model import Certainty, Field, Finding, Polarity, Reading, Side, Stage, Verdict, Voice
from armstrail.model import Feature as Compared
from tests.exports.told import deal, many, strand
from tests.made import BARE, READING
from tests.registers.made import SIPRI

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
SCHEMATA = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
KINDS: dict[str, Kind] = {"statement": "statements", "claim": "claims", "document": "documents"}
OPTIONAL = frozenset("in cue_in name_in designation_in designation_span state".split())
Objects = dict[str, list[dict[str, Any]]]


def validator(name: str) -> Draft202012Validator:
    held = Registry().with_resources((key, Resource.from_contents(made)) for key, made in SCHEMATA.items())
    return Draft202012Validator(SCHEMATA[f"{name}.json"], registry=held)


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def readings(*made: Reading) -> list[dict[str, Any]]:
    write_readings(made, out := io.StringIO())
    return lines(out)


@pytest.fixture(scope="session")
def written(
    sample_readings: list[Reading],
    sample_ledger: Ledger,
    sample_deals: list[Sourced],
    tmp_path_factory: pytest.TempPathFactory,
) -> Objects:
    """What the commands write of the sample articles, and of what was made by hand for its awkward cases."""
    made: Objects = {"reading": readings(*sample_readings, READING, BARE)}
    for name, kind in KINDS.items():
        write_lines(
            sample_ledger.entries(kind), kind, Judged(sample_ledger.judgements()), out := io.StringIO()
        )
        made[name] = lines(out)
    told = deal(
        strand(1, side="supplier", value="$2bn", amount=2e9, currency=None, **many("18", 18)),
        strand(2, side="recipient", filled="supplier", **many("40", 40)),
        strand(
            3, polarity="denied", supplier="", designation=None, speaker="A", date="2023-01", side="third"
        ),
    )
    write_deals([*(deal for deal, _ in sample_deals), told], out := io.StringIO())
    made["deal"] = lines(out)
    made["finding"] = list(findings(told, tmp_path_factory.mktemp("register") / "sipri.csv"))
    return made


def findings(told: Any, file: Path) -> Iterator[dict[str, Any]]:
    file.write_text(SIPRI, encoding="utf-8")
    release, rows = registers.load(file)
    by_line = {row.line: row for row in rows}
    for verdict in get_args(Verdict):
        found = Finding(
            told.id, verdict, ("why",), tuple(by_line), ("number",), (Compared("same_kind", 1.5, "the same"),)
        )
        yield json.loads(json.dumps(finding_record(told, found, release, by_line)))


@pytest.mark.parametrize("name", SCHEMATA)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMATA[name])


@pytest.mark.parametrize("name", [name.removesuffix(".json") for name in SCHEMATA if name != "parts.json"])
def test_what_is_written_holds_to_its_schema(name: str, written: Objects) -> None:
    against = validator(name)
    assert written[name]
    for made in written[name]:
        assert [f"{error.json_path}: {error.message}" for error in against.iter_errors(made)] == []


@pytest.mark.parametrize("name", [name.removesuffix(".json") for name in SCHEMATA if name != "parts.json"])
def test_no_object_may_have_a_key_more_or_lack_one(name: str, written: Objects) -> None:
    """In every object of the fullest record, however deep."""
    against = validator(name)
    fullest = max(
        written[name], key=lambda made: len(json.dumps(made)) if name != "reading" else len(made["claims"])
    )
    tried = 0
    for path in paths(fullest):
        more = deepcopy(fullest)
        at(more, path)["invented"] = 1
        assert not against.is_valid(more), path
        for key in at(fullest, path):
            if key in OPTIONAL or path[-1:] == ("versions",) or (key == "words" and "contradictions" in path):
                continue
            less = deepcopy(fullest)
            del at(less, path)[key]
            assert not against.is_valid(less), (path, key)
            tried += 1
        if tried > 200:
            break
    assert tried > 5


def paths(made: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(made, dict):
        if path[-1:] not in (("cells",), ("changes",)):
            yield path
        for key, value in made.items():
            yield from paths(value, (*path, key))
    elif isinstance(made, list):
        for place, value in enumerate(made):
            yield from paths(value, (*path, place))


def at(made: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        made = made[step]
    return made


def test_the_values_are_those_of_the_records() -> None:
    parts = SCHEMATA["parts.json"]["$defs"]
    for name, literal in {
        "stage": Stage,
        "polarity": Polarity,
        "certainty": Certainty,
        "voice": Voice,
        "side": Side,
    }.items():
        assert parts[name]["enum"] == list(get_args(literal))
    assert set(parts["register_row"]["properties"]["estimated"]["items"]["enum"]) == set(get_args(Field))
    assert SCHEMATA["finding.json"]["properties"]["verdict"]["enum"] == list(get_args(Verdict))


def test_the_categories_are_those_of_the_codebook() -> None:
    assert set(SCHEMATA["parts.json"]["$defs"]["category"]["enum"]) == set(CATEGORIES)


def test_what_is_no_value_of_a_field_is_refused(written: Objects) -> None:
    for name, field, wrong in (
        ("claim", "stage", "sold"),
        ("claim", "span", [3]),
        ("claim", "confidence", 1.5),
        ("document", "id", "a"),
        ("deal", "supplier", "Germany"),
        ("deal", "strands", []),
        ("finding", "verdict", "true"),
        ("statement", "voice", None),
    ):
        made = {**written[name][0], field: wrong}
        assert not validator(name).is_valid(made), (name, field)
