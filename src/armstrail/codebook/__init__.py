"""The codebook's tables: YAML that people edit, compiled to one file that runs.

`tables()` gives the compiled tables, keyed by file name without its suffix ("parties/states" -> "states").
`python -m armstrail.codebook` checks the YAML and writes that file anew; a test fails where it is stale.
YAML is not read at run time: parsing it takes longer than reading an article. Nor do the surfaces, which are most
of it, stand in JSON: the file is the tables as one JSON value, the words and the forms of the surfaces, a line
each, the three parted by SEPARATOR.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from armstrail.errors import CodebookError

COMPILED = "tables.compiled"
SEPARATOR = b"\x1e\n"


@cache
def tables() -> dict[str, Any]:
    """All tables, as `compilation.compile_tables` wrote them.

    Raises CodebookError where the compiled file is missing or damaged.
    """
    try:
        data = resources.files(__name__).joinpath(COMPILED).read_bytes()
        head, words, forms = data.split(SEPARATOR)
        loaded: dict[str, Any] = json.loads(head)
        loaded["surfaces"] = {"words": words.decode(), "forms": forms.decode()}
    except (OSError, ValueError) as error:
        raise CodebookError(
            f"the codebook's tables cannot be read ({error}); install armstrail again, "
            "or run `make codebook` in a checkout"
        ) from error
    return loaded
