"""Pages of HTML: a template, the dataclass that it shows (`page`), and what stands around every page (`frame`)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from armstrail import __version__
from armstrail.exports import counted
from armstrail.exports.lights import LABELS, TAGS
from armstrail.exports.sourced import in_line, link, party, short
from armstrail.parties import party_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from armstrail.web.visitors import Visitor

STATIC = Path(__file__).with_name("static")
_PACKAGE = Path(__file__).parent.parent
ELSEWHERE = {
    "lights.css": _PACKAGE / "exports" / "page.css",
    "lights.js": _PACKAGE / "exports" / "page.js",
    **{
        name: _PACKAGE / "plots" / "assets" / name
        for name in ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")
    },
}
"""What other parts of Armstrail have already, by its name under /static."""


_PARTIES = frozenset({"supplier", "recipient", "party"})
_NOTHING = frozenset({"q", "since", "until", "least"})
"""Parameters that ask for nothing where they are empty."""

_LEGEND = tuple((role, TAGS.get(role, ""), label) for role, label in LABELS.items())


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: who looks at it, its own address, how the workbench is run, and what is `said`
    of what was just asked for, where that could not be done.
    """

    visitor: Visitor
    path: str
    query: str
    accounts: bool
    read_only: bool
    said: str = ""
    version: str = __version__

    @property
    def here(self) -> str:
        """The address of this page, without its host."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def data(self, form: str) -> str:
        """The address of this page's data in some form: json, csv."""
        path = "/index" if self.path == "/" else self.path
        return f"{path}.{form}" + (f"?{self.query}" if self.query else "")


def rendered(
    request: Request,
    template: str,
    page: Any,  # noqa: ANN401 - the dataclass of that page
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    said: str = "",
) -> HTMLResponse:
    """A page; above it may be `said` what could not be done."""
    from armstrail.web.visitors import Visitor, settings_of  # noqa: PLC0415 - which answers in pages

    settings = settings_of(request)
    frame = Frame(
        getattr(request.state, "visitor", None) or Visitor("", "nobody"),
        quote(request.scope["path"]),
        request.url.query,
        settings.signs_in,
        settings.read_only,
        said,
    )
    html = environment().get_template(template).render(page=page, frame=frame)
    return HTMLResponse(html, status, headers=dict(headers or {}))


@cache
def environment() -> Environment:
    """Templates: all that is put into one is escaped, and a name that is none is a fault."""
    made = Environment(
        loader=PackageLoader("armstrail.web"),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "party": party,
        "short": short,
        "in_line": in_line,
        "safe_link": link,
        "counted": counted,
        "category": category_name,
        "thousands": lambda number: f"{number:,}",
    }
    made.globals |= {"asset": asset, "address": address, "change": change, "legend": _LEGEND}
    return made


def address(path: str, **parameters: object) -> str:
    """An address within the workbench: parameters that are empty are left out, sequences are repeated."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "", (), [], 0)}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def change(
    frame: Frame,
    *,
    also: tuple[str, str] | None = None,
    without: tuple[str, str] | None = None,
    **parameters: object,
) -> str:
    """The address of the same list, asked for otherwise: with one more value or one less, or parameters of another
    value, "" for none. Whatever else than the page changes, the first page is asked for.
    """
    kept = [
        (name, value)
        for name, value in parameters_of(frame.query)
        if name not in parameters and name != "page" and without not in ((name, value), _by_id(name, value))
    ]
    kept += [also] if also else []
    kept += [(name, str(value)) for name, value in parameters.items() if value not in (None, "")]
    return f"{frame.path}?{urlencode(kept)}"


def parameters_of(query: str) -> list[tuple[str, str]]:
    """The parameters of an address. Of most an empty value is asked for as any other: it is what is not stated."""
    held = parse_qsl(query, keep_blank_values=True)
    return [(name, value) for name, value in held if value or name not in _NOTHING]


def _by_id(name: str, value: str) -> tuple[str, str]:
    """The same parameter, with the id of a party that is asked for by its name."""
    return name, party_of(value) if name in _PARTIES else value


def address_asked(request: Request) -> str:
    """The address that is asked for, without its host."""
    path = quote(request.scope["path"])
    return f"{path}?{request.url.query}" if request.url.query else path


@cache
def asset(name: str) -> str:
    """The address of a file under /static, which changes with its content."""
    content = ELSEWHERE.get(name, STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def category_name(category: str) -> str:
    """A category of items in words: "combat aircraft"."""
    return category.replace("_", " ")
