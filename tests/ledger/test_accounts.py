"""Accounts: users and their states, sign-ins and their limits, sessions, tokens, the audit log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from armstrail.errors import AskedError, LedgerError, TooManyAttemptsError, UnknownNameError
from armstrail.ledger import Ledger, schema
from armstrail.ledger.accounts import AccountRules, Accounts, Actor, AuditEntry, User
from tests.ledger.made import READER, addition, document

PASSWORD = "four plain words here"
OTHER = "another four plain words"
HOME, AWAY = "192.0.2.1", "198.51.100.7"


class Clock:
    """A time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **much: float) -> None:
        self.now += timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rules(clock: Clock) -> AccountRules:
    return AccountRules(time_cost=1, memory_cost=8, parallelism=1, clock=clock)


@pytest.fixture
def ledger(ledger_place: str, rules: AccountRules) -> Iterator[Ledger]:
    with Ledger.open(ledger_place, create=True, rules=rules) as opened:
        yield opened


@pytest.fixture
def accounts(ledger: Ledger) -> Accounts:
    """Those of Anna, who owns the ledger, and of Ben."""
    ledger.accounts.add_user("Anna Ö.", PASSWORD, "owner")
    ledger.accounts.add_user("ben", PASSWORD, "reviewer")
    return ledger.accounts


def kept(ledger: Ledger, table: str) -> list[Any]:
    with ledger._database.reading() as db:
        return list(db.execute(select(schema.metadata.tables[table])))


def acts(accounts: Accounts) -> list[tuple[str, str, str, str, str]]:
    """The log without times, the oldest first."""
    entries = accounts.audited(0, 1_000)[::-1]
    return [(one.what, one.who, one.address, one.record, one.outcome) for one in entries]


# ------------------------------------------------------------------ users


def test_users_come_back_by_name(accounts: Accounts) -> None:
    accounts.add_user("  Ada  \n", PASSWORD, "reader")
    made = "2026-03-01T09:00:00Z"
    assert accounts.users() == [
        User("Ada", "reader", made, False),
        User("Anna Ö.", "owner", made, False),
        User("ben", "reviewer", made, False),
    ]


@pytest.mark.parametrize("name", ["anna ö.", "ANNA O\u0308.", " Anna  Ö. ", "Ａｎｎａ Ö."])
def test_a_name_is_the_same_however_it_is_written(accounts: Accounts, name: str) -> None:
    assert accounts.user(name).name == "Anna Ö."
    with pytest.raises(AskedError, match="a user of this name already"):
        accounts.add_user(name, PASSWORD, "reader")
    assert accounts.sign_in(name, PASSWORD, HOME)


@pytest.mark.parametrize(
    "name", ["", " ", "-", "a\x00b", "a\u200bb", "a\ud800", "\u202eb", "a" * 81, "a" * 10**6]
)
def test_what_is_no_name_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(AskedError, match="a name is one line of up to 80 characters"):
        accounts.add_user(name, PASSWORD, "reader")
    with pytest.raises(UnknownNameError, match="`armstrail user list`"):
        accounts.user(name)
    assert accounts.sign_in(name, PASSWORD, HOME) is None
    with pytest.raises(AskedError, match="a label is"):
        accounts.make_token("ben", name)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "at least 12"),
        ("a" * 1_001, "at most 1,000"),
        ("a long name HERE", "must not be the name"),
    ],
)
def test_what_is_no_password_is_refused(accounts: Accounts, password: str, reason: str) -> None:
    with pytest.raises(AskedError, match=reason):
        accounts.add_user("A long name here", password, "reader")
    accounts.add_user("A long name here", PASSWORD, "reader")
    with pytest.raises(AskedError, match=reason):
        accounts.set_password("A long name here", password)
    assert accounts.sign_in("A long name here", password, HOME) is None


@pytest.mark.parametrize(
    "password",
    ["a" * 1_000, "ｆｏｕｒ plain words", "naïve \ud800 surrogate", "日本語のパスワードです。。。"],
)
def test_any_characters_make_a_password(accounts: Accounts, password: str) -> None:
    accounts.add_user("Ada", password, "reader")
    assert accounts.sign_in("Ada", password, HOME)
    assert accounts.sign_in("Ada", password + "x", HOME) is None


