"""Deals beside a register, in one process and in two: the same findings, the same rows claimed."""

from __future__ import annotations

from pathlib import Path

from armstrail import comparing
from armstrail.ledger import Ledger
from armstrail.registers import load
from tests.conftest import Armed

TABLE = """\
From,To,What,Kind,Number,Year
Germany,Norway,Leopard 2A6,tank,18,2021
Germany,Norway,PzH 2000,self-propelled gun,24,2019
Sweden,Finland,CV90,IFV,30,2020
"""
MAPPING = """\
name = "list"
date = "2024-05-01"
[columns]
supplier = "From"
recipient = "To"
designation = "What"
description = "Kind"
ordered = "Number"
order_year = "Year"
"""
TEXTS = """\
{"id": "a", "published": "2021-03-02", "text": "Norway ordered 18 Leopard 2A6 tanks from Germany."}
{"id": "b", "published": "2021-05-02", "text": "Finland ordered 90 CV90 fighting vehicles from Sweden."}
{"id": "c", "published": "2021-06-02", "text": "France delivered 12 Rafale fighters to Greece."}
"""


def test_two_processes_find_what_one_does(armed: Armed, tmp_path: Path) -> None:
    place, table, mapping, texts = (
        tmp_path / name for name in ("a.db", "list.csv", "list.toml", "texts.jsonl")
    )
    table.write_text(TABLE)
    mapping.write_text(MAPPING)
    texts.write_text(TEXTS)
    assert armed("add", texts, "-l", place)[0] == 0
    with Ledger.open(str(place)) as ledger:
        release, rows = load(table, mapping=mapping)
        ledger.add_release(release, rows)
        keys = ledger.deal_keys()
        one, two = (comparing.register_of(ledger, release) for _ in range(2))
    alone = list(comparing.findings(str(place), one, keys, workers=1))
    both = list(comparing.findings(str(place), two, keys, workers=2))
    assert [finding.deal for finding in alone] == keys
    assert both == alone
    assert {finding.verdict for finding in alone} == {"recorded", "differs", "not recorded"}
    assert [row.line for row in two.unclaimed()] == [row.line for row in one.unclaimed()] == [3]
