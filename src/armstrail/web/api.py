"""The API, for a person: what stands under /api/v1, from its own OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Depends, Request, Response

from armstrail.web.rendering import rendered
from armstrail.web.shapes.api import ApiPage, Operation, ParameterShown
from armstrail.web.views import API, VIEWS
from armstrail.web.visitors import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import FastAPI


def register(app: FastAPI) -> None:
    """Add the page, and what the framework does not know of the OpenAPI document."""
    app.get("/api", dependencies=[Depends(reader)], include_in_schema=False)(api)
    app.openapi = _documented(app.openapi)  # type: ignore[method-assign]  # as FastAPI has it done


def _documented(made: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """The document, in which problems are of the media type that they are sent with, and examples are whole."""

    def document() -> dict[str, Any]:
        held = made()  # which keeps what it has made
        for methods in held["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if status[0] in "45" and "application/json" in answer.get("content", {}):
                        answer["content"] = {
                            "application/problem+json": answer["content"]["application/json"]
                        }
        for view in VIEWS:
            answer = held["paths"][view.address]["get"]["responses"]["200"]["content"]["application/json"]
            answer["example"] = view.example  # FastAPI leaves out what is null
        return held

    return document


def api(request: Request) -> Response:
    """What the API can be asked."""
    document = request.app.openapi()
    operations = tuple(
        _operation(method.upper(), path, held)
        for path, methods in document["paths"].items()
        for method, held in methods.items()
    )
    return rendered(request, "api.html", ApiPage(operations, f"{API}/openapi.json"))


def _operation(method: str, path: str, held: Mapping[str, Any]) -> Operation:
    parameters = tuple(map(_parameter, held.get("parameters", ())))
    asks = method == "GET" and not any(one.required for one in parameters)
    said = held.get("description") or held.get("summary", "")
    return Operation(
        method, path, " ".join(said.split()), parameters, "requestBody" in held, path if asks else None
    )


def _parameter(held: Mapping[str, Any]) -> ParameterShown:
    schema = held.get("schema", {})
    return ParameterShown(
        held["name"],
        held["in"],
        _kind(schema),
        held.get("description") or schema.get("description", ""),
        held.get("required", False),
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value may be, in words: "integer", "any of: claims, statements", "text, any number of times"."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"] if one.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}; any number of times"
    kind = str(schema.get("type", "any"))
    return {"string": "text", "boolean": "true or false"}.get(kind, kind)
