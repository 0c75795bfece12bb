"""Who does what to whom by the rules alone, where the words around a step turn it."""

from __future__ import annotations

import pytest

from armstrail import sentences
from armstrail.model import Document, Role
from armstrail.reader import mentions, rules
from armstrail.reader.chunks import Setting


def steps(text: str) -> list[tuple[str, str, str, str]]:
    """Of each step that the rules see: its word, its stage, its supplier and its recipient, in the text's words."""
    document = Document("d", text)
    parsed = [mentions.find(s, Setting(text, None)) for s in sentences.split(text)]
    marks = rules.mark(document, parsed)

    def named(step: int, role: Role) -> str:
        links = (link for link in marks.links if (link.predicate, link.role) == (step, role))
        return "+".join(document.words(marks.mentions[link.mention].span) for link in links)

    return [
        (document.words(p.span), p.stage, named(n, "supplier"), named(n, "recipient"))
        for n, p in enumerate(marks.predicates)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norway gave Finland its biggest arms order.",
        "Norway awarded Finland a contract for ten howitzers.",
        "Norway handed Finland an order for ten howitzers.",
    ],
)
def test_who_gives_an_order_receives_the_goods(text: str) -> None:
    ((word, stage, supplier, recipient),) = steps(text)
    assert (stage, supplier, recipient) == ("agreed", "Finland", "Norway")
    assert word in ("order", "contract")


def test_who_wins_a_contract_supplies() -> None:
    assert ("agreed", "Finland") in [
        step[1:3] for step in steps("Finland won a contract from Norway for ten howitzers.")
    ]


def test_what_is_stopped_is_the_verb_behind_it() -> None:
    assert "stopped" not in [
        word for word, *_ in steps("Norway stopped repaying Finland for arms purchases in 1985.")
    ]
    assert ("withheld", "Norway", "Finland") in [
        step[1:] for step in steps("Norway stopped arms for Finland in 1985.")
    ]


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        (
            "France sold Peru tanks. Under terms of the agreement, members will be allowed to see the notes.",
            ["delivered"],
        ),
        ("France sold Peru tanks. Members approved the agreement.", ["delivered", "approved"]),
        ("Peru and Chile resumed talks on medium-range missiles.", []),
        ("Peru and France resumed talks on Exocet missiles.", ["negotiating"]),
    ],
)
def test_what_others_rest_on_and_talks_on_arms_control_are_no_steps(text: str, stages: list[str]) -> None:
    assert [stage for _, stage, *_ in steps(text)] == stages


@pytest.mark.parametrize(
    ("group", "spelled"),
    [("hasn't sold", "has not sold"), ("won't sell", "will not sell"), ("cannot sell", "can not sell")],
)
def test_a_contracted_negation_denies_as_one_written_out(group: str, spelled: str) -> None:
    def told(words: str) -> list[tuple[str, str]]:
        text = f"Norway {words} howitzers to Finland."
        marks = rules.mark(
            Document("d", text), [mentions.find(s, Setting(text, None)) for s in sentences.split(text)]
        )
        return [(p.stage, p.polarity) for p in marks.predicates]

    assert told(group) == told(spelled) != told("has sold")


def test_an_office_is_remembered_by_its_whole_name() -> None:
    text = "Jordan's king spoke. Norway met the United Kingdom. Finland sold howitzers to the king."
    document = Document("d", text)
    marks = rules.mark(document, [mentions.find(s, Setting(text, None)) for s in sentences.split(text)])
    (meant,) = [m.refers_to for m in marks.mentions if m.refers_to is not None]
    assert document.words(marks.mentions[meant].span) == "Jordan's king"
