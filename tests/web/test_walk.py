"""A person at the workbench, with a mouse and a wide window, with a finger and a narrow one, and with keys alone."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from armstrail.ledger import Ledger
from armstrail.web.settings import Settings
from armstrail.web.shapes.__main__ import application
from armstrail.web.views import VIEWS
from armstrail.web.visitors import COOKIE
from tests.web.browsing import press, serving
from tests.web.conftest import CHEAP, PASSWORD
from tests.web.made import FIRST, Names, address

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
WINDOWS = pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

expect.set_options(timeout=20_000)  # a machine may have much else to do
application()  # this fills VIEWS
PLACES = [
    *(view.path for view in VIEWS),
    "/api",
    "/search?kind=documents",
    "/search?kind=statements&q=tank",
    "/search?q=zebra",
    "/flows?form=map",
    "/no-such-page",
]


# ------------------------------------------------------------------ whatever page it is


@pytest.fixture(scope="module")
def signed_in(kept_copy: str, browser: Browser) -> Iterator[Page]:
    """A page of an owner's, who may see and do all there is."""
    with Ledger.open(kept_copy, rules=CHEAP) as ledger:
        ledger.accounts.add_user(FIRST, PASSWORD, "owner")
        session = ledger.accounts.sign_in(FIRST, PASSWORD, "127.0.0.1")
        assert session
    with serving(Settings(kept_copy, accounts=True), CHEAP) as server:
        context = browser.new_context(base_url=server, viewport=DESKTOP)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": COOKIE, "value": session.token, "url": server}])
        yield context.new_page()
        context.close()


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_for_everybody(place: str, signed_in: Page, names: Names) -> None:
    """By axe, in a light and wide window and in a dark and narrow one, which it does not overflow; nothing fails."""
    faults: list[str] = []
    signed_in.on("pageerror", lambda error: faults.append(str(error)))
    signed_in.on("console", lambda told: faults.append(told.text) if "Security Policy" in told.text else None)
    signed_in.set_viewport_size(DESKTOP)
    signed_in.emulate_media(color_scheme="light", reduced_motion="reduce")
    signed_in.goto(address(place, names), wait_until="networkidle")
    assert violations(signed_in) == []
    signed_in.set_viewport_size(PHONE)
    signed_in.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert violations(signed_in) == []
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert signed_in.locator("h1").count() == 1
    assert faults == []


@pytest.mark.parametrize("place", ["/", "/flows?form=map"])
def test_an_empty_ledger_is_for_everybody(place: str, page: Page, tmp_path: Path) -> None:
    ledger = str(tmp_path / "empty.db")
    Ledger.open(ledger, create=True).close()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_viewport_size(PHONE)
    with serving(Settings(ledger, reviewer=FIRST)) as server:
        page.goto(f"{server}{place}", wait_until="networkidle")
        assert violations(page) == []
    assert faults == []


def test_a_narrow_window_shows_all_pages_there_are(reading_address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{reading_address}/registers")
    for link in page.get_by_role("navigation", name="Pages").get_by_role("link").all():
        expect(link).to_be_in_viewport(ratio=1)


def test_the_form_to_sign_in_is_for_everybody(place: str, page: Page) -> None:
    with Ledger.open(place, rules=CHEAP) as ledger:
        ledger.accounts.add_user(FIRST, PASSWORD, "reader")
    with serving(Settings(place, accounts=True), CHEAP) as server:
        page.goto(f"{server}/deals")
        expect(page).to_have_title(re.compile("Sign in"))
        assert violations(page) == []
        page.get_by_label("Name").fill(FIRST)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{server}/deals")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{server}/search")
        expect(page).to_have_title(re.compile("Sign in"))


# ------------------------------------------------------------------ a walk


@WINDOWS
def test_a_claim_is_found_checked_and_decided_on(
    window: ViewportSize, address: str, page: Page, names: Names
) -> None:
    page.set_viewport_size(window)
    page.goto(address)
    page.get_by_label("Search everything").fill("Leopard")
    page.get_by_role("button", name="Search", exact=True).click()
    found = number_in(page.locator(".count"))
    opened(page.locator(".facets a", has_text="Harbour Courier")).click()
    expect(page.locator(".chosen-filters")).to_contain_text("Harbour Courier")
    assert number_in(page.locator(".count")) < found

    page.locator(".hit a[href^='/documents/']").first.click()
    card = page.locator("aside .card").first
    lit = page.locator(f".text [data-r~='{card.get_attribute('id')}'].lit")
    expect(page.locator(".text .lit").first).to_be_visible()  # of the record that one came for
    page.locator("#find").focus()
    page.mouse.move(0, 0)
    expect(lit).to_have_count(0)
    card.hover()
    expect(lit.first).to_be_visible()
    page.mouse.move(0, 0)
    expect(lit).to_have_count(0)
    card.get_by_role("link").first.focus()
    expect(lit.first).to_be_visible()

    page.goto(f"{address}/claims/{names.claim}")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".judgements")).to_contain_text(f"accepted by {FIRST}")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".judgements")).to_contain_text(f"withdrawn by {FIRST}")

    page.locator("a[href^='/deals/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Germany → Norway")
    expect(page.locator(".finding").first).to_contain_text("SIPRI", ignore_case=True)
    page.locator(".finding a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SIPRI", ignore_case=True)


