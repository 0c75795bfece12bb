"""Passwords: which may be taken, and their hashes (argon2id)."""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING
from unicodedata import normalize

from armstrail.errors import AskedError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 12, 1_000
"""Characters of a password."""


def check(password: str, name: str) -> None:
    """Raise AskedError, which says why, where a password may not be the one of this user."""
    if len(password) > MOST:
        raise AskedError(f"a password has at most {MOST:,} characters")
    taken = normalize("NFKC", password)
    if len(taken) < LEAST:
        raise AskedError(f"a password has at least {LEAST} characters; three or four words make a good one")
    if taken.casefold().strip() == normalize("NFKC", name).casefold():
        raise AskedError("a password must not be the name")


class Passwords:
    """Makes hashes and checks them, slowly on purpose; so many at once as there are cores, for each takes memory."""

    def __init__(self, time_cost: int, memory_cost: int, parallelism: int) -> None:
        """`memory_cost` is in KiB."""
        self._cost = time_cost, memory_cost, parallelism
        self._turns = BoundedSemaphore(os.cpu_count() or 1)

    def hashed(self, password: str) -> str:
        """The hash of a password, by its characters (NFKC), whatever keyboard they come from."""
        with self._turns:
            return self._hasher.hash(_bytes(password))

    def fits(self, password: str, hashed: str) -> bool:
        """Whether a password is the one of a hash. It takes as long where the hash is "", or the password cannot be."""
        from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - see _hasher

        decoy = self._decoy
        given = password if len(password) <= MOST else ""
        with self._turns:
            try:
                self._hasher.verify(hashed or decoy, _bytes(given))
            except VerifyMismatchError:
                return False
        return hashed != ""

    def outdated(self, hashed: str) -> bool:
        """Whether a hash was made at another cost than is asked for now."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # noqa: PLC0415 - most commands need none, and it takes a while to load

        time_cost, memory_cost, parallelism = self._cost
        return PasswordHasher(time_cost, memory_cost, parallelism)

    @cached_property
    def _decoy(self) -> str:
        """The hash of a password that nobody knows, for names that nobody has."""
        return self.hashed(secrets.token_urlsafe())


def _bytes(password: str) -> bytes:
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")
