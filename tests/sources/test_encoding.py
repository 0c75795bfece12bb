"""Bytes to text."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armstrail.sources.encoding import binary, decode

SAID = "“Größe – Ž”, said Łukasz."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_says_or_shows_its_encoding_is_read_without_a_note(encoding: str) -> None:
    assert decode(SAID.encode(encoding)) == (SAID, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    text = "Eighteen tanks were delivered, the ministry said."
    assert binary(text.encode(encoding)) is None
    assert decode(text.encode(encoding)) == (text, None)


def test_windows_1252_is_the_last_but_one_guess_and_noted() -> None:
    assert decode("“Größe”".encode("cp1252")) == ("“Größe”", "not UTF-8: read as Windows-1252")
    assert decode(b"\x81 na\xefve") == ("\x81 naïve", "not UTF-8: read as Latin-1")


def test_a_declared_encoding_is_believed_where_it_is_not_utf_8() -> None:
    assert decode("Łódź".encode("iso-8859-2"), "iso-8859-2") == ("Łódź", None)
    page = '<meta charset="windows-1251"><p>Танки</p>'
    assert decode(page.encode("cp1251")) == (page, None)
    assert decode("Größe".encode("cp1252"), "no-such-code")[0] == "Größe"
    assert decode("Größe".encode(), "iso-8859-1") == ("Größe", None)


def test_a_few_broken_characters_do_not_spoil_the_others() -> None:
    body = "Größe, Öl, ".encode() + b"\xff" + "Übung".encode()
    assert decode(body) == ("Größe, Öl, �Übung", "1 broken UTF-8 characters, shown as �")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf\r\n%PDF-1.7\n1 0 obj", "PDF"),
        (b"PK\x03\x04\x14", "ZIP or an office document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (random.Random(1).randbytes(4000), "binary"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_binary_is_refused(body: bytes, reason: str) -> None:
    assert reason in (binary(body) or "")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_utf_8_comes_back_as_it_was(text: str) -> None:
    body = text.encode()
    if not body.startswith(codecs.BOM_UTF8):
        assert binary(body) is None
        assert decode(body) == (text, None)


@given(st.binary())
def test_any_bytes_are_decoded_to_something(body: bytes) -> None:
    assert isinstance(decode(body)[0], str)
