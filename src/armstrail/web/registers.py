"""Registers: the releases that were brought in, and the rows of each, beside what claims tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from fastapi import Depends, Response
from fastapi import Query as Parameter

from armstrail.web.asking import Words
from armstrail.web.examples.deals import RELEASE, RELEASES
from armstrail.web.facets import facets
from armstrail.web.findings import matched, release_shown, row_shown, unclaimed
from armstrail.web.narrowing import filters
from armstrail.web.releases import Releases, TheReleases
from armstrail.web.shapes.registers import ReleasePage, ReleasesPage
from armstrail.web.turning import Asked, asked_page
from armstrail.web.views import View, csv_response, show
from armstrail.web.visitors import TheLedger, reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastapi import FastAPI

    from armstrail.ledger import Ledger, ReleaseEntry
    from armstrail.model import RegisterRow
    from armstrail.web.releases import HeldRelease

_TOP = 12
_COLUMNS = (
    "line supplier supplier_name recipient recipient_name designation description category ordered order_year"
    " delivered delivery_years status uncertain comments"
).split()


class Narrowed(NamedTuple):
    """What the rows of a release are narrowed to."""

    words: str
    chosen: dict[str, tuple[str, ...]]
    unclaimed: bool


def asked_rows(
    q: Annotated[
        str, Parameter(max_length=300, description="Words of the row, in any case; all of them.")
    ] = "",
    supplier: Words = [],  # noqa: B006 - FastAPI copies it
    recipient: Words = [],  # noqa: B006
    *,
    unclaimed: Annotated[
        bool, Parameter(description="Only rows that no deal of the ledger is matched with.")
    ] = False,
) -> Narrowed:
    """What an address narrows the rows of a release to: parties by id, or as the register writes them."""
    return Narrowed(q, {"supplier": tuple(supplier), "recipient": tuple(recipient)}, unclaimed)


AskedRows = Annotated[Narrowed, Depends(asked_rows)]


def register(app: FastAPI) -> None:
    """Add the pages, and all rows that a release is narrowed to as a table."""
    app.state.releases = Releases()
    show(
        app,
        View(
            "/registers",
            "registers.html",
            releases,
            ReleasesPage,
            rows=_releases_table,
            example=RELEASES,
        ),
    )
    app.get("/registers/{name}.csv", dependencies=[Depends(reader)], include_in_schema=False)(table)
    show(app, View("/registers/{name}", "register.html", release, ReleasePage, example=RELEASE))


def releases(ledger: TheLedger) -> ReleasesPage:
    """The releases of registers that are in the ledger."""
    return ReleasesPage(tuple(map(release_shown, ledger.releases())))


def release(
    name: str,
    ledger: TheLedger,
    held: TheReleases,
    asked: AskedRows,
    turn: Annotated[Asked, Depends(asked_page)],
) -> ReleasePage:
    """One release with its rows, a page at a time; by its register (the newest), its name, or its file's hash."""
    entry = ledger.release(name)
    one = held.get(ledger, entry.release)
    rows, too_many = _rows(ledger, one, asked)
    turning = turn.of(len(rows))
    some = rows[turn.start : turn.start + turn.size]
    found = matched(ledger, one.register, some)
    return ReleasePage(
        release=release_shown(entry),
        words=asked.words,
        unclaimed=asked.unclaimed,
        chosen=filters(asked.chosen),
        rows=tuple(row_shown(row, entry.release, found.of(row)) for row in some),
        turning=turning,
        facets=facets(one.counts(asked.words, asked.chosen, _TOP), asked.chosen),
        too_many=too_many or found.too_many,
    )


def table(name: str, ledger: TheLedger, held: TheReleases, asked: AskedRows) -> Response:
    """All rows that a release is narrowed to, as CSV: what was read of them, then the cells as they stand."""
    entry = ledger.release(name)
    one = held.get(ledger, entry.release)
    rows: Iterable[RegisterRow] = one.having(asked.words, asked.chosen)
    if asked.unclaimed:
        rows = unclaimed(ledger, one.register, rows)
    return csv_response(_table(rows, entry), entry.release.register)


def _rows(ledger: Ledger, held: HeldRelease, asked: Narrowed) -> tuple[Sequence[RegisterRow], int]:
    """The rows that a release is narrowed to; none of them where it takes more than so many deals to tell which have no
    claims.
    """
    rows = held.having(asked.words, asked.chosen)
    if not asked.unclaimed:
        return rows, 0
    found = matched(ledger, held.register, rows, whole=True)
    if found.too_many:
        return [], found.too_many
    return [row for row in rows if not found.of(row)], 0


def _releases_table(page: ReleasesPage) -> Iterator[dict[str, Any]]:
    for one in page.releases:
        yield {
            "register": one.register,
            "date": one.date,
            "first": one.first,
            "last": one.last,
            "rows": one.rows,
            "faults": one.faults_total,
            "file": one.file,
            "sha256": one.sha256,
            "layout": one.layout,
            "added": one.added,
        }


def _table(rows: Iterable[RegisterRow], entry: ReleaseEntry) -> Iterator[dict[str, Any]]:
    for row in rows:
        shown = row_shown(row, entry.release, None)
        own = {name: getattr(shown, name) for name in _COLUMNS}
        joined = {name: "; ".join(map(str, own[name])) for name in ("delivery_years", "uncertain")}
        yield {**own, **joined, **{f"cell: {head}": cell for head, cell in shown.record["cells"].items()}}
