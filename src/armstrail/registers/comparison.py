"""A deal beside a register: recorded, differs, not recorded, or the register cannot tell; each with its reasons.

A row matches by a table of features with weights (findings.yaml). What then does not agree is told field by field
(`armstrail.registers.differences`); the register's own doubts are told with it. Nothing here says who is right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from armstrail.deals.kinds import UNSPECIFIED, Kind, group, kind, near
from armstrail.model import Feature, Finding
from armstrail.parties import companies_of, states_of
from armstrail.registers.designations import designations_alike, name_of, share_model, unnamed
from armstrail.registers.differences import Transfer, condition, differences
from armstrail.registers.facts import (
    Facts,
    close,
    exact,
    listed,
    most,
    rules,
    said,
    years_of,
)
from armstrail.registers.names import possible
from armstrail.registers.scope import scope
from armstrail.registers.unroca import UNROCA, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.model import Deal, RegisterRow, Release, Verdict


_NAMED = frozenset({"same_designation", "variant", "other_variant"})


class _Candidate(NamedTuple):
    """A transfer that a deal may be, and what speaks for and against it."""

    weight: float
    transfer: Transfer
    features: tuple[Feature, ...]


class Register:
    """A release of a register, ready for comparing."""

    def __init__(self, release: Release, rows: Iterable[RegisterRow]) -> None:
        self.release = release
        self._transfers: list[Transfer] = []
        self._by_goods: dict[tuple[str | None, str | None, str | None], list[Transfer]] = defaultdict(list)
        self._scope = scope(release)
        self._matched: set[int] = set()
        self.rows: dict[int, RegisterRow] = {}  # by their lines
        together: dict[tuple[str, ...], list[RegisterRow]] = defaultdict(list)
        for row in rows:
            self.rows[row.line] = row
            parties = row.supplier or row.supplier_name, row.recipient or row.recipient_name
            together[row.transfer, *parties, row.designation or row.description].append(row)
        for some in together.values():
            self._take(_whole(some), tuple(one.line for one in some))
        by_report = release.layout.partition(",")[0] == UNROCA.name
        self._reports = reports(row for some in together.values() for row in some) if by_report else None

    def _take(self, row: RegisterRow, lines: tuple[int, ...]) -> None:
        goods = kind(row.category or UNSPECIFIED, row.designation, row.description)
        transfer = Transfer(row, goods, lines, possible(row))
        self._transfers.append(transfer)
        names = {group(name) for name in (goods.category, *transfer.possible)}
        for name in (names | {goods.family, name_of(row.designation)}) - {None}:
            self._by_goods[row.supplier, row.recipient, name].append(transfer)

    def find(self, deal: Deal) -> Finding:
        """How a deal stands against this release."""
        told = Facts(deal)
        found = self._weighed(told)
        if found and found[0].weight >= float(rules()["matches"]):
            return self._compared(told, found)
        if reason := self._cannot_tell(told):
            return Finding(deal.id, "cannot tell", (reason,))
        reasons = [said("none")]
        if limits := self._scope.partly.get(deal.category):
            reasons.append(said("partly", reason=limits))
        if not found:
            return Finding(deal.id, "not recorded", tuple(reasons))
        nearest = found[0]
        reasons.append(said("nearest", line=nearest.transfer.row.line, features=_words(nearest.features)))
        return Finding(deal.id, "not recorded", tuple(reasons), features=nearest.features)

    def parties_of(self, state: str, other: str = "") -> frozenset[str]:
        """The parties of deals that this release may have as a state: itself, what it was before, its companies; a
        company of one state only where the `other` party of the deal is of that state as well.
        """
        former = (old for old, new in self._scope.former.items() if new == state)
        companies = (one for one in companies_of(state) if state == other or len(states_of(one)) > 1)
        return frozenset((state, *former, *companies))

    def claim(self, finding: Finding) -> None:
        """Take note of a finding that was made elsewhere: its rows are claimed."""
        self._matched.update(finding.lines)

    def unclaimed(self) -> Iterator[RegisterRow]:
        """The transfers that no deal was matched with so far, in the order of their lines."""
        for transfer in self._transfers:
            if not self._matched.intersection(transfer.lines):
                yield transfer.row

    def _weighed(self, told: Facts) -> list[_Candidate]:
        """The transfers that a deal may be, the one that is most like it first."""
        found = [
            (one, features) for one in self._candidates(told) if (features := compare(told, one)) is not None
        ]
        named = [one for one, features in found if features[0].name in _NAMED]
        alone = named or [one for one, features in found if features[0].name != "other_designation"]
        if len(alone) == 1:
            found = [(one, (*f, _feature("only_row")) if one is alone[0] else f) for one, f in found]
        weighed = [_Candidate(sum(f.weight for f in features), one, features) for one, features in found]
        return sorted(weighed, key=lambda one: -one.weight)

    def _candidates(self, told: Facts) -> Iterable[Transfer]:
        """The transfers between the parties whose goods are of the same group, family or name."""
        names: set[str | None] = set()
        for goods, designation in told.goods:
            names |= {group(goods.category), goods.family, name_of(designation or "")}
        found = (
            self._by_goods.get((supplier, recipient, name), ())
            for supplier in self._states(told.deal.supplier)
            for recipient in self._states(told.deal.recipient)
            for name in names - {None}
        )
        return {one.lines: one for some in found for one in some}.values()

    def _states(self, party: str) -> tuple[str, ...]:
        """A party as the register may have it: a company by its states, a former state by that of today."""
        return tuple(self._scope.former.get(name, name) for name in states_of(party))

    def _compared(self, told: Facts, found: list[_Candidate]) -> Finding:
        weight, transfer, features = found[0]
        sheet = differences(told, transfer, features, self.release)
        lines, reasons = transfer.lines, [said("row", line=transfer.row.line, features=_words(features))]
        if "number" in sheet.differs and (other := self._complement(told, transfer)):
            del sheet.differs["number"]
            lines = (*lines, *other.lines)
            numbers = f"{transfer.row.ordered} and {other.row.ordered}"
            reasons.append(said("together", said=listed(told.order_words), has=numbers))
        others = [one.transfer for one in found if one.weight == weight]
        if alike := [one.row.line for one in others if not set(one.lines) & set(lines)]:
            sheet.notes.append(said("alike", line=listed(alike)))
        verdict: Verdict = "differs" if sheet.differs else "cannot tell" if sheet.doubts else "recorded"
        fields = tuple(dict.fromkeys(name.partition(" ")[0] for name in sheet.differs))
        reasons += [*sheet.differs.values(), *sheet.doubts, *sheet.notes]
        finding = Finding(told.deal.id, verdict, tuple(reasons), lines, fields, features)
        self.claim(finding)
        return finding

    def _complement(self, told: Facts, transfer: Transfer) -> Transfer | None:
        """The transfer of about the same year and designation whose number makes up what another lacks: registers have
        a row for each version.
        """
        here = transfer.row
        for other in self._candidates(told):
            row = other.row
            if (
                other is transfer
                or row.ordered is None
                or here.ordered is None
                or not row.order_year
                or not here.order_year
            ):
                continue
            alike = other.kind.family == transfer.kind.family and abs(
                row.order_year - here.order_year
            ) <= years_of("near")
            if alike and any(exact(number, row.ordered + here.ordered) for number in told.ordered):
                return other
        return None

    def _cannot_tell(self, told: Facts) -> str | None:
        """Why the register cannot tell of a deal that no row matches; None where it could."""
        return (
            self._of_parties(told.deal)
            or self._of_goods(told)
            or self._of_steps(told)
            or self._of_years(told)
            or self._of_what_was_asked(told)
        )

    def _of_parties(self, deal: Deal) -> str | None:
        for party in (deal.supplier, deal.recipient):
            if not party:
                return said("unstated")
            if party.partition(":")[0] in ("bloc", "region"):
                return said("bloc", said=party)
        for party, asked in (
            (deal.supplier, self._scope.suppliers),
            (deal.recipient, self._scope.recipients),
        ):
            if asked is not None and not asked.intersection(self._states(party)):
                return said("not_asked", said=party)
        return None

    def _of_goods(self, told: Facts) -> str | None:
        small = bool(told.calibre and told.calibre < self._scope.calibre)
        outside = self._scope.outside
        return outside.get(told.deal.category) or (outside.get("small_calibre") if small else None)

    def _of_steps(self, told: Facts) -> str | None:
        for reason in ("nothing_passed", "called_off", "before_order"):
            if getattr(told, reason):
                return said(reason)
        return None

    def _of_years(self, told: Facts) -> str | None:
        years, release = told.years, self.release
        if years and release.last and min(years) > release.last:
            return said("not_published", has=release.last, said=listed(years))
        if years and release.first and max(years) < release.first:
            return said("before_coverage", has=release.first, said=listed(years))
        return None

    def _of_what_was_asked(self, told: Facts) -> str | None:
        if self._scope.goods is not None:
            return said("goods_not_asked", said=self._scope.goods)
        if self._reports is not None and told.years and not self._reported(told.deal, told.years):
            return said("did_not_report", has=listed(told.years))
        return None

    def _reported(self, deal: Deal, years: Iterable[int]) -> bool:
        """Whether one of the two parties has rows that it reported for one of the years."""
        states = {*self._states(deal.supplier), *self._states(deal.recipient)}
        return any((state, year) in (self._reports or ()) for state in states for year in years)


def _whole(rows: list[RegisterRow]) -> RegisterRow:
    """The rows of one transfer of the same goods as one: numbers delivered are summed, years put together."""
    if len(rows) == 1:
        return rows[0]
    delivered = [row.delivered for row in rows if row.delivered is not None]
    years = sorted({year for row in rows for year in row.delivery_years})
    return replace(
        rows[0],
        delivered=sum(delivered) if delivered else None,
        delivery_years=tuple(years),
        estimated=frozenset().union(*(row.estimated for row in rows)),
    )


# ------------------------------------------------------------------ matching


def compare(told: Facts, transfer: Transfer) -> tuple[Feature, ...] | None:
    """The features of a deal beside a register's transfer; None where they are other goods."""
    goods = _goods(told, transfer)
    if goods is None:
        return None
    names = [*goods, *_numbers(told, transfer.row), *_years(told, transfer.row)]
    if told.conditions and told.conditions == {condition(transfer.row)}:
        names.append("same_condition")
    return tuple(_feature(name) for name in dict.fromkeys(names))


