"""Several processes read: in order, no further ahead than said, none lost by another's end, none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

import pytest

from armstrail.errors import SourceError, WeightsError
from armstrail.model import Document, Reading
from armstrail.workers import AHEAD, FAR, FEW, ROOM, SMALL, Fault, Workers

ROOT = Path(__file__).parents[1]


def obey(document: Document) -> Reading:
    """A reader that does as the text says, and gives back the title with the id of its process."""
    match document.text.split():
        case ["fail"]:
            raise ValueError("no\nsense in it")
        case ["refuse"]:
            raise SourceError("letter.txt", "nothing that can be read")
        case ["miss"]:
            raise WeightsError(Path("read.onnx"))
        case ["end", number]:
            os.kill(os.getpid(), int(number))
        case ["leave"]:
            sys.exit("I leave")
        case ["touch", path]:
            Path(path).touch()
        case ["await", path, linger]:
            while not Path(path).exists():
                time.sleep(0.01)
            time.sleep(float(linger))
        case ["hang"]:
            sys.stdout.write("reading\n")
            sys.stdout.flush()
            time.sleep(600)
        case ["long"]:
            return Reading(Document(str(os.getpid()), "x" * 1_000_000))
    return Reading(Document(str(os.getpid()), "", document.title))


def results(workers: Workers, texts: Iterable[str | None]) -> list[tuple[str | None, Reading | Fault | None]]:
    return list(workers.readings(texts, lambda text: None if text is None else Document("", text)))


def readers(workers: Workers, texts: Iterable[str | None]) -> set[int]:
    found = [result for _, result in results(workers, texts)]
    return {int(result.document.id) for result in found if isinstance(result, Reading)}


# ------------------------------------------------------------------ what is read, and where


def test_the_readings_are_those_of_this_process_and_in_order() -> None:
    from armstrail.pipeline import read_document  # noqa: PLC0415 - the workers import this module, too

    steps = ["delivered", "did not deliver", "may sell", "ordered"]
    texts = [
        f'"Norway {step} {n} tanks to Chile," a spokesman said.\n' * n for n in (9, 1, 2) for step in steps
    ]
    documents = [Document(f"d{n}", text, published="2001-02-03") for n, text in enumerate(texts)]
    with Workers(2) as workers:
        found = list(workers.readings(documents, lambda document: document))
        assert len(active_children()) == 2
    assert [document for document, _ in found] == documents
    assert [reading for _, reading in found] == [read_document(document) for document in documents]
    assert any(isinstance(reading, Reading) and reading.claims for _, reading in found)
    assert not active_children()


def test_what_has_no_document_keeps_its_place() -> None:
    texts = [None, *["a"] * 9, None, "b", None]
    with Workers(2, obey) as workers:
        found = results(workers, texts)
    assert [text for text, _ in found] == texts
    assert [result is None for _, result in found] == [text is None for text in texts]


def test_few_short_documents_are_read_here() -> None:
    with Workers(2, obey) as workers:
        assert readers(workers, ["a"] * FEW) == {os.getpid()}
        assert readers(workers, ["a", *[None] * FAR * 2, "b"]) == {os.getpid()}
        assert not active_children()


def test_many_or_long_documents_are_not_and_the_workers_stay() -> None:
    with Workers(2, obey) as workers:
        others = readers(workers, ["a " * SMALL])
        assert os.getpid() not in others
        both = readers(workers, ["a"] * 20)
        assert others < both and len(both) == 2
        assert readers(workers, ["a"]) < both


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="the system has no such priorities")
def test_others_come_before_those_that_read() -> None:
    """People look at pages of the ledger while texts are brought in."""
    with Workers(2, obey) as workers:
        (reader,) = readers(workers, ["a " * SMALL])
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, reader) == min(19, mine + 5)


def test_a_count_of_one_starts_none_and_reads_each_before_it_asks_for_the_next() -> None:
    asked: list[int] = []
    with Workers(1, obey) as workers:
        for n, result in workers.readings(counting(asked, ["a"] * 20), lambda _: Document("", "a")):
            assert isinstance(result, Reading) and result.document.id == str(os.getpid())
            assert len(asked) == n + 1
        assert not active_children()


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system does not tell")
def test_the_count_is_that_of_the_cores_where_none_is_given() -> None:
    assert Workers().count == len(os.sched_getaffinity(0))


def test_long_texts_and_long_readings_do_not_wait_for_each_other() -> None:
    with Workers(2, obey) as workers:
        found = results(workers, ["long" + " " * 1_000_000] * 12)
    assert all(isinstance(result, Reading) for _, result in found) and len(found) == 12


# ------------------------------------------------------------------ how far ahead


def counting(asked: list[int], texts: list[str]) -> Iterator[int]:
    for n in range(len(texts)):
        asked.append(n)
        yield n


def most_ahead(workers: Workers, texts: list[str]) -> int:
    """How many items are asked for and not yet given, at most; an empty text stands for no document."""
    asked: list[int] = []
    ahead = []
    readings = workers.readings(
        counting(asked, texts), lambda n: Document(str(n), texts[n]) if texts[n] else None
    )
    for n, _ in readings:
        ahead.append(len(asked) - n)
    assert len(ahead) == len(texts)
    return max(ahead)


def test_items_are_asked_for_some_documents_ahead_while_one_is_slow_and_others_are_read(
    tmp_path: Path,
) -> None:
    # The first ends once the other worker has read the second, and lingers: more would be asked for, were it allowed.
    texts = [f"await {tmp_path / 'go'} 0.5", f"touch {tmp_path / 'go'}", *["a"] * 50]
    with Workers(2, obey) as workers:
        assert most_ahead(workers, texts) == AHEAD * 2


def test_fewer_are_asked_for_where_they_are_long(tmp_path: Path) -> None:
    texts = [f"await {tmp_path / 'go'} 0.5", f"touch {tmp_path / 'go'}", *["a"] * 6]
    with Workers(2, obey) as workers:
        assert most_ahead(workers, [text + " " * (ROOM // 3) for text in texts]) == 3


def test_those_without_a_document_have_an_end_too(tmp_path: Path) -> None:
    texts = [f"await {tmp_path / 'go'} 0.5", f"touch {tmp_path / 'go'}", *["a"] * FEW, *[""] * 1000]
    with Workers(2, obey) as workers:
        assert most_ahead(workers, texts) <= FAR


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("fail", "a fault in reading it: ValueError: no sense in it"),
        ("refuse", "letter.txt: nothing that can be read"),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_an_error_costs_its_document_only(text: str, reason: str, count: int) -> None:
    with Workers(count, obey) as workers:
        found = results(workers, ["a"] * 5 + [text] + ["a"] * 5)
    assert [isinstance(result, Reading) for _, result in found] == [True] * 5 + [False] + [True] * 5
    assert found[5] == (text, Fault(reason))


@pytest.mark.parametrize(("text", "how"), [(f"end {signal.SIGKILL}", "signal 9"), ("leave", "status 1")])
def test_the_end_of_a_worker_costs_its_document_only(text: str, how: str) -> None:
    reason = f"the process that read it ended ({how}); it may need more memory than there is"
    with Workers(2, obey) as workers:
        found = results(workers, ["a", text, text, *["a"] * 9, text])
        assert len(active_children()) == 2
    assert [result for given, result in found if given == text] == [Fault(reason)] * 3
    assert all(isinstance(result, Reading) for given, result in found if given == "a") and len(found) == 13


def test_a_worker_that_is_killed_while_it_waits_costs_nothing() -> None:
    with Workers(2, obey) as workers:
        before = readers(workers, ["a"] * 20)
        for child in active_children():
            child.kill()
            child.join()
        after = results(workers, ["a"] * 20)
    assert all(isinstance(result, Reading) and int(result.document.id) not in before for _, result in after)


@pytest.mark.parametrize("count", [1, 2])
def test_missing_weights_are_an_error_of_all_after_what_was_read(count: int) -> None:
    given: list[int] = []
    with Workers(count, obey) as workers, pytest.raises(WeightsError) as raised:
        given.extend(
            n for n, _ in workers.readings(range(9), lambda n: Document("", "miss" if n == 5 else "a"))
        )
    assert given == [0, 1, 2, 3, 4]
    assert str(raised.value) == str(WeightsError(Path("read.onnx")))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(("text", "kind"), [("fail", ValueError), ("refuse", SourceError)])
def test_errors_are_raised_where_they_are_looked_for(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: type[Exception], count: int
) -> None:
    monkeypatch.setenv("ARMSTRAIL_DEBUG", "1")
    with Workers(count, obey) as workers, pytest.raises(kind) as raised:
        results(workers, ["a"] * 5 + [text])
    notes = getattr(raised.value, "__notes__", [])
    assert count == 1 or "in obey" in notes[0]


def test_who_gives_up_leaves_nothing_for_the_next() -> None:
    with Workers(2, obey) as workers:
        for text, _ in workers.readings(["a", *["hang"] * 5], lambda text: Document("", text)):
            assert text == "a"
            break
        assert len(readers(workers, ["a"] * 20)) == 2


# ------------------------------------------------------------------ what ends the parent

PARENT = """
from tests.test_workers import *

