"""From a sentence to its claims, through `armstrail.read`: who to whom, which arms, at which stage, in whose words.

A claim is written down as "suppliers > recipients stage categories", then "denied", "planned" or "possible".
"""

from __future__ import annotations

import pytest

import armstrail
from armstrail.model import Claim, Item

PUBLISHED = "2022-08-16"  # a Tuesday


def read(text: str, title: str = "", published: str | None = PUBLISHED) -> tuple[Claim, ...]:
    return armstrail.read(text, title=title, published=published).claims


def short(claim: Claim) -> str:
    suppliers, recipients = (
        "+".join(sorted(party.id for party in side)) or "?" for side in (claim.supplier, claim.recipient)
    )
    parts = [f"{suppliers} > {recipients}", claim.stage, "+".join(sorted({i.category for i in claim.items}))]
    parts += [claim.polarity] if claim.polarity == "denied" else []
    parts += [claim.certainty] if claim.certainty != "fact" else []
    return " ".join(parts)


def claimed(text: str, title: str = "") -> list[str]:
    return sorted(short(claim) for claim in read(text, title))


def one(text: str, title: str = "", published: str | None = PUBLISHED) -> Claim:
    (claim,) = read(text, title, published)
    return claim


def item(text: str) -> Item:
    (found,) = one(text).items
    return found


