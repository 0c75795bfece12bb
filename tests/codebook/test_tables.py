"""The codebook's tables: what they hold, that every entry is sane, and what is said of one that is not."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any, get_args

import pycountry
import pytest

from armstrail.codebook import COMPILED, lexicon, tables
from armstrail.codebook.compilation import CATEGORIES, HERE, compiled_bytes, compiled_path, load
from armstrail.codebook.surfaces import spellings
from armstrail.errors import CodebookError
from armstrail.model import Stage

Tables = dict[str, Any]

# ISO 3166-1 has these too; they are parts of other states, and few if any arms go to them by name.
TERRITORIES = frozenset(
    "ABW AIA ALA ASM ATA ATF BES BLM BVT CCK COK CXR GGY GLP HMD IOT JEY MAF MNP MSR MTQ MYT NFK NIU PCN REU SGS"
    " SHN SJM SPM SXM TCA TKL UMI VIR WLF".split()
)
# ISO 3166-3 has these too: territories, and states whose words the state of today has.
NEVER_STATES = frozenset("AFI ATB ATF ATN BYS CTE FXX GEL JTN MID NHB NTZ PCI PUS SKM TMP WAK".split())
STAGES = frozenset(get_args(Stage))
MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)


@pytest.fixture(scope="module")
def written() -> Tables:
    """The tables as people wrote them."""
    return load()


# ------------------------------------------------------------------ what the tables hold


def test_all_states_of_today_are_there(written: Tables) -> None:
    ids = {state["id"] for state in written["states"]}
    assert {country.alpha_3 for country in pycountry.countries} - ids == TERRITORIES


def test_all_former_states_are_there_and_have_ended(written: Tables) -> None:
    former = {country.alpha_3 for country in pycountry.historic_countries} - NEVER_STATES
    years = {state["id"]: state["years"] for state in written["states"]}
    assert former <= set(years)
    assert {"SUN", "DDR", "CSK", "YUG", "ZAR", "YMD"} <= former
    today = {country.alpha_3 for country in pycountry.countries}
    assert not [state for state, (_, last) in years.items() if last is None and state not in today | {"XKX"}]
    assert not [state for state in former - today if years[state][1] is None]


def test_no_state_has_an_id_that_iso_3166_does_not_give(written: Tables) -> None:
    given = {c.alpha_3 for c in (*pycountry.countries, *pycountry.historic_countries)}
    assert {state["id"] for state in written["states"]} - given == {"XKX"}  # Kosovo: assigned by its users


def test_every_state_has_an_adjective_or_another_name(written: Tables) -> None:
    bare = [s["id"] for s in written["states"] if not s.get("adjectives") and not s.get("names")]
    assert set(bare) <= {"MAC", "HKG"}


def test_the_tables_are_as_large_as_they_have_to_be(written: Tables) -> None:
    assert len(written["groups"]) >= 150
    assert len([maker for maker in written["makers"] if maker.get("state") or maker.get("states")]) >= 200
    assert len({entry["name"] for entry in written["equipment"]}) >= 1_500
    assert len({cue["cue"] for cue in written["cues"]}) >= 300
    assert {maker["kind"] for maker in written["makers"]} >= {"maker", "agency", "broker"}


def test_every_category_has_generic_nouns(written: Tables) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for group in written["nouns"]["nouns"]:
        found[group["category"]] += group["words"]
    assert set(found) == CATEGORIES
    assert not [category for category, words in found.items() if len(words) < 5]


def test_every_category_of_things_has_designations(written: Tables) -> None:
    made = {entry["category"] for entry in written["equipment"]}
    assert CATEGORIES - made <= {"equipment", "service", "funds", "unspecified"}


def test_every_stage_has_predicates(written: Tables) -> None:
    predicates = written["predicates"]
    rows = [*predicates["verbs"], *predicates["operators"], *predicates["nouns"]]
    assert {row["stage"] for row in rows} == STAGES - {"unclear"}  # which is the absence of one
    assert {row["stage"] for row in predicates["operators"]} == STAGES - {"unclear"}
    assert {"not", "never", "no", "neither"} <= set(predicates["negation"])
    assert set(predicates["modality"]) == {"future", "possible", "duty", "hedge"}


def test_every_predicate_has_a_frame_that_the_reader_knows(written: Tables) -> None:
    predicates = written["predicates"]
    rows = [*predicates["verbs"], *predicates["operators"], *predicates["nouns"]]
    assert {row["frame"] for row in rows} <= {"give", "take", "arm", "move", "mutual"}
    assert {row["item"] for row in rows if "item" in row} <= CATEGORIES


def test_every_cue_has_its_forms(written: Tables) -> None:
    for cue in written["cues"]:
        assert cue["forms"], cue
        assert all(form == form.strip() for form in cue["forms"]), cue
    kinds = {cue["kind"] for cue in written["cues"]}
    assert {"verb", "noun", "preposition", "adverb"} <= kinds


# ------------------------------------------------------------------ that every entry is sane


@pytest.mark.parametrize(
    ("table", "form"),
    [
        ("states", r"[A-Z]{3}"),
        ("groups", r"group:[a-z0-9]+(-[a-z0-9]+)*"),
        ("makers", r"org:[a-z0-9]+(-[a-z0-9]+)*"),
        ("blocs", r"bloc:[a-z0-9]+(-[a-z0-9]+)*"),
        ("regions", r"region:[a-z0-9]+(-[a-z0-9]+)*"),
    ],
)
def test_ids_are_well_formed_and_unique(written: Tables, table: str, form: str) -> None:
    ids = [entry["id"] for entry in written[table]]
    assert not [i for i in ids if not re.fullmatch(form, i)]
    assert len(ids) == len(set(ids))


def test_designations_are_unique(written: Tables) -> None:
    names = [entry["name"].lower() for entry in written["equipment"]]
    assert len(names) == len(set(names))


def test_years_are_years(written: Tables) -> None:
    for table in ("states", "leaders", "groups", "blocs", "makers"):
        for entry in written[table]:
            for year in entry.get("years", ()):
                assert year is None or 1800 < year <= 2026, entry


def test_leaders_were_in_office_within_living_memory(written: Tables) -> None:
    for leader in written["leaders"]:
        first, last = leader["years"]
        assert first is not None, leader
        assert first <= (last or 2026) <= 2026, leader
        assert (last or 2026) >= 1970, leader


def test_leaders_held_office_while_their_state_existed(written: Tables) -> None:
    states = {state["id"]: state["years"] for state in written["states"]}
    states["XKX"] = [1999, None]  # Kosovo had presidents before it was a state
    for leader in written["leaders"]:
        first, last = states[leader["state"]]
        assert leader["years"][0] <= (last or 2026) + 1, leader
        assert (leader["years"][1] or 2026) >= (first or 0), leader


def test_no_leader_is_called_like_a_state_or_a_month(written: Tables) -> None:
    taken = set(MONTHS_AND_DAYS)
    for state in written["states"]:
        for key in ("names", "adjectives", "people", "places"):
            taken |= {word.lower() for word in state.get(key, ())}
        taken.add(state["name"].lower())
    wrong = [
        (leader["name"], form)
        for leader in written["leaders"]
        for form in (leader["name"], *leader.get("also", ()))
        if form.lower() in taken
    ]
    assert wrong == []


def test_weak_words_are_words_of_their_entry(written: Tables) -> None:
    for state in written["states"]:
        keys = (
            "names",
            "adjectives",
            "people",
            "places",
            "institutions",
            "names_shared",
            "adjectives_shared",
        )
        own = {state["name"], *(word for key in keys for word in state.get(key, ()))}
        assert set(state.get("weak", ())) <= own, state["id"]


def test_no_word_is_a_yes_or_a_no(written: Tables) -> None:
    """YAML reads an unquoted no as false."""

    def words(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [
                word for key, inner in value.items() for word in (key, *words(inner)) if inner is not True
            ]
        return [word for inner in value for word in words(inner)] if isinstance(value, list) else [value]

    for name, table in written.items():
        assert not [word for word in words(table) if isinstance(word, bool)], name


def test_no_two_states_own_a_word_in_the_same_year(written: Tables) -> None:
    owners: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for state in written["states"]:
        first, last = state["years"]
        words = {state["name"]}
        for key in ("names", "adjectives", "people", "places", "names_shared", "adjectives_shared"):
            words |= set(state.get(key, ()))
        for word in words - set(state.get("weak", ())):
            owners[word].append((state["id"], first or 0, last or 9999))
    both = {
        (word, one[0], other[0])
        for word, held in owners.items()
        for one in held
        for other in held
        if one[0] < other[0] and one[1] <= other[2] and other[1] <= one[2]
    }
    assert both == set()


def test_no_designation_is_of_two_categories_unless_it_is_weak(written: Tables) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in written["equipment"]:
        strong = [] if entry.get("weak") else [entry["name"]]
        for form in (*strong, *entry.get("variants", ()), *entry.get("also", ())):
            for spelling in spellings(form):
                owners[spelling.lower()].add(entry["category"])
    assert {spelling: held for spelling, held in owners.items() if len(held) > 1} == {}


def test_no_strong_designation_is_a_common_noun_or_a_party(written: Tables) -> None:
    """ "Tank", "Georgia": a designation that is one of these has to be weak."""
    wrong = []
    for entry in written["equipment"]:
        if entry.get("weak"):
            continue
        kinds = {form.kind for match in lexicon.find(entry["name"]) for form in match.forms if not form.weak}
        whole = [m for m in lexicon.find(entry["name"]) if (m.start, m.end) == (0, len(entry["name"]))]
        if "equipment" not in kinds or any(
            form.kind == "state" and not form.weak for match in whole for form in match.forms
        ):
            wrong.append(entry["name"])
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("S-300", "S-300"),
        ("S300", "S-300"),
        ("S 300", "S-300"),
        ("S-300PMU-2", "S-300"),
        ("S-300PMU2", "S-300"),
        ("S-300s", "S-300"),
        ("F-16", "F-16"),
        ("F-16s", "F-16"),
        ("F16s", "F-16"),
        ("F‑16", "F-16"),  # a hyphen that does not break
        ("F-16C/D", "F-16"),
        ("F-16 A/B", "F-16"),
        ("Leopard 2", "Leopard 2"),
        ("Leopard 2s", "Leopard 2"),
        ("Leopard 2A6", "Leopard 2"),
        ("Leopard-2", "Leopard 2"),
        ("Leopard\xa02", "Leopard 2"),
        ("Leopards", "Leopard"),
        ("T-72M1", "T-72"),
        ("T72s", "T-72"),
        ("MiG-29", "MiG-29"),
        ("Mig-29s", "MiG-29"),
        ("MiG 29", "MiG-29"),
        ("Su-30MKI", "Su-30"),
        ("AK-47s", "AK-47"),
        ("Bayraktar TB2", "Bayraktar TB2"),
        ("Bayraktar TB-2", "Bayraktar TB2"),
    ],
)
def test_spellings_that_follow_a_rule_need_no_entry(written: Tables, words: str, name: str) -> None:
    (match,) = lexicon.find(words)
    assert (match.start, match.end) == (0, len(words)) or words == "F-16 A/B"
    entries = [written["equipment"][form.entry] for form in match.forms if form.kind == "equipment"]
    assert name in {
        word
        for entry in entries
        for word in (entry["name"], *entry.get("also", ()), *entry.get("weak_also", ()))
    }


# ------------------------------------------------------------------ compiled


def test_the_compiled_tables_are_fresh_and_always_the_same() -> None:
    fresh = compiled_bytes()
    assert compiled_path().read_bytes() == fresh, "run `make codebook`"


def test_what_runs_is_what_was_written(written: Tables) -> None:
    for table in ("states", "leaders", "blocs", "regions", "groups", "makers", "cues"):
        assert len(tables()[table]) == len(written[table])
    assert tables()["predicates"] == written["predicates"]
    assert compiled_path().name == COMPILED


# ------------------------------------------------------------------ damaged


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables in short: all states, and the first entries of the others."""
    for path in HERE.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(HERE)
        copy.parent.mkdir(exist_ok=True)
        if (path.parent == HERE and path.name != "cues.yaml") or path.name == "states.yaml":
            shutil.copy(path, copy)
        else:
            head = re.findall(r"(?m)^- .*\n(?:  .*\n)*", path.read_text(encoding="utf-8"))[:3]
            copy.write_text("".join(head), encoding="utf-8")
    return tmp_path


