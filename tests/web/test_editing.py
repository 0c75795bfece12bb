"""Edits of claims: what a form sends becomes the fields that differ; what may not be is told by its field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]

from armstrail.agreement import edited
from armstrail.intake import Intake
from armstrail.ledger import Ledger
from armstrail.model import Claim, Date, Document, Item, Judgement, Money, Party, Quantity, Span
from armstrail.progress import Progress
from armstrail.records import claim_of, claim_record
from armstrail.web.changes import Faulty, checked, is_day, is_party
from armstrail.web.editing import Fields, changes_of, fields_of, groups
from armstrail.web.settings import Settings
from armstrail.web.views import API
from tests.web.conftest import asking, csrf_of
from tests.web.made import FIRST, SECOND, Names

PAGE = {"accept": "text/html"}
TEXT = (
    "🚀 Norway has sold 12 F-16 fighters and spare parts to Romania for $300 million, the minister said on Friday. "
    "Delivery begins in 2025. Dassault did not comment; Poland asked for “a few” more."
)
TITLE = "Norland 🚀 sells jets"
DOCUMENT = Document("a", TEXT, TITLE, published="2024-02-03")


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


CLAIM = Claim(
    id="c1",
    evidence=TEXT.split(". ", maxsplit=1)[0] + ".",
    span=at(TEXT.split(". ", maxsplit=1)[0] + "."),
    supplier=(Party("Norway", "NOR", at("Norway")),),
    recipient=(Party("Romania", "ROU", at("Romania")),),
    items=(
        Item(
            "F-16 fighters",
            "combat_aircraft",
            at("F-16 fighters"),
            "F-16",
            at("F-16"),
            Quantity("12", at("12"), 12, 12),
        ),
    ),
    value=Money("$300 million", 300_000_000, "USD", at("$300 million")),
    stage="delivered",
    polarity="asserted",
    certainty="fact",
    date=None,
    speakers=(),
    cue="said",
    cue_span=at("said"),
    voice="indirect",
    stage_words=(at("sold"),),
    confidence=0.7,
)


def words(row: str, told: str, place: str = "text") -> Fields:
    """The fields of a form that tie a row to some words."""
    start = (TITLE if place == "title" else TEXT).index(told)
    return {f"{row}-start": str(start), f"{row}-end": str(start + len(told)), f"{row}-in": place}


def after(**fields: str) -> Fields:
    return fields_of(CLAIM) | {name.replace("_", "-"): value for name, value in fields.items()}


def edit(fields: Fields) -> Claim:
    """The claim as it is with what the form sets."""
    changes = changes_of(CLAIM, fields, DOCUMENT)
    assert changes == checked(CLAIM, changes, DOCUMENT), "a program may send the same"
    return claim_of(claim_record(CLAIM) | changes)


def faults(fields: Fields) -> dict[str, str]:
    with pytest.raises(Faulty) as told:
        changes_of(CLAIM, fields, DOCUMENT)
    assert told.value.status == 422
    return dict(told.value.by_field)


# ------------------------------------------------------------------ forms


def test_a_form_that_changes_nothing_is_no_edit() -> None:
    assert faults(fields_of(CLAIM)) == {
        "": "Nothing in it differs from what was read: accept the claim instead"
    }


def test_only_what_differs_is_set() -> None:
    changes = changes_of(CLAIM, after(stage="agreed", certainty="planned"), DOCUMENT)
    assert changes == {"stage": "agreed", "certainty": "planned"}


@pytest.mark.parametrize(
    ("told", "party", "expected"),
    [
        ("Poland", "POL", Party("Poland", "POL", at("Poland"))),
        ("Poland", "Poland", Party("Poland", "POL", at("Poland"))),
        ("Poland", "", Party("Poland", "POL", at("Poland"))),
        ("Dassault", "", Party("Dassault", "org:dassault", at("Dassault"), "FRA")),
        ("the minister", "group:some-rebels", Party("the minister", "group:some-rebels", at("the minister"))),
    ],
)
def test_a_party_is_told_by_its_words_and_by_its_id_or_its_name(
    told: str, party: str, expected: Party
) -> None:
    made = edit(fields_of(CLAIM) | words("recipient-1", told) | {"recipient-1-id": party})
    assert made.recipient == (*CLAIM.recipient, expected)


def test_words_may_stand_in_the_title() -> None:
    made = edit(fields_of(CLAIM) | words("supplier-0", "Norland", "title"))
    assert made.supplier == (Party("Norland", "NOR", Span(0, 7, "title")),)


def test_a_row_is_left_out() -> None:
    assert edit(after(value_0_drop="on")).value is None
    assert edit(after(recipient_0_drop="on")).recipient == ()
    assert edit(after(cue_0_drop="on")).cue is None


def test_an_item_comes_with_its_designation_and_its_number() -> None:
    fields = fields_of(CLAIM) | words("item-1", "spare parts") | {"item-1-category": "equipment"}
    assert edit(fields).items[1] == Item("spare parts", "equipment", at("spare parts"))
    fields |= words("item-1-number", "a few") | {"item-1-designation": "F-16"}
    item = edit(fields).items[1]
    assert (item.designation_span, item.quantity) == (
        at("F-16"),
        Quantity("a few", at("a few"), None, None),
    )
    fields |= {"item-1-min": "20", "item-1-max": ""}
    assert edit(fields).items[1].quantity == Quantity("a few", at("a few"), 20, None)


def test_what_numbers_sums_and_dates_say_is_read_from_their_words() -> None:
    made = edit(after(item_0_min="", item_0_max="") | words("date-0", "in 2025") | {"stage": "agreed"})
    assert made.items == CLAIM.items
    assert made.date == Date("in 2025", "2025", at("in 2025"))
    assert edit(after(value_0_amount="", stage="agreed")).value == CLAIM.value
    for told, amount in (("1,200.5", 1200.5), ("1,20,000", 120_000), ("1200", 1200)):
        made = edit(after(value_0_amount=told, value_0_currency="nok"))
        assert made.value == Money("$300 million", amount, "NOK", at("$300 million"))
    assert edit(words("date-0", "on Friday") | fields_of(CLAIM)).date == Date(
        "on Friday", "2024-02-02", at("on Friday")
    )


def test_who_says_it_and_the_words_of_the_stage_are_edited() -> None:
    made = edit(fields_of(CLAIM) | words("speaker-0", "the minister") | {"speaker-0-party": "Norway"})
    (speaker,) = made.speakers
    assert (speaker.name, speaker.span, speaker.party) == ("the minister", at("the minister"), "NOR")
    made = edit(fields_of(CLAIM) | words("step-0", "asked for") | words("denied-0", "did not"))
    assert (made.stage_words, made.polarity_words) == ((at("asked for"),), (at("did not"),))


@pytest.mark.parametrize(
    ("sent", "field", "what"),
    [
        ({"stage": "eaten"}, "stage", "is one of sought"),
        ({"voice": ""}, "voice", "is one of direct"),
        ({"supplier-0-end": "9999"}, "supplier 1", "does not lie in the text"),
        ({"supplier-0-start": "9"}, "supplier 1", "does not lie in the text"),
        ({"supplier-0-start": "-1"}, "supplier 1", "two numbers"),
        ({"supplier-0-start": "١"}, "supplier 1", "two numbers"),
        ({"supplier-0-start": "", "supplier-0-end": ""}, "supplier 1", "choose its words"),
        ({"supplier-0-words": "Norwa"}, "supplier 1", "other words stand there"),
        ({"supplier-0-id": "XQX"}, "supplier 1", "is no party"),
        ({"supplier-0-id": "<b>"}, "supplier 1", "is no party"),
        ({"recipient-1-id": "POL"}, "recipient 2", "choose its words"),
        ({"supplier-0-drop": "on", "recipient-0-drop": "on"}, "supplier", "reject it where neither"),
        ({"item-0-category": "teapot"}, "item 1", "no category"),
        ({"item-0-designation": "F-35"}, "item 1, designation", "stand nowhere"),
        ({"item-0-min": "9", "item-0-max": "3"}, "item 1, number", "not less"),
        ({"item-0-min": "some"}, "item 1, number", "whole numbers"),
        ({"item-0-min": "1,5"}, "item 1, number", "whole numbers"),
        ({"item-0-number-start": "", "item-0-number-end": ""}, "item 1, number", "choose its words"),
        (
            words("item-1", "spare parts") | {"item-1-category": "equipment", "item-1-max": "3"},
            "item 2, number",
            "choose its words",
        ),
        ({"value-0-amount": "much"}, "value", "as a number"),
        *(
            ({"value-0-amount": amount}, "value", "as in 1,500,000 or 1.5")
            for amount in ("1,5", "1,50", "1,5000", "1.500,00", "12,34,56", ",5", "1,", "1,500,00")
        ),
        ({"value-0-currency": "XXY"}, "value", "no currency"),
        (words("date-0", "spare parts"), "date", "write which it is"),
        ({**words("date-0", "in 2025"), "date-0-iso": "2025-13"}, "date", "is no date"),
        (words("recipient-1", "did not comment"), "recipient 2", "which party is"),
        ({"step-0-start": "4", "step-0-end": "4"}, "stage 1", "does not lie"),
    ],
)
def test_what_may_not_be_is_told_by_its_field(sent: Fields, field: str, what: str) -> None:
    assert what in faults(fields_of(CLAIM) | {"stage": "agreed"} | sent)[field]


def test_a_number_is_left_out_with_its_words() -> None:
    made = edit(after(item_0_number_start="", item_0_number_end="", item_0_min="", item_0_max=""))
    assert made.items == (replace(CLAIM.items[0], quantity=None),)


def test_a_form_has_the_rows_of_its_claim_what_was_sent_and_blank_ones() -> None:
    known = fields_of(CLAIM)
    sent = known | words("recipient-4", "Poland")

    def rows(fields: Fields, title: str) -> list[tuple[str, bool, str]]:
        (group,) = [group for group in groups(fields, known, DOCUMENT) if group.title == title]
        return [(row.name, row.known, row.words[0].words) for row in group.rows]

    assert rows(known, "Recipients") == [
        ("recipient-0", True, "Romania"),
        ("recipient-1", False, ""),
        ("recipient-2", False, ""),
    ]
    assert rows(sent, "Recipients")[4] == ("recipient-4", False, "Poland")
    assert rows(known, "Value") == [("value-0", True, "$300 million")]
    assert rows(known, "Date") == [("date-0", False, "")]


# ------------------------------------------------------------------ programs


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "c2"}, "id: is no field"),
        ({"evidence": "Other words."}, "evidence: is no field"),
        ({"confidence": 1.0}, "confidence: is no field"),
        ({"stage": 3}, "stage"),
        ({"stage": "eaten"}, "stage"),
        ({"supplier": "NOR"}, "not in the shape"),
        ({"supplier": [{"mention": "Norway", "id": "NOR"}]}, "not in the shape"),
        ({"supplier": [{"mention": "Norway", "id": "NOR", "span": [2, "8"]}]}, "supplier"),
        (
            {"supplier": [{"mention": "Norway", "id": "NOR", "span": [3, 9]}]},
            "supplier 1: 'Norway' is not what stands",
        ),
        ({"supplier": [{"mention": "Norway", "id": "NOR", "span": [-8, -2]}]}, "supplier 1"),
        ({"supplier": [{"mention": "Norway", "id": "NOR", "span": [2, 8], "in": "margin"}]}, "supplier"),
        ({"supplier": [{"mention": "Norway", "id": "XQX", "span": [2, 8]}]}, "supplier 1: 'XQX' is no party"),
        ({"supplier": [{"mention": "Norway", "id": "NOR", "span": [2, 8]}] * 51}, "supplier: 50 at most"),
        (
            {"value": {"mention": "$300 million", "amount": float("inf"), "currency": "USD", "span": [0, 1]}},
            "value",
        ),
        ({"cue": "told"}, "cue"),
        ({"cue_span": None}, "cue"),
        ({"words": {"stage": [[0, 9_999]], "polarity": [], "certainty": []}}, "words of the stage"),
        ({"items": [None]}, "not in the shape"),
        ({"stage": "delivered"}, "Nothing in it differs"),
        ({}, "Nothing in it differs"),
    ],
)
def test_a_program_may_set_nothing_else(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Faulty, match=r"(?s).") as fault:
        checked(CLAIM, changes, DOCUMENT)
    assert told in fault.value.detail


def test_what_was_read_so_is_not_the_reviewers_to_mend() -> None:
    odd = replace(CLAIM, supplier=(replace(CLAIM.supplier[0], id="Zembla"),))
    assert changes_of(odd, fields_of(odd) | {"stage": "agreed"}, DOCUMENT) == {"stage": "agreed"}
    with pytest.raises(Faulty, match="supplier 2: 'XQX' is no party"):
        changes_of(odd, fields_of(odd) | words("supplier-1", "Poland") | {"supplier-1-id": "XQX"}, DOCUMENT)


def test_words_that_leave_the_title_are_set_whole() -> None:
    titled = replace(CLAIM, cue="sells", cue_span=Span(10, 15, "title"))
    changes = changes_of(titled, fields_of(titled) | words("cue-0", "said"), DOCUMENT)
    judgement = Judgement("c", "d", "edited", "A", "", CLAIM.span, "", changes=changes)
    assert edited(titled, judgement) == CLAIM


def test_ids_and_days_are_those_of_the_codebook() -> None:
    good = (
        "FRA",
        "SUN",
        "bloc:nato",
        "group:contras",
        "org:bofors",
        "person:oliver-north",
        "region:latin-america",
        "group:são-tomé-rebels",
    )
    assert all(map(is_party, good))
    bad = ("", "fra", "QQQ", "ABCD", "planet:mars", "org:", "org:A b", f"org:{'x' * 200}", "group:a--b")
    assert not any(map(is_party, bad))
    assert all(map(is_day, ("1987", "1987-03", "1987-03-04", "2024-02-29")))
    assert not any(map(is_day, ("", "87", "1987-13", "2023-02-29", "1987-3", "1987-03-04T00", "٢٠٢٤")))


# ------------------------------------------------------------------ pages


@pytest.fixture
def client(place: str) -> Iterator[TestClient]:
    with asking(Settings(place, reviewer=FIRST)) as client:
        yield client


def sent_by(answer: httpx2.Response) -> tuple[str, Fields]:
    """The form that edits, as a browser would send it with nothing changed."""
    (form,) = html.fromstring(answer.text).xpath("//form[@class='edit-form']")
    fields = {
        one.get("name"): one.get("value") or "" for one in form.xpath(".//input[not(@type='checkbox')]")
    }
    for one in form.xpath(".//select"):
        chosen = one.xpath("./option[@selected]") or one.xpath("./option")
        fields[one.get("name")] = chosen[0].get("value", chosen[0].text)
    (note,) = form.xpath(".//textarea")
    return form.get("action"), {**fields, "note": (note.text or "").removeprefix("\n"), "decision": "edited"}


def test_an_edit_is_kept_shown_beside_what_was_read_and_gathered(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    page = client.get(f"/review/{names.claim}/edit?back=record", headers=PAGE)
    action, fields = sent_by(page)
    before = client.get(f"/claims/{names.claim}.json").json()["claim"]
    assert client.post(action, data=fields, headers=PAGE).status_code == 422, "nothing is changed"
    answer = client.post(action, data={**fields, "stage": "negotiating", "note": "See the last line."})
    assert answer.headers["location"] == f"/claims/{names.claim}"
    (made,) = ledger.decided_since(names.claim, 0)
    assert (made.decision, made.changes, made.note) == (
        "edited",
        {"stage": "negotiating"},
        "See the last line.",
    )
    card = client.get(f"/claims/{names.claim}.json").json()["claim"]
    assert card["edits"] == [
        {"field": "stage", "before": before["stage"], "after": "negotiating", "reviewer": FIRST}
    ]
    assert card["record"]["stage"] == before["stage"]
    shown = html.fromstring(client.get(f"/claims/{names.claim}").text)
    assert shown.xpath("string(//dl[@class='edits']//ins)") == "negotiating"
    assert FIRST in shown.xpath("string(//dl[@class='edits'])")
    stages = {s.stage for deal in ledger.deals() for s in deal.strands if s.claim == names.claim}
    assert stages == {"negotiating"}
    again = sent_by(client.get(f"/review/{names.claim}/edit", headers=PAGE))[1]
    assert (again["stage"], again["note"]) == ("negotiating", "See the last line.")


def test_words_over_a_line_end_are_kept_as_browsers_send_them(
    client: TestClient, ledger: Ledger, tmp_path: Path
) -> None:
    text = "Norway has sold ten tanks\nand spare parts to Romania, the minister said."
    (tmp_path / "lines.jsonl").write_text(json.dumps({"id": "lines", "text": text}))
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(tmp_path / "lines.jsonl")])
    key = next(entry.key for entry in ledger.claims() if entry.document.id == "lines")
    action, fields = sent_by(client.get(f"/review/{key}/edit", headers=PAGE))
    start, end = text.index("tanks"), text.index(" to Romania")
    chosen = {"step-0-start": str(start), "step-0-end": str(end), "step-0-in": "text"}
    answer = client.post(
        action, data={**fields, **chosen, "step-0-words": "tanks\r\nand spare parts"}, headers=PAGE
    )
    assert answer.status_code == 303, html.fromstring(answer.text).xpath("string(//*[@id='problem'])")
    (made,) = ledger.decided_since(key, 0)
    assert made.changes is not None
    assert made.changes["words"]["stage"] == [[start, end]]  # type: ignore[index]


def test_an_edit_that_may_not_be_is_shown_again_as_typed(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    before = ledger.last_judgement()
    action, fields = sent_by(client.get(f"/review/{names.claim}/edit", headers=PAGE))
    typed = {**fields, "supplier-0-end": "99999", "recipient-1-id": "atlantis?", "note": "Why & <b>so</b>"}
    answer = client.post(action, data=typed, headers=PAGE)
    assert answer.status_code == 422
    assert "supplier 1: " in answer.text
    assert "recipient 2: " in answer.text
    again, kept = sent_by(answer)
    assert again == action
    assert kept.items() >= typed.items()
    answer = client.post(action, data={**fields, "stage": "sought", "note": "y" * 100_000}, headers=PAGE)
    assert answer.status_code == 422
    assert sent_by(answer)[1]["note"] == "y" * 100_000
    assert ledger.last_judgement() == before


def test_the_text_of_the_form_is_the_text_of_the_document(
    client: TestClient, ledger: Ledger, names: Names
) -> None:
    page = html.fromstring(client.get(f"/review/{names.claim}/edit").text)
    read = ledger.history(names.document).document
    assert page.xpath("string(//*[@data-place='text'])") == read.text
    assert page.xpath("string(//*[@data-place='title'])") == read.title


def test_a_program_edits(client: TestClient, names: Names) -> None:
    asked = {"record": names.claim, "decision": "edited", "changes": {"stage": "negotiating"}}
    answer = client.post(f"{API}/judgements", json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["judgement"]["changes"] == {"stage": "negotiating"}
    asked["changes"] = {"stage": "eaten"}
    answer = client.post(f"{API}/judgements", json=asked)
    assert answer.status_code == 422
    assert answer.json()["faults"][0].startswith("stage: ")


def test_edits_of_two_are_both_shown(client: TestClient, ledger: Ledger, names: Names) -> None:
    for reviewer, stage in ((FIRST, "sought"), (SECOND, "offered")):
        ledger.judge(names.claim, "edited", reviewer, changes={"stage": stage})
    edits = client.get(f"/claims/{names.claim}.json").json()["claim"]["edits"]
    assert [(one["after"], one["reviewer"]) for one in edits] == [("sought", FIRST), ("offered", SECOND)]
    fields = {"csrf": csrf_of(client), "seen": "99", "decision": "withdrawn"}
    client.post(f"/review/{names.claim}", data=fields)
    edits = client.get(f"/claims/{names.claim}.json").json()["claim"]["edits"]
    assert [one["reviewer"] for one in edits] == [SECOND]
