"""Deals as rows: Parquet with lists as lists, for DuckDB, Polars and pandas; CSV with lists joined, for the rest."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, Any

from armstrail.deals.cells import contradictions, evidence, steps
from armstrail.errors import OutputError
from armstrail.exports.deals import goods
from armstrail.exports.rows import safe
from armstrail.exports.sourced import party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, TextIO

    from armstrail.deals.cells import Cell, Step
    from armstrail.model import Deal, Strand

Row = dict[str, Any]

FIELDS = (
    "id supplier supplier_name recipient recipient_name category designation goods steps first last"
    " quantities values dates contradictions sides claims documents origins"
).split()
"""The columns: of the Parquet and of the CSV."""

_AT_ONCE = 2_000


def write_rows(deals: Iterable[Deal], out: TextIO) -> int:
    """CSV: a row a deal, gives how many; what a spreadsheet would run as a formula is defused."""
    lines = csv.writer(out)
    lines.writerow(FIELDS)
    number = 0
    for number, deal in enumerate(deals, 1):  # noqa: B007 - it is counted
        lines.writerow([safe(cell) for cell in table_row(deal).values()])
    return number


def write_parquet(deals: Iterable[Deal], out: BinaryIO) -> int:
    """Parquet: a row a deal, gives how many. Raises OutputError where pyarrow is lacking."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - large, and for this format only
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415
    except ModuleNotFoundError:
        raise OutputError("Parquet needs pyarrow: `pip install 'armstrail[parquet]'`") from None
    schema, number, left = _schema(pa), 0, iter(deals)
    with pq.ParquetWriter(out, schema) as writer:
        while some := [deal_row(deal) for deal in islice(left, _AT_ONCE)]:
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
            number += len(some)
    return number


def deal_row(deal: Deal) -> Row:
    """A deal as one row. `first` and `last` are those of the steps that are asserted."""
    told, whole = steps(deal), evidence(deal.strands)
    asserted = [step for step in told if step.polarity == "asserted"]
    return {
        "id": deal.id,
        "supplier": deal.supplier or None,
        "supplier_name": party(deal.supplier) if deal.supplier else None,
        "recipient": deal.recipient or None,
        "recipient_name": party(deal.recipient) if deal.recipient else None,
        "category": deal.category,
        "designation": deal.designation,
        "goods": goods(deal),
        "steps": [{"stage": step.stage, "polarity": step.polarity, **_numbers(step.all)} for step in told],
        "first": min((step.first for step in asserted if step.first), default=None),
        "last": max((step.last for step in asserted if step.last), default=None),
        "quantities": list(_quantities(deal, told)),
        "values": list(_values(deal, told)),
        "dates": [_said(step, cell) for step in told for cell in step.dates],
        "contradictions": [
            {"field": found.field, "stage": found.stage, "words": [cell.words for cell in found.cells]}
            for found in contradictions(deal)
        ],
        "sides": list(whole.sides),
        "claims": list(whole.claims),
        "documents": list(whole.documents),
        "origins": list(whole.origins),
    }


def table_row(deal: Deal) -> Row:
    """The same with each list as one cell."""
    row = deal_row(deal)
    return {name: _joined(name, row[name]) for name in FIELDS}


def _quantities(deal: Deal, told: Iterable[Step]) -> Iterator[Row]:
    for step in told:
        first = {s.quantity: s for s in reversed(list(_of(deal, step)))}
        for cell in step.quantities:
            stated = first[cell.words]
            yield {**_said(step, cell), "min": _held(stated.least), "max": _held(stated.most)}


def _held(number: int | None) -> int | None:
    """A number that Parquet holds; of one beyond that ("900 trillion million") the words are what there is."""
    return number if number is None or number < 2**63 else None


def _values(deal: Deal, told: Iterable[Step]) -> Iterator[Row]:
    for step in told:
        first = {s.value: s for s in reversed(list(_of(deal, step)))}
        for cell in step.values:
            stated = first[cell.words]
            amount = None if stated.amount is None else float(stated.amount)
            yield {**_said(step, cell), "amount": amount, "currency": stated.currency}


def _of(deal: Deal, step: Step) -> Iterator[Strand]:
    return (s for s in deal.strands if (s.stage, s.polarity) == (step.stage, step.polarity))


def _said(step: Step, cell: Cell) -> Row:
    return {"stage": step.stage, "polarity": step.polarity, "words": cell.words, **_numbers(cell)}


def _numbers(cell: Cell) -> Row:
    return {"claims": list(cell.claims), "origins": list(cell.origins), "sides": list(cell.sides)}


def _joined(name: str, value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    """A list as one cell: names by "; ", what is said with its stage before it."""
    if not isinstance(value, list):
        return value
    return "; ".join(one if isinstance(one, str) else _in_words(name, one) for one in value)


def _in_words(name: str, said: Row) -> str:
    if name == "contradictions":
        words = " or ".join(filter(None, said["words"])) or "asserted and denied"
        return f"{said['stage']}: {words}"
    stage = said["stage"] + (" (denied)" if said["polarity"] == "denied" else "")
    return f"{stage}: {said['words']} (×{len(said['origins'])})" if "words" in said else stage


def _schema(pa: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    text, texts = pa.string(), pa.list_(pa.string())
    step = [("stage", text), ("polarity", text)]
    by = [("claims", texts), ("origins", texts), ("sides", texts)]
    said = [*step, ("words", text), *by]
    lists = {
        "steps": pa.list_(pa.struct([*step, *by])),
        "quantities": pa.list_(pa.struct([*said, ("min", pa.int64()), ("max", pa.int64())])),
        "values": pa.list_(pa.struct([*said, ("amount", pa.float64()), ("currency", text)])),
        "dates": pa.list_(pa.struct(said)),
        "contradictions": pa.list_(pa.struct([("field", text), ("stage", text), ("words", texts)])),
    } | dict.fromkeys(("sides", "claims", "documents", "origins"), texts)
    return pa.schema([(name, lists.get(name, text)) for name in FIELDS])
