"""The records of a reading as cards of HTML, each of their words linked to its place in the text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from armstrail.exports import told
from armstrail.exports.lights import anchor, slug

if TYPE_CHECKING:
    from armstrail.model import Claim, Item, Party, Reading, Span, Speaker, Statement, Subject

_SHOWN = 180
"""How many characters of a passage a card shows; the link leads to the whole."""


def card_of_claim(claim: Claim, reading: Reading, key: str) -> str:
    """A claim: who to whom, the step and how sure it is, the items, value, date, who says it, the sentence."""
    name = f"{key}-{slug(claim.id)}"
    sense = [claim.stage, *(["denied"] if claim.polarity == "denied" else [])]
    sense += [claim.certainty] if claim.certainty != "fact" else []
    rows = [("items", ", ".join(_item(item, name) for item in claim.items))]
    if claim.value:
        amount = f"{claim.value.amount:,} {claim.value.currency or ''}".strip()
        worth = _link(name, claim.value.span, "value", claim.value.mention)
        rows.append(("value", f"{worth} ({html.escape(amount)})"))
    if claim.date:
        iso = html.escape(claim.date.iso)
        rows.append(("date", f"{_link(name, claim.date.span, 'date', claim.date.mention)} ({iso})"))
    rows.append(("step", _step(claim, name, reading)))
    rows.append(("said by", _voices(claim, name)))
    rows.append(("words", _passage(name, claim.span, "evidence", reading)))
    return _card(
        name,
        f"{_parties(claim.supplier, name, 'supplier')} → {_parties(claim.recipient, name, 'recipient')}",
        html.escape(", ".join(sense)),
        rows,
        claim.id,
    )


def card_of_statement(statement: Statement, reading: Reading, key: str) -> str:
    """A statement: who, by which words, and what, from its beginning."""
    name = f"{key}-{slug(statement.id)}"
    speaker = _speaker(statement.speaker, name, statement.source) if statement.speaker else "nobody named"
    cue = " … ".join(_link(name, span, "cue", reading.document.words(span)) for span in statement.cue)
    rows = [("cue", cue)] if cue else []
    rows.append(("says", " … ".join(_passage(name, span, "content", reading) for span in statement.content)))
    about, made = statement.about, statement.occasion
    if about:
        rows.append(("topics", "; ".join(_topic(subject, name, reading) for subject in about.topics)))
        if about.event:
            rows.append(("event", html.escape(told.event(about))))
    if made:
        rows.append(("occasion", _link(name, made.span, "occasion", told.occasion(made))))
    rows.extend(
        ("at a distance", _link(name, words.span, "distanced", reading.document.words(words.span)))
        for words in statement.distanced
    )
    return _card(name, speaker, html.escape(statement.voice), rows, statement.id)


def _topic(subject: Subject, name: str, reading: Reading) -> str:
    """A topic, with the words that carry it."""
    words = " … ".join(_link(name, span, "topic", reading.document.words(span)) for span in subject.words)
    return f"{subject.topic}: {words}" if words else subject.topic


def own_voice(reading: Reading, key: str) -> str:
    """What the outlet holds at a distance in its own sentences; empty where it does so with nothing."""
    held = [words for sentence in reading.own for words in sentence.distanced]
    if not held:
        return ""
    document = reading.document
    rows = "".join(
        f"<li>{_jump(key, words.span, 'distanced', document.words(words.span))}"
        + (f": the words of {html.escape(document.words(words.whose))}" if words.whose else "")
        + "</li>\n"
        for words in held
    )
    return f'<div class="distance"><h3>Held at a distance by the outlet</h3><ul>{rows}</ul></div>\n'


def coverage(reading: Reading, key: str) -> str:
    """What was read, what was passed over and why, what could not be resolved."""
    covered, document = reading.coverage, reading.document
    lines = [f"<p>{covered.read:,} of {covered.characters:,} characters were searched for claims.</p>"]
    skipped = [(passage.span, "skipped", passage.reason) for passage in covered.skipped]
    unresolved = [(words.span, "unresolved", words.what) for words in covered.unresolved]
    for heading, rows in (("Not searched", skipped), ("Not resolved", unresolved)):
        if rows:
            entries = "".join(
                f"<li>{_jump(key, span, role, _cut(document.words(span), 60))}: {html.escape(why)}</li>\n"
                for span, role, why in rows
            )
            lines.append(f"<details><summary>{heading}: {len(rows)}</summary><ul>{entries}</ul></details>")
    return f'<div class="coverage"><h3>Coverage</h3>{"".join(lines)}</div>\n'


def _card(name: str, head: str, badge: str, rows: list[tuple[str, str]], ident: str) -> str:
    shown = "".join(f"<dt>{term}</dt><dd>{said}</dd>" for term, said in rows if said)
    return (
        f'<article class="card" id="{name}" data-r="{name}"><h4><span class="tag">{html.escape(ident)}</span> {head}'
        f' <span class="badge">{badge}</span></h4><dl>{shown}</dl></article>\n'
    )


def _parties(parties: tuple[Party, ...], name: str, role: str) -> str:
    if not parties:
        return '<span class="unstated">unstated</span>'
    return ", ".join(
        f"{_link(name, party.span, role, party.mention)} <small>{html.escape(party.id)}</small>"
        for party in parties
    )


def _item(item: Item, name: str) -> str:
    count = f"{_link(name, item.quantity.span, 'quantity', item.quantity.mention)} " if item.quantity else ""
    model = (
        f", {html.escape(item.designation)}" if item.designation and item.designation != item.mention else ""
    )
    return f"{count}{_link(name, item.span, 'item', item.mention)} <small>{html.escape(item.category)}{model}</small>"


def _step(claim: Claim, name: str, reading: Reading) -> str:
    """The words that carry the step, and those that make it denied, planned or only possible."""
    lit = [(span, "step") for span in claim.stage_words]
    lit += [(span, "sense") for span in (*claim.polarity_words, *claim.certainty_words)]
    return " · ".join(
        _link(name, span, role, reading.document.words(span)) for span, role in dict.fromkeys(lit)
    )


def _voices(claim: Claim, name: str) -> str:
    if not claim.speakers:
        return "the outlet"
    said = " quoting ".join(_speaker(speaker, name, (speaker.span,)) for speaker in claim.speakers)
    cue = f" ({_link(name, claim.cue_span, 'cue', claim.cue)})" if claim.cue and claim.cue_span else ""
    return f"{said}{cue}, {claim.voice}"


def _speaker(speaker: Speaker, name: str, source: tuple[Span, ...]) -> str:
    """The words used here, and the name in full where it stands elsewhere."""
    span = source[0] if source else speaker.span
    said = _link(name, span, "source", speaker.mention) if source else html.escape(speaker.mention)
    full = (
        f" = {_link(name, speaker.name_span, 'name', speaker.name)}"
        if speaker.name != speaker.mention
        else ""
    )
    party = f" <small>{html.escape(speaker.party)}</small>" if speaker.party else ""
    return f"{said}{full}{party}"


def _passage(name: str, span: Span, role: str, reading: Reading) -> str:
    return _link(name, span, role, _cut(reading.document.words(span), _SHOWN)).replace(
        "<a ", '<a class="passage" ', 1
    )


def _cut(words: str, length: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= length else f"{words[:length].rsplit(' ', 1)[0]} …"


def _link(name: str, span: Span, role: str, words: str) -> str:
    """A link from a record's card to its words in the text."""
    key, _, record = name.partition("-")
    return f'<a href="#{key}-{anchor(record, span, role)}">{html.escape(words)}</a>'


def _jump(key: str, span: Span, role: str, words: str) -> str:
    return f'<a href="#{key}-{anchor("", span, role)}">{html.escape(words)}</a>'