def test_tables_that_are_whole_are_read(folder: Path) -> None:
    assert len(load(folder)["cues"]) == 3


@pytest.mark.parametrize(
    ("file", "added", "said"),
    [
        ("parties/states.yaml", "- {id: QQQ}", r"states\.yaml, entry \d+ \(None\): lacks name"),
        (
            "parties/states.yaml",
            "- {id: FRA, name: Gaul}",
            r"states\.yaml, entry \d+ \(Gaul\): FRA stands twice",
        ),
        (
            "parties/cities.yaml",
            "- {state: POL, cities: [Kandahar]}",
            r"cities\.yaml \(POL\): Kandahar stands twice, first under AFG",
        ),
        (
            "parties/states.yaml",
            "- {id: QQQ, name: Q, capital: C}",
            r"states\.yaml, entry \d+ \(Q\): unknown capital",
        ),
        (
            "parties/states.yaml",
            "- {id: NOR, name: No, names: [no]}",
            r"states\.yaml, entry \d+ \(.*\): names holds something that is not text",
        ),
        (
            "parties/groups.yaml",
            "- {id: 'group:x', name: X, states: [RUR]}",
            r"groups\.yaml, entry 4 \(X\): states is the unknown state RUR",
        ),
        (
            "parties/leaders_asia.yaml",
            "- {name: A B, state: RUR, office: king, years: [1990, null]}",
            r"leaders_asia\.yaml, entry 4 \(A B\): state is the unknown state RUR",
        ),
        (
            "parties/leaders_asia.yaml",
            "- {name: A B, state: JPN, office: king, years: [1990, 1980]}",
            r"leaders_asia\.yaml, entry 4 \(A B\): years end before they begin",
        ),
        (
            "parties/leaders_asia.yaml",
            "- {name: A B, state: JPN, office: king, years: 1990}",
            r"leaders_asia\.yaml, entry 4 \(A B\): years are not first and last",
        ),
        (
            "equipment/tanks.yaml",
            "- {name: T-1, category: tnak, maker: FRA}",
            r"tanks\.yaml, entry 4 \(T-1\): the category tnak is unknown",
        ),
        (
            "equipment/tanks.yaml",
            "- {name: T-1, category: tank, maker: [FRA, RUR]}",
            r"tanks\.yaml, entry 4 \(T-1\): maker is the unknown state RUR",
        ),
        ("equipment/tanks.yaml", "- T-1", r"tanks\.yaml, entry 4: is no entry but 'T-1'"),
        ("cues.yaml", "- {cue: moo, forms: [moo]}", r"cues\.yaml, entry 4 \(moo\): lacks kind"),
        ("cues.yaml", "- {cue: [", r"cues\.yaml, line \d+: .+"),
        ("gate.yaml", "again: []", r"gate\.yaml: lacks again"),
        (
            "gate.yaml",
            "whole: [yes, no]",
            r"gate\.yaml: whole holds a yes, no, on or off without quotation marks",
        ),
    ],
)
def test_a_damaged_entry_is_named_with_its_file(folder: Path, file: str, added: str, said: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as table:
        table.write(added + "\n")
    with pytest.raises(CodebookError) as caught:
        load(folder)
    assert re.fullmatch(said, str(caught.value))


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "nouns.yaml").unlink()
    with pytest.raises(CodebookError, match=r"^nouns\.yaml: .*No such file[^\n]*$"):
        load(folder)


