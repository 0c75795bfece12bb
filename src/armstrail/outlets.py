"""Words or host -> outlet: the news agency, paper, broadcaster or release site they name (codebook, "outlets.yaml").

The table is loaded when first asked for; CodebookError where it is missing or damaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from armstrail.codebook import tables
from armstrail.codebook.surfaces import lower

Kind = Literal["agency", "newspaper", "broadcaster", "magazine", "site", "official"]
Owner = Literal["state", "public"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """What the table says of an outlet: its usual name, its state's id, its kind, who owns it, all its forms."""

    name: str
    country: str | None
    kind: Kind
    owner: Owner | None
    forms: tuple[str, ...]  # the name first


def outlet(words: str) -> Outlet | None:
    """The outlet of a name, of another form of it or of a host; None where the table has none.

    The words are the whole of a field or credit: case, spaces around them and a leading "the" do not count.

    >>> outlet("the Associated Press").name
    'AP'
    """
    line = _by_form().get(_key(words))
    if line:
        return _outlet(line)
    return outlet_at(words.strip()) if len(words.split()) == 1 else None


def outlet_at(host: str) -> Outlet | None:
    """The outlet of a host, or of the nearest domain above it; None where the table has none.

    >>> outlet_at("english.news.cn").name
    'Xinhua'
    """
    labels = host.lower().removesuffix(".").split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
    line = next((line for domain in domains if (line := _by_host().get(domain))), None)
    return _outlet(line) if line else None


@cache
def agencies() -> tuple[Outlet, ...]:
    """The news agencies, in the order of the table."""
    return tuple(one for one in map(_outlet, _lines()) if one.kind == "agency")


def _key(form: str) -> str:
    """A form as it is looked up; `codebook.compilation` checks that no two entries share one."""
    return " ".join(lower(form).split()).removeprefix("the ")


@cache
def _outlet(line: str) -> Outlet:
    """The outlet of a line of the compiled table; made when asked for, since a text names few of them."""
    name, country, kind, owner, also, _ = line.split("\t")
    whose = cast("Owner | None", owner or None)
    return Outlet(name, country or None, cast("Kind", kind), whose, _forms(name, also))


def _forms(name: str, also: str) -> tuple[str, ...]:
    return (name, *also.split("|")) if also else (name,)


def _lines() -> list[str]:
    lines: list[str] = tables()["outlets"].split("\n")
    return lines


@cache
def _by_form() -> dict[str, str]:
    """Form, as it is looked up -> line."""
    fields = ((line, line.split("\t")) for line in _lines())
    return {_key(form): line for line, (name, *_, also, _) in fields for form in _forms(name, also)}


@cache
def _by_host() -> dict[str, str]:
    """Host -> line."""
    return {host: line for line in _lines() for host in line.rpartition("\t")[2].split("|") if host}
