"""What the tests of the engine give its workers to do. They import it, so it stands alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def shout(item: str) -> str:
    return item.upper()


def told(item: str) -> str:  # noqa: ARG001 - every work takes one
    """Who did it."""
    time.sleep(0.1)  # so that no worker does all
    return str(os.getpid())


def dies(item: str) -> str:
    """Dies of one item, always."""
    if item == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return item.upper()


def dies_once(item: str) -> str:
    """Dies of an item, a path, as long as there is no file, and makes it before."""
    if not Path(item).exists():
        Path(item).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item.upper()


def fails(item: str) -> str:
    if item == "bad":
        raise ValueError("first line\nlast line")
    return item


def dies_apart(item: str) -> str:
    """Dies once of the items `folder/3` and `folder/9`, and says who did it."""
    path = Path(item)
    path.with_suffix(".begun").touch()
    if path.name in ("3", "9") and not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.1)
    return str(os.getpid())
