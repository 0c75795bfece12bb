"""From a network's scores to transfers: whom words name, what is denied or open, which number counts which goods."""

from __future__ import annotations

from typing import Any

import pytest

from armstrail import claims, reader, sentences, statements
from armstrail.model import Claim, Document, Marks
from tests.reader.fake import Fake

TEXT = "Peru is at peace. Germany sold it 20 old tanks and 3 ships."
SOLD = {"supplier": ("Germany",), "recipient": ("it",), "item": ("old tanks", "ships")}


def mark(text: str, wanted: bool = True, **told: Any) -> Marks:
    document = Document("d", text)
    split = sentences.split(text)
    return reader.mark(document, split, [wanted] * len(split), None, Fake(**told))


def one(text: str, **told: Any) -> Claim:
    document = Document("d", text)
    marks = mark(text, **told)
    (claim,) = claims.claims(document, marks, statements.statements(document, marks), None)
    return claim


def test_names_are_told_by_tables_and_pronouns_by_the_network() -> None:
    claim = one(TEXT, steps={"sold": SOLD}, means={"it": "Peru"})
    assert [p.id for p in claim.supplier] == ["DEU"]
    assert [(p.mention, p.id) for p in claim.recipient] == [("it", "PER")]
    assert claim.confidence == 0.75


def test_a_pronoun_that_stands_for_nobody_is_unresolved_and_said_to_be() -> None:
    text = "Germany sold it 20 old tanks and 3 ships."
    marks = mark(text, steps={"sold": SOLD})
    assert [(text[u.span.start : u.span.end], u.what) for u in marks.unresolved] == [("it", "party")]
    assert {link.role for link in marks.links} == {"supplier", "item", "quantity"}


def test_a_name_that_no_table_knows_is_an_organisation_of_that_name() -> None:
    claim = one("Zubrolat sold tanks.", steps={"sold": {"supplier": ("Zubrolat",), "item": ("tanks",)}})
    assert [p.id for p in claim.supplier] == ["org:zubrolat"]


def test_a_number_counts_the_goods_right_behind_it() -> None:
    claim = one(
        TEXT, steps={"sold": SOLD}, means={"it": "Peru"}, kinds={"ships": "warship", "old tanks": "tank"}
    )
    assert [(i.mention, i.category, i.quantity and i.quantity.min) for i in claim.items] == [
        ("old tanks", "tank", 20),
        ("ships", "warship", 3),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Germany sold 20 tanks with launchers.", {"tanks": "20"}),  # what the number counts stands between
        ("Germany, as note 20 says that tanks came, sold 3 launchers.", {"launchers": "3"}),
    ],
)
def test_a_number_counts_nothing_beyond_other_goods_and_clauses(text: str, numbers: dict[str, str]) -> None:
    marks = mark(text, steps={"sold": {"supplier": ("Germany",), "item": ("tanks", "launchers")}})
    words = [text[m.span.start : m.span.end] for m in marks.mentions]
    counted = {
        words[k.of]: words[k.mention] for k in marks.links if k.role == "quantity" and k.of is not None
    }
    assert counted == numbers


def test_what_is_denied_has_the_word_that_denies_it() -> None:
    text = "Germany never sold tanks."
    sold = {"supplier": ("Germany",), "item": ("tanks",)}
    told = {"steps": {"sold": sold | {"no": ("never",)}}, "states": {"sold": ("delivered", "denied", "fact")}}
    claim = one(text, **told)
    assert (claim.polarity, [text[s.start : s.end] for s in claim.polarity_words]) == ("denied", ["never"])
    assert one(text, **told | {"steps": {"sold": sold}}).polarity == "asserted"


def test_who_says_nothing_of_a_step_does_not_deny_it() -> None:
    text = "Chad said nothing about arms sold to Peru."
    sold: dict[str, tuple[str, ...]] = {"supplier": ("Chad",), "recipient": ("Peru",), "no": ("nothing",)}
    claim = one(text, steps={"sold": sold}, states={"sold": ("delivered", "denied", "fact")})
    assert (claim.polarity, claim.polarity_words, claim.speakers) == ("asserted", (), ())