def texts():
    yield from ["hang"] * 6
    print("started", flush=True)
    yield from ["hang"] * 6

try:
    with Workers(2, obey) as workers:
        results(workers, texts())
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""

DEAF = """
from tests.test_workers import *

def texts():
    yield from ["a"] * 6
    for child in active_children():
        os.kill(child.pid, signal.SIGINT)
    yield from ["a"] * 6

with Workers(2, obey) as workers:
    print(*(type(result).__name__ for _, result in results(workers, texts())))
"""


def ended_by(number: int, *, once: list[str]) -> tuple[list[str], str]:
    """What a parent and its workers write after a signal; it is all there when the last of them has ended.

    They share their standard output, so that its end is the end of all, and Ctrl-C reaches all.
    """
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    ) as parent:
        assert parent.stdout
        try:
            assert [parent.stdout.readline().strip() for _ in once] == once
            if number == signal.SIGINT:
                os.killpg(parent.pid, number)
            else:
                parent.send_signal(number)
            out, err = parent.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(parent.pid, signal.SIGKILL)
    return out.split(), err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("once", [["started"], ["started", "reading", "reading"]], ids=["early", "reading"])
def test_no_worker_outlives_its_parent(number: int, once: list[str]) -> None:
    out, _ = ended_by(number, once=once)
    assert "interrupted" not in out


@pytest.mark.parametrize("once", [["started"], ["started", "reading", "reading"]], ids=["early", "reading"])
def test_an_interruption_ends_all_of_them_without_a_word(once: list[str]) -> None:
    out, said = ended_by(signal.SIGINT, once=once)
    assert ([word for word in out if word != "reading"], said) == (
        ["interrupted"],
        "",
    )  # some may have begun by then


def test_workers_hear_of_no_interruption_not_even_while_they_start() -> None:
    # In a process of its own, so that what multiprocessing starts once a process is started in there, too.
    done = subprocess.run([sys.executable, "-c", DEAF], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.split(), done.stderr) == (["Reading"] * 12, "")