def test_a_password_is_the_same_from_any_keyboard(accounts: Accounts) -> None:
    accounts.add_user("Ada", "cafe\u0301 and ﬁg, please", "reader")
    assert accounts.sign_in("Ada", "caf\u00e9 and fig, please", HOME)


def test_a_role_must_be_one(accounts: Accounts) -> None:
    for act in (
        lambda: accounts.add_user("Ada", PASSWORD, "king"),  # type: ignore[arg-type]
        lambda: accounts.set_role("ben", "king"),  # type: ignore[arg-type]
        lambda: accounts.make_token("ben", "a", "king"),  # type: ignore[arg-type]
    ):
        with pytest.raises(AskedError, match="the roles are reader, reviewer, owner"):
            act()


def test_who_there_is_not_cannot_be_changed(accounts: Accounts) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: accounts.set_role("Ada", "reader"),
        lambda: accounts.set_password("Ada", PASSWORD),
        lambda: accounts.disable("Ada"),
        lambda: accounts.enable("Ada"),
        lambda: accounts.make_token("Ada", "a"),
        lambda: accounts.tokens("Ada"),
        lambda: accounts.revoke("k0123456789"),
        lambda: accounts.revoke("k\x00"),
    )
    for act in acts:
        with pytest.raises(UnknownNameError, match="there is no"):
            act()


def test_there_is_always_an_owner(accounts: Accounts) -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: accounts.set_role("anna ö.", "reader"),
        lambda: accounts.disable("anna ö."),
    )
    for act in changes:
        with pytest.raises(AskedError, match="is the only owner; make another one first"):
            act()
    accounts.set_role("anna ö.", "owner")
    accounts.set_role("ben", "owner")
    accounts.disable("ben")
    with pytest.raises(AskedError, match="only owner"):
        accounts.disable("anna ö.")
    accounts.enable("ben")
    accounts.disable("anna ö.")
    assert [(user.role, user.disabled) for user in accounts.users()] == [("owner", True), ("owner", False)]


def test_what_a_user_was_stays_on_record_and_a_former_password_does_not(
    ledger: Ledger, accounts: Accounts
) -> None:
    (_, before) = kept(ledger, "passwords")
    accounts.set_role("ben", "reader")
    accounts.set_password("ben", OTHER)
    states = [(row.user_id, row.role, row.disabled) for row in kept(ledger, "user_states")]
    assert states == [(1, "owner", 0), (2, "reviewer", 0), (2, "reader", 0)]
    after = kept(ledger, "passwords")
    assert len(after) == 2
    assert before.hash not in {row.hash for row in after}


def test_a_ledger_from_before_there_were_accounts_gets_them(
    ledger: Ledger, ledger_place: str, rules: AccountRules
) -> None:
    ledger.append([addition(document())], READER)
    with ledger._database.writing() as db:
        for table in ("attempts", "tokens", "sessions", "passwords", "user_states", "users", "audit"):
            db.execute(text(f"DROP TABLE {table}"))
        db.execute(text("DELETE FROM migrations WHERE name = 'accounts'"))
    with Ledger.open(ledger_place, rules=rules) as opened:
        opened.accounts.add_user("Ada", PASSWORD, "owner")
        assert len(list(opened.claims())) == 1
        with pytest.raises(LedgerError, match="only ever added to"), opened._database.writing() as db:
            db.execute(text("DELETE FROM audit"))


# ------------------------------------------------------------------ sessions


def test_a_session_holds_until_it_is_ended(accounts: Accounts) -> None:
    session = accounts.sign_in("BEN", PASSWORD, HOME)
    assert session
    assert (session.user, session.role, session.api) == ("ben", "reviewer", "")
    assert (session.made, session.expires) == ("2026-03-01T09:00:00Z", "2026-03-15T09:00:00Z")
    assert accounts.session(session.token) == session
    accounts.sign_out(session.token, HOME)
    accounts.sign_out(session.token, HOME)
    assert accounts.session(session.token) is None
    assert acts(accounts)[-2:] == [("sign-in", "ben", HOME, "", ""), ("sign-out", "ben", HOME, "", "")]


