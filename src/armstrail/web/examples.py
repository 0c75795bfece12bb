"""One answer of the API on deals, registers, stories and decisions each, in short, for its description."""

from __future__ import annotations

_CLAIM = "c5d1f0a44b8e2c7a90d13"
_DEAL = "t77cbf9df7744175e1832"
_DOCUMENT = "d86606cd3d17e654fa743"
_SHA256 = "2baf76c8065f1c61ed087ae9854e7e30972febcc98b4712a1f579bd6e5d8d79f"
_TURNING = {"number": 1, "pages": 1, "size": 25, "total": 1}

_EVIDENCE = {"words": "", "claims": [_CLAIM], "documents": 1, "origins": 1, "sides": ["recipient"]}
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
    "id": _DEAL,
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
    "turning": _TURNING,
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
    "deals": [{"id": _DEAL, "goods": "Leopard 2A7", "verdict": "differs", "differs": ["designation"]}],
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
                        "claims": [_CLAIM],
                        "told": "agreed, fact; 54; $1.9 billion; no day stated; published 2023-02-03",
                    }
                ],
            }
        ],
        "ticks": [{"across": 42.5, "name": "30 Jan", "year": "2023"}],
        "undated": 0,
    },
    "order": [_CLAIM],
    "claims": [
        {
            "number": 1,
            "id": _CLAIM,
            "words": "Norway ordered 54 Leopard 2A7 tanks from Germany, the ministry in Oslo said.",
            "document": _DOCUMENT,
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
    "turning": _TURNING,
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
    "record": {"deal": _DEAL, "supplier": "DEU", "recipient": "NOR"},
}

RELEASES = {"releases": [_RELEASE]}
RELEASE = {
    "release": _RELEASE,
    "words": "",
    "unclaimed": False,
    "chosen": [],
    "rows": [_ROW],
    "turning": _TURNING,
    "facets": [],
    "too_many": 0,
}

STORIES = {
    "words": "",
    "least": 2,
    "stories": [
        {
            "id": "y561e639653070ae83ff5",
            "title": "Oslo buys tanks",
            "outlet": "Meridian News Agency",
            "published": "2023-02-03",
            "agency": "Meridian News Agency",
            "reason": "was published first, 2023-02-03",
            "printings": 2,
            "outlets": 2,
            "relations": {"origin": 1, "extended": 1},
            "first": "2023-02-03",
            "last": "2023-02-05",
            "document": _DOCUMENT,
        }
    ],
    "turning": _TURNING,
}
STORY = {
    "id": "y561e639653070ae83ff5",
    "title": "Oslo buys tanks",
    "agency": "Meridian News Agency",
    "reason": "was published first, 2023-02-03",
    "outlets": [
        {
            "name": "Meridian News Agency",
            "printings": 1,
            "relations": {"origin": 1},
            "first": "2023-02-03",
            "origin": True,
        }
    ],
    "documents": [
        {
            "document": _DOCUMENT,
            "title": "Oslo buys tanks",
            "outlet": "The Valley Post",
            "published": "2023-02-05",
            "relation": "extended",
            "share": 0.72,
            "of_origin": 1.0,
            "own": [{"before": "in 2026. ", "own": "Nobody has asked us about the bridges.", "after": ""}],
            "own_total": 1,
        }
    ],
    "turning": _TURNING,
}

_STATEMENT = "s966e27c8d34481261cb8"
REVIEW = {
    "kind": "statements",
    "order": "confidence",
    "review": ["unreviewed"],
    "list": "kind=statements",
    "chosen": [],
    "asked": {"q": "", "since": "", "until": ""},
    "deal": {"id": _DEAL, "name": "Germany → Norway: Leopard 2A7", "claims": 3},
    "left": 12,
    "item": {
        "statement": {
            "id": _STATEMENT,
            "label": "s1",
            "speaker": {"name": "Ingrid Halvorsen", "words": "Halvorsen", "party": "NOR"},
            "cue": "said",
            "words": "We looked at two tanks",
            "voice": "direct",
            "confidence": 0.41,
            "judgements": [],
            "record": {"id": _STATEMENT, "voice": "direct"},
        },
        "around": [
            {
                "words": "We looked at two tanks",
                "roles": ["content"],
                "records": ["s1"],
                "owner": "",
                "tag": "",
                "told": "",
                "begins": ["s1"],
            }
        ],
        "in_title": False,
        "document": {
            "id": _DOCUMENT,
            "name": "Norway orders 54 Leopard tanks from Germany",
            "outlet": "Meridian News Agency",
            "published": "2023-02-03",
            "url": "https://meridian.example/2023/leopard",
        },
        "deals": [],
    },
    "done": {
        "record": _CLAIM,
        "words": "Norway has ordered 54 Leopard 2A7 tanks from Germany.",
        "decision": "accepted",
        "meanwhile": [],
    },
    "seen": 6,
    "note": "",
    "problem": "",
}

_TALLIED = {"decisions": 5, "accepted": 3, "edited": 1, "rejected": 1, "share": 0.6}
AGREEMENT = {
    "reviewers": ["A. Reviewer", "B. Reviewer"],
    "records": 4,
    "decisions": 5,
    "orphaned": 0,
    "pairs": [
        {
            "kind": "claims",
            "one": "A. Reviewer",
            "other": "B. Reviewer",
            "both": 1,
            "same": 0,
            "percent": 0.0,
            "kappa": 0.0,
            "crossed": [{"one": "accepted", "other": "rejected", "number": 1}],
            "differ": [
                {
                    "record": _CLAIM,
                    "document": _DOCUMENT,
                    "words": "Norway has ordered 54 Leopard 2A7 tanks from Germany.",
                    "one": "accepted",
                    "other": "rejected",
                    "fields": [],
                }
            ],
        }
    ],
    "claims": [{"name": "0.6 to 0.7", **_TALLIED}],
    "statements": [],
    "stages": [{"name": "agreed", **_TALLIED}],
    "categories": [{"name": "tank", **_TALLIED}],
    "fields": [
        {
            "kind": "claims",
            "field": "stage",
            "decisions": 4,
            "edited": 1,
            "share": 0.25,
            "changes": [{"before": "agreed", "after": "delivered", "number": 1}],
        }
    ],
}
