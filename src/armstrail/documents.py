"""Captures to documents: what was published, when, by which outlet, under which title.

What the input does not tell is what the feed or the list that named it says of it, else it stays empty: nothing is
guessed out of a plain text.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from armstrail.errors import DocumentError
from armstrail.model import Document
from armstrail.sources.capture import UNWRITABLE, guarded, writable
from armstrail.sources.dumps import read_dump
from armstrail.sources.encoding import binary, decode
from armstrail.sources.outlets import outlet_of
from armstrail.wrapping import unwrapped

if TYPE_CHECKING:
    from armstrail.sources.capture import Capture
    from armstrail.sources.pages import Page

FOREIGN = "seems not to be English: read, but little will be found"

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|meta|article|main|div|p|h1)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|!doctype|!--)", re.I)
_LINE_END = re.compile(r"(?<!\r)\r+\n")  # more than one where a file was converted twice
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000
_FEWEST_WORDS = 25
# Words that a language cannot do without: English ones, and ones of other languages that English does not have.
_ENGLISH = frozenset(
    "the of and that with by from have has it its this which were been would said are be not they their after"
    " about than but there more other when his she you could".split()
)
_OTHERS = frozenset(
    "der das und ist nicht mit von für auf dem ein eine de la le les et des du est dans pour qui el los las y"
    " en una del por con que il di che della è o os em não uma do da het een van zijn niet og det som på av är"
    " och att ja että ei és az hogy nem je na že się w z jest nie ve bir bu için ile yang dan dengan untuk ini"
    " și în pe va cu die var till til ikke inte".split()
)
_FEWEST_OTHERS = 0.07
_KEYS = ("id", "text", "title", "published", "outlet", "url", "wire", "credit")


def document(capture: Capture) -> Document:
    """The document that a capture holds. Raises DocumentError, which names the place, where it holds none."""
    with guarded(capture.place, "reading", DocumentError):
        return _held(capture)


def _held(capture: Capture) -> Document:
    if capture.fault or capture.passed:
        raise DocumentError(capture.place, capture.fault or capture.passed or "")
    if not capture.body.strip():
        raise DocumentError(capture.place, "is empty")
    reason = binary(capture.body)
    if reason:
        raise DocumentError(capture.place, reason)
    raw, note = decode(capture.body, capture.charset)
    notes = (note,) if note else ()
    if capture.kind == "row":
        return _of_row(capture.place, raw, notes)
    raw = _lines_ended(raw)
    if capture.kind == "page" or _PAGE.match(raw):
        return _of_page(capture, raw, notes)
    if _XML.match(raw):
        raise DocumentError(capture.place, "is XML, not a page or a text")
    return _of_text(capture, raw, notes)


def make(  # noqa: PLR0913 - the fields of a document
    text: str,
    *,
    id: str,  # noqa: A002 - the name of the field, here and in every output
    title: str = "",
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    notes: tuple[str, ...] = (),
    credit: str | None = None,
) -> Document:
    r"""A document of a text and what is known of it: line ends as `\n`, wrapped lines joined, every character one that
    can be written.
    """
    text, title = unwrapped(_lines_ended(text)), _lines_ended(title)
    lost = len(UNWRITABLE.findall(text + title))
    if lost:
        notes = (*notes, f"{lost} halves of characters or null characters, shown as �")
    if foreign(text):
        notes = (*notes, FOREIGN)
    return Document(
        id=writable(id),
        text=writable(text),
        title=writable(title),
        published=published and writable(published),
        outlet=outlet and writable(outlet),
        url=url and writable(url),
        notes=notes,
        credit=credit and writable(credit),
    )


def foreign(text: str) -> bool:
    """Whether a text seems to be in another language: another script, or another language's small words.

    Never true of a few words, nor of a table or a list of goods, which has no small words of any language.
    """
    head = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, head))
    if letters < 2 * _FEWEST_WORDS:
        return False
    if sum(letter.isalpha() and letter < "\u0250" for letter in head) < letters / 2:
        return True
    words = _WORD.findall(head.lower())
    others = sum(word in _OTHERS for word in words)
    english = sum(word in _ENGLISH for word in words)
    return len(words) >= _FEWEST_WORDS and others > max(english, _FEWEST_OTHERS * len(words))


def _of_text(capture: Capture, raw: str, notes: tuple[str, ...]) -> Document:
    dump = read_dump(raw)
    if dump:
        outlet = outlet_of(dump.url)
        return make(
            dump.text,
            id=capture.place,
            title=dump.title,
            published=dump.published,
            outlet=outlet,
            url=dump.url,
            notes=notes,
        )
    url = capture.url
    return make(
        raw,
        id=capture.place,
        title=capture.title or "",
        published=capture.published,
        outlet=capture.outlet or (outlet_of(url) if url else None),
        url=url,
        notes=notes,
    )


def _of_page(capture: Capture, raw: str, notes: tuple[str, ...]) -> Document:
    from armstrail.sources.pages import read_page  # noqa: PLC0415 - slow, for pages only

    page = read_page(raw, capture.url)
    if not page:
        raise DocumentError(capture.place, "is a page without an article that could be read")
    first, _, rest = page.text.partition("\n")
    return make(
        rest if page.title and first.strip() == page.title.strip() else page.text,
        id=capture.place,
        title=page.title or capture.title or "",
        published=page.published or capture.published,
        outlet=_outlet(page, capture) or (outlet_of(page.url) if page.url else None),
        url=page.url,
        notes=notes,
    )


def _outlet(page: Page, capture: Capture) -> str | None:
    """The outlet by the page's own word, else by what named the page; the host of its address is neither's word."""
    host = page.outlet and page.url and f"//{page.outlet}" in page.url.replace("//www.", "//")
    return capture.outlet or page.outlet if host else page.outlet or capture.outlet


def _of_row(place: str, raw: str, notes: tuple[str, ...]) -> Document:
    """The document of one line of JSONL: `text` or `title`, and `id`, `published`, `outlet`, `url` where known.

    `wire` or `credit` name the agency that the text comes from.
    """
    try:
        row = json.loads(raw)
    except json.JSONDecodeError as error:
        raise DocumentError(
            place, f"is not JSON ({error.msg.lower()} at character {error.pos + 1})"
        ) from None
    except (ValueError, RecursionError):
        raise DocumentError(place, "is not JSON that can be read") from None
    if not isinstance(row, dict):
        raise DocumentError(place, "is not a JSON object")
    known = {key: _field(place, row, key) for key in _KEYS}
    if not (known["text"] or known["title"] or "").strip():
        raise DocumentError(place, "has no `text`")
    return make(
        known["text"] or "",
        id=known["id"] or place,
        title=known["title"] or "",
        published=known["published"],
        outlet=known["outlet"],
        url=known["url"],
        notes=notes,
        credit=known["wire"] or known["credit"],
    )


def _field(place: str, row: dict[str, object], key: str) -> str | None:
    """A field of a line as text: numbers are taken for an id or a date, anything else is refused by name."""
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool) and key in ("id", "published"):
        return str(value)
    raise DocumentError(place, f"`{key}` is {type(value).__name__}, not a text")


def _lines_ended(text: str) -> str:
    return _LINE_END.sub("\n", text)
