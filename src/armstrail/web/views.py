"""One view, three ways: a page of HTML, its data beside it (.json, .csv), and the same under /api/v1.

A view is a function with FastAPI's parameters that gives a frozen dataclass (in `shapes`). The page's template has
that dataclass and nothing else; the API answers with it.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from armstrail.exports.rows import safe
from armstrail.web.problems import RESPONSES
from armstrail.web.rendering import rendered
from armstrail.web.visitors import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_Item = TypeVar("_Item")

API = "/api/v1"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class View:
    """A view: its path, as in "/deals/{name}", its template, what makes its dataclass, and that dataclass.

    `rows` gives the rows of its CSV where it is a list. `example` is one answer of the API, in short. `needs` is the
    dependency that says who may see it.
    """

    path: str
    template: str
    make: Callable[..., Any]
    shape: type[Any]
    rows: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
    example: Any = None
    needs: Callable[..., Any] = reader

    @property
    def address(self) -> str:
        """Its address in the API."""
        return API + (self.path if self.path != "/" else "/summary")


VIEWS: list[View] = []
"""All views there are, in the order they were shown: tests and docs go over them."""


def show(app: FastAPI, view: View) -> None:
    """Add a view to the application."""
    if view not in VIEWS:
        VIEWS.append(view)
    needs = [Depends(view.needs)]
    summary = (view.make.__doc__ or "").strip().splitlines()[0]
    described: dict[int | str, dict[str, Any]] = (
        {200: {"content": {"application/json": {"example": view.example}}}} if view.example else {}
    )
    app.get(
        view.address,
        response_model=view.shape,
        summary=summary,
        responses={**RESPONSES, **described},
        dependencies=needs,
        name=f"{view.template.removesuffix('.html')} (API)",
    )(view.make)
    stem = view.path if view.path != "/" else "/index"
    app.get(stem + ".json", response_model=view.shape, dependencies=needs, include_in_schema=False)(view.make)
    if view.rows:
        app.get(stem + ".csv", dependencies=needs, include_in_schema=False)(_table(view))
    app.get(view.path, dependencies=needs, include_in_schema=False)(_page(view))


def _page(view: View) -> Callable[..., Response]:
    def page(request: Request, made: Any = Depends(view.make)) -> Response:  # noqa: ANN401 - FastAPI's way
        return rendered(request, view.template, made)

    return page


def _table(view: View) -> Callable[..., Response]:
    def table(made: Any = Depends(view.make)) -> Response:  # noqa: ANN401 - FastAPI's way
        assert view.rows  # noqa: S101 - it is shown for these alone
        return csv_response(view.rows(made), view.template.removesuffix(".html"))

    return table


def csv_response(rows: Iterable[Mapping[str, Any]], name: str, head: Sequence[str] = ()) -> Response:
    """Rows as CSV, sent as they are made; what a spreadsheet would run as a formula is defused. `head` are the columns,
    for where there are no rows to tell them.
    """
    lines = _begun(_table_lines(rows, head))
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_saved_as(f"{name}.csv"))


def jsonl_response(records: Iterable[Mapping[str, Any]], name: str) -> Response:
    """Records as lines of JSON, sent as they are made."""
    lines = (
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in some) for some in batched(records)
    )
    return StreamingResponse(
        _begun(lines), media_type="application/jsonl", headers=_saved_as(f"{name}.jsonl")
    )


def _begun(parts: Iterator[str]) -> Iterator[str]:
    """The same with the first made already: what cannot be done is refused before an answer begins."""
    return chain([next(parts, "")], parts)


def batched(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Lists of some items each: so many are sent, or asked for, at once."""
    left = iter(items)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _saved_as(name: str) -> dict[str, str]:
    spelt = quote(name, safe="")
    told = f'filename="{name}"' if spelt == name else f"filename*=UTF-8''{spelt}"
    return {"Content-Disposition": f"attachment; {told}"}


def _table_lines(rows: Iterable[Mapping[str, Any]], head: Sequence[str]) -> Iterator[str]:
    headed = False
    for some in batched(rows):
        out = io.StringIO()
        writer = csv.writer(out)
        if not headed:
            writer.writerow(some[0])
            headed = True
        writer.writerows([safe(cell) for cell in row.values()] for row in some)
        yield out.getvalue()
    if not headed and head:
        yield ",".join(head) + "\r\n"