# ------------------------------------------------------------------ who to whom


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Iraq was supplied with Exocet missiles by France.", "FRA > IRQ delivered missile"),
        ("Ukraine was given 18 tanks by Germany.", "DEU > UKR delivered tank"),
        ("Germany sold more than 1,000 rifles to Peru.", "DEU > PER delivered small_arms"),
        (
            "Congress approved the sale of AWACS aircraft to Saudi Arabia.",
            "USA > SAU approved other_aircraft",
        ),
        ("Germany to sell tanks to Peru", "DEU > PER agreed tank planned"),
        ("No tanks were delivered to Iraq by Poland.", "POL > IRQ delivered tank denied"),
        # agreed with the other side, before the verb
        ("Peru signed a deal with France to buy 12 Mirage F1 fighters.", "FRA > PER agreed combat_aircraft"),
        (
            "Turkey is in talks with Britain and Spain to buy 40 Typhoons.",
            "ESP+GBR > TUR negotiating combat_aircraft",
        ),
        ("Sweden reached an agreement with Peru to supply 12 Gripens.", "SWE > PER agreed combat_aircraft"),
        # active
        ("Germany delivered 18 Leopard 2A6 tanks to Ukraine.", "DEU > UKR delivered tank"),
        ("France sold Iraq 36 Mirage F1 fighters.", "FRA > IRQ delivered combat_aircraft"),
        ("Poland has ordered 180 K2 tanks from South Korea.", "KOR > POL agreed tank"),
        ("India bought 36 Rafale fighters from France.", "FRA > IND agreed combat_aircraft"),
        ("Egypt received three submarines from Germany.", "DEU > EGY delivered warship"),
        ("Britain is supplying anti-tank missiles to Ukraine.", "GBR > UKR delivered missile"),
        ("Brazil exported armoured vehicles to Libya in 1977.", "BRA > LBY delivered armoured_vehicle"),
        ("Iran gave Hezbollah rockets.", "IRN > group:hezbollah delivered ammunition"),
        ("Russia has armed the Syrian army.", "RUS > SYR delivered unspecified"),
        ("Britain will send Ukraine 14 tanks.", "GBR > UKR agreed tank planned"),
        # passive
        ("Eighteen Leopard 2A6 tanks were delivered to Ukraine by Germany.", "DEU > UKR delivered tank"),
        ("The frigates were sold to Chile by Britain.", "GBR > CHL delivered warship"),
        ("Howitzers have been shipped to Morocco from Belgium.", "BEL > MAR delivered artillery"),
        (
            "Rebels in Angola were armed by South Africa.",
            "ZAF > group:rebels-in-angola delivered unspecified",
        ),
        # nominal
        (
            "The sale of 72 Typhoon fighters to Saudi Arabia by Britain was signed in 2007.",
            "GBR > SAU agreed combat_aircraft",
        ),
        (
            "Britain's sale of Hawk jets to Indonesia was criticised.",
            "GBR > IDN delivered combat_aircraft",
        ),
        ("U.S. arms sales to Taiwan angered China.", "USA > TWN delivered unspecified"),
        (
            "Deliveries of Russian S-400 systems to Turkey began in 2019.",
            "RUS > TUR delivered air_defence",
        ),
        (
            "Spain signed a contract with Saudi Arabia for five corvettes.",
            "ESP > SAU agreed warship",
        ),
        ("French deliveries of Exocet missiles to Argentina stopped.", "FRA > ARG withheld missile"),
        # companies and groups
        (
            "Lockheed Martin won a contract to supply Bahrain with 16 F-16 fighters.",
            "org:lockheed-martin > BHR agreed combat_aircraft",
        ),
        ("Bofors sold howitzers to India.", "org:bofors > IND delivered artillery"),
        ("Bofors sold howitzers to the Indian army.", "org:bofors > IND delivered artillery"),
        (
            "The United States sent Stinger missiles to Afghan rebels.",
            "USA > group:mujahideen delivered manpads",
        ),
        # lists
        ("Russia and China sold tanks to Iran and Syria.", "CHN+RUS > IRN+SYR delivered tank"),
        (
            "Denmark, Norway and the Netherlands will give F-16 fighters to Ukraine.",
            "DNK+NLD+NOR > UKR agreed combat_aircraft planned",
        ),
        (
            "France sold tanks, helicopters and missiles to Qatar.",
            "FRA > QAT delivered missile+other_helicopter+tank",
        ),
        (
            "The United States delivered rifles, mortars and ammunition to El Salvador, Honduras and Guatemala.",
            "USA > GTM+HND+SLV delivered ammunition+artillery+small_arms",
        ),
        # only one side is told
        ("Chile has ordered two frigates.", "? > CHL agreed warship"),
        ("Tanks were delivered to Iraq.", "? > IRQ delivered tank"),
    ],
)
def test_who_to_whom(text: str, claims: str) -> None:
    assert claimed(text) == claims.split("; ")


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Turkey wants to buy 40 F-16 fighters from the United States.", "USA > TUR sought combat_aircraft"),
        ("Ukraine asked Germany for Leopard tanks.", "DEU > UKR sought tank"),
        (
            "Ukraine has requested Patriot missiles from the United States.",
            "USA > UKR sought air_defence",
        ),
        ("Russia offered Su-35 fighters to Indonesia.", "RUS > IDN offered combat_aircraft"),
        ("Russia is ready to sell S-400 systems to Iraq.", "RUS > IRQ offered air_defence"),
        (
            "Germany is considering the sale of tanks to Saudi Arabia.",
            "DEU > SAU negotiating tank possible",
        ),
        (
            "The Netherlands approved the export of 18 F-16 fighters to Ukraine.",
            "NLD > UKR approved combat_aircraft",
        ),
        ("Canada pledged 20 armoured vehicles to Ukraine.", "CAN > UKR agreed armoured_vehicle"),
        ("Spain agreed to sell four frigates to Morocco.", "ESP > MAR agreed warship"),
        ("Germany delivered tanks to Peru.", "DEU > PER delivered tank"),
        ("Germany halted arms exports to Saudi Arabia.", "DEU > SAU withheld unspecified"),
        ("Germany refused to sell tanks to Libya.", "DEU > LBY withheld tank"),
        ("Germany blocked the sale of tanks to Libya.", "DEU > LBY withheld tank"),
        ("France cancelled the delivery of two Mistral warships to Russia.", "FRA > RUS cancelled warship"),
        ("Portugal plans to give three Leopard 2 tanks to Ukraine.", "PRT > UKR agreed tank planned"),
        ("The United States will send 31 Abrams tanks to Ukraine.", "USA > UKR agreed tank planned"),
    ],
)
def test_at_which_stage(text: str, claims: str) -> None:
    assert claimed(text) == [claims]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Peru has scrapped its agreement to buy 12 tanks from France.", "FRA > PER cancelled tank"),
        ("Berlin rejected Peru's request to buy 12 tanks.", "DEU > PER withheld tank"),
        (
            "The Swiss government refused Saab's application to sell 12 tanks to Peru.",
            "org:saab > PER withheld tank",
        ),
        ("The Senate blocked a proposal to sell 12 tanks to Peru.", "USA > PER withheld tank"),
        ("France approved a contract with Peru to supply 12 tanks.", "FRA > PER approved tank"),
    ],
)
def test_what_becomes_of_an_agreement_becomes_of_its_transfer(text: str, claims: str) -> None:
    assert claimed(text) == [claims]


def test_several_stages_in_one_sentence() -> None:
    assert claimed("Argentina has ordered 14 Super Etendards from France and received five.") == [
        "FRA > ARG agreed combat_aircraft",
        "FRA > ARG delivered combat_aircraft",
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Germany did not sell tanks to Libya.", "DEU > LBY delivered tank denied"),
        ("Israel has never sold weapons to Iran.", "ISR > IRN delivered unspecified denied"),
        ("China denied that it had sold missiles to Iran.", "CHN > IRN delivered missile denied"),
        ("China denies selling Silkworm missiles to Iran.", "CHN > IRN delivered missile denied"),
        # the supplier's own no is a refusal
        ("Germany will not deliver Taurus missiles to Ukraine.", "DEU > UKR withheld missile"),
    ],
)
def test_denials_and_refusals(text: str, claims: str) -> None:
    assert claimed(text) == [claims]
    (claim,) = read(text)
    assert claim.polarity == "asserted" or claim.polarity_words


