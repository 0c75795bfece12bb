"""The queue of records to decide on, and how far reviewers agree."""

from __future__ import annotations

from armstrail.web.examples import CLAIM_ID, DEAL_ID, DOCUMENT_ID, STATEMENT_ID

REVIEW = {
    "kind": "statements",
    "order": "confidence",
    "review": ["unreviewed"],
    "list": "kind=statements",
    "chosen": [],
    "asked": {"q": "", "since": "", "until": ""},
    "deal": {"id": DEAL_ID, "name": "Germany → Norway: Leopard 2A7", "claims": 3},
    "left": 12,
    "item": {
        "statement": {
            "id": STATEMENT_ID,
            "label": "s1",
            "speaker": {"name": "Ingrid Halvorsen", "words": "Halvorsen", "party": "NOR"},
            "cue": "said",
            "words": "We looked at two tanks",
            "voice": "direct",
            "topics": [],
            "event": None,
            "occasion": None,
            "occasion_name": None,
            "distanced": [],
            "confidence": 0.41,
            "judgements": [],
            "record": {"id": STATEMENT_ID, "voice": "direct"},
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
            "id": DOCUMENT_ID,
            "name": "Norway orders 54 Leopard tanks from Germany",
            "outlet": "Meridian News Agency",
            "published": "2023-02-03",
            "url": "https://meridian.example/2023/leopard",
        },
        "deals": [],
    },
    "done": {
        "record": CLAIM_ID,
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
                    "record": CLAIM_ID,
                    "document": DOCUMENT_ID,
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