@pytest.mark.parametrize(
    "token", ["", "x", "\x00", "\ud800", "é", "a" * 10**6, "armstrail_", "armstrail_\x00"]
)
def test_what_is_no_token_lets_nobody_in(accounts: Accounts, token: str) -> None:
    assert accounts.session(token) is None
    assert accounts.token(token) is None
    accounts.sign_out(token)


def test_each_sign_in_has_a_token_and_a_form_secret_of_its_own(accounts: Accounts) -> None:
    made = [accounts.sign_in("ben", PASSWORD, HOME) for _ in range(3)]
    assert len({one.token for one in made if one}) == len({one.csrf for one in made if one}) == 3
    assert made[0] and made[0].csrf == accounts.session(made[0].token).csrf  # type: ignore[union-attr]
    assert all(len(one.token) == 43 and one.token not in repr(one) for one in made if one)


def test_no_secret_stands_in_the_ledger(ledger: Ledger, accounts: Accounts) -> None:
    session = accounts.sign_in("ben", PASSWORD, HOME)
    accounts.sign_in(OTHER, OTHER, HOME)  # a password, typed where the name goes
    secret, _ = accounts.make_token("ben", "a")
    assert session
    held = repr([kept(ledger, table) for table in schema.metadata.tables])
    assert "ben" in held and "$argon2id$" in held
    for one in (session.token, session.csrf, secret, PASSWORD, OTHER):
        assert one not in held


def test_a_session_that_is_not_used_ends_after_twelve_hours(accounts: Accounts, clock: Clock) -> None:
    session = accounts.sign_in("ben", PASSWORD, HOME)
    assert session
    for _ in range(4):
        clock.pass_(hours=11, minutes=59)
        assert accounts.session(session.token)
    clock.pass_(hours=12, minutes=1)
    assert accounts.session(session.token) is None


def test_a_session_ends_after_fourteen_days_however_it_is_used(
    ledger: Ledger, accounts: Accounts, clock: Clock
) -> None:
    session = accounts.sign_in("ben", PASSWORD, HOME)
    assert session
    for _ in range(14 * 24 - 1):
        clock.pass_(hours=1)
        assert accounts.session(session.token)
    clock.pass_(hours=1)
    assert accounts.session(session.token) is None
    assert len(kept(ledger, "sessions")) == 1
    assert accounts.sign_in("ben", PASSWORD, HOME)
    assert len(kept(ledger, "sessions")) == 1  # the one that ended is forgotten


@pytest.mark.parametrize(
    "act",
    [
        lambda accounts: accounts.set_role("ben", "owner"),
        lambda accounts: accounts.set_password("ben", OTHER),
        lambda accounts: accounts.disable("ben"),
    ],
)
def test_a_change_of_the_account_ends_its_sessions_and_no_others(
    accounts: Accounts, act: Callable[[Accounts], None]
) -> None:
    sessions = [accounts.sign_in(name, PASSWORD, HOME) for name in ("ben", "ben", "Anna Ö.")]
    act(accounts)
    assert [accounts.session(one.token) is not None for one in sessions if one] == [False, False, True]


def test_who_is_disabled_is_let_in_no_more_until_they_are_enabled(accounts: Accounts) -> None:
    secret, _ = accounts.make_token("ben", "a")
    accounts.disable("ben")
    assert accounts.sign_in("ben", PASSWORD, HOME) is None
    assert accounts.token(secret) is None
    accounts.enable("ben")
    assert accounts.sign_in("ben", PASSWORD, HOME)
    assert accounts.token(secret)


def test_a_new_password_holds_at_once_and_the_old_one_no_more(accounts: Accounts) -> None:
    accounts.set_password("ben", OTHER)
    assert accounts.sign_in("ben", PASSWORD, HOME) is None
    assert accounts.sign_in("ben", OTHER, HOME)


