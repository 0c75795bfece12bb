"""The file of what to watch, and when each of it is due."""

from __future__ import annotations

from pathlib import Path

import pytest

from armstrail.errors import SourceError
from armstrail.watch import Watch


def load(tmp_path: Path, text: str) -> Watch:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    return Watch.load(path)


def test_each_address_is_asked_as_often_as_it_says(tmp_path: Path) -> None:
    plan = load(
        tmp_path,
        'every = "1h"\ninterval = 2\n[[watch]]\naddress = "https://a.example/"\n'
        '[[watch]]\naddress = "https://b.example/"\nevery = "90m"\n',
    )
    now = [1000.0]
    plan.clock = lambda: now[0]
    plan.sleep = lambda seconds: now.__setitem__(0, now[0] + seconds)
    asked = []
    for _ in range(4):
        asked.append((now[0], plan.due()))
        plan.wait()
    a, b = "https://a.example/", "https://b.example/"
    assert asked == [(1000, [a, b]), (4600, [a]), (6400, [b]), (8200, [a])]
    assert plan.interval == 2


def test_nothing_is_asked_more_than_once_a_minute(tmp_path: Path) -> None:
    assert load(tmp_path, 'every = "1s"\n[[watch]]\naddress = "https://a.example/"').every == {
        "https://a.example/": 60
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names nothing to watch"),
        ("watch = 1", "names nothing to watch"),
        ("[[watch]]\n", "without an address"),
        ('[[watch]]\naddress = "ftp://a.example"', "'ftp://a.example' is not an http or https address"),
        (
            '[[watch]]\naddress = "https://a.example"\nevery = "often"',
            "`every` is 'often'; write it as in 30m, 1h, 2d",
        ),
        ('[[watch]]\naddress = "https://a.example"\ncolour = "red"', "has 'colour' for https://a.example"),
        ('evry = "1h"', "holds 'evry'"),
        ('interval = "x"\n[[watch]]\naddress = "https://a.example"', "`interval` is not a number"),
        ("every = ", "is not TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        load(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be opened"):
        Watch.load(tmp_path / "none.toml")