@pytest.mark.parametrize(
    "text",
    ["Turkey may buy Su-35 fighters from Russia.", "Russia could sell S-300 missiles to Syria."],
)
def test_what_may_be_is_possible_and_not_done(text: str) -> None:
    claim = one(text)
    assert claim.certainty == "possible"
    assert claim.stage != "delivered"
    assert claim.certainty_words


@pytest.mark.parametrize(
    "text",
    [
        "Iraq fired Scud missiles at Tehran.",
        "The Russian army moved tanks to Belgorod.",
        "Poland sold coal to Ukraine.",
        "India tested an Agni missile.",
        "The United States and the Soviet Union hold arms control talks in Geneva.",
        "Iran has Silkworm missiles.",
        "Washington removed Turkey from the F-35 programme.",
        "The German tanks are old.",
        "Peru has a new defence minister.",
    ],
)
def test_what_is_no_transfer_is_no_claim(text: str) -> None:
    assert read(text) == ()


# ------------------------------------------------------------------ goods, numbers, sums, days


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("18", 18, 18),
        ("up to 50", None, 50),
        ("at least five", 5, None),
        ("about 20", 20, 20),
        ("20 to 30", 20, 30),
        ("dozens", None, None),
        ("two hundred forty-six (246)", 246, 246),
        ("a dozen", 12, 12),
    ],
)
def test_how_many(words: str, low: int | None, high: int | None) -> None:
    found = item(f"Germany sold {words}{' of' if words == 'dozens' else ''} tanks to Peru.")
    assert (found.mention, found.category) == ("tanks", "tank")
    assert found.quantity is not None
    assert (found.quantity.mention, found.quantity.min, found.quantity.max) == (words, low, high)


def test_without_a_number_there_is_no_quantity() -> None:
    assert item("Germany sold tanks to Peru.").quantity is None


def test_counted_goods_in_a_list_with_arms_are_its_goods() -> None:
    found = one("Germany sold 12 tanks and 30 trucks to Peru.").items
    assert [(i.category, i.quantity and i.quantity.min) for i in found] == [("tank", 12), ("vehicle", 30)]


def test_a_designation_with_its_noun_and_number() -> None:
    found = item("Germany sold 36 used Leopard 1A5 tanks to Peru.")
    assert (found.mention, found.designation, found.category) == (
        "used Leopard 1A5 tanks",
        "Leopard 1A5",
        "tank",
    )
    assert found.quantity is not None
    assert found.quantity.max == 36


@pytest.mark.parametrize(
    ("text", "words", "amount", "currency"),
    [
        ("Germany sold Peru tanks worth $1.5bn.", "$1.5bn", 1_500_000_000, "USD"),
        ("The $1.5bn sale of tanks by Germany to Peru was approved.", "$1.5bn", 1_500_000_000, "USD"),
        (
            "Peru bought 12 tanks from Germany for 200 million euros.",
            "200 million euros",
            200_000_000,
            "EUR",
        ),
        ("Britain sold Oman missiles for £40m.", "£40m", 40_000_000, "GBP"),
        (
            "Germany sold Peru tanks worth more than 20 mln dlrs.",
            "more than 20 mln dlrs",
            20_000_000,
            "USD",
        ),
    ],
)
def test_for_how_much(text: str, words: str, amount: int, currency: str) -> None:
    value = one(text).value
    assert value is not None
    assert (value.mention, value.amount, value.currency) == (words, amount, currency)


def test_a_sum_that_is_given_is_funds_and_goods_of_that_worth_are_not() -> None:
    given = one("The Czech Republic gave Ukraine 750 million CZK of military aid.")
    worth = one("The Czech Republic gave Ukraine military aid worth 750 million CZK.")
    assert [claim.items[0].category for claim in (given, worth)] == ["funds", "unspecified"]
    for claim in (given, worth):
        assert claim.value is not None
        assert (claim.value.amount, claim.value.currency) == (750_000_000, "CZK")


@pytest.mark.parametrize(
    ("when", "words", "iso"),
    [
        ("on Monday", "Monday", "2022-08-15"),
        ("yesterday", "yesterday", "2022-08-15"),
        ("last year", "last year", "2021"),
        ("in March 2019", "March 2019", "2019-03"),
        ("on 4 May 2021", "4 May 2021", "2021-05-04"),
        ("two weeks ago", "two weeks ago", "2022-08"),
        ("in 1987", "1987", "1987"),
    ],
)
def test_when(when: str, words: str, iso: str) -> None:
    date = one(f"Germany delivered tanks to Peru {when}.").date
    assert date is not None
    assert (date.mention, date.iso) == (words, iso)


