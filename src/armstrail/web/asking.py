"""What an address asks a list for: words, parties, goods, steps, voices, times."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi import Query as Parameter

from armstrail.ledger import Query, Review
from armstrail.model import Certainty, EventType, OccasionKind, Polarity, Stage, Topic, Voice
from armstrail.parties import party_of

_LONGEST = 1_000
_MOST = 50
_Word = Annotated[str, Parameter(max_length=300)]
Words = Annotated[list[_Word], Parameter(max_length=_MOST)]
Day = Annotated[
    str | None,
    Parameter(pattern=r"^$|^\d{4}(-\d{2}(-\d{2})?)?$", description="2021, 2021-03 or 2021-03-04."),
]


async def asked(  # noqa: PLR0913, PLR0917 - one parameter of an address each
    q: Annotated[
        str,
        Parameter(
            max_length=_LONGEST, description='All of these words; "in quotation marks" together; -word: not.'
        ),
    ] = "",
    supplier: Words = [],  # noqa: B006 - FastAPI copies it
    recipient: Words = [],  # noqa: B006
    category: Words = [],  # noqa: B006
    stage: Annotated[list[Stage], Parameter()] = [],  # noqa: B006
    polarity: Annotated[list[Polarity], Parameter()] = [],  # noqa: B006
    certainty: Annotated[list[Certainty], Parameter()] = [],  # noqa: B006
    voice: Annotated[list[Voice], Parameter()] = [],  # noqa: B006
    speaker: Words = [],  # noqa: B006
    outlet: Words = [],  # noqa: B006
    story: Words = [],  # noqa: B006
    party: Words = [],  # noqa: B006
    topic: Annotated[list[Topic], Parameter()] = [],  # noqa: B006
    event: Annotated[list[EventType], Parameter()] = [],  # noqa: B006
    message: Words = [],  # noqa: B006
    occasion: Words = [],  # noqa: B006
    channel: Annotated[list[OccasionKind], Parameter()] = [],  # noqa: B006
    review: Annotated[list[Review], Parameter()] = [],  # noqa: B006
    since: Day = None,
    until: Day = None,
) -> Query:
    """The query of an address: parties by id or name, speakers and outlets by their exact name, stories by the name of
    the document that their words come from first.
    """
    return Query(
        words=q,
        supplier=tuple(map(party_of, supplier)),
        recipient=tuple(map(party_of, recipient)),
        category=tuple(category),
        stage=tuple(stage),
        polarity=tuple(polarity),
        certainty=tuple(certainty),
        voice=tuple(voice),
        speaker_name=tuple(speaker),
        outlet_name=tuple(outlet),
        origin=tuple(story),
        party=tuple(map(party_of, party)),
        topic=tuple(topic),
        event=tuple(event),
        message=tuple(message),
        occasion=tuple(occasion),
        channel=tuple(channel),
        review=tuple(review),
        since=since or None,
        until=until or None,
    )


Asking = Annotated[Query, Depends(asked)]
