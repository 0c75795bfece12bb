"""What a release covers: by its register, and by what was asked of its website."""

from __future__ import annotations

from pathlib import Path

import pytest

from armstrail import registers
from tests.registers.made import SIPRI, YEARS, saved
from tests.registers.test_unroca import MANY


def test_goods_that_a_register_leaves_out_are_told_with_the_reason(tmp_path: Path) -> None:
    for text in (SIPRI, YEARS):
        scope = registers.scope(registers.load(saved(tmp_path, text))[0])
        assert "small arms and light weapons" in scope.outside["small_arms"]
        assert "tank" not in scope.outside
        assert "100 mm" in scope.partly["artillery"]
        assert (scope.suppliers, scope.recipients, scope.goods) == (None, None, None)
    assert "air_defence" in registers.scope(registers.load(saved(tmp_path, MANY))[0]).outside


@pytest.mark.parametrize(
    ("words", "suppliers", "recipients", "goods"),
    [
        ("major conventional arms from Sweden to All countries", {"SWE"}, None, None),
        ("major conventional arms from All countries  to Viet Nam ", None, {"VNM"}, None),
        ("major weapons from Sweden, Norway to Chile; Peru", {"SWE", "NOR"}, {"CHL", "PER"}, None),
        ("aircraft from Trinidad and Tobago to Ruritania", {"TTO"}, {"Ruritania"}, "aircraft"),
    ],
)
def test_what_was_asked_for_is_what_a_release_covers(
    tmp_path: Path, words: str, suppliers: set[str] | None, recipients: set[str] | None, goods: str | None
) -> None:
    text = SIPRI.replace("major conventional arms from All countries  to All countries ", words)
    scope = registers.scope(registers.load(saved(tmp_path, text))[0])
    assert (scope.suppliers, scope.recipients, scope.goods) == (suppliers, recipients, goods)
