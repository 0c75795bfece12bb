"""Words -> dates, quantities, money: what must hold for each way to write them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armstrail.codebook import lexicon, tables
from armstrail.values import find_dates, find_money, find_quantities, published_date
from armstrail.values.money import currency
from tests.timing import seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable

TUESDAY = date(2022, 8, 16)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31))


def dates(text: str, published: date | None = TUESDAY) -> list[tuple[str, str | None]]:
    return [(text[found.start : found.end], found.iso) for found in find_dates(text, published)]


def quantities(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(text[found.start : found.end], found.min, found.max) for found in find_quantities(text)]


def money(text: str, *near: str) -> list[tuple[str, int | float, str | None]]:
    return [(text[found.start : found.end], found.amount, found.currency) for found in find_money(text, near)]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("15 000", 15_000),
        ("1 200 000", 1_200_000),
        ("1'000'000", 1_000_000),
        ("5,00,000", 500_000),
        ("1\u2009500", 1_500),
        ("12", 12),
    ],
)
def test_digits_are_grouped_in_many_ways(words: str, number: int) -> None:
    assert quantities(f"It ordered {words} rifles.") == [(words, number, number)]


def test_a_count_and_a_calibre_are_two_numbers() -> None:
    assert quantities("It ordered 20 155mm howitzers.")[0] == ("20", 20, 20)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("signed on 2021-03-09 in Oslo", "2021-03-09", "2021-03-09"),
        ("landed 24/02/2022 at dawn", "24/02/2022", "2022-02-24"),
        ("landed 02/24/2022 at dawn", "02/24/2022", "2022-02-24"),
        ("of 5.3.2021, when", "5.3.2021", "2021-03-05"),
        ("on March 4, 2019, the yard", "March 4, 2019", "2019-03-04"),
        ("on 4 March 2019 the yard", "4 March 2019", "2019-03-04"),
        ("the 4th of March 2019", "4th of March 2019", "2019-03-04"),
        ("on Monday, March 4, 2019, the yard", "Monday, March 4, 2019", "2019-03-04"),
        ("from March 4-6, 2019, they", "March 4-6, 2019", "2019-03-04"),
        ("dated Feb. 9, 1988.", "Feb. 9, 1988", "1988-02-09"),
        ("in August of 1985 it", "August of 1985", "1985-08"),
        ("in August, 1985, it", "August, 1985", "1985-08"),
        ("since late August 1985", "late August 1985", "1985-08"),
        ("since 2021-03", "2021-03", "2021-03"),
        ("in 1977 it", "1977", "1977"),
        ("delivered (1977)", "1977", "1977"),
        ("due by 2028.", "2028", "2028"),
        ("from 1985-86 on", "1985-86", "1985"),
        ("in 1985–1987 alone", "1985–1987", "1985"),
        ("between 1985 and 1987 it", "between 1985 and 1987", "1985"),
        ("in mid-1986", "mid-1986", "1986"),
        ("by the end of 2023", "the end of 2023", "2023"),
        ("in the first quarter of 2023", "the first quarter of 2023", "2023"),
        ("in spring 1987", "spring 1987", "1987"),
        ("during the summer of 1986", "the summer of 1986", "1986"),
        ("on April 17 '22 they", "April 17 '22", "2022-04-17"),
        ("in April ’91 they", "April ’91", "1991-04"),
    ],
)
def test_an_absolute_date_needs_no_publication(text: str, words: str, iso: str) -> None:
    assert dates(text) == [(words, iso)]
    assert dates(text, None) == [(words, iso)]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("today", "2022-08-16"),
        ("tonight", "2022-08-16"),
        ("yesterday", "2022-08-15"),
        ("the day before yesterday", "2022-08-14"),
        ("tomorrow", "2022-08-17"),
        ("Monday", "2022-08-15"),
        ("Tuesday", "2022-08-16"),
        ("Wednesday", "2022-08-10"),
        ("last Tuesday", "2022-08-09"),
        ("last Friday", "2022-08-12"),
        ("next Tuesday", "2022-08-23"),
        ("next Monday", "2022-08-22"),
        ("this Friday", "2022-08-19"),
        ("this week", "2022-08"),
        ("last week", "2022-08"),
        ("last month", "2022-07"),
        ("next month", "2022-09"),
        ("earlier this month", "2022-08"),
        ("last year", "2021"),
        ("earlier this year", "2022"),
        ("late last year", "2021"),
        ("early next year", "2023"),
        ("the end of the year", "2022"),
        ("year's end", "2022"),
        ("last June", "2022-06"),
        ("last August", "2021-08"),
        ("last September", "2021-09"),
        ("next March", "2023-03"),
        ("June last year", "2021-06"),
        ("March 4 this year", "2022-03-04"),
        ("last summer", "2021"),
        ("last spring", "2022"),
        ("last winter", "2021"),
        ("this autumn", "2022"),
        ("next spring", "2023"),
        ("three days ago", "2022-08-13"),
        ("two weeks ago", "2022-08"),
        ("three weeks ago", "2022-07"),
        ("six months ago", "2022-02"),
        ("a year ago", "2021"),
        ("two years ago", "2020"),
        ("twenty-five years ago", "1997"),
        ("a decade ago", "2012"),
        ("half a year ago", "2022-02"),
        ("two years from now", "2024"),
    ],
)
def test_a_relative_date_counts_from_the_publication(words: str, iso: str) -> None:
    text = f"The depot was emptied {words}, they said."
    assert dates(text) == [(words, iso)]
    assert dates(text, None) == [(words, None)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("came in on February 24", "2022-02-24"),
        ("came in on September 24", "2021-09-24"),
        ("due by February 24", "2023-02-24"),
        ("open until February 24", "2023-02-24"),
        ("LISBON, MARCH 9 -", "2022-03-09"),
        ("in March", "2022-03"),
        ("in November", "2021-11"),
        ("by March", "2023-03"),
        ("by November", "2022-11"),
        ("starting in March", "2023-03"),
        ("due in March", "2023-03"),
        ("scheduled for November", "2022-11"),
        ("expected in the spring", "2023"),
        ("no earlier than March", "2023-03"),
        ("no later than March", "2023-03"),
        ("ready by Friday", "2022-08-19"),
        ("on Friday", "2022-08-12"),
    ],
)
def test_a_date_without_a_year_is_past_unless_its_preposition_looks_ahead(text: str, iso: str) -> None:
    assert [found[1] for found in dates(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("between January and March 2021", ["2021-01", "2021-03"]),
        ("from March to June 2021", ["2021-03", "2021-06"]),
        ("March–June 2021", ["2021-03", "2021-06"]),
        ("in January, February and March 2021", ["2021-01", "2021-02", "2021-03"]),
        ("from early November to late February 2021", ["2020-11", "2021-02"]),
        ("from January 5 to March 6, 2021", ["2021-01-05", "2021-03-06"]),
        ("between 5 January and 6 March 2021", ["2021-01-05", "2021-03-06"]),
        ("between January and March '21", ["2021-01", "2021-03"]),
        ("between January and March last year", ["2021-01", "2021-03"]),
        ("in March. In June 2021", ["2022-03", "2021-06"]),
    ],
)
def test_a_date_without_a_year_has_that_of_the_date_it_is_joined_to(text: str, isos: list[str]) -> None:
    assert [found[1] for found in dates(text)] == isos


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("sent 2000 Javelins to Kyiv", []),
        ("supplied 2000 drones", []),
        ("2022 Stinger missiles", []),
        ("bought 1999 AK-47s", []),
        ("In 2022 drones were sent", ["2022"]),
        ("the 2010 arms deal", ["2010"]),
        ("the 2010 Stinger deal", ["2010"]),
        ("the 2010 tank deal", ["2010"]),
    ],
)
def test_a_number_of_goods_is_no_year(text: str, years: list[str]) -> None:
    assert [found[1] for found in dates(text)] == years


@pytest.mark.parametrize(
    "text",
    [
        "It may rain; March on, they cried.",
        "Theresa May said no.",
        "The Sunday Times and USA Today wrote of it.",
        "more than 2000 crates",
        "2000 missiles",
        "Resolution 1929",
        "at 10:30",
        "$1987",
        "1,985",
        "45/13/2022",
        "a 1900-strong unit",
        "springs of steel fall apart",
        "the end of the road",
    ],
)
def test_what_looks_like_a_date_is_none(text: str) -> None:
    assert dates(text) == []


def test_a_decade_is_found_without_being_resolved() -> None:
    assert dates("in the late 1980s") == [("the late 1980s", None)]


def test_several_dates_come_in_order_and_apart() -> None:
    text = "Ordered in 2019 and due in May 2021, they came on Monday."
    assert dates(text) == [("2019", "2019"), ("May 2021", "2021-05"), ("Monday", "2022-08-15")]


@given(DAYS, st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y", "%b %d, %Y", "%A, %B %d, %Y"]))
def test_a_written_day_is_read_as_that_day(day: date, form: str) -> None:
    words = day.strftime(form)
    assert dates(f"signed on {words} in Oslo") == [(words, day.isoformat())]
    if form != "%A, %B %d, %Y":
        assert published_date(words) == day


@given(DAYS, st.integers(-6, 0))
def test_a_weekday_is_the_nearest_past_one(published: date, days: int) -> None:
    day = published + timedelta(days=days)
    assert dates(f"They left on {day:%A}.", published) == [(f"{day:%A}", day.isoformat())]


@given(DAYS, st.integers(1, 7))
def test_the_next_weekday_is_ahead(published: date, days: int) -> None:
    day = published + timedelta(days=days)
    assert dates(f"They leave next {day:%A}.", published) == [(f"next {day:%A}", day.isoformat())]


@given(DAYS, st.integers(0, 364))
def test_a_day_without_a_year_is_the_last_such_day(published: date, days: int) -> None:
    day = published - timedelta(days=days)
    if (day.month, day.day) != (2, 29):
        assert dates(f"They left on {day:%B %d}.", published)[0][1] == day.isoformat()


# ------------------------------------------------------------------ publication


@pytest.mark.parametrize(
    "words",
    [
        "2022-03-02",
        "20220302",
        "2022-03-02T10:00Z",
        "2022-03-02 10:00:00+01:00",
        "20220302101500",
        "March 2, 2022",
        "2 March 2022",
        "02 Mar 2022",
        "02-MAR-2022 15:01:01.79",
        "Wed, 02 Mar 2022 10:00:00 GMT",
        " 2 March 2022 ",
        "02/03/2022",
        "2022/03/02",
        "2022-3-2",
        "2022-03-02T10Z",
        "02/03/2022 10:00",
        "2 March, 2022",
        "Wed Mar  2 10:00:00 2022",
    ],
)
def test_a_publication_date_as_sources_give_it(words: str) -> None:
    assert published_date(words) == date(2022, 3, 2)


@pytest.mark.parametrize(
    "words",
    [
        None,
        "",
        "until 4/6/",
        "March 2022",
        "2022",
        "soon",
        "2022-13-01",
        "31 Feb 2022",
        "20221399",
        "2022-03",
    ],
)
def test_a_publication_that_is_no_day_is_none(words: str | None) -> None:
    assert published_date(words) is None


# ------------------------------------------------------------------ quantities


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("20 tanks", "20", 20, 20),
        ("1,370 crates", "1,370", 1370, 1370),
        ("seven ships", "seven", 7, 7),
        ("Twenty-eight guns", "Twenty-eight", 28, 28),
        ("a hundred and twenty guns", "a hundred and twenty", 120, 120),
        ("three hundred twelve (312) masks", "three hundred twelve (312)", 312, 312),
        ("up to nine (9) boats", "up to nine (9)", None, 9),
        ("fifteen hundred rifles", "fifteen hundred", 1500, 1500),
        ("1.5 million rounds", "1.5 million", 1500000, 1500000),
        ("16 mln rounds", "16 mln", 16000000, 16000000),
        ("about 20 jets", "about 20", 20, 20),
        ("some 400 vests", "some 400", 400, 400),
        ("20 to 30 jets", "20 to 30", 20, 30),
        ("20-30 jets", "20-30", 20, 30),
        ("five to six million rounds", "five to six million", 5000000, 6000000),
        ("two or three boats", "two or three", 2, 3),
        ("between 20 and 30 jets", "between 20 and 30", 20, 30),
        ("up to 50 jets", "up to 50", None, 50),
        ("as many as 50 jets", "as many as 50", None, 50),
        ("fewer than 40 jets", "fewer than 40", None, 40),
        ("at least 5 jets", "at least 5", 5, None),
        ("more than 200 jets", "more than 200", 200, None),
        ("Over 200 jets", "Over 200", 200, None),
        ("note and handed over 200 jets", "200", 200, 200),
        ("note and sold over 200 jets", "over 200", 200, None),
        ("12x Leopard tanks", "12x", 12, 12),
        ("20 or more jets", "20 or more", 20, None),
        ("20-odd jets", "20-odd", 20, 20),
        ("20+ jets", "20+", 20, None),
        ("a dozen jets", "a dozen", 12, 12),
        ("half a dozen jets", "half a dozen", 6, 6),
        ("two dozen jets", "two dozen", 24, 24),
        ("more than a dozen jets", "more than a dozen", 12, None),
        ("a pair of frigates", "a pair of", 2, 2),
        ("24 additional jets", "24", 24, 24),
        ("two each", "two each", 2, 2),
        ("dozens of jets", "dozens", None, None),
        ("several boats", "several", None, None),
        ("tens of thousands of shells", "tens of thousands", None, None),
        ("an undisclosed number of jets", "an undisclosed number of", None, None),
        ("20 155 mm howitzers", "20", 20, 20),
        ("12 500-pound bombs", "12", 12, 12),
        ("10 second-hand tanks", "10", 10, 10),
        ("30 tonnes of powder", "30 tonnes", 30, 30),
        ("under two contracts", "two", 2, 2),
        ("one frigate", "one", 1, 1),
        ("took delivery of four Kilo submarines", "four", 4, 4),
    ],
)
def test_a_quantity(text: str, words: str, low: int | None, high: int | None) -> None:
    assert quantities(f"They took {text}") == [(words, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "a jet and an engine",
        "in 1987 and on March 4",
        "155 mm and 105mm guns, 5.56 rifles, .50-calibre",
        "20% or 20 per cent",
        "$20 million",
        "F-16, T-72, Block 70, AK-47, 2S19",
        "Ann Lee, 45, said",
        "a 45-year-old",
        "20 km and 30 miles off",
        "for 20 years, several weeks, a couple of days",
        "at 10:30, at 5 p.m.",
        "the 20th brigade of the Group of Seven",
        "four-engine bombers, two-thirds",
        "no one knew; one of them did",
        "tens of millions of dollars",
        "9/11",
        "500 pounds of powder",
    ],
)
def test_what_counts_no_pieces(text: str) -> None:
    assert quantities(text) == []


def test_a_number_in_a_weapon_s_name_is_no_quantity() -> None:
    assert lexicon.knows("Leopard 2")
    assert quantities("They sent Leopard 2 tanks and gave Norway 2 boats.") == [("2", 2, 2)]


def test_known_dates_and_sums_can_be_handed_over() -> None:
    text = "On March 4 they bought 6 boats for 7 million euros."
    taken = [(d.start, d.end) for d in find_dates(text, None)] + [(m.start, m.end) for m in find_money(text)]
    assert find_quantities(text, taken) == find_quantities(text)


def spelt(number: int) -> str:
    """A number below a thousand million in words."""
    units, tens = tables()["numbers"]["units"], tables()["numbers"]["tens"]
    of = {value: word for word, value in {**units, **tens}.items()}
    if number in of:
        return str(of[number])
    for scale, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            return f"{spelt(number // scale)} {name}" + (
                f" {'and ' if rest < 100 else ''}{spelt(rest)}" if rest else ""
            )
    return f"{of[number // 10 * 10]}-{of[number % 10]}"


@given(st.integers(2, 999_999_999))
def test_a_number_in_words_is_read_as_the_number(number: int) -> None:
    words = spelt(number)
    assert quantities(f"They took {words} crates") == [(words, number, number)]


@given(st.integers(2, 99_999_999_999))
def test_a_number_with_commas_is_read_as_the_number(number: int) -> None:
    assert quantities(f"They took {number:,} crates") == [(f"{number:,}", number, number)]


# ------------------------------------------------------------------ money


@pytest.mark.parametrize(
    ("text", "amount", "iso"),
    [
        ("$1.5bn", 1_500_000_000, "USD"),
        ("$24.9 million", 24_900_000, "USD"),
        ("$73million", 73_000_000, "USD"),
        ("US$5 million", 5_000_000, "USD"),
        ("A$7m", 7_000_000, "AUD"),
        ("$3.99", 3.99, "USD"),
        ("750 million CZK", 750_000_000, "CZK"),
        ("CZK750 million", 750_000_000, "CZK"),
        ("200 EUR million", 200_000_000, "EUR"),
        ("EUR 5m", 5_000_000, "EUR"),
        ("1.2 billion euros", 1_200_000_000, "EUR"),
        ("€100m", 100_000_000, "EUR"),
        ("£65m", 65_000_000, "GBP"),
        ("500,000 pounds", 500_000, "GBP"),
        ("five billion stg", 5_000_000_000, "GBP"),
        ("10 mln dlrs", 10_000_000, "USD"),
        ("1-1/2 mln dlrs", 1_500_000, "USD"),
        ("20 mln Australian dlrs", 20_000_000, "AUD"),
        ("3.2 billion kronor", 3_200_000_000, "SEK"),
        ("DM 500 million", 500_000_000, "DEM"),
        ("20 billion won", 20_000_000_000, "KRW"),
        ("Rs 500 crore", 5_000_000_000, "INR"),
        ("Rs 1.5 lakh crore", 1_500_000_000_000, "INR"),
        ("Rs 45 thousand crore", 450_000_000_000, "INR"),
        ("$1.5 thousand million", 1_500_000_000, "USD"),
        ("Rs 1.5 lakh cr", 1_500_000_000_000, "INR"),
        ("Rs 45k crore", 450_000_000_000, "INR"),
        ("1.5 lakh crore rupees", 1_500_000_000_000, "INR"),
        ("two lakh crore rupees", 2_000_000_000_000, "INR"),
        ("one hundred thousand million dollars", 100_000_000_000, "USD"),
        ("1 billion 200 million dollars", 1_200_000_000, "USD"),
        ("$1 billion 200 million", 1_200_000_000, "USD"),
        ("Rs 3 crore 20 lakh", 32_000_000, "INR"),
        ("CAD$1.8 billion", 1_800_000_000, "CAD"),
        ("BND $40 million", 40_000_000, "BND"),
        ("USD$40 million", 40_000_000, "USD"),
        ("EC$40 million", 40_000_000, None),
        ("H.K.$40 million", 40_000_000, None),
        ("U.S.$40 million", 40_000_000, "USD"),
        ("CAD $40 million", 40_000_000, "CAD"),
        ("Canadian $40 million", 40_000_000, "CAD"),
        ("Canadian\n$40 million", 40_000_000, "CAD"),
        ("Taiwanese $40 million", 40_000_000, "TWD"),
        ("€600.000", 600_000, "EUR"),
        ("EUR 100.000", 100_000, "EUR"),
        ("600.000 euros", 600_000, "EUR"),
        ("€600.000-€700.000", 600_000, "EUR"),
        ("€1.250 to €1.5 billion", 1_250_000_000, "EUR"),
        ("€1.234 million", 1_234_000, "EUR"),
        ("€0.125", 0.125, "EUR"),
        ("EUR 1,2 billion", 1_200_000_000, "EUR"),
        ("€1,25bn", 1_250_000_000, "EUR"),
        ("between 1,2 and 1,5 billion euros", 1_200_000_000, "EUR"),
        ("39,3 billion kronor", 39_300_000_000, "SEK"),
        ("40 mio. euros", 40_000_000, "EUR"),
        ("3 Mrd. euros", 3_000_000_000, "EUR"),
        ("$4½ billion", 4_500_000_000, "USD"),
        ("$4¼ billion", 4_250_000_000, "USD"),
        ("4 ¾ million dollars", 4_750_000, "USD"),
        ("$40-plus million", 40_000_000, "USD"),
        ("40-plus million dollars", 40_000_000, "USD"),
        ("RM4.08 billion", 4_080_000_000, "MYR"),
        ("PHP 28 billion", 28_000_000_000, "PHP"),
        ("P28 billion", 28_000_000_000, "PHP"),
        ("R6.8bn", 6_800_000_000, "ZAR"),
        ("R6-8 billion", 6_000_000_000, "ZAR"),
        ("COP 16.5 trillion", 16_500_000_000_000, "COP"),
        ("TL 3 billion", 3_000_000_000, "TRY"),
        ("Bt13.5 billion", 13_500_000_000, "THB"),
        ("Rub3bn", 3_000_000_000, "RUB"),
        ("Rupees 4,000 crore", 40_000_000_000, "INR"),
        ("¥45 million", 45_000_000, "JPY"),
        ("100 million Swiss francs", 100_000_000, "CHF"),
        ("a million dollars", 1_000_000, "USD"),
        ("half a million dollars", 500_000, "USD"),
        ("a quarter of a billion dollars", 250_000_000, "USD"),
        ("one and a half billion dollars", 1_500_000_000, "USD"),
        ("200-million-dollar", 200_000_000, "USD"),
        ("more than 200 million euros", 200_000_000, "EUR"),
        ("up to $3 million", 3_000_000, "USD"),
        ("between $8 and $12 million", 8_000_000, "USD"),
        ("$5-6 million", 5_000_000, "USD"),
        ("$5m to $6m", 5_000_000, "USD"),
        ("200 to 300 million euros", 200_000_000, "EUR"),
        ("$500,000 to $1 million", 500_000, "USD"),
    ],
)
def test_a_sum(text: str, amount: float, iso: str | None) -> None:
    assert money(f"It cost them {text}, all told.") == [(text, amount, iso)]


@pytest.mark.parametrize(
    ("text", "near", "iso"),
    [
        ("twelve billion pesos", (), None),
        ("twelve billion pesos", ("PHL",), "PHP"),
        ("twelve billion pesos", ("USA", "MEX"), "MXN"),
        ("20 million crowns", ("CZE",), "CZK"),
        ("20 million crowns", ("SWE", "CZE"), "SEK"),
        ("20 million kroner", (), None),
        ("20 million kroner", ("DNK",), "DKK"),
        ("20 million francs", ("FRA",), "FRF"),
        ("20 million pounds", ("EGY",), "EGP"),
        ("20 million pounds", ("FRA",), "GBP"),
        ("20 million dinars", ("KWT",), "KWD"),
        ("20 million rupees", ("PAK",), "PKR"),
    ],
)
def test_a_shared_word_is_decided_by_the_states_near(
    text: str, near: tuple[str, ...], iso: str | None
) -> None:
    assert [found[2] for found in money(text, *near)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "5 million people",
        "20 won contracts",
        "500 pounds of powder",
        "a 500-pound bomb",
        "500 pound bombs",
        "20 km",
        "5m",
        # signs of one letter or two are names of weapons, too
        "the RM70 launcher",
        "R 6 million",
        "P28 gunboats",
        # digits that cannot be read whole
        "1/2 million dollars",
        "$1/2 million",
        "£1·5 million",
        ".5 million dollars",
        "$1 234 567",
        "1 234 567 euros",
        "€600.000,50",
        "$1,234,5 million",
    ],
)
def test_what_is_no_sum(text: str) -> None:
    assert money(text) == []


def test_two_sums_stay_two() -> None:
    assert money("$5 million (A$7m)") == [("$5 million", 5_000_000, "USD"), ("A$7m", 7_000_000, "AUD")]


@given(
    st.decimals(min_value="0.1", max_value="999.9", places=1),
    st.sampled_from(
        [
            ("k", 1000),
            (" million", 10**6),
            ("m", 10**6),
            ("bn", 10**9),
            (" bln", 10**9),
            (" trillion", 10**12),
        ]
    ),
    st.sampled_from([("$", "USD"), ("£", "GBP"), ("€", "EUR"), ("¥", "JPY"), ("NOK ", "NOK")]),
)
def test_a_written_sum_is_read_as_that_sum(
    number: object, scale: tuple[str, int], sign: tuple[str, str]
) -> None:
    words = f"{sign[0]}{number}{scale[0]}"
    tenths = int(str(number).replace(".", ""))
    assert money(f"for {words} in all") == [(words, tenths * scale[1] // 10, sign[1])]


def test_every_word_and_code_of_every_currency_is_read() -> None:
    for entry in tables()["money"]["currencies"]:
        for word in (*entry.get("words", ()), *entry.get("codes", ())):
            assert money(f"for 20 million {word} in all") == [
                (f"20 million {word}", 20_000_000, entry["iso"])
            ]
        for symbol in entry.get("symbols", ()):
            assert money(f"for {symbol}20 million in all") == [
                (f"{symbol}20 million", 20_000_000, entry["iso"])
            ]


def test_every_default_and_state_of_a_shared_word_is_known() -> None:
    states = {entry["iso"]: entry.get("states", []) for entry in tables()["money"]["currencies"]}
    for shared in tables()["money"]["shared"]:
        for word in shared["words"]:
            assert currency(word) == shared["default"]
            for iso in shared["among"]:
                assert currency(word, states[iso][:1]) == iso


# ------------------------------------------------------------------ any text

FINDERS: tuple[Callable[[str], list[object]], ...] = (
    lambda text: list(find_dates(text, TUESDAY)),
    lambda text: list(find_quantities(text)),
    lambda text: list(find_money(text)),
)
PIECES = st.sampled_from(
    (
        "1 20 1,370 1985 - – $ € m bn million mln of the a an and one twenty hundred dozen half quarter between "
        "more than up to March May Monday, last next year week end ago late early mm km pounds EUR ( ) . , / : % "
        "about some 2022-03-04"
    ).split()
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


@given(TEXTS)
@settings(max_examples=400)
def test_finds_lie_in_the_text_in_order_and_apart(text: str) -> None:
    for found in (find_dates(text, TUESDAY), find_quantities(text), find_money(text)):
        spans = [(one.start, one.end) for one in found]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(TEXTS)
def test_no_quantity_lies_in_a_date_or_a_sum(text: str) -> None:
    taken = [(d.start, d.end) for d in find_dates(text, None)] + [(m.start, m.end) for m in find_money(text)]
    for quantity in find_quantities(text):
        if quantity.min is not None or quantity.max is not None:
            assert not any(start <= quantity.start and quantity.end <= end for start, end in taken)


@given(TEXTS)
def test_a_quantity_s_ends_are_in_order(text: str) -> None:
    for quantity in find_quantities(text):
        assert quantity.min is None or quantity.max is None or quantity.min <= quantity.max


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1.",
        "1/",
        "1-",
        "$",
        "$1",
        "one",
        "one-",
        "a",
        "\n",
        "20-",
        "the",
        "mid-",
        "m",
        "€",
        "Monday",
        "\u00a0",
        "'",
    ],
)
@pytest.mark.parametrize("finder", FINDERS)
def test_a_text_without_a_space_takes_linear_time(piece: str, finder: Callable[[str], list[object]]) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        return seconds_of(lambda: finder(text))

    seconds(1000)
    short = seconds(20_000)
    # eight times the text: eight times the time, and room for a busy machine; quadratic time would be 64 times
    assert seconds(160_000) < 30 * max(short, 0.02)


def test_a_dollar_of_other_letters_is_not_that_of_none() -> None:
    assert money("They paid XY$5 million.") == [("XY$5 million", 5_000_000, None)]


def test_a_state_that_is_given_dollars_is_no_dollar_s_name() -> None:
    assert money("It lent Singapore $40 million.") == [("$40 million", 40_000_000, "USD")]


def test_a_sign_of_two_currencies_is_of_the_state_near() -> None:
    assert [found.currency for found in find_money("¥45 million", near=["MLI", "CHN"])] == ["CNY"]
