"""What is remembered of former visits."""

from __future__ import annotations

from armstrail.sources import Forgetful, Visit


def test_the_default_memory_remembers_nothing() -> None:
    memory = Forgetful()
    memory.record(Visit("https://a.org", "2020-01-01T00:00:00Z", 200))
    assert memory.last("https://a.org") is None
