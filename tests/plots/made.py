"""Figures that the tests of pictures draw: none, one, some, thousands, and names that mean harm."""

from __future__ import annotations

from typing import Any

from armstrail.codebook import tables
from armstrail.model import Deal, Strand
from armstrail.plots import Flow, Point, Spec, flows, stages, timeline
from armstrail.plots.looks import STAGES

HOSTILE = (
    "</script><script>document.title='broken'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='broken'\">",
    "'\"><b>bold</b>&amp;",
    "]]> {{x}} ${x} \\u003c/script>",
    "name\x00with\x1b[31m\u202econtrols\ud800",
    "n" * 200,
    "datum['x'] + width",
)

STATES = [state["id"] for state in tables()["states"]]


def strand(**changes: Any) -> Strand:
    given: dict[str, Any] = {
        "claim": "c1",
        "document": "d1",
        "origin": "d1",
        "place": 0,
        "part": 0,
        "supplier": "DEU",
        "recipient": "UKR",
        "category": "tank",
        "goods": "armour",
        "mention": "tanks",
        "designation": "Leopard 2A6",
        "quantity": "18 tanks",
        "least": 18,
        "most": 18,
        "value": None,
        "amount": None,
        "currency": None,
        "stage": "delivered",
        "polarity": "asserted",
        "certainty": "fact",
        "date": "2023-03-27",
        "published": "2023-03-28",
        "side": "supplier",
        "speaker": "the minister",
    }
    return Strand(**(given | changes))


def deal(*strands: Strand, **changes: Any) -> Deal:
    given: dict[str, Any] = {"id": "1", "supplier": "DEU", "recipient": "UKR", "category": "tank"}
    return Deal(**(given | {"designation": "Leopard 2A6", "strands": strands} | changes))


SOME = [
    Flow("DEU", "UKR", 9, 5),
    Flow("USA", "UKR", 30, 20),
    Flow("UKR", "DEU", 1, 1),
    Flow("USA", "group:contras", 4, 2),
    Flow("", "ISR", 3, 2),
    Flow("bloc:nato", "", 1, 1),
]
MANY = [
    Flow(supplier, recipient, 3 + at % 7, 1 + (at * at) % 9)
    for at, supplier in enumerate(STATES)
    for recipient in STATES[at % 5 :: 9]
    if supplier != recipient
]
HARM = [Flow(one, other, 2, 1) for one in HOSTILE for other in ("UKR", HOSTILE[0])]
MONTHS = [
    Point(f"{year}-{month:02}", stage, 2, 1)
    for year in (2021, 2022)
    for month in range(1, 13)
    for stage in STAGES[month % 5 :: 2]
]
DEALS = [
    deal(
        strand(claim="c1", stage="agreed", date="2023-01-25"),
        strand(claim="c2", origin="d2", stage="agreed", date="2023-01-25"),
        strand(claim="c3", stage="delivered", date=None),
        strand(claim="c4", stage="delivered", date="2023-03", polarity="denied"),
        strand(claim="c5", stage="offered", date="2022", certainty="possible"),
        strand(claim="c6", date=None, published=None),
    ),
    deal(
        strand(stage="sought", date=None, published="2022-11-01T08:00:00Z"),
        supplier="",
        recipient="group:contras",
        category="small_arms",
        designation=None,
    ),
]
HARMFUL = [
    deal(
        strand(speaker=words, document=words, quantity=words, value=words), supplier=words, designation=words
    )
    for words in HOSTILE
]


def pictures() -> dict[str, Spec]:
    """One of each kind that there is."""
    given: dict[str, list[Flow]] = {"none": [], "one": SOME[:1], "some": SOME, "many": MANY, "harm": HARM}
    drawn = {f"matrix-{name}": flows(cells, form="matrix") for name, cells in given.items()}
    drawn |= {f"map-{name}": flows(cells, form="map") for name, cells in given.items()}
    times = {
        "none": [],
        "one": MONTHS[:1],
        "some": MONTHS,
        "long": [*MONTHS, Point("1950-01", "sought", 1, 1)],
    }
    drawn |= {f"timeline-{name}": timeline(points) for name, points in times.items()}
    deals = {"none": [], "one": DEALS[:1], "some": DEALS, "many": DEALS * 40, "harm": HARMFUL}
    return drawn | {f"stages-{name}": stages(some) for name, some in deals.items()}


def marks(spec: Spec, kind: str) -> list[dict[str, Any]]:
    """The data of all marks of a kind."""
    return [
        value for layer in spec["layer"] if layer["mark"]["type"] == kind for value in layer["data"]["values"]
    ]