def test_who_knows_their_password_changes_it_and_goes_on(accounts: Accounts) -> None:
    before = accounts.sign_in("ben", PASSWORD, HOME)
    session = accounts.change_password("ben", PASSWORD, OTHER, HOME)
    assert before and session
    assert accounts.session(before.token) is None
    assert accounts.session(session.token) == session
    assert accounts.sign_in("ben", PASSWORD, HOME) is None
    assert ("password", "ben", HOME, "ben", "") in acts(accounts)


def test_who_does_not_know_their_password_changes_nothing(accounts: Accounts) -> None:
    before = accounts.sign_in("ben", PASSWORD, HOME)
    assert before
    with pytest.raises(AskedError, match="at least 12"):
        accounts.change_password("ben", PASSWORD, "short", HOME)
    for _ in range(10):
        assert accounts.change_password("ben", "not the password", OTHER, HOME) is None
    with pytest.raises(TooManyAttemptsError):
        accounts.change_password("ben", PASSWORD, OTHER, HOME)
    assert accounts.session(before.token)
    assert accounts.sign_in("ben", PASSWORD, AWAY)


def test_a_hash_of_another_cost_is_made_anew_at_sign_in(
    ledger: Ledger, accounts: Accounts, rules: AccountRules
) -> None:
    assert accounts.sign_in("ben", PASSWORD, HOME)
    before = kept(ledger, "passwords")[1].hash
    dearer = Accounts(ledger._database, replace(rules, time_cost=2))
    assert dearer.sign_in("ben", OTHER, HOME) is None
    assert kept(ledger, "passwords")[1].hash == before
    assert dearer.sign_in("ben", PASSWORD, HOME)
    after = kept(ledger, "passwords")[1].hash
    assert "t=1" in before and "t=2" in after
    assert dearer.sign_in("ben", PASSWORD, HOME)
    assert kept(ledger, "passwords")[1].hash == after


# ------------------------------------------------------------------ beside others who write


@contextmanager
def writing(ledger: Ledger) -> Iterator[None]:
    """While somebody writes for long."""
    with ledger._database.writing() as db:
        db.execute(schema.visits.insert(), {"id": 99, "address": "/", "made": "", "status": 200})
        yield


def test_who_reads_does_not_wait_for_who_writes(ledger: Ledger, accounts: Accounts, clock: Clock) -> None:
    session = accounts.sign_in("ben", PASSWORD, HOME)
    secret, _ = accounts.make_token("ben", "a")
    assert session
    clock.pass_(hours=1)
    done = threading.Event()

    def read() -> None:
        assert accounts.session(session.token)
        assert accounts.token(secret)
        done.set()

    with writing(ledger):
        thread = threading.Thread(target=read)
        thread.start()
        assert done.wait(30)  # far less than a writer is waited for
    thread.join()
    assert accounts.session(session.token)
    assert {row.seen for row in kept(ledger, "sessions")} == {"2026-03-01T10:00:00Z"}
    accounts.sign_out(session.token)  # whoever writes waits again as before
    assert ledger._database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_nobody_waits_for_a_hash(ledger: Ledger, rules: AccountRules) -> None:
    """Many sign in while another writes each time that a hash is being made."""
    slow = Accounts(ledger._database, replace(rules, time_cost=1))
    held: list[bool] = []

    class Watched:
        def __getattr__(self, name: str) -> Any:
            def called(*arguments: Any) -> Any:
                with writing_at_once(ledger) as can:
                    held.append(can)
                return getattr(passwords, name)(*arguments)

            return called

    passwords, slow._passwords = slow._passwords, Watched()  # type: ignore[assignment]
    slow.add_user("Ada", PASSWORD, "owner")
    slow.set_password("Ada", OTHER)
    assert slow.sign_in("Ada", OTHER, HOME)
    assert slow.sign_in("Ada", PASSWORD, HOME) is None
    assert len(held) >= 5 and all(held)


