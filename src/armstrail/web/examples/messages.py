"""Messages and occasions."""

from __future__ import annotations

from dataclasses import asdict

from armstrail.web.examples import ONE_PAGE
from armstrail.web.shapes.lists import Facet, Value
from armstrail.web.shapes.messages import (
    Counted,
    MessagePage,
    MessageRow,
    MessagesPage,
    OccasionPage,
    OccasionRow,
    OccasionsPage,
)
from armstrail.web.shapes.periods import Bar, Column, Period, Periods, Strip, Told
from armstrail.web.shapes.search import Chosen

_ID = "m1f0c2a9d7b3e5846"
_ROW = MessageRow(_ID, "no army in the region has better tanks", 4, 3, first="2022-02-03", last="2023-05-01")
_OF = f"/search?kind=statements&message={_ID}"
_SPEAKER = Counted("Oskar Lind", "Oskar Lind", 3, f"{_OF}&speaker=Oskar+Lind")
_TOPIC = Counted("capability", "capability", 4, f"{_OF}&topic=capability")
_COURIER = Column("Harbour Courier", "Harbour Courier", 4, f"{_OF}&outlet=Harbour+Courier")


def _one(column: Column, number: int) -> Periods:
    return Periods(
        by="month",
        columns=(column,),
        rows=(
            Period("2023-05", (Told(number, 3, f"{column.search}&since=2023-05&until=2023-05", 5),), number),
        ),
        strips=(Strip(column, (Bar(0, 100, f"2023-05: {number}"),)),),
        first="2023-05",
        last="2023-05",
        places=1,
        most=number,
    )


MESSAGES = asdict(
    MessagesPage(
        words="tanks",
        since="2022",
        until="2023-06",
        chosen=(Chosen("topic", "capability", "Topic: capability"),),
        facets=(Facet("topic", "Topic", (Value("capability", "capability", 4, chosen=True),)),),
        messages=(_ROW,),
        turning=ONE_PAGE,
    )
)
MESSAGE = asdict(
    MessagePage(
        message=_ROW,
        speakers=(_SPEAKER,),
        topics=(_TOPIC,),
        events=(),
        occasions=(Counted("Dubai Airshow", "Dubai Airshow", 1, f"{_OF}&occasion=Dubai+Airshow"),),
        outlets=_one(_COURIER, 4),
        search=_OF,
        statements=(),
    )
)
_SHOW = OccasionRow("Dubai Airshow", 6, 2, 3, first="2021-11-14", last="2021-11-19")
_THERE = "/search?kind=statements&occasion=Dubai+Airshow"
OCCASIONS = asdict(OccasionsPage("air", (_SHOW,), ONE_PAGE))
OCCASION = asdict(
    OccasionPage(
        occasion=_SHOW,
        speakers=(Counted("Oskar Lind", "Oskar Lind", 4, f"{_THERE}&speaker=Oskar+Lind"),),
        outlets=(Counted("Harbour Courier", "Harbour Courier", 6, f"{_THERE}&outlet=Harbour+Courier"),),
        topics=_one(Column("transfer", "transfer", 5, f"{_THERE}&topic=transfer"), 5),
        messages=(_ROW,),
        search=_THERE,
        statements=(),
    )
)