def test_the_words_that_hedge_are_those_of_what_is_not_fact() -> None:
    text = "Germany may sell tanks."
    steps = {"sell": {"supplier": ("Germany",), "item": ("tanks",), "may": ("may",)}}
    claim = one(text, steps=steps, states={"sell": ("agreed", "asserted", "possible")})
    assert [text[s.start : s.end] for s in claim.certainty_words] == ["may"]
    assert one(text, steps=steps).certainty_words == ()


def test_a_supplier_may_be_who_says_it() -> None:
    text = "Paris said it sold tanks."
    claim = one(
        text,
        steps={"sold": {"supplier": ("it",), "item": ("tanks",), "said": ("Paris",)}},
        cues={"said": {"source": ("Paris",), "content": ("it sold tanks",)}},
        means={"it": "Paris"},
    )
    assert [p.id for p in claim.supplier] == ["FRA"]
    assert [s.mention for s in claim.speakers] == ["Paris"]


def test_passages_that_the_gate_holds_back_are_not_read_for_transfers() -> None:
    assert mark(TEXT, wanted=False, steps={"sold": SOLD}).predicates == ()


def test_beside_the_likeliest_party_only_one_that_a_list_joins_is_likely_enough() -> None:
    joined, apart = "Germany and France sold tanks.", "Germany sold tanks while France watched."
    for text, suppliers in ((joined, ["DEU", "FRA"]), (apart, ["DEU"])):
        sold = {"supplier": ("Germany", "France?"), "item": ("tanks",)}
        claim = one(text, steps={"sold": sold})
        assert sorted(p.id for p in claim.supplier) == suppliers


@pytest.mark.parametrize(
    ("text", "suppliers", "recipients"),
    [
        ("Norway, Germany and France sold tanks.", ["DEU", "FRA", "NOR"], []),  # a list gives together
        ("Norway and Germany traded tanks; France sold some.", ["DEU", "FRA"], ["NOR"]),  # two may trade
    ],
)
def test_three_parties_in_a_row_play_one_side(text: str, suppliers: list[str], recipients: list[str]) -> None:
    sold = {"supplier": ("Germany", "France"), "recipient": ("Norway?",), "item": ("tanks",)}
    claim = one(text, steps={"sold": sold})
    assert sorted(p.id for p in claim.supplier) == suppliers
    assert [p.id for p in claim.recipient] == recipients


@pytest.mark.parametrize(
    ("text", "suppliers"),
    [
        ("Germany, together with France, sold tanks.", ["DEU", "FRA"]),
        ("In cooperation with the France of those years, Germany sold tanks.", ["DEU", "FRA"]),
        ("Germany sold tanks and fell out with France.", ["DEU"]),
        ("Germany met jointly with France. It sold tanks.", ["DEU"]),  # another sentence
    ],
)
def test_who_supplies_together_with_another_supplies_too(text: str, suppliers: list[str]) -> None:
    sold = {"supplier": ("Germany", "France?"), "item": ("tanks",)}
    assert sorted(p.id for p in one(text, steps={"sold": sold}).supplier) == suppliers


def test_a_list_in_another_sentence_tells_nothing_of_who_gives() -> None:
    text = "Norway, Germany and France met. Germany sold tanks."
    assert [p.id for p in one(text, steps={"sold": {"supplier": ("Germany",)}}).supplier] == ["DEU"]


@pytest.mark.parametrize(
    ("text", "words", "recipients"),
    [
        ("Paris armed the government in Bogotá.", ("the government in", "Bogotá"), ["COL"]),
        ("Paris armed Bogotá's marines.", ("Bogotá", "'s marines"), ["COL"]),
        ("Paris armed the rebels of Algeria.", ("the rebels of Algeria",), ["group:rebels-of-algeria"]),
        ("Paris armed the guards and Peru.", ("the guards", "Peru"), ["PER", "org:guards"]),
    ],
)
def test_a_party_and_the_words_that_describe_it_are_one(
    text: str, words: tuple[str, ...], recipients: list[str]
) -> None:
    claim = one(text, steps={"armed": {"supplier": ("Paris",), "recipient": words}})
    assert sorted(p.id for p in claim.recipient) == recipients


def test_a_city_that_gets_arms_is_its_state() -> None:
    claim = one("Paris armed Lviv.", steps={"armed": {"supplier": ("Paris",), "recipient": ("Lviv",)}})
    assert [(p.mention, p.id) for p in claim.recipient] == [("Lviv", "UKR")]


