"""What claims say otherwise than the register's row that they were matched with, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from armstrail.registers.facts import NOT_AGREED, close, exact, listed, most, said, years_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from armstrail.deals.kinds import Kind
    from armstrail.model import Feature, RegisterRow, Release
    from armstrail.registers.facts import Facts


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer of a register: its rows put together where it has one for each year, and its kind of goods; where the
    register does not tell the category, those that are `possible`.
    """

    row: RegisterRow
    kind: Kind
    lines: tuple[int, ...]
    possible: frozenset[str]


@dataclass(slots=True)
class Sheet:
    """What differs, by field ("number", "number delivered", "year order" …), what only an uncertain cell has otherwise,
    and what is neither but not the same: numbers that are near, or that the register lacks.
    """

    differs: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, name: str, reason: str, *, uncertain: str, **words: object) -> None:
        """Something differs; `uncertain` is what the register marks as such, "" where it does not."""
        if uncertain:
            self.doubts.append(said("estimated", what=uncertain, **words))
        else:
            self.differs[name] = said(reason, **words)


def differences(told: Facts, transfer: Transfer, features: Collection[Feature], release: Release) -> Sheet:
    """What claims say otherwise than a matched row."""
    row, sheet = transfer.row, Sheet()
    if {"other_designation", "other_variant"} & {feature.name for feature in features}:
        sheet.differs["designation"] = said(
            "designation", said=listed(told.designations), has=row.designation
        )
    if told.ordered and (row.ordered or row.delivered):
        _ordered(told, row, sheet)
    if told.delivered and not (told.ordered and row.ordered):
        _delivered(told, row, sheet)
    _order_year(told, row, sheet)
    _delivery_years(told, row, sheet)
    _status(told, row, release, sheet)
    return sheet


def _ordered(told: Facts, row: RegisterRow, sheet: Sheet) -> None:
    """The number ordered. What is but approved or sought need not be what was ordered in the end; where the register
    has no number ordered, more than it has delivered may well be. Such is but told.
    """
    here = [number for number in (row.ordered, row.delivered) if number]
    may_be = told.before_order or (not row.ordered and max(map(most, told.ordered)) > max(here))
    if may_be or any(close(number, has, "near") for number in told.ordered for has in here):
        if not all(exact(number, row.ordered or 0) for number in told.ordered):
            sheet.notes.append(said("numbers", said=listed(told.order_words), has=_numbers(row)))
    else:
        unsure = "ordered" in row.estimated and any(
            close(n, row.ordered or 0, "estimated") for n in told.ordered
        )
        sheet.note(
            "number",
            "number",
            uncertain="number" if unsure else "",
            said=listed(told.order_words),
            has=row.ordered or _numbers(row),
        )


def _numbers(row: RegisterRow) -> str:
    ordered = f"{row.ordered} ordered" if row.ordered else "no number ordered"
    return ordered if row.delivered in (None, row.ordered) else f"{ordered}, {row.delivered} delivered"


def _delivered(told: Facts, row: RegisterRow, sheet: Sheet) -> None:
    """Fewer than in the register are a part of them, unless all had been delivered when the claims were published and
    these do not tell of a part, or of a year before the last of the deliveries.
    """
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
    elif not fewer or (complete and told.published_after(row.delivery_years) and not _of_a_part(told, row)):
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


def _of_a_part(told: Facts, row: RegisterRow) -> bool:
    stated = told.stated_delivery_years
    return told.in_parts or bool(stated and row.delivery_years and max(stated) < max(row.delivery_years))


def _order_year(told: Facts, row: RegisterRow, sheet: Sheet) -> None:
    if not row.order_year:
        return
    if not told.stated_order_years:
        _told_before(told, row, row.order_year, sheet)
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


def _told_before(told: Facts, row: RegisterRow, order_year: int, sheet: Sheet) -> None:
    """Whether all that was told of it was published before the register's order."""
    last = told.told_by()
    if last is not None and order_year - last > years_of("near"):
        unsure = "order_year" in row.estimated and order_year - last <= years_of("estimated")
        sheet.note(
            "year order",
            "told_before",
            uncertain="year of order" if unsure else "",
            said=last,
            has=order_year,
        )


def _delivery_years(told: Facts, row: RegisterRow, sheet: Sheet) -> None:
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


def _status(told: Facts, row: RegisterRow, release: Release, sheet: Sheet) -> None:
    if NOT_AGREED in told.stopped and not row.delivered:
        sheet.differs["status stopped"] = said(
            "not_agreed", said=NOT_AGREED, has=row.order_year or "an unknown year"
        )
    elif told.stopped and row.delivered:
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
