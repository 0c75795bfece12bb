"""What a description tells of whom it stands for: the noun it turns on, one or many, a person, "he" or "she"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from armstrail import outlets, parties
from armstrail.codebook import tables

if TYPE_CHECKING:
    from armstrail.model import Speaker


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's: a table knows it, or a word in it tells."""
    return outlets.outlet(name) is not None or any(
        w in tables()["offices"]["outlet_words"] for w in name.split()
    )


def calls_itself(speaker: Speaker, name: str) -> bool:
    """Whether a speaker is the organisation of a name, and not somebody who speaks for it."""
    return re.sub(r"^[Tt]he ", "", speaker.name).startswith(name) and not is_person(speaker.mention)


def head_noun(mention: str) -> str:
    """The noun that a description turns on: "a senior official at the ministry" -> "official", "one of his aides" ->
    "aide".
    """
    one = re.match(r"(?:one|another|a member) of ", mention, re.IGNORECASE)
    words = re.findall(r"[\w-]+", _before_links(mention[one.end() :] if one else mention))
    return (words[-1].lower().removesuffix("s") if one else words[-1].lower()) if words else ""


def _before_links(mention: str) -> str:
    return re.split(r",| (?:of|for|in|at|from|with|on|to|who|near|close)\b| (?:here|there)$", mention)[0]


def is_plural(name: str) -> bool:
    """Whether "they" may be meant: "officials of the ministry", "Kari Berg and Ola Dahl"; but not "the council for
    trade and aid" or "the United States".
    """
    if re.search(r"\band\b", _before_links(name)):
        return True
    party, head = parties.identify(name), head_noun(name)
    return head.endswith("s") and not head.endswith("ss") and not (party and party.id == party.home)


def is_of_gender(words: str, *, female: bool) -> bool:
    """Whether words for somebody, in small letters, tell that he or she is of a gender."""
    address = r"(?:she|her|mrs|ms|miss|lady)\b" if female else r"(?:he|his|him|mr|sir)\b"
    head = head_noun(words)
    if re.match(address, words) or head in tables()["offices"]["female" if female else "male"]:
        return True
    return head.endswith("man") and head.endswith("woman") == female and is_person(words)


def is_person(mention: str) -> bool:
    """Whether a description is of one person: "a spokeswoman for the ministry", "the minister"."""
    head = head_noun(mention)
    offices = tables()["offices"]
    return head in offices["persons"] or any(head == office.split()[-1] for office in offices["office"])


def own_words(mention: str) -> tuple[int, int]:
    """Where the words of a mention stand that name the speaker himself: before a comma, a bracket, "of" and "for",
    behind a possessor.
    """
    stop = re.search(
        r",| [(\[–—]| -- | (?:for|to|in|at|on|who|from) |(?<!Secretary)(?<!Minister)(?<!secretary)(?<!minister) of ",
        mention,
    )
    end = stop.start() if stop else len(mention)
    begin = max((m.end() for m in re.finditer(r"['’]s?\s", mention[:end])), default=0)
    return begin, end
