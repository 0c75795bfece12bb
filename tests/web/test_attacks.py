"""Words from outside stay words: on pages, in data, in tables, in searches, in headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from armstrail.ledger import Ledger
from armstrail.web.settings import Settings
from armstrail.web.shapes.__main__ import application
from armstrail.web.views import API, VIEWS
from armstrail.web.visitors import COOKIE, CSRF_HEADER
from tests.ledger.made import READER, addition, document
from tests.web.attacked import make_attacked
from tests.web.browsing import serving
from tests.web.conftest import CHEAP, asking, said, sign_in
from tests.web.made import FIRST, Names, address
from tests.web.payloads import ELSEWHERE, QUERIES, payloads

application()  # this fills VIEWS
HTML = {"accept": "text/html"}
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Attacked:
    """A ledger of payloads, and the addresses of pages that show them: of lists, and of single records."""

    place: str
    lists: tuple[str, ...]
    records: dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    place = tmp_path_factory.mktemp("attacked") / "ledger.db"
    make_attacked(place)
    with Ledger.open(str(place)) as ledger:
        kinds = {
            "documents": [one.key for one in ledger.documents()],
            "claims": [one.key for one in ledger.claims()],
            "statements": [one.key for one in ledger.statements()],
            "deals": [one.id for one in ledger.deals()],
            "stories": [one.story.id for one in ledger.stories(least=2)],
            "registers": [one.release.sha256 for one in ledger.releases()],
        }
        records = {kind: tuple(f"/{kind}/{key}" for key in keys) for kind, keys in kinds.items()}
        for kind in ("speakers", "outlets"):
            entries = getattr(ledger, kind)(size=200).entries
            records[kind] = tuple(f"/{kind}/one?{urlencode({'name': one.name})}" for one in entries)
    lists = [view.path for view in VIEWS if "{" not in view.path and not view.path.endswith("/one")]
    wide = [f"{path}?size=200" for path in lists] + [
        f"/search?size=200&kind={kind}" for kind in ("documents", "statements")
    ]
    return Attacked(str(place), tuple(wide), records)


@pytest.fixture(scope="module")
def client(attacked: Attacked) -> Iterator[TestClient]:
    """For an owner who has signed in."""
    with asking(Settings(attacked.place, accounts=True)) as client:
        sign_in(client, FIRST, "owner")
        for words in payloads()[::10]:
            client.app.state.ledger.accounts.make_token(FIRST, _label(words))  # type: ignore[attr-defined]
        yield client


# ------------------------------------------------------------------ on pages


def test_there_are_two_hundred() -> None:
    assert len(payloads()) == len(set(payloads())) == 200


def test_words_bring_no_elements_to_a_page(attacked: Attacked, client: TestClient) -> None:
    marked = [words for words in payloads() if "<" in words and len(words) > len("<!--")]
    for place in (*attacked.lists, *_some(attacked), *_unknown()):
        page = client.get(place, headers=HTML)
        assert page.status_code in {200, 404, 422, 400}, f"{place}: {said(page.text)}"
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert _trusting(page.text) == [], place
        assert [words for words in marked if words in page.text] == [], place


def test_data_is_never_taken_for_a_page(attacked: Attacked, client: TestClient) -> None:
    for place in (*attacked.lists, *(some[0] for some in attacked.records.values())):
        path, _, query = place.partition("?")
        data = client.get(f"{path if path != '/' else '/index'}.json?{query}", headers=HTML)
        assert data.headers["content-type"] in {"application/json", "application/problem+json"}, place
        assert data.headers["x-content-type-options"] == "nosniff"


def test_no_cell_of_a_table_is_a_formula(attacked: Attacked, client: TestClient) -> None:
    seen = 0
    for place in attacked.lists:
        path, _, query = place.partition("?")
        table = client.get(f"{path}.csv?{query}")
        if table.status_code == 200:
            cells = [cell for row in csv.reader(io.StringIO(table.text, newline="")) for cell in row]
            assert [cell for cell in cells if cell.startswith(FORMULAS) and not _number(cell)] == [], place
            seen += len(cells)
    assert seen > 10 * len(payloads())


def test_nothing_runs_in_a_browser(attacked: Attacked, client: TestClient, context: BrowserContext) -> None:
    """Every list, every document, and of other records some."""
    with serving(Settings(attacked.place, accounts=True), CHEAP) as server:
        context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE], "url": server}])
        context.add_init_script("window.ran = 0; window.alert = () => { window.ran = 1 }")
        page = context.new_page()
        told = Told(page, server)
        some = [place for places in attacked.records.values() for place in places[::20]]
        for place in dict.fromkeys((*attacked.lists, *attacked.records["documents"], *some)):
            page.goto(server + place, wait_until="load")
            assert page.url.startswith(server), place
            assert page.evaluate("window.ran") == 0, place
            assert told.faults == [], place


# ------------------------------------------------------------------ in searches and addresses


def test_a_search_takes_anything_for_words(ledger_place: str) -> None:
    """On both databases: what is no query finds nothing, or is refused; the ledger stays as it is."""
    with Ledger.open(ledger_place, create=True) as ledger:
        ledger.append([addition(document())], READER)
    with asking(Settings(ledger_place)) as client:
        before = client.get("/search.json").json()["turning"]["total"]
        asked = [("q", words) for words in payloads()] + [("q", f'"{words}"') for words in payloads()[::5]]
        for parameter in ("supplier", "speaker", "outlet", "story", "since", "kind"):
            asked += [(parameter, words) for words in QUERIES]
        for one in asked:
            found = client.get(f"/search.json?{urlencode([one], errors='replace')}")
            assert found.status_code in {200, 400, 422}, (one, found.text)
        assert client.get("/search.json").json()["turning"]["total"] == before == 1


@pytest.mark.parametrize(
    "path",
    [
        "..%2fapp.py",
        "%2e%2e",
        "%2e%2e%2fapp.py",
        "..%5capp.py",
        "%252e%252e%252fapp.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "%2e",
        "",
        "%00",
        "lights.css%00.js",
        "templates",
    ],
)
def test_no_file_but_those_of_pages_is_served(path: str, reading_client: TestClient) -> None:
    answer = reading_client.get(f"/static/{path}", headers=HTML)
    assert answer.status_code in {400, 404, 405}
    assert "create_app" not in answer.text
    assert "root:" not in answer.text


def test_no_parameter_makes_a_header(reading_client: TestClient) -> None:
    broken = "a%0d%0aX-Evil:%201%0d%0a%0d%0a<script>"
    for view in VIEWS:
        path = (
            view.path.replace("{", "").replace("}", "")
            if "{" not in view.path
            else view.path.split("{")[0] + broken
        )
        for place in (f"{path}?q={broken}&name={broken}&next={broken}", f"{API}{path}?q={broken}"):
            for ending in ("", ".json", ".csv", ".bib"):
                stem, _, query = place.partition("?")
                answer = reading_client.get(f"{stem}{ending}?{query}", headers=HTML)
                assert answer.status_code < 500, place
                assert "x-evil" not in answer.headers
                assert not any("\r" in value or "\n" in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "host",
    [
        ELSEWHERE,
        f"127.0.0.1.{ELSEWHERE}",
        f"127.0.0.1@{ELSEWHERE}",
        f"{ELSEWHERE}:80",
        f"{ELSEWHERE}#127.0.0.1",
        "127.0.0.1:80:80",
        "0.0.0.0",
        "[::1",
        "",
    ],
)
def test_another_host_is_refused(host: str, reading_client: TestClient) -> None:
    """So that no name of the web that leads to this machine reads the ledger (DNS rebinding)."""
    for path in ("/", "/search.json", f"{API}/search", "/static/workbench.css"):
        answer = reading_client.get(path, headers={"host": host} | HTML)
        assert answer.status_code == 400, path
        assert "serve --name" in answer.text


def test_a_host_that_is_believed_is_not_put_into_links(reading_client: TestClient, names: Names) -> None:
    forwarded = {
        "x-forwarded-host": ELSEWHERE,
        "forwarded": f"host={ELSEWHERE}",
        "x-forwarded-prefix": f"//{ELSEWHERE}",
    }
    for place in (address("/documents/{name}", names), f"/claims/{names.claim}.bib", "/search"):
        assert ELSEWHERE not in reading_client.get(place, headers=forwarded | HTML).text


def test_what_is_too_large_is_refused(reading_client: TestClient) -> None:
    assert reading_client.get(f"/search?q={'a' * 20_000}").status_code == 414
    assert reading_client.get(f"/search?q={'a' * 2_000}").status_code == 422
    large = {"content-type": "application/json"}
    assert reading_client.post(f"{API}/users", content=b"0" * 1_000_001, headers=large).status_code == 413


# ------------------------------------------------------------------ who may


def test_whoever_has_not_signed_in_sees_nothing(attacked: Attacked) -> None:
    with asking(Settings(attacked.place, accounts=True)) as client:
        for route, method in _routes(client):
            if not route.path.startswith(("/static", "/sign-", f"{API}/openapi")):
                answer = client.request(method, _filled(route))
                assert answer.status_code in {401, 403}, f"{method} {route.path}"


@pytest.mark.parametrize("role", ["reader", "reviewer"])
def test_a_reader_changes_nothing(role: Any, place: str) -> None:
    """Whatever changes something refuses a reader; what is an owner's refuses a reviewer, in a form and by a token."""
    with asking(Settings(place, accounts=True)) as client:
        csrf = sign_in(client, FIRST, role)
        secret, _ = client.app.state.ledger.accounts.make_token(FIRST, "all", None)  # type: ignore[attr-defined]
        before = _sizes(client)
        for route, method in _routes(client):
            owners = route.path.startswith(("/users", f"{API}/users", "/samples", "/audit", f"{API}/audit"))
            own = route.path.startswith(("/sign-", "/account", f"{API}/account", "/tokens", f"{API}/tokens"))
            if own or (method == "GET" and not owners) or (role == "reviewer" and not owners):
                continue
            for headers in ({CSRF_HEADER: csrf}, {"authorization": f"Bearer {secret}"}):
                answer = client.request(method, _filled(route), headers=headers)
                assert answer.status_code == 403, f"{method} {route.path}"
        assert _sizes(client) == before


