"""Readings made by chance, with a realistic spread: to fill a ledger with as many claims as a benchmark needs.

The states, arms and outlets that are frequent in news are frequent here (weights fall as 1/rank), one text holds one to
six claims, and the years fill up towards today. The sentences are built from parts; no text is anybody's.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from armstrail.model import (
    Claim,
    Coverage,
    Document,
    Item,
    Party,
    Quantity,
    Reading,
    Span,
    Speaker,
    Statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

STATES = (
    "USA RUS CHN DEU FRA GBR ISR UKR TUR IND PAK IRN SAU EGY KOR JPN POL ITA ESP SWE NLD NOR FIN AUS CAN BRA ZAF GRC"
    " CZE SVK HUN ROU BGR SRB BLR KAZ ARM AZE GEO IRQ SYR LBN JOR ARE QAT KWT OMN YEM DZA MAR TUN LBY SDN ETH KEN NGA"
    " GHA CIV SEN MLI NER TCD CMR AGO MOZ TZA UGA RWA COD ZWE ZMB VNM THA MMR MYS SGP IDN PHL BGD LKA NPL AFG UZB TKM"
    " KGZ TJK MNG PRK TWN NZL CHL ARG PER COL VEN ECU BOL PRY URY MEX CUB DOM GTM HND SLV NIC CRI PAN PRT BEL LUX CHE"
    " AUT HRV SVN BIH MKD ALB MNE EST LVA LTU IRL ISL DNK CYP MLT"
).split()
ARMS = {
    "tank": ("T-72 tanks", "Leopard 2 tanks", "M1A1 tanks", "T-90 tanks"),
    "missile": ("Harpoon missiles", "Javelin missiles", "Spike missiles", "cruise missiles"),
    "combat_aircraft": ("F-16 fighters", "Rafale jets", "Su-30 fighters", "Gripen fighters"),
    "air_defence": ("Patriot batteries", "S-300 systems", "Buk launchers"),
    "armoured_vehicle": ("BMP-2 carriers", "M113 carriers", "armoured vehicles"),
    "artillery": ("155 mm howitzers", "Grad launchers", "mortars"),
    "uav": ("Bayraktar drones", "Shahed drones", "reconnaissance drones"),
    "warship": ("frigates", "corvettes", "submarines"),
    "small_arms": ("rifles", "machine guns"),
    "ammunition": ("artillery shells", "cartridges"),
    "attack_helicopter": ("Apache helicopters", "Mi-28 helicopters"),
    "other_aircraft": ("transport aircraft", "trainers"),
    "sensor": ("radars",),
    "equipment": ("night-vision sets", "helmets"),
    "funds": ("military aid",),
}
STEPS = {
    "delivered": "delivered",
    "agreed": "agreed to sell",
    "offered": "offered",
    "approved": "approved the sale of",
    "negotiating": "is negotiating over",
    "sought": "was asked for",
    "withheld": "refused to sell",
    "cancelled": "cancelled its order of",
    "unclear": "has supplied or will supply",
}
OFFICES = ("minister", "spokesman", "general", "official", "senator", "analyst", "envoy", "director")
FIRST_DAY, DAYS = date(1995, 1, 1), 11_600


class Weighted:
    """Values of which the r-th is drawn r times less often than the first."""

    def __init__(self, values: Sequence[T], chance: random.Random) -> None:
        self.values: list[Any] = list(values)
        total, self.sums = 0.0, []
        for rank in range(1, len(self.values) + 1):
            total += 1 / rank
            self.sums.append(total)
        self.chance = chance

    def draw(self) -> Any:  # noqa: ANN401 - one of the values
        return self.chance.choices(self.values, cum_weights=self.sums)[0]


def readings(claims: int, seed: int = 1) -> Iterator[Reading]:
    """Readings that hold so many claims in all."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark
    suppliers, recipients = Weighted(STATES, chance), Weighted(chance.sample(STATES, len(STATES)), chance)
    kinds, steps = Weighted(list(ARMS), chance), Weighted(list(STEPS), chance)
    outlets = Weighted([f"Outlet {number}" for number in range(1, 501)], chance)
    speakers = Weighted([f"{OFFICES[n % 8]} {_surname(n)}" for n in range(20_000)], chance)
    made = number = 0
    while made < claims:
        number += 1
        text, held, said = "", [], []
        for index in range(min(chance.randint(1, 6), claims - made)):
            supplier, recipient, kind = suppliers.draw(), recipients.draw(), kinds.draw()
            step, speaker = steps.draw(), speakers.draw() if chance.random() < 0.7 else None
            items, count = chance.choice(ARMS[kind]), chance.randint(2, 400)
            sentence = _Sentence(len(text))
            sentence.add("supplier", supplier).add("step", STEPS[step]).add("count", str(count)).add(
                "item", items
            )
            sentence.add("to", "to" if step != "cancelled" else "from").add("recipient", recipient)
            sentence.add("filler", f"in batch {number * 7 % 9973}")
            if speaker:
                sentence.add("speaker", f", {speaker}").add("cue", "said")
            made += 1
            text += sentence.text + ".\n"
            claim = _claim(f"c{index + 1}", sentence, kind, step, speaker)
            held.append(claim)
            if speaker:
                said.append(_statement(f"s{index + 1}", sentence, speaker))
        day = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.6))
        document = Document(
            id=f"made-{number}",
            text=text,
            title=f"Arms report {number}",
            published=day.isoformat(),
            outlet=outlets.draw(),
            url=f"https://outlet.example/{number}",
        )
        yield Reading(document, tuple(said), tuple(held), Coverage(len(text), len(text)))