def test_a_relative_day_needs_the_day_of_publication() -> None:
    assert one("Germany delivered tanks to Peru on Monday.", published=None).date is None


# ------------------------------------------------------------------ in whose words


@pytest.mark.parametrize(
    ("text", "speaker", "name", "cue", "voice"),
    [
        (
            "Germany sold tanks to Peru, the defence minister said.",
            "the defence minister",
            "the defence minister",
            "said",
            "indirect",
        ),
        (
            "Officials said that Germany had sold tanks to Peru.",
            "Officials",
            "Officials",
            "said",
            "indirect",
        ),
        (
            "According to the ministry, Germany sold tanks to Peru.",
            "the ministry",
            "the ministry",
            "According to",
            "indirect",
        ),
        (
            "“Germany sold tanks to Peru,” Defence Minister Anna Weber said.",
            "Defence Minister Anna Weber",
            "Anna Weber",
            "said",
            "direct",
        ),
        (
            "Germany sold “modern tanks” to Peru, the minister said.",
            "the minister",
            "the minister",
            "said",
            "mixed",
        ),
    ],
)
def test_who_says_it(text: str, speaker: str, name: str, cue: str, voice: str) -> None:
    claim = one(text)
    assert [(s.mention, s.name) for s in claim.speakers] == [(speaker, name)]
    assert (claim.cue, claim.voice) == (cue, voice)
    assert short(claim) == "DEU > PER delivered tank"


def test_without_an_attribution_it_is_the_outlet() -> None:
    claim = one("Germany sold tanks to Peru.")
    assert (claim.speakers, claim.cue, claim.voice, claim.statement) == ((), None, "outlet", None)


def test_who_denies_speaks() -> None:
    claim = one("Anna Weber, the German defence minister, denied that Berlin had sold tanks to Peru.")
    assert short(claim) == "DEU > PER delivered tank denied"
    assert [s.name for s in claim.speakers] == ["Anna Weber"]


# ------------------------------------------------------------------ headlines and notes


def test_a_headline_is_read_like_a_sentence() -> None:
    claim = one("The choir sang.", title="Germany sells 20 tanks to Peru")
    assert (claim.evidence, claim.span.place) == ("Germany sells 20 tanks to Peru", "title")
    assert {p.span.place for p in (*claim.supplier, *claim.recipient)} == {"title"}


def test_a_headline_in_capitals() -> None:
    claim = one("", title="CHINA SELLS SILKWORM MISSILES TO IRAN")
    assert short(claim) == "CHN > IRN delivered missile"
    assert claim.items[0].designation == "SILKWORM"


def test_what_the_headline_names_is_what_the_text_speaks_of() -> None:
    headline, text = read("The deal was signed on Friday.", title="Germany sells 20 tanks to Peru")
    assert short(text) == "DEU > PER agreed tank"
    assert text.date is not None
    assert text.date.iso == "2022-08-12"
    assert {party.span.place for party in text.supplier} == {"title"}
    assert headline.span.place == "title"


def test_a_note_under_a_party_s_name_states_no_step() -> None:
    claim = one("22 ballistic vests, 500 helmets and 40 rifles.", title="Ukraine")
    assert claim.stage == "unclear"
    assert [(i.mention, i.category, i.quantity and i.quantity.max) for i in claim.items] == [
        ("ballistic vests", "equipment", 22),
        ("helmets", "equipment", 500),
        ("rifles", "small_arms", 40),
    ]


def test_claims_are_numbered_in_the_order_of_the_text() -> None:
    claims = read("Germany sold tanks to Peru. France sold frigates to Chile.\nItaly sold rifles to Chad.")
    assert [claim.id for claim in claims] == ["c1", "c2", "c3"]
    assert [short(claim) for claim in claims] == [
        "DEU > PER delivered tank",
        "FRA > CHL delivered warship",
        "ITA > TCD delivered small_arms",
    ]
    assert [claim.span for claim in claims] == sorted(claim.span for claim in claims)


def test_the_same_claim_twice_in_a_sentence_is_one() -> None:
    (claim,) = read("Germany sold tanks to Peru and sold howitzers to Peru.")
    assert short(claim) == "DEU > PER delivered artillery+tank"


def test_the_year_of_the_text_decides_who_is_meant() -> None:
    text = "Moscow sold tanks to Prague."
    assert [p.id for p in one(text, published="1987-03-01").supplier] == ["SUN"]
    assert [p.id for p in one(text, published="1987-03-01").recipient] == ["CSK"]
    assert [p.id for p in one(text, published="2002-03-01").supplier] == ["RUS"]
    assert [p.id for p in one(text, published="2002-03-01").recipient] == ["CZE"]