def test_a_form_of_another_site_changes_nothing(client: TestClient, place: str) -> None:
    """Without accounts, too: whatever changes something wants the secret of a form of ours once a browser sends it."""
    with asking(Settings(place, reviewer=FIRST)) as without:
        for asked in (without, client):
            for route, method in _routes(asked):
                if method == "GET" or route.path.startswith("/sign-"):
                    continue
                for csrf in (
                    {},
                    {CSRF_HEADER: ""},
                    {CSRF_HEADER: "x" * 43},
                    {CSRF_HEADER: "=?"},
                ):
                    headers = {"origin": f"https://{ELSEWHERE}", "sec-fetch-site": "cross-site"} | csrf
                    answer = asked.request(method, _filled(route), headers=headers)
                    refused = {403} if asked is client else {403, 404}
                    assert answer.status_code in refused, f"{method} {route.path}"


# ------------------------------------------------------------------ how


def _some(attacked: Attacked) -> Iterator[str]:
    """Every document and claim, which show most of what there is; of other records some."""
    for kind, places in attacked.records.items():
        yield from places if kind in {"documents", "claims"} else places[::5]


def _unknown() -> Iterator[str]:
    """Pages that say what was asked for, and did not find it."""
    forms = cycle(("/search?since={}", "/documents/{}", "/claims/c{}", "/{}"))
    for words, form in zip(payloads(), forms, strict=False):
        asked = quote(words, safe="", errors="replace")
        yield f"/search?q={asked}"
        if "?" in form or not {"%00", "%2F"} & {asked[at : at + 3] for at in range(len(asked))}:
            yield form.format(asked)


