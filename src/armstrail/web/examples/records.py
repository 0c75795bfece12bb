"""The first page, a search, a document, a claim and a statement."""

from __future__ import annotations

from dataclasses import asdict

from armstrail.web.examples import CLAIM_ID, DEAL_ID, DOCUMENT_ID, ONE_PAGE, STATEMENT_ID
from armstrail.web.shapes.claims import ClaimPage, DealLink, Place, StatementPage, VersionShown
from armstrail.web.shapes.documents import CaptureShown, Covered, DocumentPage, PieceShown, ReadingShown
from armstrail.web.shapes.home import HomePage
from armstrail.web.shapes.lists import Facet, Value
from armstrail.web.shapes.records import (
    ClaimCard,
    ItemShown,
    PartyShown,
    SpeakerShown,
    StatementCard,
    TopicShown,
)
from armstrail.web.shapes.search import Chosen, Hit, SearchPage

_SHA256 = "2baf76c8065f1c61ed087ae9854e7e30972febcc98b4712a1f579bd6e5d8d79f"
_TITLE = "Norway orders 54 Leopard tanks from Germany"
_AGENCY = "Meridian News Agency"
_DAY = "2023-02-03"
_MADE = "2026-11-28T09:00:00Z"
_URL = "https://meridian.example/2023/leopard"
_READER = "reader 1"
_WORDS = "Norway has ordered 54 Leopard 2A7 tanks from Germany, defence minister Ingrid Halvorsen said."
_CITED = f'{_AGENCY}, "{_TITLE}", {_DAY}, {_URL}'

_MINISTER = SpeakerShown("Ingrid Halvorsen", "Ingrid Halvorsen", "NOR")
_CARD = ClaimCard(
    id=CLAIM_ID,
    label="c1",
    suppliers=(PartyShown("Germany", "DEU", "Germany"),),
    recipients=(PartyShown("Norway", "NOR", "Norway"),),
    items=(ItemShown("Leopard 2A7 tanks", "tank", "Leopard 2A7", "54"),),
    value=None,
    amount=None,
    date=None,
    date_iso=None,
    stage="agreed",
    polarity="asserted",
    certainty="fact",
    stage_words="ordered",
    speakers=(_MINISTER,),
    cue="said",
    voice="indirect",
    confidence=0.62,
    words=_WORDS,
    statement=STATEMENT_ID,
    judgements=(),
    edits=(),
    record={"id": CLAIM_ID, "stage": "agreed"},
)
_SAID = StatementCard(
    id=STATEMENT_ID,
    label="s1",
    speaker=_MINISTER,
    cue="said",
    words="Norway has ordered 54 Leopard 2A7 tanks from Germany",
    voice="indirect",
    topics=(TopicShown("transfer", "ordered 54 Leopard 2A7 tanks"),),
    event="AGREE: Norway → Germany",
    occasion="to the press, 2023-02-03",
    occasion_name=None,
    distanced=(),
    confidence=0.81,
    judgements=(),
    record={"id": STATEMENT_ID, "voice": "indirect"},
)
_AROUND = (
    PieceShown("Norway", ("recipient",), ("c1",), "c1", "to", "recipient of c1", ("c1",)),
    PieceShown(_WORDS.removeprefix("Norway"), ("evidence",), ("c1",), "", "", "", ()),
)
_PLACE = Place(DOCUMENT_ID, _TITLE, _AGENCY, _DAY, _URL)
_VERSION = VersionShown(_READER, _MADE, "agreed, asserted, fact", 0.62, current=True)
_HIT = Hit(
    id=CLAIM_ID,
    kind="claims",
    name="Germany → Norway: 54 Leopard 2A7 tanks",
    words=_WORDS,
    said_by=("Ingrid Halvorsen",),
    stage="agreed",
    denied=False,
    confidence=0.62,
    document=DOCUMENT_ID,
    title=_TITLE,
    outlet=_AGENCY,
    published=_DAY,
    decided=(),
    record={"id": CLAIM_ID, "stage": "agreed"},
)

HOME = asdict(HomePage(documents=9, statements=22, claims=24, releases=1, to_review=21, newest=(_HIT,)))
SEARCH = asdict(
    SearchPage(
        kind="claims",
        words="leopard",
        since="2023",
        until=None,
        chosen=(Chosen("supplier", "DEU", "Supplier: Germany"),),
        hits=(_HIT,),
        turning=ONE_PAGE,
        documents=1,
        origins=1,
        at_least=False,
        facets=(Facet("stage", "Stage", (Value("agreed", "agreed", 1, chosen=False),)),),
    )
)
DOCUMENT = asdict(
    DocumentPage(
        id=DOCUMENT_ID,
        name=_TITLE,
        source_id="agency",
        outlet=_AGENCY,
        published=_DAY,
        url=_URL,
        credit=None,
        notes=(),
        sha256=_SHA256,
        title=(PieceShown(_TITLE, (), (), "", "", "", ()),),
        text=_AROUND,
        claims=(_CARD,),
        statements=(_SAID,),
        coverage=Covered(len(_WORDS), len(_WORDS), (), ()),
        stories=(),
        captures=(CaptureShown(_URL, _MADE, 200, _SHA256, 2_048, _TITLE, _DAY, _AGENCY),),
        readings=(ReadingShown(_READER, _MADE, 1, 1, current=True),),
        failures=(),
        citation=_CITED,
        seen=6,
    )
)
CLAIM = asdict(
    ClaimPage(
        claim=_CARD,
        current=True,
        around=_AROUND,
        in_title=False,
        document=_PLACE,
        versions=(_VERSION,),
        deals=(DealLink(DEAL_ID, "Germany → Norway: Leopard 2A7", 3),),
        elsewhere=(),
        elsewhere_total=0,
        citation=_CITED,
        seen=6,
    )
)
STATEMENT = asdict(
    StatementPage(
        statement=_SAID,
        current=True,
        around=_AROUND,
        in_title=False,
        document=_PLACE,
        versions=(_VERSION,),
        claims=(_CARD,),
        citation=_CITED,
        seen=6,
    )
)