def test_an_empty_table_is_named(folder: Path) -> None:
    for path in (folder / "equipment").iterdir():
        path.unlink()
    with pytest.raises(CodebookError, match=r"^equipment: the table is missing or empty$"):
        load(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", r"^gate\.yaml: [^\n]*$"),
        (b"- words\n", r"^gate\.yaml: is not a table of named lists$"),
        (b"words: [a\nagain: }", r"^gate\.yaml, line \d+: [^\n]*$"),
        (b"a: \x07", r"^gate\.yaml: [^\n]*$"),
    ],
)
def test_what_is_no_yaml_is_named(folder: Path, content: bytes, said: str) -> None:
    (folder / "gate.yaml").write_bytes(content)
    with pytest.raises(CodebookError, match=said):
        load(folder)


def test_a_table_of_entries_has_to_be_a_list(folder: Path) -> None:
    (folder / "cues.yaml").write_text("cue: say\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"^cues\.yaml: is not a list of entries$"):
        load(folder)


# ------------------------------------------------------------------ told of


def test_the_docs_tell_of_every_table_stage_and_category() -> None:
    folder = HERE.parents[2] / "docs"
    docs = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("codebook*.md")))
    told = set(re.findall(r"`([^`\n]+)`", docs))
    assert {str(stage) for stage in STAGES} | CATEGORIES <= told
    for path in HERE.rglob("*.yaml"):
        names = {path.name, f"{path.parent.name}/{path.name}"}
        family = {f"{path.parent.name}/*.yaml", re.sub(r"_.*", "_*.yaml", f"{path.parent.name}/{path.name}")}
        assert (names | family) & told, path.name


