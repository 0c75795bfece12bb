"""Numbers and years as registers write them."""

from __future__ import annotations

import pytest

from armstrail.registers.rows import RowFault, number, years


@pytest.mark.parametrize(
    ("cell", "numbers", "unsure"),
    [
        ("12", (12,), False),
        (" 12 ", (12,), False),
        ("0", (0,), False),
        ("12.0", (12,), False),
        ("1,200", (1200,), False),
        ("1 200", (1200,), False),
        ("1\xa0234\xa0567", (1234567,), False),
        ("1'200", (1200,), False),
        ("(12)", (12,), True),
        ("12?", (12,), True),
        ("~ 40", (40,), True),
        ("", (), False),
        ("..", (), False),
        ("?", (), False),
        ("Classified", (), False),
    ],
)
def test_numbers(cell: str, numbers: tuple[int, ...], unsure: bool) -> None:
    assert number(cell) == (numbers, unsure)


@pytest.mark.parametrize(
    "cell", ["ten", "1,20", "1.200", "1.000", "10.000", "12 to 20", "1e3", "٣", "²", "=A1+2", "9" * 13, "-3"]
)
def test_what_is_no_number_is_told_with_the_cell(cell: str) -> None:
    with pytest.raises(RowFault, match="where a number of pieces stands") as raised:
        number(cell)
    assert cell[:13] in str(raised.value)
    assert ("a formula" in str(raised.value)) == cell.startswith("=")


@pytest.mark.parametrize(
    ("cell", "found", "unsure"),
    [
        ("2019", (2019,), False),
        ("2019.0", (2019,), False),
        ("1979; 1981; 1980", (1979, 1980, 1981), False),
        ("1979;1980;", (1979, 1980), False),
        ("1979, 1980", (1979, 1980), False),
        ("2012-2014", (2012, 2013, 2014), False),
        ("2012 – 2014", (2012, 2013, 2014), False),
        ("2010; 2012-2013", (2010, 2012, 2013), False),
        ("(2019)", (2019,), True),
        ("2018; 2019?", (2018, 2019), True),
        ("2019-03-31", (2019,), False),
        ("2019-03", (2019,), False),
        ("2011-11-05", (2011,), False),
        ("2009-2010", (2009, 2010), False),
        ("", (), False),
        ("..", (), False),
    ],
)
def test_years(cell: str, found: tuple[int, ...], unsure: bool) -> None:
    assert years(cell) == (found, unsure)


@pytest.mark.parametrize(
    "cell",
    ["19", "201", "20190", "2019/20", "1899", "2101", "20x9", "２０１９", "2014-2012", "2012-20", "2009-10"],
)
def test_what_is_no_year_is_told_with_the_cell(cell: str) -> None:
    with pytest.raises(RowFault) as raised:
        years(cell)
    assert f'"{cell}"' in str(raised.value)


def test_a_long_cell_is_told_in_part() -> None:
    with pytest.raises(RowFault) as raised:
        number("seventeen " * 50)
    assert len(str(raised.value)) < 200
