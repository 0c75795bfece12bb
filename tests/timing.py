"""How long something takes, whatever else the machine does meanwhile."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def seconds_of(run: Callable[[], object]) -> float:
    """Seconds of this process alone, without the collector's: it goes through all that other tests have left behind."""
    gc.disable()
    try:
        begin = time.process_time()
        run()
        return time.process_time() - begin
    finally:
        gc.enable()