def test_no_city_is_a_word_that_names_a_party_of_another_state(written: Tables) -> None:
    words = {
        form: entry["id"]
        for table in ("states", "regions", "groups", "blocs")
        for entry in written[table]
        for key in ("name", "names", "places", "adjectives", "people", "institutions")
        for form in ([entry[key]] if key == "name" else entry.get(key, []))
    }
    told = {(city, row["state"]) for row in written["cities"] for city in row["cities"]}
    assert {city for city, state in told if words.get(city, state) != state} == set()


# ------------------------------------------------------------------ deals and findings


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        ("deals.yaml", "guns: [artillery]", "guns: [guns]", "groups, guns: the category guns is unknown"),
        ("deals.yaml", "guns: [artillery]", "guns: [artillery, tank]", "the category tank stands twice"),
        ("deals.yaml", "guns: [artillery]", "guns: []", "groups: lacks artillery"),
        ("deals.yaml", "[warship, other_ship]", "[warship, tank]", "tank"),
        ("deals.yaml", "soon: {weight: ", "soon: {weight: x", "features, soon: the weight is no number"),
        ("findings.yaml", "variant: {weight: ", "variant: {height: ", "features, variant: lacks weight"),
        ("findings.yaml", "matches: ", "matching: ", "findings.yaml: lacks matches"),
    ],
)
def test_a_table_of_features_that_cannot_be_is_named(
    folder: Path, file: str, was: str, now: str, said: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=re.escape(said)):
        load(folder)
