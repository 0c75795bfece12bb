"""What claims say otherwise than the register's row that they were matched with, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from armstrail.registers.facts import close, listed, most, said, years_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from armstrail.deals.kinds import Kind
    from armstrail.model import Feature, RegisterRow, Release
    from armstrail.registers.facts import Facts


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer of a register: its rows put together where it has one for each year, and its kind of goods."""

    row: RegisterRow
    kind: Kind
    lines: tuple[int, ...]


@dataclass(slots=True)
class _Sheet:
    """What differs, by field ("number", "number delivered", "year order" …), and what only an uncertain cell has
    otherwise.
    """

    differs: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def note(self, name: str, reason: str, *, uncertain: str, **words: object) -> None:
        """Something differs; `uncertain` is what the register marks as such, "" where it does not."""
        if uncertain:
            self.doubts.append(said("estimated", what=uncertain, **words))
        else:
            self.differs[name] = said(reason, **words)


def differences(
    told: Facts, transfer: Transfer, features: Collection[Feature], release: Release
) -> tuple[dict[str, str], list[str]]:
    """What claims say otherwise than a matched row: the reason by field, and the doubts of the register itself."""
    row, sheet = transfer.row, _Sheet()
    if {"other_designation", "other_variant"} & {feature.name for feature in features}:
        sheet.differs["designation"] = said(
            "designation", said=listed(told.designations), has=row.designation
        )
    if told.ordered and row.ordered:
        _ordered(told, row, sheet)
    elif told.delivered:
        _delivered(told, row, sheet)
    _order_year(told, row, sheet)
    _delivery_years(told, row, sheet)
    _status(told, row, release, sheet)
    return sheet.differs, sheet.doubts


def _ordered(told: Facts, row: RegisterRow, sheet: _Sheet) -> None:
    here = [number for number in (row.ordered, row.delivered) if number]
    if not any(close(number, has, "near") for number in told.ordered for has in here):
        unsure = "ordered" in row.estimated and any(
            close(n, row.ordered or 0, "estimated") for n in told.ordered
        )
        sheet.note(
            "number",
            "number",
            uncertain="number" if unsure else "",
            said=listed(told.order_words),
            has=row.ordered,
        )


def _delivered(told: Facts, row: RegisterRow, sheet: _Sheet) -> None:
    """Fewer than in the register are a part of them, unless all had been delivered when the claims were published."""
    here = [number for number in (row.ordered, row.delivered) if number]
    if not here or any(close(number, has, "near") for number in told.delivered for has in here):
        return
    complete = (row.delivered or 0) >= (row.ordered or 0) > 0
    fewer = max(map(most, told.delivered)) < max(here)
    if (
        complete
        and fewer
        and told.in_last_year(row.delivery_years)
        and not told.published_after(row.delivery_years)
    ):
        sheet.doubts.append(said("perhaps_part", said=listed(told.delivery_words), has=row.delivered))
    elif max(map(most, told.delivered)) > max(here) or (
        complete and told.published_after(row.delivery_years)
    ):
        unsure = bool({"ordered", "delivered"} & row.estimated) and any(
            close(number, has, "estimated") for number in told.delivered for has in here
        )
        sheet.note(
            "number delivered",
            "delivered",
            uncertain="number delivered" if unsure else "",
            said=listed(told.delivery_words),
            has=row.delivered or row.ordered,
        )


def _order_year(told: Facts, row: RegisterRow, sheet: _Sheet) -> None:
    if not told.stated_order_years or not row.order_year:
        return
    apart = min(abs(year - row.order_year) for year in told.stated_order_years)
    if apart > years_of("near"):
        unsure = "order_year" in row.estimated and apart <= years_of("estimated")
        sheet.note(
            "year order",
            "order_year",
            uncertain="year of order" if unsure else "",
            said=listed(told.stated_order_years),
            has=row.order_year,
        )


def _delivery_years(told: Facts, row: RegisterRow, sheet: _Sheet) -> None:
    if not told.stated_delivery_years or not row.delivery_years:
        return
    first, last = min(row.delivery_years), max(row.delivery_years)
    still_coming = (row.delivered or 0) < (row.ordered or 0)
    apart = max(
        max(0, first - year, 0 if still_coming else year - last) for year in told.stated_delivery_years
    )
    if apart > years_of("near"):
        unsure = "delivery_years" in row.estimated and apart <= years_of("estimated")
        sheet.note(
            "year delivery",
            "delivery_year",
            uncertain="year of delivery" if unsure else "",
            said=listed(told.stated_delivery_years),
            has=listed(row.delivery_years),
        )


def _status(told: Facts, row: RegisterRow, release: Release, sheet: _Sheet) -> None:
    if told.stopped and row.delivered:
        sheet.differs["status stopped"] = said("cancelled", said=listed(told.stopped), has=row.delivered)
    in_time = not told.delivery_years or not release.last or min(told.delivery_years) <= release.last
    if told.was_delivered and row.delivered == 0 and in_time:
        sheet.differs["status delivered"] = said("undelivered", has=row.order_year or "an unknown year")
    here = condition(row)
    if told.conditions and here and here not in told.conditions:
        sheet.differs["status condition"] = said("condition", said=listed(told.conditions), has=row.status)


def condition(row: RegisterRow) -> str | None:
    """Whether a row is of new or of second-hand goods; None where it does not say."""
    status = row.status.casefold()
    if "second" in status:
        return "second-hand"
    return "new" if status.startswith("new") else None
