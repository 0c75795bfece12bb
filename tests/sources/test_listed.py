"""Lists of addresses in text files, and how what names pages is told from texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from armstrail.errors import DocumentError
from armstrail.sources import captures
from armstrail.sources.listed import addresses
from armstrail.sources.markup import Shape, shape
from tests.server import Server
from tests.sources.made import Kept, guest


@pytest.mark.parametrize("name", ["list.txt", "list"])
def test_a_text_of_addresses_is_a_list_of_pages(server: Server, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"# Ours\r\n\n{server.at('page')}\n{server.at('none')}\r\n  {server.at('plain')}\n")
    found = list(captures(str(path), guest()))
    assert [capture.place for capture in found] == [server.at(name) for name in ("page", "none", "plain")]
    assert [capture.fault for capture in found] == [None, "answered 404 Not Found", None]


@pytest.mark.parametrize(
    ("name", "line"), [("list.txt", "{}\n"), ("index.xml", "<sitemap><loc>{}</loc></sitemap>")]
)
def test_a_fault_in_asking_for_one_address_is_no_end_of_the_others(
    server: Server, tmp_path: Path, name: str, line: str
) -> None:
    def resolve(host: str, _: int) -> list[str]:
        if host == "odd.example":
            raise RuntimeError("a fault of ours")
        return ["127.0.0.1"]

    lines = line.format("http://odd.example/") + line.format(server.at("page"))
    path = tmp_path / name
    path.write_text(f"<sitemapindex>{lines}</sitemapindex>" if name == "index.xml" else lines)
    first, second = captures(str(path), guest(resolve=resolve))
    assert first.fault == "a fault in opening it: RuntimeError: a fault of ours"
    assert second.place == server.at("page")


def test_known_pages_of_a_list_are_passed_over(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{server.at('page')}\n{server.at('plain')}\n{server.at('page')}")
    memory = Kept()
    assert [c.passed for c in captures(str(path), guest(memory=memory))] == [None, None, "known already"]
    assert [c.passed for c in captures(str(path), guest(memory=memory))] == ["known already"] * 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"# nothing\n",
        b"https://a.org\nTwo boats.",
        b"See https://a.org",
        b"ftp://a",
        b"https://a.org/\0",
    ],
)
def test_anything_else_is_no_list(body: bytes) -> None:
    assert addresses(body) == []


def test_a_text_that_only_begins_with_addresses_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    body = b"https://a.org/one-of-many\n" * 400 + b"These are our sources.\n"
    path.write_bytes(body)
    (found,) = captures(str(path), guest())
    assert found.body == body


def test_only_plain_texts_may_be_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"https://a.org\n")
    (found,) = captures(str(path), guest())
    assert found.body == b"https://a.org\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"<rss version='2.0'>", "feed"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <html> -->\n<?style a?><!DOCTYPE feed><a:feed>", "feed"),
        ('<?xml version="1.0"?><feed>'.encode("utf-16"), "feed"),
        (b"<rdf:RDF>", "feed"),
        (b"<urlset>", "sitemap"),
        (b"<sitemapindex>", "index"),
        (b"<?xml version='1.0'?><orders>", "other"),
        (b"<?xml version='1.0'?><!-- never ended", "other"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", None),
        (b"<!DOCTYPE html><html>", None),
        (b"<p>A page.", None),
        (b"A text about <rss>", None),
        (b"", None),
    ],
)
def test_xml_is_told_by_its_root(head: bytes, told: Shape | None) -> None:
    assert shape(head) == told


def test_other_xml_in_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<?xml version='1.0'?><orders/>")
    with pytest.raises(DocumentError, match="is XML, but neither a page nor a feed nor a sitemap"):
        list(captures(str(path), guest()))