@pytest.mark.parametrize("words", ["a yard in Lviv", "the Lviv yard"])
def test_a_company_of_a_city_has_its_state(words: str) -> None:
    text = f"{words.capitalize().replace('lviv', 'Lviv')} armed Peru."
    words = text[: len(words)]
    claim = one(text, steps={"armed": {"supplier": (words,), "recipient": ("Peru",)}})
    assert [(p.mention, p.state) for p in claim.supplier] == [(words, "UKR")]
    assert claim.supplier[0].id.startswith("org:")


@pytest.mark.parametrize(("words", "whose"), [("the yard", "PER"), ("one yard", "org:one-yard")])
def test_a_company_told_of_is_somebodys(words: str, whose: str) -> None:
    text = f"Peru is at peace. Tanks came from {words}."
    came = {"supplier": (words,), "item": ("Tanks",)}
    claim = one(text, steps={"came": came}, means={words: {"Peru": -5.0, "": -2.5}})
    assert [p.id for p in claim.supplier] == [whose]


@pytest.mark.parametrize(("words", "else_"), [("ally", "bloc:allies"), ("Gulf state", "region:persian-gulf")])
def test_one_of_a_bloc_is_whom_the_text_means_by_it(words: str, else_: str) -> None:
    text = f"Qatar is at peace. Germany armed the {words}."
    armed = {"supplier": ("Germany",), "recipient": (words,)}
    assert [p.id for p in one(text, steps={"armed": armed}, means={words: "Qatar"}).recipient] == ["QAT"]
    assert [p.id for p in one(text, steps={"armed": armed}).recipient] == [else_]


@pytest.mark.parametrize(
    ("words", "nobody", "to"),
    [("army", 2.5, "PER"), ("army", 4.0, "org:army"), ("widows", 2.5, "org:widows")],
)
def test_an_army_is_somebodys_unless_nobody_is_far_likelier(words: str, nobody: float, to: str) -> None:
    text = f"Peru is at peace. Germany sold the {words} tanks."
    sold = {"supplier": ("Germany",), "recipient": (words,)}
    claim = one(text, steps={"sold": sold}, means={words: {"Peru": -5.0, "": nobody - 5.0}})
    assert [p.id for p in claim.recipient] == [to]


def test_arms_that_nobody_got_have_no_recipient() -> None:
    assert (
        one("Germany sold nobody tanks.", steps={"sold": SOLD | {"recipient": ("nobody",)}}).recipient == ()
    )


def test_who_is_named_twice_is_the_likelier_to_be_meant() -> None:
    text = "Peru has a navy, Peru said. Chad has none. Germany sold it tanks."
    means = {"it": {"Peru": -1.2, "Chad": -1.0, "": -0.9}}
    claim = one(text, steps={"sold": SOLD | {"item": ("tanks",)}}, means=means)
    assert [p.id for p in claim.recipient] == ["PER"]


@pytest.mark.parametrize(
    ("text", "sure", "to"),
    [
        ("Peru is at peace. Germany offered tanks.", 0.1, []),
        ("Peru is at peace. Germany offered tanks.", 0.5, ["PER"]),
        ("Oslo is at peace. Germany offered Peru tanks.", 0.1, ["PER"]),
    ],
)
def test_an_unsure_offer_is_to_nobody_whom_its_sentence_does_not_name(
    text: str, sure: float, to: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Fake, "confidence", lambda *_: sure)
    offered = {"supplier": ("Germany",), "recipient": ("Peru",), "item": ("tanks",)}
    states = {"offered": ("offered", "asserted", "fact")}
    assert [p.id for p in one(text, steps={"offered": offered}, states=states).recipient] == to


def test_a_title_that_states_no_step_is_what_its_text_is_filed_under() -> None:
    document = Document("d", "It rained.", "Chile - Tanks")
    split = [*sentences.split(document.title, "title"), *sentences.split(document.text)]
    for stage, number in (("unclear", 0), ("agreed", 1)):
        network = Fake(
            steps={"Tanks": {"recipient": ("Chile",)}}, states={"Tanks": (stage, "asserted", "fact")}
        )
        marks = reader.mark(document, split, [True] * len(split), None, network)
        assert len(marks.predicates) == number
