"""Flows, speakers and outlets."""

from __future__ import annotations

from dataclasses import asdict

from armstrail.web.examples import ONE_PAGE
from armstrail.web.shapes.flows import Cell, FlowsPage, Picture, Row, Side
from armstrail.web.shapes.lists import Facet, Value
from armstrail.web.shapes.outlets import CopyingPage, CopyingRow, OutletPage, OutletRow, OutletsPage
from armstrail.web.shapes.periods import Bar, Column, Period, Periods, Strip, Told
from armstrail.web.shapes.search import Chosen, Hit
from armstrail.web.shapes.speakers import DyadRow, SpeakerPage, SpeakerRow, SpeakersPage, Voice

_SAID = "/search?stage=agreed"
_AGREED = Column("agreed", "agreed", 2, _SAID)
_STAGES = Periods(
    by="month",
    columns=(_AGREED,),
    rows=(Period("2023-02", (Told(2, 1, f"{_SAID}&since=2023-02&until=2023-02", 5),), 2),),
    strips=(Strip(_AGREED, (Bar(0, 100, "2023-02: 2"),)),),
    first="2023-02",
    last="2023-02",
    places=1,
    most=2,
)
_TO_NORWAY = Cell(
    Side("DEU", "Germany", 2), Side("NOR", "Norway", 2), 2, 1, "/search?supplier=DEU&recipient=NOR", 5
)

FLOWS = asdict(
    FlowsPage(
        form="map",
        words="",
        since="2023",
        until="2023-06",
        chosen=(Chosen("stage", "agreed", "Stage: agreed"),),
        facets=(Facet("stage", "Stage", (Value("agreed", "agreed", 2, chosen=True),)),),
        claims=2,
        documents=2,
        origins=1,
        dyads=1,
        suppliers=1,
        recipients=1,
        most=12,
        heads=(_TO_NORWAY.recipient,),
        rows=(Row(_TO_NORWAY.supplier, (_TO_NORWAY,)),),
        flows=(_TO_NORWAY,),
        stages=_STAGES,
        picture=Picture("1 flow of arms between states is told of", ("A line runs …",), {"layer": []}),
    )
)

_SPEAKER = SpeakerRow(
    "Norway's defence minister", "NOR", "Norway", 1, 2, 1, 1, first="2023-02-03", last="2023-02-03"
)
_STATEMENTS = Column("", "statements", 1, "/search?kind=statements")
_HIT = Hit(
    id="cdd953dc7d4951fb2b256",
    kind="claims",
    name="DEU → NOR: 54 Leopard 2A7, agreed",
    words="Norway has ordered 54 Leopard 2A7 tanks from Germany, its defence minister said.",
    said_by=(_SPEAKER.name,),
    stage="agreed",
    denied=False,
    confidence=0.71,
    document="d17f876ab3dc2ce0263bf",
    title="Norway orders 54 Leopard tanks from Germany",
    outlet="Harbour Courier",
    published="2023-02-03",
    decided=(),
    record={},
)

_NO_PERIODS = Periods("month", (), (), (), "", "", 0, 0)

SPEAKERS = asdict(SpeakersPage("minister", "", "", (_SPEAKER,), ONE_PAGE))
SPEAKER = asdict(
    SpeakerPage(
        speaker=_SPEAKER,
        stages=_STAGES,
        months=Periods(
            by="month",
            columns=(_STATEMENTS,),
            rows=(Period("2023-02", (Told(1, 1, _STATEMENTS.search, 5),), 1),),
            strips=(Strip(_STATEMENTS, (Bar(0, 100, "2023-02: 1"),)),),
            first="2023-02",
            last="2023-02",
            places=1,
            most=1,
        ),
        topics=_NO_PERIODS,
        voices=(Voice("indirect", 1, f"{_STATEMENTS.search}&voice=indirect"),),
        dyads=(DyadRow("DEU", "Germany", "NOR", "Norway", 2, 1, _TO_NORWAY.search),),
        messages=(),
        statements=(),
        claims=(_HIT,),
    )
)

_OUTLET = OutletRow(
    name="Meridian News Agency",
    names=("Meridian News Agency",),
    documents=4,
    origins=4,
    copied=0,
    claims=9,
    first="2021-03-02",
    last="2021-04-11",
    country="NOR",
    country_name="Norway",
    kind="agency",
    owner="public",
)
_PAIR = CopyingRow("Meridian News Agency", "Harbour Courier", 2, 2, {"reprint": 2}, 0.94)

OUTLETS = asdict(OutletsPage("", (_OUTLET,), ONE_PAGE, (_PAIR,)))
COPYING = asdict(CopyingPage("2021", "2022-06", (_PAIR,)))
OUTLET = asdict(OutletPage(_OUTLET, (), (_PAIR,), ()))