def _goods(told: Facts, transfer: Transfer) -> list[str] | None:
    """The features of the goods: those of the kind in the deal that is most like the row's. Where claims name a model,
    a series ("Leopards") and general words are not looked at.
    """
    models = [pair for pair in told.goods if pair[0].variant] or told.goods
    found = [alike for one, designation in models if (alike := _alike(one, designation, transfer))]
    return max(found, key=_weight, default=None)


def _alike(one: Kind, designation: str | None, transfer: Transfer) -> list[str] | None:
    other, row = transfer.kind, transfer.row
    if other.category == UNSPECIFIED and one.category in transfer.possible:
        other = replace(other, category=one.category)
    if UNSPECIFIED in (one.category, other.category):
        return None
    nearly = "near_kind" if near(one.category, other.category) else ""
    base = "same_kind" if one.category == other.category else nearly
    if designation and not unnamed(row.designation):
        named = designations_alike(one, designation, other, row.designation, row.comments)
        other_goods = named == "other_designation" or (
            _apart(one, other) and not share_model(designation, row.designation)
        )
        return None if not base and other_goods else [named]
    if not base:
        return None
    if not one.noun or not other.noun:
        return [base]
    return [base, "same_noun" if one.noun == other.noun else "other_noun"]


def _apart(one: Kind, other: Kind) -> bool:
    """Whether goods are of two groups that no text takes for each other."""
    clear = {one.category, other.category} & set(rules()["unmistakable"])
    return bool(clear) and group(one.category) != group(other.category)


