"""A reading made by hand that has every field and every awkward case: for the exports, whatever the reader finds."""

from __future__ import annotations

from armstrail.model import (
    Claim,
    Coverage,
    Date,
    Document,
    Item,
    Money,
    Party,
    Place,
    Quantity,
    Reading,
    Skipped,
    Span,
    Speaker,
    Statement,
    Unresolved,
)

TITLE = "Weber: Ruritania sells tanks & <b>guns</b>"
FIRST = (
    "Ruritania will deliver up to 20 Leopard 2A6 tanks worth $1.5bn to Graustark on Monday,"
    ' "the deal is done," Prime Minister Anna Weber said.'
)
SECOND = "=She denied that Arms & Sons had sold rockets to \x1b[31mrebels."
THIRD = "The <script>alert(1)</script> weather was fine."
TEXT = f"{FIRST}\n{SECOND} {THIRD}"


def span(words: str, place: Place = "text", after: str = "") -> Span:
    """Where words stand, after other words."""
    text = TITLE if place == "title" else TEXT
    start = text.index(words, text.index(after))
    return Span(start, start + len(words), place)


WEBER = Speaker(
    "Prime Minister Anna Weber", "Anna Weber", span("Prime Minister Anna Weber"), span("Anna Weber"), "RUR"
)
SHE = Speaker("She", "Anna Weber", span("She"), span("Anna Weber"))
HEADLINE = Speaker("Weber", "Anna Weber", span("Weber", "title"), span("Anna Weber"))

DOCUMENT = Document(
    "a.txt",
    TEXT,
    TITLE,
    "2024-05-05",
    "Daily <X>",
    "https://example.org/?a=1&b=2",
    ("not UTF-8: read as Windows-1252",),
)

STATEMENTS = (
    Statement(
        "s1",
        (WEBER.span,),
        (span("said"),),
        (Span(0, FIRST.index(", ")), span('"the deal is done,"')),
        WEBER,
        "mixed",
        0.9,
    ),
    Statement(
        "s2", (SHE.span,), (span("denied"),), (span("that Arms & Sons had sold rockets"),), SHE, "indirect"
    ),
    Statement("s3", (), (), (span("sells tanks", "title"),), None, "outlet"),
)

AGREED = Claim(
    id="c1",
    evidence=FIRST,
    span=span(FIRST),
    supplier=(Party("Ruritania", "RUR", span("Ruritania")),),
    recipient=(Party("Graustark", "GRA", span("Graustark")),),
    items=(
        Item(
            "Leopard 2A6 tanks",
            "tank",
            span("Leopard 2A6 tanks"),
            "Leopard 2A6",
            span("Leopard 2A6"),
            Quantity("up to 20", span("up to 20"), None, 20),
        ),
    ),
    value=Money("$1.5bn", 1_500_000_000, "USD", span("$1.5bn")),
    stage="agreed",
    polarity="asserted",
    certainty="planned",
    date=Date("Monday", "2024-05-06", span("Monday")),
    speakers=(WEBER,),
    cue="said",
    cue_span=span("said"),
    voice="indirect",
    stage_words=(span("deliver"),),
    certainty_words=(span("will"),),
    statement="s1",
    confidence=0.8,
)
DENIED = Claim(
    id="c 2",
    evidence=SECOND,
    span=span(SECOND),
    supplier=(Party("Arms & Sons", "org:arms-and-sons", span("Arms & Sons"), "RUR"),),
    recipient=(Party("rebels", "group:rebels", span("rebels")),),
    items=(Item("rockets", "ammunition", span("rockets")),),
    value=None,
    stage="delivered",
    polarity="denied",
    certainty="fact",
    date=None,
    speakers=(SHE,),
    cue="denied",
    cue_span=span("denied"),
    voice="indirect",
    stage_words=(span("sold"),),
    polarity_words=(span("denied"),),
    statement="s2",
)
SOLD = Claim(
    id="c3",
    evidence=TITLE,
    span=Span(0, len(TITLE), "title"),
    supplier=(Party("Ruritania", "RUR", span("Ruritania", "title")),),
    recipient=(),
    items=(
        Item("tanks", "tank", span("tanks", "title")),
        Item("guns", "artillery", span("guns", "title"), "guns", span("guns", "title")),
    ),
    value=None,
    stage="delivered",
    polarity="asserted",
    certainty="fact",
    date=None,
    speakers=(HEADLINE,),
    cue=":",
    cue_span=span(":", "title"),
    voice="indirect",
    stage_words=(span("sells", "title"), span("deal")),
)

READING = Reading(
    DOCUMENT,
    STATEMENTS,
    (AGREED, DENIED, SOLD),
    Coverage(
        len(TEXT),
        len(TEXT) - len(THIRD),
        (Skipped(span(THIRD), "no word of arms"),),
        (Unresolved(span("deal"), "which deal"),),
    ),
)
BARE = Reading(Document("b.txt", "Nothing <here>."), coverage=Coverage(15, 0))
