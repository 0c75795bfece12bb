"""How far reviewers agree with one another, and the reader with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request

from armstrail.agreement import agreement, judged_documents
from armstrail.web.cards import value_shown
from armstrail.web.examples.decisions import AGREEMENT
from armstrail.web.rendering import category_name
from armstrail.web.shapes.agreement import (
    AgreementPage,
    Changed,
    Crossed,
    Differing,
    EditedField,
    PairOfReviewers,
    Tallied,
)
from armstrail.web.views import View, show
from armstrail.web.visitors import TheLedger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from armstrail.agreement import Band, FieldEdits, Group, Pair, Tally
    from armstrail.ledger import Ledger


def register(app: FastAPI) -> None:
    """Add the page."""
    view = View("/agreement", "agreement.html", agreed, AgreementPage, rows=pair_rows, example=AGREEMENT)
    show(app, view)


def agreed(request: Request, ledger: TheLedger) -> AgreementPage:
    """How far reviewers agree with one another, and the reader with them; as a table, a row for each two reviewers."""
    state, kept = (ledger, ledger.state()), getattr(request.app.state, "agreement", None)
    if kept is None or kept[0] != state:  # it reads every document that somebody has decided on
        request.app.state.agreement = kept = (state, _page(ledger))
    page: AgreementPage = kept[1]
    return page


def pair_rows(page: AgreementPage) -> Iterator[dict[str, Any]]:
    """The figures of each two reviewers."""
    for pair in page.pairs:
        yield {
            "kind": pair.kind,
            "one": pair.one,
            "other": pair.other,
            "both": pair.both,
            "same": pair.same,
            "percent": pair.percent,
            "kappa": pair.kappa,
        }


def _page(ledger: Ledger) -> AgreementPage:
    judged = ledger.judgements()
    found = agreement(filter(None, map(ledger.reading, judged_documents(judged))), judged)
    return AgreementPage(
        reviewers=found.reviewers,
        records=found.records,
        decisions=found.decisions,
        orphaned=found.orphaned,
        pairs=tuple(_pair(pair) for pair in found.pairs if pair.n),
        claims=_bands(found.claims),
        statements=_bands(found.statements),
        stages=_groups(found.stages),
        categories=_groups(found.categories),
        fields=tuple(_field(field) for field in found.fields if field.edited),
    )


def _pair(pair: Pair) -> PairOfReviewers:
    return PairOfReviewers(
        kind=pair.kind,
        one=pair.one,
        other=pair.other,
        both=pair.n,
        same=pair.same,
        percent=pair.percent,
        kappa=pair.kappa,
        crossed=tuple(Crossed(*crossed) for crossed in pair.table),
        differ=tuple(
            Differing(one.record, one.document, one.words, one.one, one.other, one.fields)
            for one in pair.differ
        ),
    )


def _bands(bands: Iterable[Band]) -> tuple[Tallied, ...]:
    """Bands of confidence in which something was decided."""
    return tuple(
        _tallied("none" if band.low is None else f"{band.low:.1f} to {band.high:.1f}", band.tally)
        for band in bands
        if band.tally.n
    )


def _groups(groups: Iterable[Group]) -> tuple[Tallied, ...]:
    """Groups, those with most decisions first."""
    most_first = sorted(groups, key=lambda group: -group.tally.n)
    return tuple(_tallied(category_name(group.name) or "no item", group.tally) for group in most_first)


def _tallied(name: str, tally: Tally) -> Tallied:
    return Tallied(name, tally.n, tally.accepted, tally.edited, tally.rejected, tally.share("accepted"))


def _field(field: FieldEdits) -> EditedField:
    return EditedField(
        kind=field.kind,
        field=field.field,
        decisions=field.n,
        edited=field.edited,
        share=field.share,
        changes=tuple(
            Changed(value_shown(field.field, change.before), value_shown(field.field, change.after), change.n)
            for change in field.changes
        ),
    )