@contextmanager
def writing_at_once(ledger: Ledger) -> Iterator[bool]:
    try:
        with ledger._database.touching() as db:
            if db.dialect.name == "postgresql":
                yield bool(db.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": 0x41524D53}))
                return
            db.execute(schema.attempts.delete().where(schema.attempts.c.id < 0))
            yield True
    except LedgerError:
        yield False


# ------------------------------------------------------------------ too many attempts


def fail(accounts: Accounts, times: int, name: str = "ben", address: str = HOME) -> None:
    for _ in range(times):
        assert accounts.sign_in(name, OTHER, address) is None


def test_a_name_is_held_back_where_too_many_failed_and_nowhere_else(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, 10)
    clock.pass_(minutes=5)
    for password in (OTHER, PASSWORD):
        with pytest.raises(TooManyAttemptsError, match="try again in 10 minutes") as raised:
            accounts.sign_in("Ben", password, HOME)
        assert raised.value.seconds == 600
    assert accounts.sign_in("ben", PASSWORD, AWAY)
    assert accounts.sign_in("anna ö.", PASSWORD, HOME)
    clock.pass_(minutes=10)
    assert accounts.sign_in("ben", PASSWORD, HOME)


@pytest.mark.parametrize("name", ["nobody", "\x00", "x" * 10**6])
def test_a_name_that_nobody_has_is_held_back_alike(accounts: Accounts, name: str) -> None:
    fail(accounts, 10, name)
    with pytest.raises(TooManyAttemptsError):
        accounts.sign_in(name, OTHER, HOME)


def test_who_signs_in_is_forgiven_what_failed_before(accounts: Accounts) -> None:
    for _ in range(3):
        fail(accounts, 9)
        assert accounts.sign_in("ben", PASSWORD, HOME)
    fail(accounts, 9, "anna ö.")
    assert accounts.sign_in("ben", PASSWORD, HOME)  # for his own name alone
    fail(accounts, 1, "anna ö.")
    with pytest.raises(TooManyAttemptsError):
        accounts.sign_in("anna ö.", PASSWORD, HOME)


@pytest.mark.parametrize(
    ("addresses", "other"),
    [
        (["192.0.2.1", "::ffff:192.0.2.1"], "192.0.2.2"),
        (["2001:db8::1", "2001:db8:0:0:ffff::2"], "2001:db8:0:1::1"),
        (["a socket"], ""),
    ],
)
def test_an_address_is_held_back_whatever_names_it_tries(
    accounts: Accounts, addresses: list[str], other: str
) -> None:
    for number in range(100):
        fail(accounts, 1, f"nobody {number}", addresses[number % len(addresses)])
    for address in addresses:
        with pytest.raises(TooManyAttemptsError):
            accounts.sign_in("ben", PASSWORD, address)
    assert accounts.sign_in("ben", PASSWORD, other)


def test_limits_hold_over_programs(ledger_place: str, accounts: Accounts, rules: AccountRules) -> None:
    fail(accounts, 10)
    with Ledger.open(ledger_place, rules=rules) as opened, pytest.raises(TooManyAttemptsError):
        opened.accounts.sign_in("ben", PASSWORD, HOME)


def test_limits_hold_for_attempts_at_once(accounts: Accounts) -> None:
    ended: list[str] = []

    def attempt() -> None:
        try:
            ended.append(str(accounts.sign_in("ben", OTHER, HOME)))
        except TooManyAttemptsError:
            ended.append("refused")

    threads = [threading.Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["None"] * 10 + ["refused"] * 6


def test_two_thousand_attempts_leave_few_lines(ledger: Ledger, accounts: Accounts, clock: Clock) -> None:
    """Over ten minutes, of one name from one address: what failed, and a line a minute of what was refused."""
    refused = 0
    for _ in range(2_000):
        clock.pass_(seconds=0.3)
        try:
            assert accounts.sign_in("ben", OTHER, HOME) is None
        except TooManyAttemptsError:
            refused += 1
    assert refused == 1_990
    lines = [(what, who, address) for what, who, address, *_ in acts(accounts)]
    assert lines.count(("failed sign-in", "ben", HOME)) == 10
    assert 9 <= lines.count(("refused sign-in", "ben", HOME)) <= 11
    assert len(kept(ledger, "attempts")) == 10
    clock.pass_(minutes=16)
    fail(accounts, 1)
    assert len(kept(ledger, "attempts")) == 1  # the others are forgotten


def test_what_is_refused_is_not_hashed(ledger: Ledger, accounts: Accounts, rules: AccountRules) -> None:
    fail(accounts, 10)
    fresh = Accounts(ledger._database, rules)
    with pytest.raises(TooManyAttemptsError):
        fresh.sign_in("ben", PASSWORD, HOME)
    assert "_hasher" not in vars(fresh._passwords)  # it makes one when it needs one
    assert fresh.sign_in("ben", PASSWORD, AWAY)
    assert "_hasher" in vars(fresh._passwords)


def test_a_name_that_nobody_has_is_hashed_all_the_same(accounts: Accounts) -> None:
    verified: list[str] = []
    hasher = accounts._passwords._hasher

    class Watched:
        def __getattr__(self, name: str) -> Any:
            if name == "verify":
                verified.append(name)
            return getattr(hasher, name)

    vars(accounts._passwords)["_hasher"] = Watched()
    accounts.disable("ben")
    for name, password in (
        ("nobody", OTHER),
        ("ben", PASSWORD),
        ("anna ö.", OTHER),
        ("anna ö.", "a" * 1_001),
    ):
        assert accounts.sign_in(name, password, HOME) is None
    assert len(verified) == 4


def test_limits_are_found_by_an_index(ledger: Ledger) -> None:
    if ledger._database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks through small tables whole")
    columns = {"attempts": "name = '' AND network = '' AND made > ''", "audit": "address = '' AND what = ''"}
    columns["attempts "] = "network = '' AND made > ''"
    with ledger._database.reading() as db:
        for table, which in columns.items():
            plan = db.execute(
                text(f"EXPLAIN QUERY PLAN SELECT made FROM {table} WHERE {which} ORDER BY made")
            )
            (row,) = plan
            assert "INDEX" in row.detail, row.detail


# ------------------------------------------------------------------ tokens of the API


def test_a_token_stands_for_its_user(accounts: Accounts, clock: Clock) -> None:
    secret, token = accounts.make_token("BEN", " nightly  export ", "reader", 90, Actor("Anna Ö.", HOME))
    assert secret.startswith("armstrail_") and len(secret) == len("armstrail_") + 43
    assert (token.user, token.label, token.role) == ("ben", "nightly export", "reader")
    assert (token.made, token.expires) == ("2026-03-01T09:00:00Z", "2026-05-30T09:00:00Z")
    assert (token.revoked, token.used) == (None, None)
    session = accounts.token(secret)
    assert session
    assert (session.user, session.role, session.api) == ("ben", "reader", token.id)
    assert secret not in repr(session)
    assert accounts.tokens() == accounts.tokens("ben") == [replace(token, used="2026-03-01")]
    assert accounts.tokens("anna ö.") == []
    assert accounts.session(secret) is None
    clock.pass_(days=90)
    assert accounts.token(secret) is None


def test_a_token_may_not_do_more_than_its_user(accounts: Accounts) -> None:
    with pytest.raises(AskedError, match="ben: is a reviewer, and a token of theirs may not be more"):
        accounts.make_token("ben", "a", "owner")
    secret, token = accounts.make_token("ben", "a")
    assert token.role == "reviewer"
    for role, held in (("reader", "reader"), ("owner", "reviewer")):
        accounts.set_role("ben", role)  # type: ignore[arg-type]
        session = accounts.token(secret)
        assert session and session.role == held


@pytest.mark.parametrize("days", [0, -1, 3_651, 10**12])
def test_a_token_holds_for_some_days_or_for_ever(accounts: Accounts, clock: Clock, days: int) -> None:
    with pytest.raises(AskedError, match="1 to 3,650 days"):
        accounts.make_token("ben", "a", days=days)
    secret, token = accounts.make_token("ben", "a")
    clock.pass_(days=20_000)
    assert token.expires is None
    assert accounts.token(secret)


def test_a_token_holds_until_it_is_revoked(accounts: Accounts, clock: Clock) -> None:
    one, other = (accounts.make_token("ben", label)[0] for label in ("one", "other"))
    token = next(token for token in accounts.tokens() if token.label == "one")
    revoked = accounts.revoke(token.id)
    assert revoked.revoked == "2026-03-01T09:00:00Z"
    assert (accounts.token(one), accounts.token(other) is not None) == (None, True)
    clock.pass_(days=1)
    assert accounts.revoke(token.id) == revoked  # it was revoked when it was


def test_the_use_of_a_token_is_written_once_a_day(ledger: Ledger, accounts: Accounts, clock: Clock) -> None:
    secret, _ = accounts.make_token("ben", "a")
    written = []
    for _ in range(48):
        clock.pass_(hours=1)
        accounts.token(secret)
        written.append(kept(ledger, "tokens")[0].used)
    assert sorted(set(written)) == ["2026-03-01", "2026-03-02", "2026-03-03"]


# ------------------------------------------------------------------ the audit log


def test_everything_is_noted(accounts: Accounts) -> None:
    by = Actor("Anna Ö.", HOME)
    before = len(acts(accounts))
    accounts.add_user("Ada", PASSWORD, "reader", by)
    accounts.set_role("ada", "reviewer", by)
    accounts.set_password("ada", OTHER, by)
    accounts.disable("ada", by)
    accounts.sign_in("ADA", OTHER, AWAY)
    accounts.enable("ada", by)
    accounts.sign_in("ada", PASSWORD, AWAY)
    accounts.sign_in("nobody", PASSWORD, AWAY)
    _, token = accounts.make_token("ada", "a", by=by)
    accounts.revoke(token.id, by)
    accounts.note(AuditEntry("judgement", "Ada", AWAY, "c3f2a91c04", "accepted"))
    who = ("Anna Ö.", HOME)
    assert acts(accounts)[before:] == [
        ("user added", *who, "Ada", "reader"),
        ("role", *who, "Ada", "reviewer"),
        ("password", *who, "Ada", ""),
        ("disabled", *who, "Ada", ""),
        ("failed sign-in", "Ada", AWAY, "", "disabled"),
        ("enabled", *who, "Ada", ""),
        ("failed sign-in", "Ada", AWAY, "", "wrong password"),
        ("failed sign-in", "", AWAY, "", "unknown name"),
        ("token made", *who, token.id, "reviewer of Ada"),
        ("token revoked", *who, token.id, "of Ada"),
        ("judgement", "Ada", AWAY, "c3f2a91c04", "accepted"),
    ]
    assert {entry.made for entry in accounts.audited()} == {"2026-03-01T09:00:00Z"}


def test_the_log_is_read_by_pages_the_newest_first(ledger: Ledger) -> None:
    for number in range(5):
        ledger.accounts.note(AuditEntry("merge", record=f"t{number}"))
    pages = [ledger.accounts.audited(start, 2) for start in (0, 2, 4, 6)]
    assert [[entry.record for entry in page] for page in pages] == [["t4", "t3"], ["t2", "t1"], ["t0"], []]
    assert ledger.accounts.audit_size() == 5
    assert [entry.record for entry in ledger.accounts.audit_log()] == ["t4", "t3", "t2", "t1", "t0"]


def test_words_of_others_stay_one_line_of_the_log(ledger: Ledger) -> None:
    ledger.accounts.note(AuditEntry("split", "\x00\ud800\n\x1b[31m", "x" * 10_000, "\u202e", "é"))
    (entry,) = ledger.accounts.audited()
    assert (entry.who, entry.address, entry.record, entry.outcome) == ("    [31m", "x" * 200, " ", "é")


def test_what_fails_is_not_written_by_halves(ledger: Ledger, accounts: Accounts) -> None:
    with ledger._database.reading() as db:
        before = {
            name: db.scalar(select(func.count()).select_from(t)) for name, t in schema.metadata.tables.items()
        }
    for act in (
        lambda: accounts.add_user("BEN", PASSWORD, "owner"),
        lambda: accounts.set_role("anna ö.", "reader"),
        lambda: accounts.make_token("ben", "a", "owner"),
    ):
        with pytest.raises(AskedError):
            act()
    with ledger._database.reading() as db:
        after = {
            name: db.scalar(select(func.count()).select_from(t)) for name, t in schema.metadata.tables.items()
        }
    assert after == before
