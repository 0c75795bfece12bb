"""Stories."""

from __future__ import annotations

from dataclasses import asdict

from armstrail.web.examples import DOCUMENT_ID, ONE_PAGE

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
            "document": DOCUMENT_ID,
        }
    ],
    "turning": asdict(ONE_PAGE),
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
            "document": DOCUMENT_ID,
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
    "turning": asdict(ONE_PAGE),
}
