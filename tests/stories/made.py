"""News of our own writing for the tests of stories: texts that have nothing in common, and what is made of them."""

from __future__ import annotations

import random

from armstrail.model import Document, Story

GRAIN = """\
The grain terminal at Ostvik took in its last lorry of the season on Tuesday, a week before it usually shuts its gates \
for the winter. Farmers from the river villages had queued since dawn, their trailers heaped with barley that nobody \
had expected after so wet a spring.

Buyers for the mills offered less than a year ago, and some of the growers turned round without unloading. The \
cooperative that runs the silos said storage would be free until Easter for members who would rather wait, a promise \
it has kept only once before.

Merchants doubt that waiting will pay. Stocks across the gulf are high, the currency is weak, and two of the larger \
bakeries have already covered their needs well into the summer."""

HARBOUR = """\
Dredgers will return to the harbour of Sankt Arild next month after the council found money for a deeper channel. The \
basin has silted up since the breakwater was moved, and captains of the bigger trawlers refuse to enter at low water.

Work is to go on by night so that the fish auction can keep its hours. Residents of the old quay have been told to \
expect noise, searchlights and a smell that the engineers describe as temporary. A hotel has asked for damages in \
advance.

Should the rock below the mud prove harder than the soundings suggest, blasting would be needed, and for that no \
permit has been sought. The harbour master calls this unlikely but will not rule it out."""

TRAINS = """\
Night trains between the capital and the southern lakes will run again from the first of May, the railway company \
announced after three years without them. Sleeping cars bought second hand from an Alpine operator are being repainted \
in a workshop near the border.

Tickets go on sale as soon as the timetable has been settled with the freight lines, which own the tracks on the long \
descent through the gorge. Until then travellers may put their names on a list; several thousand did so within hours.

Unions welcomed the plan but asked who would staff it. Stewards were dismissed when the service ended, and most of \
them have since found posts on ferries or in the mountain resorts."""

ARMS = """\
Ruritania has agreed to sell patrol boats and coastal radars to Graustark under a contract that both governments kept \
secret until the first hull was seen leaving the yard. Officials of neither side would name a price.

Graustark lost most of its fleet in the storm of last autumn and has leaned on borrowed vessels ever since. Its \
admirals had long preferred a northern builder, whose bid failed when export papers could not be had in time.

Crews are already in training on a lake near the shipyard. The radars, made by a family firm that until recently sold \
weather stations, are to be mounted on lighthouses, which has displeased the guild of pilots and delighted the \
painters of postcards."""

CANAL = """\
Engineers drained the upper lock of the Meer canal at the weekend and found the floor cracked from wall to wall. \
Barges loaded with gravel, timber and scrap must now take the long way round by the estuary, adding two days to every \
voyage and a good deal to every bill.

The ministry of waterways had planned repairs for the coming decade. It now hopes to bring them forward, provided that \
parliament releases a reserve meant for bridges.

Skippers blame a tug company whose new pushers are heavier than anything the lock was designed to bear. The company \
replies that it asked for a survey twice and was assured in writing that the masonry was sound."""

MARKET = """\
Traders on the covered market of Velden may keep their stalls for another ten years, a court ruled, dismissing the \
plan of a developer who wanted to put a cinema and a car park in their place. Judges held that the charter under which \
the hall was built binds the town for ever.

Cheesemongers opened a barrel when the verdict was read. The developer, who had bought the adjoining houses one by \
one, was said to be considering whether to appeal or to sell.

Inspectors have meanwhile closed the cellar beneath the poultry row because of damp. Tenants were given a month to \
clear out ice boxes, baskets and a collection of stuffed pheasants whose owner has not been found."""

STORIES = (GRAIN, HARBOUR, TRAINS, ARMS, CANAL, MARKET)

QUOTATION = (
    "“We have waited long enough for an answer that never came, and we shall not spend another winter counting sacks "
    "while others count their profits, so the gates stay shut until somebody sits down with us,”"
)
"""A quotation of 35 words."""

FOOTER = (
    "Readers who wish to hear from us every morning can leave an address at the front desk of this paper. Letters to "
    "the editor are welcome and may be shortened. Nothing printed here is advice to buy or to sell anything at all."
)

