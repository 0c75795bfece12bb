"""Messages of the ledger as they stand in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armstrail.web.shapes.messages import MessageRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from armstrail.ledger import MessageEntry


def message_rows(entries: Iterable[MessageEntry]) -> tuple[MessageRow, ...]:
    """Some messages."""
    return tuple(map(message_row, entries))


def message_row(one: MessageEntry) -> MessageRow:
    """One message."""
    return MessageRow(one.key, one.wording, one.statements, one.origins, one.first, one.last)
