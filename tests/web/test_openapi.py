"""The API keeps to its OpenAPI document, whatever it is sent: no fault of its own, no answer that is not documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from armstrail.web.settings import Settings
from armstrail.web.shapes.__main__ import application
from tests.web.conftest import CHEAP, HERE, PASSWORD
from tests.web.made import FIRST, Names
from tests.web.workbenches import workbench

DOCUMENT = application().openapi()
LABELS = [f"{method.upper()} {path}" for path, methods in DOCUMENT["paths"].items() for method in methods]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
AS_MANY_AS_FIT = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def app(kept_copy: str) -> Iterator[FastAPI]:
    with workbench(Settings(kept_copy, accounts=True), CHEAP) as app:
        yield app


@pytest.fixture(scope="module")
def headers(app: FastAPI) -> dict[str, str]:
    """An owner's token, which may do whatever there is to do."""
    app.state.ledger.accounts.add_user(FIRST, PASSWORD, "owner")
    secret, _ = app.state.ledger.accounts.make_token(FIRST, "tests")
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="module")
def operations(app: FastAPI) -> dict[str, Any]:
    """What the document lists, by method and path."""
    schema = openapi.from_dict(app.openapi())
    schema.app = app
    schema.location = f"{HERE}/api/v1/openapi.json"
    schema.config.update(base_url=HERE)
    return {made.label: made for made in (one.ok() for one in schema.get_all_operations())}  # type: ignore[union-attr]


@pytest.mark.parametrize("label", LABELS)
def test_an_address_answers_as_documented(
    label: str, operations: dict[str, Any], headers: dict[str, str], names: Names
) -> None:
    operation = operations[label]
    cases = operation.as_strategy()
    if any(True for _ in operation.iter_parameters()) or operation.body:
        cases |= operation.as_strategy(GenerationMode.NEGATIVE)

    @AS_MANY_AS_FIT
    @given(case=cases, real=st.none() | st.sampled_from(sorted(asdict(names).values())))
    def answers(case: Case[Any], real: str | None) -> None:
        if real and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, real)
        case.call_and_validate(headers=dict(headers), checks=CHECKS)

    answers()


def test_the_document_is_served_as_it_is_made(reading_client: TestClient) -> None:
    assert reading_client.get("/api/v1/openapi.json").json()["paths"] == json.loads(
        json.dumps(DOCUMENT["paths"])
    )