FORM = (
    "The weekly table of the weighing house, made up on {day} at noon. Wheat that came in by road: {wheat} tonnes, of "
    "which the mills took the better part. Barley by rail: {barley} tonnes, all of it for malting. Rye by barge: {rye} "
    "tonnes, most of which went into store. Lorries turned away for want of papers: {lorries}. The next table is made "
    "up in a week, at the same place and the same hour, and can be read on the door."
)

_SYLLABLES = "ba do fen gor hul jin kas lom mer nit pol rav sed tur vik wes yar zan".split()
_VOCABULARY = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]


def prose(name: object, count: int = 60) -> str:
    """A text of so many words, by its name; of two names they have nothing in common."""
    draw = random.Random(str(name))
    words = draw.choices(_VOCABULARY, k=count)
    return " ".join(word + "." * (place % 12 == 11) for place, word in enumerate(words))


def edited(text: str, *places: int, by: str = "however") -> str:
    """A text with other words at some places, counted in words; its paragraphs become lines."""
    words = text.split(" ")
    for place in places:
        words[place] = by
    return " ".join(words)


def paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def form(day: str, *figures: int) -> str:
    wheat, barley, rye, lorries = figures
    return FORM.format(day=day, wheat=wheat, barley=barley, rye=rye, lorries=lorries)


def comparable(stories: list[Story]) -> set[tuple[object, ...]]:
    """Stories as what they say, whatever the order in which they and their documents come."""
    return {(s.id, s.origin, s.reason, s.agency, frozenset(s.documents)) for s in stories}


def everything() -> list[Document]:
    """Documents of every kind that stories know, of six events."""
    first, second, third = paragraphs(GRAIN)
    return [
        Document("grain/own", GRAIN, "Grain", "2024-10-02T08:00", "Reuters"),
        Document("grain/same", GRAIN.upper(), "Last lorry", "2024-10-01", "The Gulf Post"),
        Document("grain/edited", edited(GRAIN, 9, 60), "", "2024-10-03"),
        Document("grain/excerpt", first, "", "2024-10-03"),
        Document("grain/extended", f"{GRAIN}\n\n{prose('own', 40)}", "", "2024-10-04"),
        Document("grain/update", f"{GRAIN}\n\n{prose('later', 30)}", "", "2024-10-05", "Reuters"),
        Document("grain/reordered", f"{third}\n\n{first}\n\n{second}"),
        Document("harbour", HARBOUR, "", "2024-11-01"),
        Document("harbour/undated", HARBOUR),
        Document("harbour/same", HARBOUR, "", "2024-11-01"),
        Document("trains", f"{TRAINS}\nAFP", "", "2024-11-02"),
        Document("trains/edited", edited(TRAINS, 4, 50), "", "2024-11-01"),
        Document("trains/again", edited(TRAINS, 4, 30, 50, 70, by="nevertheless"), "", "2024-11-03"),
        Document("digest", f"{HARBOUR}\n\n{TRAINS}", "", "2024-11-04"),
        Document("digest/edited", f"{HARBOUR}\n\n{edited(TRAINS, 12, by='yet')}", "", "2024-11-05"),
        Document("form/1", form("Monday", 512, 77, 31, 4), "", "2024-01-08"),
        Document("form/2", form("Monday", 498, 81, 26, 9), "", "2024-01-15"),
        Document("arms", f"{ARMS}\n\n{FOOTER}", "", "2024-12-01"),
        Document("canal", f"{CANAL}\n\n{FOOTER}", "", "2024-12-01"),
        Document("quote/1", f"{prose('q1')}\n\n{QUOTATION} said the miller.", "", "2024-12-02"),
        Document("quote/2", f"{prose('q2')}\n\n{QUOTATION} a miller said.", "", "2024-12-02"),
        Document("passage/1", f"{prose('p1', 200)}\n\n{prose('p', 50)}"),
        Document("passage/2", f"{prose('p2', 90)}\n\n{prose('p', 50)}\n\n{prose('p3', 90)}"),
        Document("notice/1", prose("notice", 60), "", "2024-05-01", "The Gulf Post"),
        Document("notice/2", prose("notice", 60), "", "2024-05-08", "The Gulf Post"),
        Document("short/1", "Markets are closed today.", "Velden"),
        Document("short/2", "Markets are closed today.", "Ostvik"),
        Document("short/3", "Markets are closed today.", "VELDEN "),
        Document("empty/1", "", "Picture of the day"),
        Document("empty/2", "", "Map of the day"),
    ]
