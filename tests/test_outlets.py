"""Words or host -> outlet, and what is said of an entry of the table that is not sane."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from armstrail.codebook.compilation import HERE, OUTLET_KINDS, load
from armstrail.errors import CodebookError
from armstrail.outlets import Outlet, agencies, outlet, outlet_at


@pytest.fixture(scope="module")
def written() -> list[dict[str, Any]]:
    """The entries as people wrote them."""
    entries: list[dict[str, Any]] = load()["outlets"]
    return entries


# ------------------------------------------------------------------ what is found


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Reuters", "Reuters"),
        ("REUTERS", "Reuters"),
        ("Associated Press", "AP"),
        ("the Associated Press", "AP"),
        ("  The Associated\xa0Press ", "AP"),
        ("ap", "AP"),
        ("Itar-Tass", "TASS"),
        ("ITAR‑TASS", "TASS"),  # a hyphen that does not break
        ("Agence France Presse", "AFP"),
        ("Agence France-Presse", "AFP"),
        ("Press Trust of India", "PTI"),
        ("新华社", "Xinhua"),
        ("guardian", "The Guardian"),
        ("The Times", "The Times"),
        ("TIMES", "The Times"),
        ("Jane’s Defence Weekly", "Janes"),
        ("Pentagon", "U.S. Department of Defense"),
        # a host in place of a name
        ("www.tass.com", "TASS"),
        (" english.news.cn ", "Xinhua"),
        ("WWW.BBC.CO.UK", "BBC"),
        ("Defensa.com", "Defensa.com"),
    ],
)
def test_words_name_the_outlet_that_they_are_a_form_of(words: str, name: str) -> None:
    found = outlet(words)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the",
        "The Harbour Post",
        "Reuters reported",
        "seen on www.tass.com",
        "harbour-post.example",
        "com",
        "tass.com.example",
    ],
)
def test_other_words_name_none(words: str) -> None:
    assert outlet(words) is None


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("tass.com", "TASS"),
        ("www.tass.com", "TASS"),
        ("in.reuters.com", "Reuters"),
        ("a.b.bbc.co.uk.", "BBC"),
        ("Economictimes.IndiaTimes.com", "The Economic Times"),
        ("interfax.com.ua", "Interfax-Ukraine"),  # not that of interfax.com
        ("abcnews.go.com", "ABC"),
        ("abc.net.au", "ABC Australia"),
        ("abc.es", "Diario ABC"),
        ("cna.com.tw", "CNA"),
        ("www.channelnewsasia.com", "Channel NewsAsia"),
        ("apa.az", "Azeri-Press Agency"),
        ("mod.gov.il", "Israeli Ministry of Defence"),
        ("news.un.org", "UN News"),
        ("go.com", None),
        ("indiatimes.com", None),
        ("gov.il", None),
        ("nottass.com", None),
        ("cnn.example.org", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_a_host_is_its_own_outlets_or_that_of_the_domain_above(host: str, name: str | None) -> None:
    found = outlet_at(host)
    assert (found and found.name) == name


def test_an_outlet_says_whose_it_is_and_how_it_is_called() -> None:
    assert outlet("tass") == Outlet(
        "TASS",
        "RUS",
        "agency",
        "state",
        ("TASS", "ITAR-TASS", "Itar-Tass", "Tass", "TASS News Agency", "ТАСС", "ИТАР-ТАСС"),
    )
    assert outlet("LaPresse") == Outlet("LaPresse", "ITA", "agency", None, ("LaPresse",))
    assert outlet("NATO") == Outlet(
        "NATO", None, "official", None, ("NATO", "North Atlantic Treaty Organization")
    )
    assert [one.country for name in ("ADN", "Radio Moscow") if (one := outlet(name))] == ["DDR", "SUN"]
    assert [one.owner for name in ("BBC", "RT", "CNN") if (one := outlet(name))] == ["public", "state", None]


def test_agencies_are_those_and_no_others() -> None:
    named = {one.name for one in agencies()}
    assert {"Reuters", "AP", "AFP", "TASS", "Xinhua", "Yonhap", "Anadolu", "ADN", "PTI", "MENA"} <= named
    assert not named & {"BBC", "Defense News", "The Guardian", "NATO"}
    assert {one.kind for one in agencies()} == {"agency"}
    assert len(named) == len(agencies()) >= 70


# ------------------------------------------------------------------ what the table holds


def test_every_form_and_host_that_was_written_finds_its_entry(written: list[dict[str, Any]]) -> None:
    for entry in written:
        found = outlet(entry["name"])
        assert found is not None
        assert (found.name, found.country, found.kind, found.owner) == (
            entry["name"],
            entry.get("country"),
            entry["kind"],
            entry.get("owner"),
        )
        assert found.forms == (entry["name"], *entry.get("also", ()))
        for form in found.forms:
            bare = form.removeprefix("The ")
            assert outlet(form) is outlet(bare) is outlet(f" The {bare.upper()} ") is found, form
        for host in entry.get("hosts", ()):
            assert outlet_at(host) is outlet_at(f"www.{host}") is outlet(host) is found, host


def test_the_table_is_as_large_as_it_has_to_be(written: list[dict[str, Any]]) -> None:
    assert len([entry for entry in written if entry.get("country")]) >= 200
    assert {entry["kind"] for entry in written} == set(OUTLET_KINDS)
    assert len({entry["country"] for entry in written if entry["kind"] == "agency"}) >= 70


def test_only_what_has_ended_has_years(written: list[dict[str, Any]]) -> None:
    ended = [entry for entry in written if "years" in entry]
    assert ended
    assert not [entry["name"] for entry in ended if entry["years"][1] is None]


def test_an_import_loads_no_table() -> None:
    code = "import armstrail.outlets, armstrail.codebook as c; print(c.tables.cache_info().currsize)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"


# ------------------------------------------------------------------ damaged


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables in short: all states, two outlets, and the first entry of the others."""
    for path in HERE.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(HERE)
        copy.parent.mkdir(exist_ok=True)
        if path.name == "states.yaml" or (path.parent == HERE and path.name != "cues.yaml"):
            copy.symlink_to(path)
        else:
            head = re.findall(r"(?m)^- .*\n(?:  .*\n)*", path.read_text(encoding="utf-8"))[:1]
            copy.write_text("".join(head), encoding="utf-8")
    (tmp_path / "outlets.yaml").unlink()
    (tmp_path / "outlets.yaml").write_text(
        "- {name: The Tide, country: NOR, kind: newspaper, also: [Tidens, TIDENS], hosts: [tide.example]}\n"
        "- {name: Sea League, kind: official, years: [1990, null]}\n",
        encoding="utf-8",
    )
    return tmp_path


