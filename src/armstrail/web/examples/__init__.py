"""One answer of each address of the API, in short, for its description; all tell of the same records."""

from __future__ import annotations

from armstrail.web.shapes.lists import Turning

CLAIM_ID = "c5d1f0a44b8e2c7a90d13"
STATEMENT_ID = "s966e27c8d34481261cb8"
DOCUMENT_ID = "d86606cd3d17e654fa743"
DEAL_ID = "t77cbf9df7744175e1832"

ONE_PAGE = Turning(number=1, pages=1, size=25, total=1)
"""A list of one page."""
