"""Everything that Armstrail raises on purpose.

ArmstrailError
├── CodebookError        a table cannot be read, or says what it may not
├── SourceError          an input cannot be read: missing, a directory, no permission
│   ├── AddressError     an address gives no page: no answer, an error, redirects for ever
│   ├── LimitError       an input is larger than what is read at once
│   ├── DocumentError    the bytes are there, but they are no text: binary, empty, a broken line
│   └── RegisterError    a table is no register that is known, or what was said of its columns does not fit it
├── LedgerError          the ledger cannot be opened, read or written
│   ├── BusyError        others write it, and have done so for too long
│   ├── UnknownNameError it has no record of a name, or more than one
│   ├── AskedError       it cannot do what it is asked: a day that is none, a deal merged with itself
│   └── TooManyAttemptsError   too many sign-ins failed just now
├── EngineError          what spreads work over processes or a cluster is not there, or has failed
├── OutputError          the output cannot be written
└── WeightsError         the reader's weights are missing or damaged

Each carries one line for a person, which names the input and, where that is known, says what to do next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ArmstrailError(Exception):
    """The root: its text is one line for a person, with what to do next where that is known."""


class CodebookError(ArmstrailError):
    """A table of the codebook cannot be read, or holds what its format does not allow."""


class SourceError(ArmstrailError):
    """An input cannot be read: `place` is the input as it was named, `reason` says why not."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class AddressError(SourceError):
    """An address gives no page."""


class LimitError(SourceError):
    """An input is larger than what is read at once."""


class DocumentError(SourceError):
    """The bytes of an input hold no text that can be read."""


class RegisterError(SourceError):
    """A table is no register that is known, or what was said of its columns does not fit it."""


class LedgerError(ArmstrailError):
    """The ledger cannot be opened, read or written; what was being written is not there by halves."""


class BusyError(LedgerError):
    """Others write the ledger, and one does not wait for them, or has waited for too long."""


class UnknownNameError(LedgerError):
    """The ledger has no record of this name, or more than one whose name begins so."""


class AskedError(LedgerError):
    """What the ledger is asked to find or to note makes no sense, as it says."""


class TooManyAttemptsError(LedgerError):
    """Too many sign-ins failed just now, of this name from this address or of all names from it: none is looked at
    for so many `seconds`.
    """

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            f"too many sign-ins failed; try again in {minutes} minute{'' if minutes == 1 else 's'}"
        )
        self.seconds = seconds


class EngineError(ArmstrailError):
    """What spreads work over processes or a cluster is not installed, cannot be reached, or has failed."""


class OutputError(ArmstrailError):
    """The output cannot be written."""


class WeightsError(ArmstrailError):
    """The reader's weights are missing or damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: the reader's weights are missing or damaged; install armstrail again.")