def test_outlets_that_are_whole_are_read(folder: Path) -> None:
    assert [entry["name"] for entry in load(folder)["outlets"]] == ["The Tide", "Sea League"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{country: NOR, kind: site}", "(None): lacks name"),
        ("{name: X, country: NOR}", "(X): lacks kind"),
        ("{name: X, kind: site}", "(X): lacks country"),
        ("{name: X, country: NOR, kind: site, url: x.no}", "(X): unknown url"),
        ("{name: X, country: NOR, kind: blog}", "(X): the kind blog is unknown"),
        ("{name: X, country: NOR, kind: site, owner: rich}", "(X): the owner rich is unknown"),
        ("{name: X, country: QQQ, kind: site}", "(X): country is the unknown state QQQ"),
        ("{name: X, country: NOR, kind: site, also: [NO]}", "(X): also holds something that is not text"),
        ("{name: X, country: NOR, kind: site, also: Y}", "(X): also is not a list"),
        ("{name: X, country: NOR, kind: site, hosts: x.no}", "(X): hosts is not a list"),
        (
            "{name: X, country: [NOR, SWE], kind: site}",
            "(X): its name, country, kind and owner are not one text each",
        ),
        (
            "{name: true, country: NOR, kind: site}",
            "(True): its name, country, kind and owner are not one text each",
        ),
        ("{name: X, country: NOR, kind: site, years: [1990, 1980]}", "(X): years end before they begin"),
        ("{name: X, country: NOR, kind: site, also: [Y|Z]}", "(X): 'Y|Z' holds a tab, a line's end or |"),
        (
            '{name: X, country: NOR, kind: site, also: ["Y\\tZ"]}',
            "(X): 'Y\\tZ' holds a tab, a line's end or |",
        ),
        *(
            (
                f"{{name: X, country: NOR, kind: site, hosts: [{host}]}}",
                f"(X): {host} is not a domain name in lower case without www",
            )
            for host in ("www.x.no", "X.no", "x", "x.no/news", "https://x.no")
        ),
        ("{name: X, country: NOR, kind: site, also: [X]}", "(X): X stands twice"),
        ("{name: X, country: NOR, kind: site, hosts: [x.no, x.no]}", "(X): x.no stands twice"),
        (
            "{name: The Tide, country: NOR, kind: site}",
            "(The Tide): The Tide stands twice, first under The Tide",
        ),
        ("{name: X, country: NOR, kind: site, also: [tide]}", "(X): tide stands twice, first under The Tide"),
        (
            "{name: The tidens, country: NOR, kind: site}",
            "(The tidens): The tidens stands twice, first under The Tide",
        ),
        (
            "{name: X, country: NOR, kind: site, hosts: [tide.example]}",
            "(X): tide.example stands twice, first under The Tide",
        ),
    ],
)
def test_a_damaged_outlet_is_named(folder: Path, entry: str, said: str) -> None:
    with (folder / "outlets.yaml").open("a", encoding="utf-8") as table:
        table.write(f"- {entry}\n")
    with pytest.raises(CodebookError) as caught:
        load(folder)
    assert str(caught.value) == f"outlets.yaml, entry 3 {said}"