class _Sentence:
    """A sentence put together, with the place of each part in the text."""

    def __init__(self, start: int) -> None:
        self.start, self.text = start, ""
        self.spans: dict[str, Span] = {}

    def add(self, name: str, words: str) -> _Sentence:
        gap = " " if self.text and not words.startswith(",") else ""
        begin = self.start + len(self.text) + len(gap) + (2 if words.startswith(", ") else 0)
        self.text += gap + words
        self.spans[name] = Span(begin, self.start + len(self.text))
        return self

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))


def _claim(name: str, sentence: _Sentence, kind: str, step: Any, speaker: str | None) -> Claim:  # noqa: ANN401
    spans = sentence.spans
    words = {
        part: sentence.text[s.start - sentence.start : s.end - sentence.start] for part, s in spans.items()
    }
    said = (_speaker(sentence, speaker),) if speaker else ()
    quantity = Quantity(words["count"], spans["count"], int(words["count"]), int(words["count"]))
    return Claim(
        id=name,
        evidence=sentence.text,
        span=sentence.span,
        supplier=(Party(words["supplier"], words["supplier"], spans["supplier"]),),
        recipient=(Party(words["recipient"], words["recipient"], spans["recipient"]),),
        items=(Item(words["item"], kind, spans["item"], quantity=quantity),),
        value=None,
        stage=step,
        polarity="asserted",
        certainty="fact",
        date=None,
        speakers=said,
        cue="said" if speaker else None,
        cue_span=spans.get("cue"),
        voice="indirect" if speaker else "outlet",
        stage_words=(spans["step"],),
        confidence=0.7,
    )


def _statement(name: str, sentence: _Sentence, speaker: str) -> Statement:
    content = Span(sentence.start, sentence.spans["recipient"].end)
    source, cue = (sentence.spans["speaker"],), (sentence.spans["cue"],)
    return Statement(name, source, cue, (content,), _speaker(sentence, speaker), "indirect", 0.7)


def _speaker(sentence: _Sentence, speaker: str) -> Speaker:
    return Speaker(speaker, speaker, sentence.spans["speaker"], sentence.spans["speaker"])


def _surname(number: int) -> str:
    """A name of syllables: the same number, the same name."""
    parts = ("ba", "ko", "ri", "ma", "ne", "tu", "lo", "sa", "vi", "do")
    return "".join(parts[int(digit)] for digit in str(number + 10)).capitalize()