def _trusting(page: str) -> list[str]:
    """What in a page could run, load or send something elsewhere."""
    return [fault for element in html.fromstring(page).iter() for fault in _of_element(element)]


def _of_element(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield f"comment {element.text!r}"
        return
    data = element.tag == "script" and element.get("type") == "application/json"
    if element.tag in {
        "iframe",
        "object",
        "embed",
        "base",
        "style",
        "template",
        "math",
        "plaintext",
        "marquee",
    }:
        yield element.tag
    if element.tag == "script" and not data and not element.get("src", "").startswith("/static/"):
        yield "script"
    for name, value in element.attrib.items():
        if name.startswith("on") or name in {"style", "srcdoc", "hx-on"} or "hx-on:" in name:
            yield f"{element.tag} {name}"
        if name in {"href", "src", "action", "formaction", "data-open", "hx-get", "hx-post"} and not _ours(
            value, name
        ):
            yield f"{element.tag} {name}={value!r}"


def _ours(value: str, name: str) -> bool:
    """An address within the workbench; of a link, of the web."""
    place = urlsplit(value)
    if name == "href" and place.scheme in {"http", "https"}:
        return bool(place.hostname) and value.startswith(("http://", "https://"))
    return not place.scheme and not place.netloc and not value.startswith(("//", "\\", "/\\"))


class Told:
    """What a browser tells of, kept as it goes: dialogs, windows, faults, requests for another host."""

    def __init__(self, page: Page, server: str) -> None:
        self.faults: list[str] = []
        self._server = server
        page.on("dialog", self._dialog)
        page.on("popup", lambda other: self.faults.append(f"window {other.url}"))
        page.on("pageerror", lambda error: self.faults.append(f"fault {error}"))
        page.on("request", self._request)
        page.on("console", self._console)

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._server}/", "data:image/")):
            self.faults.append(f"request {request.url}")

    def _console(self, told: ConsoleMessage) -> None:
        if told.type == "error":
            self.faults.append(f"console {told.text}")


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _label(words: str) -> str:
    return "".join(letter for letter in words if letter.isprintable())[:60].strip() or "x"


def _routes(client: TestClient) -> list[tuple[APIRoute, str]]:
    routes = client.app.routes  # type: ignore[attr-defined]
    return [
        (route, method)
        for route in routes
        if isinstance(route, APIRoute)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def _filled(route: APIRoute) -> str:
    """The address of a route with a name that no record has."""
    path = route.path
    for name in route.param_convertors:
        path = path.replace(f"{{{name}}}", "x")
    return path


def _sizes(client: TestClient) -> dict[str, int]:
    ledger: Ledger = client.app.state.ledger  # type: ignore[attr-defined]
    return {**ledger.sizes(), "users": len(ledger.accounts.users())}