@WINDOWS
def test_an_edit_takes_its_words_from_the_text(
    window: ViewportSize, address: str, page: Page, names: Names
) -> None:
    page.set_viewport_size(window)
    page.goto(f"{address}/claims/{names.claim}")
    page.get_by_role("link", name="Edit").click()
    item = page.get_by_role("group", name="item 1")
    expect(item).to_be_visible()
    page.wait_for_load_state()
    item.get_by_role("button", name="Choose").first.click()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    chosen = item.locator("output").first.inner_text().strip("“”")
    assert len(chosen.split()) == 2
    page.get_by_label("Note").fill("The words before it.")
    page.get_by_role("button", name="Save the edit").click()
    expect(page.locator("main")).to_contain_text(f"edited by {FIRST}")
    expect(page.locator("main")).to_contain_text(chosen)
    page.reload()
    expect(page.locator("main")).to_contain_text("The words before it.")


def test_the_queue_goes_by_keys(address: str, page: Page, place: str) -> None:
    page.goto(f"{address}/review")
    left = number_in(page.locator(".count"))
    item = page.locator("#item-name a").first
    first = item.get_attribute("href") or ""
    page.keyboard.press("s")
    expect(item).not_to_have_attribute("href", first)
    press(page, "p")
    expect(item).to_have_attribute("href", first)
    press(page, "a")
    expect(page.locator(".done")).to_contain_text("accepted")
    assert number_in(page.locator(".count")) == left - 1
    press(page, "u")
    expect(item).to_have_attribute("href", first)
    press(page, "r")
    with Ledger.open(place) as ledger:
        expect(page.locator(".done")).to_contain_text("rejected")
        made = [standing.judgement.decision for standing in ledger.judgements()[-3:]]
    assert made == ["accepted", "withdrawn", "rejected"]


def test_a_search_goes_by_keys(reading_address: str, page: Page) -> None:
    page.goto(reading_address)
    page.keyboard.press("/")
    page.keyboard.type("frigates")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    press(page, "j")
    expect(page.locator(".hit").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".hit").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/claims/c"))
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_all_of_a_page_is_reached_with_the_tab_key(reading_address: str, page: Page, names: Names) -> None:
    """The first is the way past the head of the page; every link and button comes, each seen to have the focus."""
    page.goto(f"{reading_address}/claims/{names.claim}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    seen: set[str] = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "() => { const at = document.activeElement; const seen = getComputedStyle(at); return at === document.body"
            " ? null : [at.getAttribute('href') ?? at.name ?? at.textContent, seen.outlineStyle, seen.boxShadow] }"
        )
        if place is None:
            break
        seen.add(place[0])
        assert place[1] != "none" or place[2] != "none", f"{place[0]}: nobody sees that it has the focus"
    assert f"/documents/{names.document}" in {one.partition("#")[0] for one in seen}
    assert "decision" in seen


def test_what_was_found_is_taken_along(
    reading_address: str, page: Page, tmp_path: Path, names: Names
) -> None:
    page.goto(f"{reading_address}/search?q=Leopard")
    total = number_in(page.locator(".count"))
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    table = tmp_path / saved.value.suggested_filename
    saved.value.save_as(table)
    assert table.name == "claims.csv"
    with table.open(newline="") as rows:
        assert len(list(csv.DictReader(rows))) == total
    page.goto(f"{reading_address}/deals/{names.deal}")
    bibtex = page.request.get(page.get_by_role("link", name="BibTeX").first.evaluate("link => link.href"))
    assert bibtex.text().startswith("@")


def test_pages_work_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Search everything").fill("Leopard")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator(".hit h3 a").first.click()
    page.get_by_role("button", name="Reject").click()
    expect(page.locator(".judgements")).to_contain_text(f"rejected by {FIRST}")
    context.close()


def test_the_demonstration_shows_the_samples(page: Page) -> None:
    command: list[str | Path] = [
        Path(sys.executable).with_name("armstrail"),
        "serve",
        "--demo",
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            served = re.search(r"http://\S+", running.stderr.readline())
            assert served
            page.goto(served[0].rstrip(";"))
            expect(page.get_by_role("heading", level=1)).to_have_text("The ledger")
            expect(page.locator(".hit").first).to_be_visible()
        finally:
            running.terminate()


# ------------------------------------------------------------------ how


def violations(page: Page) -> list[str]:
    """What axe has against the page as it stands, each with the places."""
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found.response["violations"]
    ]


def opened(hidden: Locator) -> Locator:
    """What stands in a part of the page that may be folded up."""
    if not hidden.is_visible():
        hidden.locator("xpath=ancestor::details/summary").click()
    return hidden


def number_in(place: Locator) -> int:
    """The first number of some words."""
    found = re.search(r"\d+", place.inner_text().replace(",", ""))
    assert found
    return int(found[0])