def _numbers(told: Facts, row: RegisterRow) -> list[str]:
    known = [number for number in (row.ordered, row.delivered) if number]
    numbers = told.ordered + told.delivered
    if not known or not numbers:
        return []
    if any(exact(number, here) for number in numbers for here in known):
        return ["same_number"]
    if any(close(number, here, "near") for number in numbers for here in known):
        return ["near_number"]
    if told.delivered and max(map(most, told.delivered)) < max(known):
        return ["part"]
    return ["other_number"]


def _years(told: Facts, row: RegisterRow) -> list[str]:
    found = []
    if told.order_years and row.order_year:
        found.append(_year(min(abs(year - row.order_year) for year in told.order_years), "order"))
    if told.delivery_years and row.delivery_years:
        first, last = min(row.delivery_years), max(row.delivery_years)
        found.append(
            _year(min(max(0, first - year, year - last) for year in told.delivery_years), "delivery")
        )
    if not found and told.published and row.order_year:
        last = max((*row.delivery_years, row.order_year))
        if max(told.published) < row.order_year - years_of("before"):
            found.append("published_before")
        elif min(told.published) > last + years_of("after"):
            found.append("published_after")
        else:
            found.append("published_then")
    return found


def _year(apart: int, what: str) -> str:
    which = "same" if apart == 0 else "near" if apart <= years_of("near") else "other"
    return f"{which}_{what}_year"


@cache
def _feature(name: str) -> Feature:
    entry = rules()["features"][name]
    return Feature(name, float(entry["weight"]), entry["reason"])


def _weight(names: Iterable[str]) -> float:
    return sum(_feature(name).weight for name in names)


def _words(features: tuple[Feature, ...]) -> str:
    return "; ".join(feature.reason for feature in features)
