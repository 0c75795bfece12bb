"""Deals, and releases of registers."""

from __future__ import annotations

from dataclasses import asdict

from armstrail.web.examples import CLAIM_ID, DEAL_ID, DOCUMENT_ID, ONE_PAGE

_SHA256 = "2baf76c8065f1c61ed087ae9854e7e30972febcc98b4712a1f579bd6e5d8d79f"

_EVIDENCE = {"words": "", "claims": [CLAIM_ID], "documents": 1, "origins": 1, "sides": ["recipient"]}
_STEP = {
    "stage": "agreed",
    "denied": False,
    "first": "2023-02-03",
    "last": "2023-02-03",
    "dated": False,
    "quantities": [{**_EVIDENCE, "words": "54"}],
    "values": [{**_EVIDENCE, "words": "$1.9 billion"}],
    "dates": [],
    "evidence": _EVIDENCE,
}
_HEAD = {
    "id": DEAL_ID,
    "supplier": "DEU",
    "supplier_name": "Germany",
    "recipient": "NOR",
    "recipient_name": "Norway",
    "category": "tank",
    "designation": "Leopard 2A7",
    "goods": "Leopard 2A7",
    "steps": [_STEP],
    "contradictions": [],
    "claims": 1,
    "documents": 1,
    "origins": 1,
    "last": "2023-02-03",
}
DEALS = {
    "words": "",
    "since": "2022",
    "until": "2023-06",
    "least": 1,
    "chosen": [{"name": "recipient", "value": "NOR", "said": "Recipient: Norway"}],
    "deals": [_HEAD],
    "turning": asdict(ONE_PAGE),
    "facets": [
        {
            "name": "recipient",
            "title": "Recipient",
            "values": [{"value": "NOR", "name": "Norway", "number": 1, "chosen": True}],
        }
    ],
    "at_least": False,
    "awaiting": 0,
}

_RELEASE = {
    "id": _SHA256[:16],
    "name": "sipri 2024-02-07",
    "register": "sipri",
    "date": "2024-02-07",
    "file": "trade-register.csv",
    "sha256": _SHA256,
    "layout": "sipri",
    "added": "2024-03-01T09:00:00Z",
    "first": 1950,
    "last": 2023,
    "rows": 1,
    "complete": True,
    "preamble": ["Source: made up."],
    "faults": [],
    "faults_total": 0,
}
_ROW = {
    "line": 10,
    "supplier": "DEU",
    "supplier_name": "Germany",
    "recipient": "NOR",
    "recipient_name": "Norway",
    "designation": "Leopard-2A8",
    "description": "tank",
    "category": "tank",
    "ordered": 54,
    "order_year": 2023,
    "delivered": 0,
    "delivery_years": [],
    "status": "New",
    "comments": "",
    "uncertain": [],
    "deals": [{"id": DEAL_ID, "goods": "Leopard 2A7", "verdict": "differs", "differs": ["designation"]}],
    "record": {"line": 10, "cells": {"Recipient": "Norway", "Supplier": "Germany"}},
}
DEAL = {
    "deal": _HEAD,
    "versions": [{"side": "recipient", "name": "the recipient's side", "steps": [_STEP]}],
    "contradictions": [],
    "times": {
        "lanes": [
            {
                "stage": "agreed",
                "rows": 1,
                "marks": [
                    {
                        "row": 0,
                        "across": 51.25,
                        "since": 51.25,
                        "until": 51.25,
                        "dated": False,
                        "denied": False,
                        "fact": True,
                        "origins": 1,
                        "claims": [CLAIM_ID],
                        "told": "agreed, fact; 54; $1.9 billion; no day stated; published 2023-02-03",
                    }
                ],
            }
        ],
        "ticks": [{"across": 42.5, "name": "30 Jan", "year": "2023"}],
        "undated": 0,
    },
    "order": [CLAIM_ID],
    "claims": [
        {
            "number": 1,
            "id": CLAIM_ID,
            "words": "Norway ordered 54 Leopard 2A7 tanks from Germany, the ministry in Oslo said.",
            "document": DOCUMENT_ID,
            "title": "Oslo buys tanks",
            "outlet": "The Tide",
            "published": "2023-02-03",
            "speakers": ["the ministry in Oslo"],
            "side": "recipient",
            "strands": [
                {
                    "goods": "Leopard 2A7 tanks",
                    "quantity": "54",
                    "value": "$1.9 billion",
                    "date": "2023-02-03",
                    "stage": "agreed",
                    "denied": False,
                    "certainty": "fact",
                    "filled": "supplier",
                    "reason": "the first claim of this deal",
                }
            ],
        }
    ],
    "turning": asdict(ONE_PAGE),
    "findings": [
        {
            "release": _RELEASE,
            "verdict": "differs",
            "differs": ["designation"],
            "reasons": ["designation: claims say Leopard 2A7, the register Leopard-2A8"],
            "rows": [{**_ROW, "deals": []}],
        }
    ],
    "others": [
        {
            "id": "t0a131cd0de3772cc27db",
            "goods": "howitzers",
            "stages": ["agreed", "delivered, denied"],
            "quantities": "24; two dozen",
            "claims": 2,
            "last": "2022-11-05",
        }
    ],
    "others_total": 1,
    "citation": "“What is said of a transfer from Germany to Norway: Leopard 2A7”",
    "awaiting": 0,
    "record": {"deal": DEAL_ID, "supplier": "DEU", "recipient": "NOR"},
}

RELEASES = {"releases": [_RELEASE]}
RELEASE = {
    "release": _RELEASE,
    "words": "",
    "unclaimed": False,
    "chosen": [],
    "rows": [_ROW],
    "turning": asdict(ONE_PAGE),
    "facets": [],
    "too_many": 0,
}
