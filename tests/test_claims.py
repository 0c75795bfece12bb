"""From marks to claims: whom words name, what goods they are, sums, days, who says so, and which claims are one.

The marks are made by hand, so that these tests hold whatever a reader marks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from armstrail.claims import claims
from armstrail.model import Attribution, Claim, Document, Link, Marks, Mention, Predicate, Span
from armstrail.statements import stance, statements
from armstrail.values import published_date

if TYPE_CHECKING:
    from armstrail.model import Polarity, Stage

PUBLISHED = "2022-08-16"  # a Tuesday


@dataclass
class Text:
    """A text of one sentence a line, and the marks made in it so far; words are found by where they stand first."""

    text: str
    title: str = ""
    published: str | None = PUBLISHED
    mentions: list[Mention] = field(default_factory=list)
    predicates: list[Predicate] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)

    def span(self, words: str) -> Span:
        if words in self.text:
            return Span(self.text.index(words), self.text.index(words) + len(words))
        return Span(self.title.index(words), self.title.index(words) + len(words), "title")

    def said(self, source: str, cue: str, content: str) -> None:
        self.attributions.append(Attribution((self.span(source),), (self.span(cue),), (self.span(content),)))

    def step(
        self,
        on: str,
        stage: Stage = "delivered",
        *,
        polarity: Polarity = "asserted",
        said: tuple[str, ...] = (),
        **parts: str | tuple[str, ...],
    ) -> int:
        """Mark a predicate and its parts; an item may be "number|words", a party "words>whom" or "words=sense"."""
        number, span = len(self.predicates), self.span(on)
        whole = self.title if span.place == "title" else self.text
        start = whole.rfind("\n", 0, span.start) + 1
        end = whole.find("\n", span.end)
        sentence = Span(start, len(whole) if end < 0 else end, span.place)
        self.predicates.append(
            Predicate(span, sentence, stage, polarity, said=tuple(map(self.span, said)), confidence=0.5)
        )
        for role, words in parts.items():
            for each in (words,) if isinstance(words, str) else words:
                self._part(number, role, each)
        return number

    def _part(self, number: int, role: str, words: str) -> None:
        count, _, words = words.rpartition("|")
        words, _, sense = words.partition("=")
        words, _, whom = words.partition(">")
        kind = "party" if role in ("supplier", "recipient") else role
        refers_to = self._mention(whom, "party") if whom else None
        mention = self._mention(words, kind, refers_to, sense or None)
        self.links.append(Link(number, mention, role))  # type: ignore[arg-type]
        if count:
            self.links.append(Link(number, self._mention(count, "quantity"), "quantity", mention))

    def _mention(self, words: str, kind: str, refers_to: int | None = None, sense: str | None = None) -> int:
        self.mentions.append(Mention(self.span(words), kind, refers_to, sense))  # type: ignore[arg-type]
        return len(self.mentions) - 1

    def claims(self) -> tuple[Claim, ...]:
        document = Document("d", self.text, self.title, self.published)
        marks = Marks(
            tuple(self.attributions), tuple(self.mentions), tuple(self.predicates), tuple(self.links)
        )
        said = statements(document, marks)
        stances = {s.id: stance(document, s) for s in said}
        return claims(document, marks, said, published_date(self.published), stances)

    def one(self) -> Claim:
        (claim,) = self.claims()
        return claim


def ids(claim: Claim) -> tuple[list[str], list[str]]:
    return [p.id for p in claim.supplier], [p.id for p in claim.recipient]


# ------------------------------------------------------------------ who to whom


def test_a_claim_points_at_the_words_of_its_parties_and_its_step() -> None:
    text = Text("Germany sold tanks to Peru.")
    text.step("sold", supplier="Germany", recipient="Peru", item="tanks")
    claim = text.one()
    assert ids(claim) == (["DEU"], ["PER"])
    assert (claim.evidence, claim.span) == (text.text, Span(0, 27))
    assert [p.mention for p in (*claim.supplier, *claim.recipient)] == ["Germany", "Peru"]
    assert claim.stage_words == (text.span("sold"),)
    assert claim.confidence == 0.5


def test_a_pronoun_is_whom_the_reader_says_it_stands_for() -> None:
    text = Text("Peru is at peace.\nGermany sold it tanks.")
    text.step("sold", supplier="Germany", recipient="it>Peru", item="tanks")
    (party,) = text.one().recipient
    assert (party.mention, party.id) == ("it", "PER")


def test_words_that_no_table_knows_are_what_the_reader_takes_them_for() -> None:
    text = Text("Zubrolat sold tanks to Peru.")
    text.step("sold", supplier="Zubrolat=org:zubrolat", recipient="Peru", item="tanks")
    assert ids(text.one()) == (["org:zubrolat"], ["PER"])


@pytest.mark.parametrize(
    ("words", "item", "kept"),
    [
        ("€3 million in humanitarian aid", "€3 million=funds", False),
        ("civilian lorries", "civilian lorries=vehicle", False),
        ("civilian lorries and howitzers", "howitzers=artillery", True),
        ("military and economic aid", "military and economic aid=funds", True),
        ("€3 million in economic and military aid", "€3 million=funds", True),
        ("civilian instructors", "civilian instructors=service", True),
    ],
)
def test_what_is_for_peaceful_ends_alone_is_no_claim(words: str, item: str, kept: bool) -> None:
    text = Text(f"Slovenia gave Chad {words}.")
    text.step("gave", supplier="Slovenia", recipient="Chad", item=item)
    assert bool(text.claims()) is kept


def test_without_a_party_there_is_no_claim() -> None:
    text = Text("Somebody sold tanks.")
    text.step("sold", item="tanks")
    assert text.claims() == ()


@pytest.mark.parametrize(
    ("content", "suppliers"),
    [("Mali sold tanks to Peru.", ["MLI"]), ("Mali and they sold tanks to Peru.", ["TCD", "MLI"])],
)
def test_who_tells_of_another_is_no_party_beside_him(content: str, suppliers: list[str]) -> None:
    text = Text(f"As Chad put it, {content}")
    text.said("Chad", "put", content)
    text.step("sold", supplier=("Chad", "Mali"), recipient="Peru", item="tanks")
    assert ids(text.one()) == (suppliers, ["PER"])


@pytest.mark.parametrize(
    ("told", "stage", "suppliers"),
    [
        ("warned that pouring arms into Mali was folly", "delivered", []),
        ("said that the delivery of arms to Mali had begun", "delivered", ["TCD"]),
        ("warned that all its arms for Mali had been sent", "delivered", ["TCD"]),
        ("warned of an end to arms for Mali", "cancelled", ["TCD"]),
    ],
)
def test_who_warns_of_a_transfer_does_not_make_it(told: str, stage: Stage, suppliers: list[str]) -> None:
    cue, _, content = told.partition(" ")
    text = Text(f"Chad {told}.")
    text.said("Chad", cue, content)
    text.step("arms", stage, supplier="Chad", recipient="Mali", item="arms")
    assert ids(text.one()) == (suppliers, ["MLI"])


def test_nobody_supplies_himself() -> None:
    text = Text("Germany sold its tanks to Berlin.")
    text.step("sold", supplier="Germany", recipient="Berlin", item="tanks")
    assert ids(text.one()) == (["DEU"], [])


@pytest.mark.parametrize(
    ("words", "bought", "sides"),
    [
        ("Sweden bought 12 jets from Saab.", ("Sweden",), None),  # from its own industry
        ("Saab sold jets to Sweden and Hungary.", ("Sweden", "Hungary"), (["org:saab"], ["HUN"])),
        ("Saab sold jets to Hungary.", ("Hungary",), (["org:saab"], ["HUN"])),
    ],
)
def test_what_a_state_has_of_its_own_industry_is_no_claim(
    words: str, bought: tuple[str, ...], sides: tuple[list[str], list[str]] | None
) -> None:
    text = Text(words)
    text.step("bought" if "bought" in words else "sold", supplier="Saab", recipient=bought, item="jets")
    assert [ids(claim) for claim in text.claims()] == ([sides] if sides else [])


def test_the_year_of_the_text_decides_who_is_meant() -> None:
    for published, expected in (("1987-03-01", (["SUN"], ["CSK"])), ("2002-03-01", (["RUS"], ["CZE"]))):
        text = Text("Moscow sold tanks to Prague.", published=published)
        text.step("sold", supplier="Moscow", recipient="Prague", item="tanks")
        assert ids(text.one()) == expected


# ------------------------------------------------------------------ goods, numbers, sums, days


def test_a_designation_with_its_noun_and_number() -> None:
    text = Text("Germany sold 36 used Leopard 1A5 tanks to Peru.")
    text.step("sold", supplier="Germany", item="36|used Leopard 1A5 tanks=artillery")
    (item,) = text.one().items
    assert (item.mention, item.designation, item.category) == (
        "used Leopard 1A5 tanks",
        "Leopard 1A5",
        "tank",
    )
    assert item.quantity is not None
    assert (item.quantity.mention, item.quantity.min, item.quantity.max) == ("36", 36, 36)


def test_goods_that_no_table_knows_are_of_the_kind_that_the_reader_says() -> None:
    text = Text("Germany sold some of them to Peru.")
    text.step("sold", supplier="Germany", item="them=warship")
    (item,) = text.one().items
    assert (item.category, item.designation, item.quantity) == ("warship", None, None)


def test_a_verb_that_is_itself_the_item() -> None:
    text = Text("Germany has trained Peru.")
    text.step("trained", supplier="Germany", recipient="Peru")
    (item,) = text.one().items
    assert (item.mention, item.category) == ("trained", "service")


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
    text = Text(f"Germany sold {words} tanks to Peru.")
    text.step("sold", supplier="Germany", item=f"{words}|tanks")
    (item,) = text.one().items
    assert item.quantity is not None
    assert (item.quantity.mention, item.quantity.min, item.quantity.max) == (words, low, high)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("3 packages", "packages=unspecified"),
        ("3 large shipments of rifles", "rifles"),
        ("3 military aid", "military aid=funds"),
    ],
)
def test_loads_and_sums_are_no_number_of_goods(words: str, what: str) -> None:
    text = Text(f"Germany sent {words} to Peru.")
    text.step("sent", supplier="Germany", recipient="Peru", item=f"3|{what}")
    assert [i.quantity for i in text.one().items] == [None]


def test_a_number_of_units_is_told_with_what_they_are() -> None:
    text = Text("Norway sold Peru three batteries of missiles.")
    text.step("sold", supplier="Norway", recipient="Peru", item="three|missiles")
    (item,) = text.one().items
    assert item.quantity
    assert (item.quantity.mention, item.quantity.min) == ("three batteries", 3)
    assert text.text[item.quantity.span.start : item.quantity.span.end] == "three batteries"


@pytest.mark.parametrize(
    ("sentence", "steps", "counts"),
    [
        ("Norway delivered five of the six frigates to Chile.", [("delivered", "delivered")], [5]),
        ("Norway delivered the last five of its six frigates to Chile.", [("delivered", "delivered")], [5]),
        (
            "Five of six frigates have been handed over by Norway to Chile.",
            [("handed over", "delivered")],
            [5],
        ),
        (
            "Norway delivered five of the six frigates that Chile had ordered.",
            [("delivered", "delivered"), ("ordered", "agreed")],
            [5, 6],
        ),
        (
            "Norway delivered five of the six frigates ordered by Chile.",
            [("delivered", "delivered"), ("ordered", "agreed")],
            [5, 6],
        ),
        (
            "Five of the six frigates that Norway built for Chile were shown.",
            [("built for", "agreed")],
            [6],
        ),
        (
            "Five of the six frigates that Norway built for Chile have been handed over.",
            [("built for", "agreed"), ("handed over", "delivered")],
            [6, 5],
        ),
        ("Norway delivered a third of the six frigates to Chile.", [("delivered", "delivered")], [None]),
        (
            "The first of the six frigates was delivered by Norway to Chile.",
            [("delivered", "delivered")],
            [1],
        ),
        ("Norway has delivered five out of six frigates to Chile.", [("delivered", "delivered")], [5]),
        (
            "Norway delivered five of the six frigates it built for Chile.",
            [("delivered", "delivered"), ("built for", "agreed")],
            [5, 6],
        ),
        (
            "Norway promised Chile six frigates but delivered five.",
            [("promised", "agreed"), ("delivered", "delivered")],
            [6, 5],
        ),
        (
            "Chile ordered six frigates from Norway and has received only five so far.",
            [("ordered", "agreed"), ("received", "delivered")],
            [6, 5],
        ),
        (
            "Chile ordered six frigates from Norway and cancelled half of them.",
            [("ordered", "agreed"), ("cancelled", "cancelled")],
            [6, None],
        ),
        (
            "Chile ordered six frigates from Norway and received five helicopters.",
            [("ordered", "agreed"), ("received", "delivered")],
            [6, 6],
        ),
        (
            "Chile ordered six frigates from Norway, of which five were delivered by May.",
            [("ordered", "agreed"), ("delivered", "delivered")],
            [6, 5],
        ),
        (
            "Chile ordered six frigates from Norway; five of them have been delivered.",
            [("ordered", "agreed"), ("delivered", "delivered")],
            [6, 5],
        ),
        (
            "Chile ordered six frigates from Norway, most of which were delivered by 20 officers.",
            [("ordered", "agreed"), ("delivered", "delivered")],
            [6, 6],
        ),
        (
            "In the spring of 2004 of the six frigates none was delivered by Norway to Chile.",
            [("delivered", "delivered")],
            [6],
        ),
    ],
)
def test_a_part_is_counted_where_the_step_concerns_a_part(
    sentence: str, steps: list[tuple[str, Stage]], counts: list[int]
) -> None:
    text = Text(sentence)
    for on, stage in steps:
        text.step(on, stage, supplier="Norway", recipient="Chile", item="six|frigates")
    found = sorted(text.claims(), key=lambda c: c.stage_words)
    assert [c.items[0].quantity.min for c in found if c.items[0].quantity] == counts


@pytest.mark.parametrize(
    ("behind", "on", "count"),
    [
        ("The first has been handed over.", "handed over", 1),
        ("The first two have already been handed over.", "handed over", 2),
        ("Four of them were delivered in 2003.", "delivered", 4),
        ("A further 34 were promised.", "promised", 34),
        ("Twelve arrived in May.", "arrived", 12),
        ("Peru has an option on 20 more.", "option", 20),
        ("Peru will get another 40.", "get", 40),
        ("All of that was ordered long ago.", "ordered", 6),
        ("Peru was first supplied in 2004.", "supplied", 6),
        ("In 2010 delivered hulls rusted.", "delivered", 6),
        ("Twelve officers handed over the keys.", "handed over", 6),
    ],
)
def test_a_step_that_names_no_goods_may_count_those_told_before(behind: str, on: str, count: int) -> None:
    text = Text(f"Norway built six frigates for Peru.\n{behind}")
    text.step(on, supplier="Norway", recipient="Peru", item="six|frigates")
    (item,) = text.one().items
    assert item.quantity
    assert (item.quantity.min, item.quantity.max) == (count, count)
    assert text.text[item.quantity.span.start : item.quantity.span.end] == item.quantity.mention


def test_a_number_alone_counts_no_goods_of_two_kinds() -> None:
    text = Text("Norway built six frigates and two tugs for Peru.\nThe first two were handed over.")
    text.step("handed over", supplier="Norway", recipient="Peru", item=("six|frigates", "two|tugs"))
    assert [i.quantity.min for i in text.one().items if i.quantity] == [6, 2]


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("$1.5bn", 1_500_000_000, "USD"),
        ("200 million euros", 200_000_000, "EUR"),
        ("more than 20 mln dlrs", 20_000_000, "USD"),
        ("40 million kronor", 40_000_000, "SEK"),
    ],
)
def test_for_how_much(words: str, amount: int, currency: str) -> None:
    text = Text(f"Sweden sold Peru tanks worth {words}.")
    text.step("sold", supplier="Sweden", recipient="Peru", item="tanks", value=words)
    value = text.one().value
    assert value is not None
    assert (value.mention, value.amount, value.currency) == (words, amount, currency)


def test_a_sum_that_is_given_is_funds_and_goods_of_that_worth_are_not() -> None:
    given = Text("The Czechs gave Ukraine 750 million CZK of military aid.")
    worth = Text("The Czechs gave Ukraine military aid worth 750 million CZK.")
    for text in (given, worth):
        text.step("gave", recipient="Ukraine", item="military aid=unspecified", value="750 million CZK")
    assert [text.one().items[0].category for text in (given, worth)] == ["funds", "unspecified"]


def test_aid_that_is_no_sum_is_no_funds_whatever_it_is_taken_for() -> None:
    package = Text("They promised Ukraine an aid package.")
    package.step("promised", recipient="Ukraine", item="aid package=funds")
    in_kind = Text("The Czechs promised Ukraine 5 million USD in in-kind military aid.")
    in_kind.step("promised", recipient="Ukraine", item="in-kind military aid=funds", value="5 million USD")
    assert [text.one().items[0].category for text in (package, in_kind)] == ["unspecified", "unspecified"]


@pytest.mark.parametrize(
    ("goods", "taken_for", "category"),
    [
        ("lethal weapons", "missile", "unspecified"),
        ("arms", "missile", "unspecified"),
        ("anti-tank weapons", "missile", "missile"),
        ("155-mm howitzers", "small_arms", "artillery"),
        ("machine-gun rounds", "small_arms", "ammunition"),
        ("old systems", "small_arms", "small_arms"),
    ],
)
def test_goods_of_one_kind_and_of_none_are_it_whatever_they_are_taken_for(
    goods: str, taken_for: str, category: str
) -> None:
    text = Text(f"Sweden sent {goods} to Ukraine.")
    text.step("sent", recipient="Ukraine", item=f"{goods}={taken_for}")
    assert text.one().items[0].category == category


def test_what_a_sources_label_says_is_no_goods() -> None:
    text = Text('Sweden sent Ukraine vests, as "Military Aid 3" and Norway\'s "aid" tell.')
    text.step(
        "sent", recipient="Ukraine", item=("vests=equipment", "Military Aid=unspecified", "aid=unspecified")
    )
    assert [i.mention for i in text.one().items] == ["vests", "aid"]
    alone = Text('Sweden gave Ukraine what "Military Aid 3" tells.')
    alone.step("gave", recipient="Ukraine", item="Military Aid=unspecified")
    assert [i.mention for i in alone.one().items] == ["gave"]


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("money from secret arms sales", ["money"]),
        ("money and arms", ["money", "arms"]),
        ("money and, from Libya, arms", ["money", "arms"]),
    ],
)
def test_what_money_comes_from_is_not_given_with_it(words: str, goods: list[str]) -> None:
    text = Text(f"Sudan sent {words} to the rebels.")
    kinds = {"money": "funds", "arms": "unspecified"}
    text.step("sent", supplier="Sudan", item=tuple(f"{one}={kinds[one]}" for one in kinds))
    assert [i.mention for i in text.one().items] == goods


def test_a_step_without_goods_is_of_those_told_before_between_the_same() -> None:
    text = Text(
        "Peru ordered 36 Leopard 1A5 tanks from Germany.\nChile bought frigates.\nBerlin suspended it, and armed Chad."
    )
    text.step("ordered", "agreed", supplier="Germany", recipient="Peru", item="36|Leopard 1A5 tanks")
    text.step("bought", "agreed", recipient="Chile", item="frigates")
    text.step("suspended", "withheld", supplier="Berlin")
    text.step("armed", supplier="Berlin", recipient="Chad")
    *_, suspended, armed = text.claims()
    assert [(i.mention, i.category, i.quantity) for i in suspended.items] == [
        ("Leopard 1A5 tanks", "tank", None)
    ]
    assert [i.mention for i in armed.items] == ["armed"]


def test_a_step_without_goods_of_which_nothing_was_told_before_has_its_own_words() -> None:
    text = Text("Chile bought frigates.\nBerlin suspended the deal with Peru.")
    text.step("bought", "agreed", recipient="Chile", item="frigates")
    text.step("suspended", "withheld", supplier="Berlin", recipient="Peru")
    assert [i.mention for i in text.claims()[1].items] == ["suspended"]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Monday", "2022-08-15"),
        ("yesterday", "2022-08-15"),
        ("last year", "2021"),
        ("March 2019", "2019-03"),
        ("4 May 2021", "2021-05-04"),
        ("two weeks ago", "2022-08"),
    ],
)
def test_when(words: str, iso: str) -> None:
    text = Text(f"Germany delivered tanks to Peru {words}.")
    text.step("delivered", supplier="Germany", item="tanks", date=words)
    date = text.one().date
    assert date is not None
    assert (date.mention, date.iso) == (words, iso)


def test_a_relative_day_needs_the_day_of_publication() -> None:
    text = Text("Germany delivered tanks to Peru on Monday.", published=None)
    text.step("delivered", supplier="Germany", item="tanks", date="Monday")
    assert text.one().date is None


# ------------------------------------------------------------------ in whose words


def test_who_says_it_with_his_full_name_his_words_and_his_voice() -> None:
    text = Text(
        "Defence Minister Anna Weber met the press.\n“Germany sold tanks,” the defence minister said."
    )
    text.said("the defence minister", "said", "“Germany sold tanks,”")
    text.step("sold", supplier="Germany", item="tanks", said=("the defence minister",))
    claim = text.one()
    assert [(s.mention, s.name) for s in claim.speakers] == [("the defence minister", "Anna Weber")]
    assert (claim.cue, claim.voice, claim.statement) == ("said", "direct", "s1")


def test_a_chain_of_speakers_is_told_outermost_first() -> None:
    text = Text("The paper quoted officials as saying that Germany sold tanks to Peru.")
    text.said("The paper", "quoted", "officials as saying that Germany sold tanks to Peru")
    text.said("officials", "saying", "that Germany sold tanks to Peru")
    text.step("sold", supplier="Germany", item="tanks", said=("The paper", "officials"))
    claim = text.one()
    assert [s.mention for s in claim.speakers] == ["The paper", "officials"]
    assert (claim.cue, claim.voice, claim.statement) == ("saying", "indirect", "s2")


@pytest.mark.parametrize(
    ("cue", "content", "speakers"),
    [
        ("announced", "that Norway sold Peru tanks", ["Oslo's daily", "the minister"]),
        ("knew", "that Norway sold Peru tanks", ["Oslo's daily"]),  # and said nothing
        ("citing", "", ["Oslo's daily", "the minister"]),
    ],
)
def test_whom_a_speaker_tells_of_as_saying_it_says_it_too(
    cue: str, content: str, speakers: list[str]
) -> None:
    told = f"the minister {cue} that Norway sold Peru tanks"
    text = Text(f"Oslo's daily wrote {told}.")
    text.step("sold", supplier="Norway", recipient="Peru", item="tanks", said=("Oslo's daily",))
    text.said("Oslo's daily", "wrote", told)
    text.said("the minister", cue, content or told)
    assert [s.name for s in text.one().speakers] == speakers


def test_without_a_speaker_it_is_the_outlet_even_inside_what_somebody_wants() -> None:
    text = Text("Officials wanted it that Germany sold tanks to Peru.")
    text.said("Officials", "wanted", "it that Germany sold tanks to Peru")
    text.step("sold", supplier="Germany", item="tanks")
    claim = text.one()
    assert (claim.speakers, claim.cue, claim.voice, claim.statement) == ((), None, "outlet", None)


def test_the_nearest_statement_of_a_speaker_is_meant() -> None:
    text = Text("Officials said no.\nGermany sold tanks to Peru, officials added.")
    text.said("Officials", "said", "no")
    text.said("officials", "added", "Germany sold tanks to Peru")
    text.step("sold", supplier="Germany", item="tanks", said=("officials",))
    assert text.one().cue == "added"


def test_who_says_a_sentence_that_the_reader_leaves_open_is_whose_content_holds_it() -> None:
    text = Text("Officials said that Germany sold tanks to Peru.")
    text.said("Officials", "said", "that Germany sold tanks to Peru")
    text.step("sold", supplier="Germany", item="tanks")
    assert [s.mention for s in text.one().speakers] == ["Officials"]


@pytest.mark.parametrize(
    ("cue", "content"), [("pledged", "to sell Peru tanks"), ("announced", "to sell Peru tanks")]
)
def test_who_binds_himself_says_what_he_will_do(cue: str, content: str) -> None:
    text = Text(f"Germany {cue} {content}.")
    text.said("Germany", cue, content)
    text.step("sell", stage="agreed", supplier="Germany", recipient="Peru", item="tanks")
    assert [s.mention for s in text.one().speakers] == ["Germany"]


def test_whose_step_a_pledge_itself_is_says_it() -> None:
    text = Text("Germany pledged tanks for Peru.")
    text.said("Germany", "pledged", "tanks for Peru")
    text.step("pledged", stage="agreed", supplier="Germany", recipient="Peru", item="tanks")
    assert [s.mention for s in text.one().speakers] == ["Germany"]


@pytest.mark.parametrize(("titled", "speakers"), [(True, ["“Sales to Peru”"]), (False, [])])
def test_a_step_in_the_title_of_what_is_cited_is_said_by_that(titled: bool, speakers: list[str]) -> None:
    source = "“Sales to Peru”" if titled else "Sales to Peru"
    text = Text(f"{source} reports tanks from Germany.")
    text.said(source, "reports", "tanks from Germany")
    text.step("Sales", supplier="Germany", recipient="Peru", item="tanks")
    assert [s.mention for s in text.one().speakers] == speakers


@pytest.mark.parametrize("cue", ["denied knowing", "did not say", "declined to say"])
def test_of_what_a_speaker_denies_or_will_not_say_he_says_nothing(cue: str) -> None:
    text = Text(f"The minister {cue} that Germany sold tanks to Peru.")
    text.said("The minister", cue, "that Germany sold tanks to Peru")
    text.step("sold", supplier="Germany", item="tanks", said=("The minister",))
    assert (text.one().speakers, text.one().voice) == ((), "outlet")


def test_of_what_he_tells_nothing_a_speaker_says_nothing() -> None:
    text = Text("Chad said nothing about the tanks sold to Peru.")
    text.said("Chad", "said", "nothing about the tanks sold to Peru")
    text.step("sold", supplier="Chad", recipient="Peru", item="tanks", said=("Chad",))
    assert text.one().speakers == ()


def test_of_what_he_denies_to_have_been_told_a_speaker_says_nothing() -> None:
    text = Text("The minister denied he was told that Germany sold tanks to Peru.")
    text.said("The minister", "denied", "he was told that Germany sold tanks to Peru")
    text.said("he", "was told", "that Germany sold tanks to Peru")
    text.step("sold", supplier="Germany", item="tanks", said=("he",))
    assert (text.one().speakers, text.one().voice) == ((), "outlet")


@pytest.mark.parametrize(
    ("known", "speakers"),
    [
        ("he knew nothing of", []),
        ("they were unaware of", []),
        ("he had not been told about", []),
        ("at the time he had no idea of", []),
        ("he hadn't heard of", []),
        ("he knew of", ["The minister"]),
        ("parliament did not know of", ["The minister"]),
        ("he had not told parliament of", ["The minister"]),
        ("he did not know the date, but told of", ["The minister"]),
        ("he was not sure whether he knew of", ["The minister"]),
    ],
)
def test_of_what_he_tells_that_he_does_not_know_a_speaker_says_nothing(
    known: str, speakers: list[str]
) -> None:
    text = Text(f"The minister said {known} German sales of tanks to Peru.")
    text.said("The minister", "said", f"{known} German sales of tanks to Peru")
    text.step("sales", supplier="German", recipient="Peru", item="tanks", said=("The minister",))
    assert [s.mention for s in text.one().speakers] == speakers


def test_who_knew_nothing_of_a_step_does_not_say_it() -> None:
    text = Text("The minister knew nothing of German sales of tanks to Peru.")
    text.said("The minister", "knew", "nothing of German sales of tanks to Peru")
    text.step("sales", supplier="German", recipient="Peru", item="tanks", said=("The minister",))
    assert text.one().speakers == ()


def test_a_denial_is_not_theirs_of_whom_it_denies_that_they_said_so() -> None:
    text = Text("The ministry denied that officials said Germany sold tanks to Peru.")
    text.said("The ministry", "denied", "that officials said Germany sold tanks to Peru")
    text.said("officials", "said", "Germany sold tanks to Peru")
    text.step("sold", polarity="denied", supplier="Germany", item="tanks")
    assert "officials" not in [s.mention for s in text.one().speakers]


def test_cargo_planes_are_counted() -> None:
    text = Text("Germany sold 3 cargo planes to Peru.")
    text.step("sold", supplier="Germany", recipient="Peru", item="3|cargo planes=other_aircraft")
    (item,) = text.one().items
    assert item.quantity is not None
    assert item.quantity.min == 3


def test_a_denial_is_its_speakers() -> None:
    text = Text("The minister denied that Germany sold tanks to Peru.")
    text.said("The minister", "denied", "that Germany sold tanks to Peru")
    text.step("sold", polarity="denied", supplier="Germany", item="tanks", said=("The minister",))
    assert [s.mention for s in text.one().speakers] == ["The minister"]


# ------------------------------------------------------------------ which are one, and their order


def test_the_same_claim_twice_in_a_sentence_is_one() -> None:
    text = Text("Germany sold tanks to Peru and delivered howitzers to it.")
    text.step("sold", supplier="Germany", recipient="Peru", item="tanks")
    text.step("delivered", supplier="Germany", recipient="it>Peru", item="howitzers")
    claim = text.one()
    assert {item.category for item in claim.items} == {"tank", "artillery"}
    assert len(claim.stage_words) == 2


def test_a_step_told_again_without_goods_adds_none() -> None:
    text = Text("Peru cancelled the tanks from Germany, called them off altogether.")
    text.step("called them off", "cancelled", supplier="Germany")
    text.step("cancelled", "cancelled", supplier="Germany", recipient="Peru", item="tanks")
    assert [i.mention for i in text.one().items] == ["tanks"]


def test_what_one_claim_leaves_open_another_of_the_sentence_may_name() -> None:
    text = Text("Germany agreed to a sale of tanks to Peru.")
    text.step("agreed", "agreed", supplier="Germany")
    text.step("sale", "agreed", recipient="Peru", item="tanks")
    assert ids(text.one()) == (["DEU"], ["PER"])


def test_who_supplies_one_and_gets_another_is_not_his_own_supplier() -> None:
    text = Text("Germany sold tanks and bought ships.")
    text.step("sold", supplier="Germany", item="tanks")
    text.step("bought", recipient="Germany", item="ships")
    assert [ids(claim) for claim in text.claims()] == [(["DEU"], []), ([], ["DEU"])]


def test_a_charge_and_its_denial_are_two() -> None:
    text = Text("Germany sold tanks to Peru, which never got tanks from Germany.")
    text.step("sold", supplier="Germany", recipient="Peru", item="tanks")
    text.step("got", polarity="denied", supplier="Germany", recipient="Peru", item="tanks")
    assert [claim.polarity for claim in text.claims()] == ["asserted", "denied"]


def test_claims_are_numbered_in_the_order_of_the_text_the_title_first() -> None:
    text = Text("France sold frigates to Chile.\nItaly sold rifles to Chad.", "Germany arms Peru")
    text.step("sold", supplier="France", recipient="Chile", item="frigates")
    text.step("rifles", supplier="Italy", recipient="Chad", item="rifles")
    text.step("arms", supplier="Germany", recipient="Peru")
    made = text.claims()
    assert [claim.id for claim in made] == ["c1", "c2", "c3"]
    assert [ids(claim)[0] for claim in made] == [["DEU"], ["FRA"], ["ITA"]]
    assert made[0].span.place == "title"


@pytest.mark.parametrize(
    ("words", "marked", "category"),
    [
        ("combat helicopters", "other_helicopter", "attack_helicopter"),
        ("ATGMs", "uav", "missile"),
        ("helicopters", "attack_helicopter", "attack_helicopter"),  # which, the text may tell
        ("patrol boats", "warship", "warship"),
        ("rocket launchers", "artillery", "artillery"),  # a man's or a truck's
        ("MISSILES", "air_defence", "air_defence"),  # no abbreviation: a headline in capitals
    ],
)
def test_what_goods_are_tables_say_where_they_are_sure(words: str, marked: str, category: str) -> None:
    text = Text(f"Norway sold Peru {words}.")
    text.step("sold", supplier="Norway", recipient="Peru", item=f"{words}={marked}")
    assert [i.category for i in text.one().items] == [category]


@pytest.mark.parametrize(
    ("sentence", "on", "stage", "date", "iso"),  # published on Tuesday, 16 August 2022
    [
        ("Norway will deliver tanks to Peru in June.", "deliver", "agreed", "in June", "2023-06"),
        ("Norway will deliver tanks to Peru on 12 June.", "deliver", "agreed", "12 June", "2023-06-12"),
        ("Norway will deliver tanks to Peru on Monday.", "deliver", "agreed", "Monday", "2022-08-22"),
        ("Norway will deliver tanks to Peru in June 2024.", "deliver", "agreed", "June 2024", "2024-06"),
        (
            "Norway will deliver tanks to Peru between May and July.",
            "deliver",
            "agreed",
            "between May and July",
            "2023-05",
        ),
        ("Norway had delivered tanks to Peru by June.", "delivered", "delivered", "by June", "2022-06"),
        ("Norway delivered tanks to Peru in June.", "delivered", "delivered", "in June", "2022-06"),
    ],
)
def test_a_step_turns_a_date_that_leaves_its_year_open(
    sentence: str, on: str, stage: Stage, date: str, iso: str
) -> None:
    text = Text(sentence)
    text.step(on, stage, supplier="Norway", recipient="Peru", item="tanks", date=date)
    if "will" in sentence:
        text.predicates[0] = replace(text.predicates[0], certainty="planned", modality=(text.span("will"),))
    found = text.one().date
    assert found
    assert (found.iso, found.mention) == (iso, date)
