"""Words of the text are chosen in a real browser, by keyboard and by mouse; offsets count characters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from armstrail.intake import Intake
from armstrail.ledger import Ledger
from armstrail.progress import Progress
from armstrail.web.settings import Settings
from tests.web.browsing import press, serving
from tests.web.conftest import CHEAP, PASSWORD
from tests.web.made import FIRST

TEXT = (
    "🚀🚀 Norway has sold 12 F-16 fighters to Romania for $300 million, the minister 𝒜na said on Friday.\n\n"
    "The jets 🛩 will come in 2025. Poland asked for “twenty” more & <b>got</b> none."
)
TITLE = "Denmark 🚀 helps to sell jets"


@pytest.fixture
def key(ledger: Ledger, tmp_path: Path) -> str:
    """A claim of a text with characters beyond the first plane."""
    article = tmp_path / "article.jsonl"
    article.write_text(json.dumps({"id": "rockets", "title": TITLE, "text": TEXT}))
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(article)])
    return next(entry.key for entry in ledger.claims() if entry.document.id == "rockets")


def offsets(page: Page, field: str) -> list[str]:
    return [page.locator(f"[name={field}-{part}]").input_value() for part in ("start", "end", "in")]


def chosen(page: Page) -> str:
    told: str = page.evaluate("getSelection().toString()")
    return told


def test_the_sentence_is_in_sight_however_much_stands_before_it(
    page: Page, address: str, ledger: Ledger, tmp_path: Path
) -> None:
    article = tmp_path / "long.jsonl"
    before = "\n\n".join(f"The harbour was quiet on day {day}, and no ship came in." for day in range(60))
    article.write_text(json.dumps({"id": "long", "text": f"{before}\n\nNorway sold 12 tanks to Romania."}))
    with Intake(ledger, Progress("Reading", bar=False), workers=1) as intake:
        intake.add([str(article)])
    key = next(entry.key for entry in ledger.claims() if entry.document.id == "long")
    page.goto(f"{address}/review/{key}/edit")
    expect(page.locator("#scroller .w").first).to_be_in_viewport()


def test_words_are_chosen_by_keyboard_alone(page: Page, address: str, ledger: Ledger, key: str) -> None:
    page.goto(f"{address}/review/{key}/edit")
    page.locator("[data-words=recipient-1] .pick").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "scroller"
    for _ in range(60):
        if chosen(page) == "Poland":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert chosen(page) == "Poland asked"
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    start = TEXT.index("Poland")
    assert offsets(page, "recipient-1") == [str(start), str(start + 6), "text"]
    assert page.evaluate("document.activeElement.closest('[data-words]').dataset.words") == "recipient-1"
    page.locator("[name=decision]").click()
    expect(page).to_have_url(re.compile("done="))
    (made,) = ledger.decided_since(key, 0)
    assert made.changes is not None
    told = made.changes["recipient"]
    assert isinstance(told, list)
    assert told[-1] == {"mention": "Poland", "id": "POL", "span": [start, start + 6]}


def test_words_are_chosen_by_mouse_in_the_title_too(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}/review/{key}/edit")
    page.locator("[data-words=supplier-1] .pick").click()
    page.locator("[data-place=title]").dblclick(position={"x": 20, "y": 12})
    expect(page.locator("[name=supplier-1-start]")).not_to_have_value("")
    assert offsets(page, "supplier-1") == ["0", "7", "title"]
    assert page.locator("[data-words=supplier-1] output").inner_text() == "“Denmark”"


def test_words_over_a_line_end_are_chosen(page: Page, address: str, ledger: Ledger, key: str) -> None:
    page.goto(f"{address}/review/{key}/edit")
    page.locator("[data-words=step-1] .pick").focus()
    page.keyboard.press("Enter")
    for _ in range(60):
        if chosen(page) == "Friday":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    start, end = TEXT.index("Friday"), TEXT.index(" jets 🛩")
    assert offsets(page, "step-1") == [str(start), str(end), "text"]
    page.locator("[name=decision]").click()
    expect(page).to_have_url(re.compile("done="))
    (made,) = ledger.decided_since(key, 0)
    assert f"[{start}, {end}" in json.dumps(made.changes)


def test_what_was_typed_is_kept_by_who_signs_in_again(
    context: BrowserContext, place: str, ledger: Ledger, key: str
) -> None:
    def sign_in(page: Page) -> None:
        page.locator("#name").fill(FIRST)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button").click()

    with serving(Settings(place, accounts=True), CHEAP) as address:
        ledger.accounts.add_user(FIRST, PASSWORD, "reviewer")
        page, other = context.new_page(), context.new_page()
        page.goto(f"{address}/sign-in?next=/review/{key}/edit")
        sign_in(page)
        page.locator("[name=stage]").select_option("sought")
        page.locator("[name=note]").fill("Read it\nto the end.")
        other.goto(f"{address}/account")
        other.locator("header").get_by_text("Sign out").click()
        expect(other).to_have_url(re.compile("sign-in"))
        page.get_by_text("Save the edit").click()
        expect(page.get_by_role("alert")).to_contain_text("no longer signed in")
        with context.expect_page() as opened:
            page.get_by_text("Sign in, in a window of its own").click()
        sign_in(opened.value)
        expect(opened.value).to_have_url(f"{address}/")
        page.get_by_role("button", name="Send it once more").click()
        expect(page.locator("#problem")).to_contain_text("nothing is kept yet")
        assert page.locator("[name=stage]").input_value() == "sought"
        assert page.locator("[name=note]").input_value() == "Read it\nto the end."
        assert ledger.decided_since(key, 0) == []
        page.get_by_text("Save the edit").click()
        expect(page).to_have_url(re.compile("done="))
    (made,) = ledger.decided_since(key, 0)
    assert (made.reviewer, made.changes, made.note) == (FIRST, {"stage": "sought"}, "Read it\nto the end.")


def test_one_may_leave_without_choosing(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}/review/{key}/edit")
    before = offsets(page, "supplier-0")
    page.locator("[data-words=supplier-0] .pick").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-words=supplier-0] output").inner_text() == f"“{chosen(page)}”"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert offsets(page, "supplier-0") == before
    assert page.locator("#choosing").is_hidden()


def test_keys_decide_and_can_be_switched_off(page: Page, address: str, ledger: Ledger) -> None:
    page.goto(f"{address}/review")
    before = ledger.last_judgement()
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert ledger.last_judgement() == before
    page.keyboard.press("?")
    page.locator("#keys-on").check()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    # As a key does that is quicker than the painting after which the box no longer has the focus.
    page.locator("#keys-on").evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))"
    )
    expect(page).to_have_url(re.compile("done="))
    assert ledger.last_judgement() == before + 1
    press(page, "u")
    expect(page).to_have_url(re.compile("&at="))
    assert [one.decision for one in ledger.decided_since(page.url.split("at=")[1], before)] == [
        "accepted",
        "withdrawn",
    ]


def test_a_card_is_decided_on_where_it_stands(page: Page, address: str, ledger: Ledger) -> None:
    claim = next(iter(ledger.claims()))
    page.goto(f"{address}/documents/{claim.document_key}")
    page.locator(f"#{claim.key}").focus()
    page.keyboard.press("r")
    page.wait_for_selector(f"#{claim.key} .decided")
    assert page.url == f"{address}/documents/{claim.document_key}"
    assert page.evaluate("document.activeElement.id") == claim.key
    assert ledger.decided_since(claim.key, 0)[-1].decision == "rejected"
    page.evaluate("for (const one of document.getElementsByName('csrf')) one.value = 'another'")
    page.keyboard.press("a")
    expect(page.locator(f"#{claim.key} .answer")).to_contain_text("not kept")
    assert ledger.decided_since(claim.key, 0)[-1].decision == "rejected"
