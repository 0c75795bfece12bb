"""The commands on the accounts of a ledger."""

from __future__ import annotations

import json
import os
import pty
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from armstrail.ledger import Ledger
from armstrail.ledger.accounts import AccountRules
from tests.conftest import Armed

PASSWORD = b"four plain words here\n"
OTHER = b"another four plain words\n"


CHEAP = AccountRules(time_cost=1, memory_cost=8, parallelism=1)
COMMAND = "from armstrail.cli import main; main()"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A ledger that Anna owns and Ben reviews."""
    place = tmp_path / "a.db"
    with Ledger.open(str(place), create=True, rules=CHEAP) as ledger:
        ledger.accounts.add_user("Anna Ö.", PASSWORD.decode().strip(), "owner")
        ledger.accounts.add_user("Ben", PASSWORD.decode().strip(), "reviewer")
    return place


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def may_sign_in(place: Path, name: str, password: bytes) -> bool:
    with Ledger.open(str(place), rules=CHEAP) as ledger:
        return ledger.accounts.sign_in(name, password.decode().rstrip("\n"), "192.0.2.1") is not None


def test_the_first_user_makes_the_ledger(armed: Armed, tmp_path: Path) -> None:
    place = tmp_path / "b.db"
    command = ("user", "add", " Ada ", "--role", "owner", "--password-stdin", "-l", place)
    assert armed(*command, given=PASSWORD) == (0, "", ["Ada: added, owner"])
    assert may_sign_in(place, "ada", PASSWORD)


def test_users_are_listed_by_name(armed: Armed, place: Path) -> None:
    armed("user", "disable", "ben", "-l", place)
    status, output, errors = armed("user", "list", "-l", place)
    assert (status, errors) == (0, [])
    first, second = output.splitlines()
    assert first.startswith("Anna Ö.: owner, since 20") and second.startswith("Ben: reviewer, since 20")
    assert second.endswith(", disabled")
    _, output, _ = armed("user", "list", "-l", place, "--json")
    assert [(one["name"], one["role"], one["disabled"]) for one in objects(output)] == [
        ("Anna Ö.", "owner", False),
        ("Ben", "reviewer", True),
    ]


def test_a_role_is_changed(armed: Armed, place: Path) -> None:
    assert armed("user", "role", "ben", "owner", "-l", place) == (0, "", ["ben: owner"])
    _, output, _ = armed("user", "list", "-l", place, "--json")
    assert [one["role"] for one in objects(output)] == ["owner", "owner"]


def test_a_password_comes_from_standard_input_without_the_end_of_its_line(armed: Armed, place: Path) -> None:
    assert may_sign_in(place, "Ben", PASSWORD)
    given = OTHER.replace(b"\n", b"\r\n") + b"and no second line\n"
    assert armed("user", "password", "ben", "--password-stdin", "-l", place, given=given)[0] == 0
    assert not may_sign_in(place, "Ben", PASSWORD)
    assert may_sign_in(place, "Ben", OTHER)


def test_a_password_that_is_typed_is_asked_for_twice_and_not_shown(place: Path) -> None:
    status, shown = at_a_terminal(
        ["user", "password", "ben", "-l", str(place)], [OTHER, PASSWORD, OTHER, OTHER]
    )
    assert status == 0
    assert shown.count("Password: ") == shown.count("The same again: ") == 2
    assert "do not match" in shown and OTHER.decode().strip() not in shown
    assert may_sign_in(place, "Ben", OTHER)


def at_a_terminal(arguments: list[str], typed: list[bytes]) -> tuple[int, str]:
    """The command at a terminal of its own, where each line is typed when it is asked for: its status, what is seen."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", COMMAND, *arguments])
    shown, left = b"", list(typed)
    with suppress(OSError):  # the terminal ends with the command
        while some := os.read(terminal, 1024):
            shown += some
            if left and shown.endswith(b": "):
                os.write(terminal, left.pop(0))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_who_is_disabled_comes_in_again_when_enabled(armed: Armed, place: Path) -> None:
    assert armed("user", "disable", "ben", "-l", place)[0] == 0
    assert not may_sign_in(place, "Ben", PASSWORD)
    assert armed("user", "enable", "ben", "-l", place) == (0, "", ["ben: enabled"])
    assert may_sign_in(place, "Ben", PASSWORD)


def test_a_token_is_shown_once_alone_on_standard_output(armed: Armed, place: Path) -> None:
    status, output, errors = armed(
        "user", "token", "ben", "--label", "night", "--role", "reader", "--days", "30", "-l", place
    )
    assert status == 0
    secret = output.removesuffix("\n")
    assert secret.startswith("armstrail_") and "\n" not in secret
    assert len(errors) == 1 and " night: reader of Ben, made " in errors[0] and "holds until 20" in errors[0]
    with Ledger.open(str(place)) as ledger:
        session = ledger.accounts.token(secret)
        assert session and (session.user, session.role) == ("Ben", "reader")
    status, output, _ = armed("user", "tokens", "-l", place)
    assert (status, secret in output) == (0, False)
    _, output, _ = armed("user", "tokens", "ben", "-l", place, "--json")
    (token,) = objects(output)
    assert armed("user", "revoke", token["id"], "-l", place)[0] == 0
    with Ledger.open(str(place)) as ledger:
        assert ledger.accounts.token(secret) is None
    assert ", revoked 20" in armed("user", "tokens", "ben", "-l", place)[1]


def test_what_was_done_here_stands_in_the_log(armed: Armed, place: Path) -> None:
    armed("user", "role", "ben", "reader", "-l", place)
    status, output, _ = armed("user", "audit", "-l", place)
    assert status == 0
    assert "unknown (command line)  role  Ben  reader" in output.splitlines()[0]
    _, output, _ = armed("user", "audit", "-l", place, "--json", "--skip", "1", "--limit", "1")
    (line,) = objects(output)
    assert (line["what"], line["record"], line["outcome"]) == ("user added", "Ben", "reviewer")


def test_what_there_is_none_of_is_said(armed: Armed, place: Path, tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "b.db"), create=True):
        pass
    assert armed("user", "list", "-l", tmp_path / "b.db")[2] == [
        "there are no users; add one with `armstrail user add NAME`"
    ]
    assert "makes one" in armed("user", "tokens", "-l", place)[2][0]


def test_mistakes_are_told_in_one_line(armed: Armed, place: Path, tmp_path: Path) -> None:
    for command, given, words in (
        (("add", "BEN", "--password-stdin", "-l", place), PASSWORD, "a user of this name already"),
        (("add", "Ada", "--password-stdin", "-l", place), b"short\n", "at least 12"),
        (("add", "Ada", "--password-stdin", "-l", place), b"", "at least 12"),
        (("add", "Ada", "--password-stdin", "-l", place), b"\xff\xfe not UTF-8 \n", "is not UTF-8"),
        (("role", "anna ö.", "reader", "-l", place), b"", "is the only owner"),
        (("password", "nobody", "-l", place), b"", "there is no such user"),
        (("token", "ben", "--label", "x", "--role", "owner", "-l", place), b"", "may not be more"),
        (("token", "ben", "--label", "x", "--days", "0", "-l", place), b"", "1 to 3,650 days"),
        (("revoke", "k0000000000", "-l", place), b"", "no token of this id"),
        (("list", "-l", tmp_path / "none.db"), b"", "no such ledger"),
    ):
        status, output, errors = armed("user", *command, given=given)
        assert (status, output, len(errors)) == (1, "", 1), command
        assert words in errors[0]
