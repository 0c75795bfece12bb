"""Deals as entities of FollowTheMoney, held to what its model of version 4.11.2 says of the schemata used here.

The package itself wants a compiler and ICU; what the tests need to know of it stands in followthemoney_schema.json.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pycountry
import pytest

from armstrail.codebook import tables
from armstrail.exports.followthemoney import party_entity, write
from armstrail.exports.sourced import Sourced, Written
from tests.exports.told import HOSTILE, NAME, many, sourced, strand

FACTS = json.loads((Path(__file__).parent / "followthemoney_schema.json").read_text(encoding="utf-8"))
SCHEMATA, COUNTRIES = FACTS["schemata"], FACTS["countries"].split()
ID = re.compile(r"[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z])?")
FORMS = {
    "entity": ID,
    "date": re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?"),
    "country": re.compile("|".join(map(re.escape, COUNTRIES))),
    "url": re.compile(r"https?://\S+"),
}


def entities(*told: Sourced) -> tuple[list[dict[str, Any]], Written]:
    out = io.StringIO()
    counted = write(told, out)
    made = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    hold_to_the_model(made)
    return made, counted


def hold_to_the_model(made: list[dict[str, Any]]) -> None:
    """Every property is known, of its type, not too long; references lead to an entity before, of a schema in range."""
    before: dict[str, str] = {}
    for entity in made:
        schema = SCHEMATA[entity["schema"]]
        assert set(entity) == {"id", "schema", "properties"} and set(schema["required"]) <= set(
            entity["properties"]
        )
        assert ID.fullmatch(entity["id"]) and len(entity["id"]) <= 200 and entity["id"] not in before
        for name, values in entity["properties"].items():
            known = schema["properties"][name]
            assert values and len(set(values)) == len(values)
            for value in values:
                assert 0 < len(value) <= known["length"] and value == " ".join(value.split())
                if known["type"] in FORMS:
                    assert FORMS[known["type"]].fullmatch(value), value
                if "range" in known:
                    assert known["range"] in SCHEMATA[before[value]]["is"]
        before[entity["id"]] = entity["schema"]


def test_a_deal_names_its_parties_documents_dates_and_words() -> None:
    told = sourced(
        strand(1, date="2023-01", value="€50m", amount=5e7, currency="EUR", **many("18", 18)),
        strand(2, origin="d1", stage="delivered", date="2023-03-27"),
        strand(3, stage="delivered", polarity="denied"),
    )
    made, counted = entities(told)
    assert counted == Written(1, 0)
    assert [entity["schema"] for entity in made] == ["PublicBody"] * 2 + ["Article"] * 3 + ["UnknownLink"]
    assert made[0] == {
        "id": "armstrail-party-DEU",
        "schema": "PublicBody",
        "properties": {"name": ["Germany"], "country": ["de"]},
    }
    assert made[2]["properties"] == {
        "title": ["Title 1"],
        "publisher": ["Outlet 1"],
        "publishedAt": ["2023-01-25"],
        "sourceUrl": ["https://x.example/1"],
    }
    assert made[-1] == {
        "id": f"armstrail-deal-{NAME}",
        "schema": "UnknownLink",
        "properties": {
            "subject": ["armstrail-party-DEU"],
            "object": ["armstrail-party-UKR"],
            "role": ["arms transfer, as claimed: supplier to recipient, Leopard 2A6"],
            "status": ["agreed", "delivered", "delivered (denied)"],
            "date": ["2023-01", "2023-03-27"],
            "summary": ["Germany to Ukraine: Leopard 2A6 (agreed, delivered, delivered (denied))"],
            "description": [
                (
                    "agreed: number “18” (1 origin); value “€50m” (1 origin); date “2023-01” (1 origin). "
                    "delivered: date “2023-03-27” (1 origin). 3 claims in 3 documents from 2 independent origins"
                )
            ],
            "recordId": [NAME],
            "proof": ["armstrail-document-d1", "armstrail-document-d2", "armstrail-document-d3"],
        },
    }


def test_parties_and_documents_are_written_once() -> None:
    out = io.StringIO()
    counted = write([sourced(strand(1)), sourced(strand(1, recipient="POL"))], out)
    made = [json.loads(line)["id"] for line in out.getvalue().splitlines()]
    assert counted == Written(2, 0)
    assert made[:3] == ["armstrail-party-DEU", "armstrail-party-UKR", "armstrail-document-d1"]
    assert made.count("armstrail-party-DEU") == made.count("armstrail-document-d1") == 1


def test_a_link_has_two_ends_so_a_deal_with_one_is_left_out() -> None:
    assert entities(sourced(strand(1, supplier=""))) == ([], Written(0, 1))


@pytest.mark.parametrize(
    ("name", "schema", "called", "country"),
    [
        ("bloc:nato", "Organization", "NATO", None),
        ("group:taliban", "Organization", "Taliban", None),
        ("org:boeing", "Company", "Boeing", "us"),
        ("org:made-up", "Company", "made up", None),
        ("person:viktor-bout", "Person", "viktor bout", None),
        ("region:africa", "LegalEntity", "Africa", None),
        ("SUN", "PublicBody", "Soviet Union", "suhh"),
        ("XKX", "PublicBody", "Kosovo", "xk"),
        ("RHO", "PublicBody", "Rhodesia", None),
    ],
)
def test_each_kind_of_party_has_its_schema(name: str, schema: str, called: str, country: str | None) -> None:
    made = party_entity(name)
    hold_to_the_model([made])
    assert (made["schema"], made["properties"]["name"]) == (schema, [called])
    assert made["properties"].get("country") == ([country] if country else None)


def test_the_codes_of_states_are_those_of_iso_and_of_the_model() -> None:
    coded = 0
    for state in tables()["states"]:
        code = party_entity(state["id"])["properties"].get("country")
        today = pycountry.countries.get(alpha_3=state["id"])
        if today:
            assert code == [today.alpha_2.lower()]
        coded += code is not None
        assert code is None or code[0] in COUNTRIES
    assert coded > 215


def test_names_that_differ_have_ids_that_differ() -> None:
    names = [
        "org:a b",
        "org:a-b",
        "org:a.b",
        "org:ä-b",
        "org:A-B",
        "org:-",
        "org:" + "x" * 300,
        "org:" + "x" * 301,
    ]
    assert len({party_entity(name)["id"] for name in names}) == len(names)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_break_a_line_or_the_model(words: str) -> None:
    told = sourced(
        strand(1, supplier=f"org:{words}", designation=words, value=words, amount=1.0, **many(words, 3)),
        title=words,
        outlet=words,
        url=f"https://x.example/{words}",
        published=words,
    )
    assert entities(told)[1] == Written(1, 0)


def test_the_sample_articles_hold_to_the_model(sample_deals: list[Sourced]) -> None:
    made, counted = entities(*sample_deals)
    links = [entity for entity in made if entity["schema"] == "UnknownLink"]
    assert len(links) == counted.records and counted.records + counted.left_out == len(sample_deals)
    assert all(entity["properties"]["proof"] for entity in links)
