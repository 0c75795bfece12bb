"""The codebook's tables: YAML that people edit, compiled to one JSON file that runs.

`tables()` gives the compiled tables, keyed by file name without its suffix ("parties/states" -> "states").
`python -m armstrail.codebook` checks the YAML and writes the JSON anew; a test fails where it is stale.
YAML is not read at run time: parsing it takes longer than reading an article.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from armstrail.errors import CodebookError

COMPILED = "tables.json"


@cache
def tables() -> dict[str, Any]:
    """All tables, as `compilation.compile_tables` wrote them.

    Raises CodebookError where the compiled file is missing or damaged.
    """
    try:
        data = resources.files(__name__).joinpath(COMPILED).read_bytes()
        loaded: dict[str, Any] = json.loads(data)
    except (OSError, ValueError) as error:
        raise CodebookError(
            f"the codebook's tables cannot be read ({error}); install armstrail again, "
            "or run `make codebook` in a checkout"
        ) from error
    return loaded
