"""Broken archives, lying lengths, pages too large, encodings: named in failures, and the rest goes through."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from tests.scan.made import DULL, HTML, SALE, Row, answer, archive, lines, packed, page, ran, record, table
from tests.stories.made import prose

LARGE = "is larger than the 20 MB that one text may have"
NAMES = {
    "utf-16": "Танки М1 Абрамс",
    "utf-8-sig": "Танки М1 Абрамс",
    "cp1251": "Танки М1 Абрамс",
    "koi8-r": "Танки М1 Абрамс",
    "shift_jis": "戦車が引き渡された",
    "euc-jp": "戦車が引き渡された",
    "gb18030": "坦克已经交付",
    "big5": "戰車已經交付",
    "euc-kr": "전차가 인도되었다",
    "iso-8859-1": "Panzer für Norwegen geliefert",
    "cp1252": "“Panzer” für Norwegen",
    "iso-8859-2": "Czołgi dostarczone Łotwie",
    "iso-8859-9": "Bayraktar uçakları satıldı",
}
"""An encoding, and words that it can write."""


def encoded(charset: str, *, told: str) -> bytes:
    """A page in an encoding, which its headers tell, or the page itself, or nobody."""
    declared = f'<meta charset="{charset}">' if told == "page" else ""
    html = page("Deal", f"{SALE} {NAMES[charset]}.\n{SALE}").replace('<meta charset="utf-8">', declared)
    headers = (
        f"Content-Type: text/html; charset={charset}\r\n"
        if told == "headers"
        else "Content-Type: text/html\r\n"
    )
    return answer(html.encode(charset), headers.encode())


def bomb(path: Path, count: int) -> Path:
    """A small file of one line that unpacks to so many megabytes."""
    packer = zlib.compressobj(9, wbits=31)
    with path.open("wb") as out:
        out.write(packer.compress(b'{"id": "bomb", "text": "'))
        for _ in range(count):
            out.write(packer.compress(b"tanks and guns, " * 62_500))
        out.write(packer.compress(b'"}\n') + packer.flush())
    return path


def write(folder: Path) -> None:
    """The folder that is scanned: what is in each file stands in the tests below."""
    good = [(f"Deal {n}", f"{SALE}\n{prose(n, 30)}") for n in range(6)]
    whole = archive(folder / "cut.warc.gz", good).read_bytes()
    (folder / "cut.warc.gz").write_bytes(whole[: len(whole) - 120])
    plain = b"".join(record(answer(page(*one).encode()), f"https://quay.example/{one[0]}") for one in good)
    (folder / "cut.warc").write_bytes(plain[:-300])
    rows = [{"id": f"row {n}", "text": f"{SALE}\n{prose(n, 60)}"} for n in range(200)]
    cut = lines(folder / "cut.jsonl.gz", rows).read_bytes()
    (folder / "cut.jsonl.gz").write_bytes(cut[: len(cut) // 2])

    lies = [record(answer(page("Lie", SALE).encode()), f"https://quay.example/{n}") for n in range(4)]
    lies[1] = record(answer(page("Lie", SALE).encode()), "https://quay.example/1", length=20)
    lies[2] = record(answer(page("Lie", SALE).encode()), "https://quay.example/2", length=10**12)
    (folder / "lies.warc").write_bytes(b"".join(lies))

    huge = page("Huge", "A tank and a gun. " * 1_700_000)
    (folder / "huge.warc.gz").write_bytes(
        packed(
            [record(answer(one.encode()), "https://quay.example/h") for one in (huge, page("Small", SALE))]
        )
    )
    bomb(folder / "bomb.jsonl.gz", 500)

    moved = [
        record(
            answer(b"", f"Location: /{(n + 1) % 9}\r\n".encode(), b"301 Moved"), f"https://quay.example/{n}"
        )
        for n in range(9)
    ]
    (folder / "moved.warc.gz").write_bytes(packed(moved))
    (folder / "encodings.warc.gz").write_bytes(
        packed(
            record(encoded(charset, told=told), f"https://{charset}.example/{told}")
            for charset in NAMES
            for told in ("headers", "page", "nobody")
        )
    )
    good_page = page("Sale", f"{SALE}\n{SALE}").encode()
    told = {
        "raw": (zlib.compress(good_page, wbits=-15), b"Content-Encoding: deflate\r\n"),
        "x": (gzip.compress(good_page), b"Content-Encoding: x-gzip\r\n"),
        "torn": (zlib.compress(good_page, wbits=-15)[:-60], b"Content-Encoding: deflate\r\n"),
        "binary": (bytes(range(256)) * 20, b""),
        "rtf": (b"{\\rtf1 The choir sang.}", b""),
        "void": (b"", b""),
    }
    (folder / "undone.warc").write_bytes(
        b"".join(
            record(answer(body, HTML + headers), f"https://quay.example/{name}")
            for name, (body, headers) in told.items()
        )
    )
    pq.write_table(pa.table({"body": [SALE]}), folder / "none.parquet")
    (folder / "broken.parquet").write_bytes(b"PAR1" + bytes(200) + b"PAR1")
    pq.write_table(pa.table({"id": ["x"], "text": [SALE]}), folder / "torn.parquet")
    torn = (folder / "torn.parquet").read_bytes()
    (folder / "torn.parquet").write_bytes(torn[: len(torn) // 2])
    (folder / "lines.jsonl").write_text(
        f'{{"id": "one", "text": "{SALE}"}}\n{{"id": "cut", "text": "Twe\n[1]\nnull\n\n'
        f'{{"id": "five", "text": 5}}\n{{"id": "six", "text": "{SALE}"}}\n{"[" * 100_000}\n'
    )
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "empty.warc.gz").write_bytes(gzip.compress(b""))
    lines(folder / "same-1.jsonl", [{"id": "x", "text": f"{SALE} One."}, {"id": "x", "text": f"{SALE} Two."}])
    lines(folder / "same-2.jsonl", [{"id": "x", "text": f"{SALE} One."}, {"id": "x", "text": DULL}])
    archive(folder / "copies.warc.gz", [("Sale", f"{SALE}\n{SALE}")] * 3_000)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bad")
    (place / "in").mkdir()
    write(place / "in")
    done = ran("scan", "in", "--out", "out", cwd=place)
    assert done.status == 1
    assert len(done.said) == 1
    return place / "out"


def of(out: Path, name: str, file: str) -> list[Row]:
    """The rows of a table that come from one file."""
    return [row for row in table(out, name) if row["place"].partition(":")[0] == f"in/{file}"]


def failures(out: Path, file: str) -> list[tuple[str, str]]:
    return sorted((row["place"].removeprefix("in/"), row["reason"]) for row in of(out, "failures", file))


def texts(out: Path, file: str) -> int:
    return len(of(out, "documents", file))


def test_what_is_cut_short_is_named_and_what_came_before_is_read(out: Path) -> None:
    for file, count in (("cut.warc.gz", 5), ("cut.warc", 5)):
        ((place, reason),) = failures(out, file)
        assert (place, texts(out, file)) == (file, count)
        assert "ends in the middle" in reason
    ((place, reason),) = failures(out, "cut.jsonl.gz")
    assert place == "cut.jsonl.gz"
    assert "a gzip file cut short" in reason
    assert 50 < texts(out, "cut.jsonl.gz") < 200


def test_a_lying_length_costs_its_record(out: Path) -> None:
    assert [reason for _, reason in failures(out, "lies.warc")] == ["is a broken record"] * 2
    assert [row["url"][-1] for row in of(out, "documents", "lies.warc")] == ["0", "3"]


def test_what_is_too_large_is_named(out: Path) -> None:
    assert failures(out, "huge.warc.gz") == [("huge.warc.gz:1", LARGE)]
    assert texts(out, "huge.warc.gz") == 1
    assert failures(out, "bomb.jsonl.gz") == [
        ("bomb.jsonl.gz:1", "the line is longer than the 20 MB that one text may have")
    ]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["steps"]["sift"]["peak_mb"] < 1_000  # half of what the file holds, and less


def test_redirects_are_passed_over_and_counted(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["passed"] == {"no page: status 301": 9}
    assert not failures(out, "moved.warc.gz")


def test_pages_in_many_encodings_are_found(out: Path) -> None:
    held = {row["url"]: row["text"] for row in of(out, "documents", "encodings.warc.gz")}
    for charset, name in NAMES.items():
        for told in ("headers", "page", "nobody"):
            text = held[f"https://{charset}.example/{told}"]
            assert SALE in text, (charset, told)
            if told != "nobody" and charset != "iso-8859-1":
                assert name in text, (charset, told)
    claims = Counter(row["url"] for row in of(out, "claims", "encodings.warc.gz"))
    assert claims.keys() == held.keys()


def test_tables_that_are_none_are_named(out: Path) -> None:
    assert failures(out, "none.parquet") == [("none.parquet", "is a table without a column `text` or `html`")]
    for file in ("broken.parquet", "torn.parquet"):
        assert failures(out, file) == [
            (file, "is a broken Parquet table; what came before the break was read")
        ]


def test_broken_lines_are_named_and_the_others_read(out: Path) -> None:
    assert [place for place, _ in failures(out, "lines.jsonl")] == [
        f"lines.jsonl:{n}" for n in (2, 3, 4, 6, 8)
    ]
    assert [row["doc"] for row in of(out, "documents", "lines.jsonl")] == ["one", "six"]


def test_a_page_that_could_not_be_made_out_is_named(out: Path) -> None:
    assert failures(out, "undone.warc") == [
        ("undone.warc:3", "is binary, not a text"),
        ("undone.warc:4", "is binary, not a text"),
        ("undone.warc:5", "is an RTF document, not plain text"),
        ("undone.warc:6", "is empty"),
    ]
    assert texts(out, "undone.warc") == 2


def test_files_that_hold_nothing_are_named(out: Path) -> None:
    assert failures(out, "empty.jsonl") == [("empty.jsonl", "is empty")]
    assert len(failures(out, "empty.warc.gz")) == 1


def test_texts_of_one_id_are_all_kept(out: Path) -> None:
    places = [row["place"] for n in (1, 2) for row in of(out, "documents", f"same-{n}.jsonl")]
    assert sorted(places) == ["in/same-1.jsonl:1", "in/same-1.jsonl:2", "in/same-2.jsonl:1"]
    assert [(row["place"], row["doc"]) for row in of(out, "coverage", "same-2.jsonl") if row["reason"]] == [
        ("in/same-2.jsonl:2", "x")
    ]
    for place in places:
        assert [row for row in table(out, "claims") if row["place"] == place]


def test_thousands_of_copies_are_one_story(out: Path) -> None:
    places = {row["place"] for row in of(out, "documents", "copies.warc.gz")}
    assert len(places) == 3_000
    told = [row for row in table(out, "stories") if row["doc"] in places]
    assert len(told) == 3_000
    assert len({(row["story"], row["origin"]) for row in told}) == 1
    assert Counter(row["relation"] for row in told) == {"origin": 1, "identical": 2_999}
    claims = Counter(row["place"] for row in of(out, "claims", "copies.warc.gz"))
    assert claims.keys() == places
    assert len(set(claims.values())) == 1


def test_what_is_no_text_is_named_though_no_word_of_the_gate_is_in_it(tmp_path: Path) -> None:
    bodies = {
        "deflated": zlib.compress(page("Deal", SALE).encode())[2:],  # what no header tells
        "rich": rb"{\rtf1\ansi " + SALE.encode() + b"\x00\x01\x02}",
        "empty": b"",
    }
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(
        packed(
            record(answer(body, b"Content-Type: text/html\r\n"), f"https://quay.example/{name}")
            for name, body in bodies.items()
        )
    )
    assert ran("scan", path, "--out", tmp_path / "out").status == 1
    assert len(table(tmp_path / "out", "failures")) == len(bodies)
    assert not table(tmp_path / "out", "coverage")
