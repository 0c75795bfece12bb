"""Pages show what their dataclasses hold, all of it is told in docs/api.md, and the API answers with the same."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from armstrail.ledger import Ledger
from armstrail.web.settings import Settings
from armstrail.web.shapes.__main__ import application, reference
from armstrail.web.views import API, VIEWS, View
from tests.web.attributes import Asking
from tests.web.conftest import asking, said, sign_in
from tests.web.made import FIRST, Names, address

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
DOCUMENT = application().openapi()  # this fills VIEWS, too

each_view = pytest.mark.parametrize("view", VIEWS, ids=[view.path for view in VIEWS])


@pytest.fixture(scope="module")
def full(kept_copy: str) -> Iterator[TestClient]:
    """For an owner who has signed in, so that there is no page they may not see."""
    with asking(Settings(kept_copy, accounts=True)) as client:
        sign_in(client, FIRST, "owner")
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = str(tmp_path_factory.mktemp("empty") / "ledger.db")
    Ledger.open(place, create=True).close()
    with asking(Settings(place, accounts=True)) as client:
        sign_in(client, FIRST, "owner")
        yield client


# ------------------------------------------------------------------ pages and data


@each_view
def test_a_page_and_its_data_are_there(view: View, full: TestClient, names: Names) -> None:
    place = address(view.path, names)
    page = full.get(place, headers={"accept": "text/html"})
    assert page.status_code == 200, said(page.text)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    path, _, query = place.partition("?")
    stem = path if path != "/" else "/index"
    data = full.get(f"{stem}.json?{query}")
    same = full.get(f"{API}{path if path != '/' else '/summary'}?{query}")
    assert data.status_code == 200
    assert data.json() == same.json()
    assert f'href="{stem}.json' in page.text, "the page does not say where its data is"


@each_view
def test_an_empty_ledger_has_pages_too(view: View, empty: TestClient, names: Names) -> None:
    page = empty.get(address(view.path, names), headers={"accept": "text/html"})
    of_one = "{" in view.path or view.path.endswith("/one")
    assert page.status_code == (404 if of_one else 200), said(page.text)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.count("<h1") == 1


@each_view
def test_a_list_is_a_table(view: View, full: TestClient, names: Names) -> None:
    if not view.rows:
        pytest.skip("no list")
    path, _, query = address(view.path, names).partition("?")
    table = full.get(f"{path}.csv?{query}")
    assert table.status_code == 200
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = table.text.splitlines()
    assert head
    assert rows


@each_view
def test_a_template_asks_for_what_there_is(view: View) -> None:
    assert Asking().of_page(view.template, view.shape) == set()


# ------------------------------------------------------------------ what is told of shapes


def test_a_shape_is_frozen_and_told_of() -> None:
    for shape in _shapes():
        assert shape.__dataclass_params__.frozen, shape
        assert "__slots__" in vars(shape), shape
        assert shape.__doc__, shape
        assert not shape.__doc__.startswith(f"{shape.__name__}("), f"{shape}: nothing is told of it"


def test_a_shape_holds_plain_values_and_shapes() -> None:
    for shape in _shapes():
        for field, kind in typing.get_type_hints(shape).items():
            for one in _leaves(kind):
                plain = one in {str, int, float, bool, type(None), Any} or isinstance(one, str)
                assert plain or one.__module__.startswith("armstrail.web.shapes"), (
                    f"{shape.__name__}.{field}: {one}"
                )


def test_no_two_shapes_share_a_name() -> None:
    assert [name for name in DOCUMENT["components"]["schemas"] if "__" in name] == []


def test_the_docs_tell_of_every_address_and_shape() -> None:
    assert DOCS.read_text() == reference(), "`python -m armstrail.web.shapes > docs/api.md` writes it anew"


def test_the_reference_tells_of_views_and_fields() -> None:
    told = reference()
    for view in VIEWS:
        assert f"Page: `{view.path}`" in told
        for field in dataclasses.fields(view.shape):
            assert (
                f"| `{field.name}` |"
                in told.partition(f"### {view.shape.__name__}\n")[2].partition("\n### ")[0]
            )


# ------------------------------------------------------------------ OpenAPI


@each_view
def test_the_api_lists_a_view_with_an_example(view: View) -> None:
    held = DOCUMENT["paths"][view.address]["get"]
    answer = held["responses"]["200"]["content"]["application/json"]
    assert answer["schema"]["$ref"].endswith(f"/{view.shape.__name__}")
    assert held["summary"]
    assert json.dumps(answer["example"]) == json.dumps(view.example)
    made = TypeAdapter(view.shape).validate_json(json.dumps(view.example), strict=True)
    assert set(view.example) == {field.name for field in dataclasses.fields(made)}


def test_every_address_says_what_it_takes_and_answers() -> None:
    for path, methods in DOCUMENT["paths"].items():
        for method, held in methods.items():
            name = f"{method} {path}"
            assert path.startswith(API), f"{name}: a form is no part of the API"
            assert held.get("summary"), name
            for answer in held["responses"].values():
                for media, content in answer.get("content", {}).items():
                    assert content.get("schema") or media != "application/json", (
                        f"{name}: it does not say of what shape"
                    )
            assert held["responses"]["422"]["content"].keys() == {"application/problem+json"}, name


def _shapes() -> list[type[Any]]:
    """The dataclasses that views hold, each once."""
    waiting: list[Any] = [view.shape for view in VIEWS]
    found: dict[type[Any], None] = {}
    while waiting:
        shape = waiting.pop()
        if dataclasses.is_dataclass(shape) and shape not in found:
            found[typing.cast("type[Any]", shape)] = None
            waiting += [one for kind in typing.get_type_hints(shape).values() for one in _leaves(kind)]
    return list(found)


def _leaves(kind: Any) -> Iterator[Any]:
    """The types that a type is made of."""
    some = [one for one in get_args(kind) if one is not Ellipsis]
    if not some:
        yield kind
    for one in some:
        yield from _leaves(one)
