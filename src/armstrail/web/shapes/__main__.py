"""`python -m armstrail.web.shapes > docs/api.md`: the reference of the API, from its own OpenAPI document."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from armstrail.web.app import NOUNS
from armstrail.web.views import API, VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEAD = f"""\
# The API, address by address

`python -m armstrail.web.shapes > docs/api.md` writes this page. What it is for stands in docs/workbench.md.

A page of the workbench and the API give the same: `/search` is a page, `/search.json` its data, `{API}/search` the same
under an address that stays. All take the same parameters. What cannot be answered is a [Problem](#problem), with the
status of HTTP that fits. The same for programs: `{API}/openapi.json`."""


def application() -> FastAPI:
    """What there are addresses for, without a ledger."""
    app = FastAPI()
    for noun in NOUNS:
        noun.register(app)
    return app


def reference() -> str:
    """The page, in Markdown."""
    document = application().openapi()
    addresses = [
        line
        for path, methods in document["paths"].items()
        for method, held in methods.items()
        for line in _address(method.upper(), path, held)
    ]
    shapes = [
        line
        for name, schema in sorted(document["components"]["schemas"].items())
        if "validation" not in name.lower()  # FastAPI's own, which no address answers with
        for line in _shape(name, schema)
    ]
    return "\n".join([_HEAD, "", "## Addresses", *addresses, "", "## Shapes", *shapes, ""])


def _address(method: str, path: str, held: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {method} {path}", "", _in_line(held.get("description") or held.get("summary", "")))
    view = next((one for one in VIEWS if path == one.address), None)
    if view and method == "GET":
        stem = view.path if view.path != "/" else "/index"
        data = ", ".join(f"`{stem}.{form}`" for form in (("json", "csv") if view.rows else ("json",)))
        yield from ("", f"Page: `{view.path}`; its data: {data}.")
    body = held.get("requestBody", {}).get("content", {})
    for media, content in body.items():
        yield from ("", f"Takes {_kind(content.get('schema', {}))} (`{media}`).")
    for status, answer in held["responses"].items():
        if status.startswith("2"):
            yield from ("", *_answer(status, answer.get("content", {})))
    if parameters := held.get("parameters"):
        yield from ("", "| parameter | where | what it may be | |", "|---|---|---|---|")
        for one in parameters:
            must = (
                "path" if one["in"] == "path" else f"{one['in']}{', needed' if one.get('required') else ''}"
            )
            said = one.get("description") or one["schema"].get("description", "")
            yield f"| `{one['name']}` | {must} | {_kind(one['schema'])} | {_in_line(said)} |"


def _answer(status: str, contents: Mapping[str, Any]) -> Iterator[str]:
    if not contents:
        yield f"Answers {status}, with nothing."
    for media, content in contents.items():
        kind = _kind(content["schema"]) if content.get("schema") else "what is said above"
        yield f"Answers {status}: {kind} (`{media}`)."


def _shape(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {name}", "", _paragraphs(schema.get("description", "")))
    required = schema.get("required", ())
    yield from ("", "| field | what it is |", "|---|---|")
    for field, kind in schema.get("properties", {}).items():
        default = "" if field in required else f"; `{json.dumps(kind.get('default'))}` where it is not given"
        yield f"| `{field}` | {_kind(kind)}{default} |"


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value may be, in words; a shape is a link to where it is told of."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if some := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(_kind(one) for one in some))
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        return f"object of {_kind(inner)}" if isinstance(inner, dict) else "object"
    return _limited(schema)


def _limited(schema: Mapping[str, Any]) -> str:
    kind = {"string": "text", "boolean": "true or false"}.get(
        schema.get("type", ""), schema.get("type", "anything")
    )
    limits = [
        f"{said} {schema[limit]:,.0f}"
        for limit, said in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("minLength", "at least"),
            ("maxLength", "at most"),
        )
        if limit in schema
    ]
    unit = " characters" if "maxLength" in schema or "minLength" in schema else ""
    return f"{kind}, {' '.join(limits)}{unit}" if limits else kind


def _in_line(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _paragraphs(words: str) -> str:
    return "\n\n".join(_in_line(one).replace("\\|", "|") for one in words.split("\n\n"))


if __name__ == "__main__":
    sys.stdout.write(reference())
