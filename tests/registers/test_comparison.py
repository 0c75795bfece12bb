"""Deals beside a register: which row is theirs, what it says otherwise, what it cannot tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from armstrail import registers
from armstrail.deals import gather
from armstrail.model import Finding, Strand
from armstrail.registers.comparison import Register
from tests.deals.made import strand
from tests.registers.made import HEAD, PREAMBLE, YEARS_HEAD, saved

LEOPARD: dict[str, Any] = {"designation": "Leopard 2A6", "mention": "Leopard 2A6 tanks"}


def row(**changed: str) -> str:
    """A row of SIPRI's register: 18 Leopard 2A6 ordered in 2021, all of them delivered in 2022."""
    cells = {
        "recipient": "Norway",
        "supplier": "Germany",
        "ordered_in": "2021",
        "doubt": "",
        "ordered": "18",
        "designation": "Leopard-2A6",
        "description": "tank",
        "delivered": "18",
        "delivered_in": "2022",
        "status": "New",
    } | changed
    made = (
        "{recipient},{supplier},{ordered_in},{doubt},{ordered},,{designation},{description},{delivered},,"
        "{delivered_in},{status},,0,0,0"
    )
    return made.format(**cells)


def sipri(folder: Path, *rows: str, asked: str = "major conventional arms") -> Register:
    text = PREAMBLE.replace("major conventional arms", asked)
    return Register(*registers.load(saved(folder, "\n".join([text, HEAD, *rows, ""]))))


def unroca(folder: Path, *rows: str) -> Register:
    head = "Category,Exporter,Importer,Number of items,Description of items,Reporting state,Year"
    return Register(*registers.load(saved(folder, "\n".join([head, *rows, ""]))))


def finding(register: Register, *strands: Strand) -> Finding:
    """The finding of strands that are one deal."""
    (deal,) = gather(strands)
    return register.find(deal)


def told(name: str = "a", published: str | None = "2021-05-01", **changed: Any) -> Strand:
    return strand(name, published, **(LEOPARD | changed))


def test_a_row_that_says_the_same_is_recorded(tmp_path: Path) -> None:
    register = sipri(tmp_path, row(recipient="Chile"), row())
    found = finding(
        register,
        told(quantity="18"),
        told("b", "2022-06-01", stage="delivered", quantity="18"),
    )
    assert (found.verdict, found.lines, found.differs) == ("recorded", (8,), ())
    assert len(found.reasons) == 1
    assert [one.line for one in register.unclaimed()] == [7]


@pytest.mark.parametrize(
    ("strands", "differs"),
    [
        ([told(quantity="40")], ("number",)),
        ([told(quantity="18", date="2015-02")], ("year",)),
        ([told(quantity="18", condition="second-hand")], ("status",)),
        ([told("a", "2022-06-01", stage="delivered", quantity="18", date="2012")], ("year",)),
        ([told("a", "2022-06-01", stage="delivered", quantity="25")], ("number",)),
        ([told("a", "2022-06-01", stage="delivered", polarity="denied")], ("status",)),
    ],
)
def test_what_a_row_says_otherwise_is_told(
    tmp_path: Path, strands: list[Strand], differs: tuple[str, ...]
) -> None:
    found = finding(sipri(tmp_path, row()), *strands)
    assert (found.verdict, found.lines, found.differs) == ("differs", (7,), differs)


def test_rows_of_one_transfer_are_one_where_parties_and_goods_are_the_same(tmp_path: Path) -> None:
    """Own registers may number a contract, which has several goods, or a programme, which has several recipients."""
    names = ("transfer", "supplier", "recipient", "designation", "delivered", "delivery_years")
    columns = "".join(f'{name} = "{name}"\n' for name in names)
    lines = [
        ",".join(names),
        "c-7,Germany,Norway,Leopard 2A6,10,2021",
        "c-7,Germany,Norway,Leopard 2A6,8,2022",
        "c-7,Germany,Norway,Boxer,3,2022",
        "c-7,Germany,Chile,Leopard 2A6,5,2023",
    ]
    mapping = saved(tmp_path, f"[columns]\n{columns}", "own.toml")
    register = Register(*registers.load(saved(tmp_path, "\n".join([*lines, ""])), mapping=mapping))
    assert [(one.line, one.recipient, one.delivered) for one in register.unclaimed()] == [
        (2, "NOR", 18),
        (4, "NOR", 3),
        (5, "CHL", 5),
    ]


def test_a_denied_order_is_none(tmp_path: Path) -> None:
    denied = told(polarity="denied", quantity="18")
    for register in (sipri(tmp_path, row()), sipri(tmp_path, row(delivered="0", delivered_in=""))):
        found = finding(register, denied)
        assert (found.verdict, found.differs) == ("differs", ("status",))
        assert "not agreed" in found.reasons[1]


def test_what_is_told_of_years_before_the_order_is_another_transfer_or_differs(tmp_path: Path) -> None:
    found = finding(sipri(tmp_path, row()), told("a", "2005-01-01", stage="delivered", quantity="10"))
    assert (found.verdict, found.differs) == ("differs", ("year",))
    assert "2005" in found.reasons[1]
    later = told("b", "2022-02-01", stage="delivered", quantity="18")
    assert finding(sipri(tmp_path, row()), told(quantity="18"), later).verdict == "recorded"


def test_numbers_that_do_not_differ_but_are_not_the_same_either_are_told(tmp_path: Path) -> None:
    for register, strands, has in (
        (sipri(tmp_path, row()), [told(quantity="18"), told("b", quantity="100")], "18 ordered"),
        (
            sipri(tmp_path, row(ordered="20", delivered="18")),
            [told(quantity="18")],
            "20 ordered, 18 delivered",
        ),
        (
            sipri(tmp_path, row(ordered="")),
            [told(quantity="300")],
            "no number ordered, 18 delivered",
        ),
    ):
        found = finding(register, *strands)
        assert found.verdict == "recorded"
        assert found.reasons[1].startswith("number: claims say")
        assert found.reasons[1].endswith(has)


def test_what_is_but_approved_need_not_be_ordered_in_the_end(tmp_path: Path) -> None:
    found = finding(sipri(tmp_path, row()), told(stage="approved", quantity="150"))
    assert (found.verdict, found.differs) == ("recorded", ())
    assert found.reasons[1] == "number: claims say 150, the register has 18 ordered"


def test_more_that_were_delivered_than_claims_say_were_ordered_differ(tmp_path: Path) -> None:
    found = finding(sipri(tmp_path, row(ordered="")), told(quantity="6"))
    assert (found.verdict, found.differs) == ("differs", ("number",))


def test_a_part_is_a_part_however_late_it_is_told(tmp_path: Path) -> None:
    """Six of 18 that came in 2022, of deliveries that went on to 2023, are no other number in 2024."""
    register = sipri(tmp_path, row(delivered_in="2022; 2023"))
    for said in (
        told("a", "2024-06-01", stage="delivered", quantity="6", date="2022-02"),
        told("a", "2024-06-01", stage="delivered", quantity="6", wording="earlier"),
    ):
        assert finding(register, said).verdict == "recorded"
    whole = told("a", "2024-06-01", stage="delivered", quantity="6")
    assert finding(register, whole).differs == ("number",)


def test_an_order_that_was_called_off_is_nothing_that_a_register_would_list(tmp_path: Path) -> None:
    register = sipri(tmp_path, row(recipient="Chile"))
    cancelled = told("b", "2022-05-01", stage="cancelled", quantity="18")
    found = finding(register, told(quantity="18"), cancelled)
    assert found.verdict == "cannot tell"
    assert "called off" in found.reasons[0]
    assert finding(register, told(quantity="18")).verdict == "not recorded"
    revived = told("c", "2023-05-01", quantity="18")
    assert finding(register, told(quantity="18"), cancelled, revived).verdict == "not recorded"


def test_a_release_of_some_goods_cannot_tell_of_what_it_lacks(tmp_path: Path) -> None:
    found = finding(sipri(tmp_path, row(recipient="Chile"), asked="aircraft"), told(quantity="18"))
    assert found.verdict == "cannot tell"
    assert "aircraft" in found.reasons[0]
    assert finding(sipri(tmp_path, row(), asked="aircraft"), told(quantity="18")).verdict == "recorded"


def test_rows_that_are_as_like_a_deal_are_all_named(tmp_path: Path) -> None:
    register = sipri(tmp_path, row(designation="Leopard-1A5"), row(designation="M-1A1"), row())
    found = finding(register, told(designation=None, mention="tanks"))
    assert (found.verdict, found.lines) == ("recorded", (7,))
    assert any("8, 9" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("designation", "description", "said"),
    [
        ("Mistral", "amphibious assault ship", ("manpads", "Mistral", "Mistral missiles")),
        ("Hawk-100", "trainer aircraft", ("air_defence", "Hawk", "Hawk missiles")),
        ("SA-330 Puma", "transport helicopter", ("armoured_vehicle", "Puma", "Puma fighting vehicles")),
    ],
)
def test_a_name_alone_is_not_that_of_goods_of_another_kind(
    tmp_path: Path, designation: str, description: str, said: tuple[str, str, str]
) -> None:
    register = sipri(tmp_path, row(designation=designation, description=description))
    category, name, mention = said
    found = finding(register, told(category=category, designation=name, mention=mention, quantity="18"))
    assert (found.verdict, found.lines) == ("not recorded", ())
    model = sipri(tmp_path, row(designation="BMP-2", description="IFV"))
    called = told(category="artillery", designation="BMP-2", mention="BMP-2 guns", quantity="18")
    assert finding(model, called).verdict == "recorded"


def test_a_calibre_may_be_spelt_out(tmp_path: Path) -> None:
    for mention in ("82-mm mortars", "82 millimetre mortars", "82-millimeter mortars"):
        said = strand("a", category="artillery", mention=mention, quantity="40")
        found = finding(sipri(tmp_path, row(recipient="Chile")), said)
        assert (found.verdict, "100 mm" in found.reasons[0]) == ("cannot tell", True)


def test_a_row_without_a_designation_has_none_that_differs(tmp_path: Path) -> None:
    mapping = tmp_path / "list.toml"
    mapping.write_text(
        'name = "list"\n[columns]\nsupplier = "From"\nrecipient = "To"\ndesignation = "What"\n'
        'category = "Kind"\nordered = "Number"\norder_year = "Year"\n'
    )
    for what in ("", "Main battle tanks", "tanks"):
        table = saved(tmp_path, f"From,To,What,Kind,Number,Year\nGermany,Norway,{what},tank,18,2021\n")
        found = finding(Register(*registers.load(table, mapping=mapping)), told(quantity="18"))
        assert (found.verdict, found.differs) == ("recorded", ())
        assert "designation" not in found.reasons[0]


def test_rows_of_a_delivery_year_are_one_transfer(tmp_path: Path) -> None:
    lines = [
        "Deals with deliveries or orders made for year range '1991' to '2023'",
        YEARS_HEAD,
        "7,Germany,Norway,Leopard-2A6,tank,Armoured vehicles,2021,No,6,No,2022,No,New,1,1,6,No",
        "7,Germany,Norway,Leopard-2A6,tank,Armoured vehicles,2021,No,12,No,2023,No,New,1,1,12,No",
    ]
    register = Register(*registers.load(saved(tmp_path, "\n".join([*lines, ""]))))
    found = finding(register, told(quantity="18"))
    assert (found.verdict, found.lines, found.differs) == ("recorded", (3, 4), ())
    assert list(register.unclaimed()) == []


def test_a_row_of_unroca_may_be_of_any_goods_of_its_category(tmp_path: Path) -> None:
    register = unroca(tmp_path, "VII,Germany,Norway,40,,Germany,2022")
    for category in ("missile", "manpads"):
        said = strand(
            "a",
            "2022-06-01",
            stage="delivered",
            category=category,
            mention="missiles",
            quantity="40",
        )
        found = finding(register, said)
        assert (found.verdict, found.lines) == ("recorded", (2,))


def test_states_that_did_not_report_cannot_tell(tmp_path: Path) -> None:
    register = unroca(
        tmp_path, "I,Germany,Chile,40,Leopard 2A4,Germany,2021", "I,France,Chile,4,AMX-30,France,2022"
    )
    reported = told("a", "2021-06-01", stage="delivered", quantity="18")
    assert finding(register, reported).verdict == "not recorded"
    found = finding(register, told("a", "2022-06-01", stage="delivered", quantity="18"))
    assert found.verdict == "cannot tell"
    assert "2022" in found.reasons[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"supplier": "", "recipient": ""},
        {"supplier": "", "recipient": "bloc:nato"},
        {"designation": "", "mention": ""},
        {"designation": "\x1b[31m=1+1", "mention": "\u202e"},
        {"quantity": "999999999999999"},
        {"quantity": "0"},
        {"published": None},
        {"date": "9999"},
        {"date": "0001-01"},
    ],
)
def test_whatever_claims_say_there_is_a_finding_with_reasons(tmp_path: Path, changed: dict[str, Any]) -> None:
    found = finding(sipri(tmp_path, row()), told(**{"published": "2021-05-01", **changed}))
    assert found.reasons


@pytest.mark.parametrize(
    ("supplier", "recipient", "parties"),
    [
        ("France", "Norway", ("FRA", "NOR")),
        ("France", "Norway", ("org:eurosam", "NOR")),
        ("France", "Viet Nam", ("FRA", "VDR")),
        ("France", "France", ("org:nexter", "FRA")),
    ],
)
def test_the_parties_of_a_row_s_deals_are_known(
    tmp_path: Path, supplier: str, recipient: str, parties: tuple[str, str]
) -> None:
    """So that the deals which may be a row's can be asked for: a company's, one of a state that is no more."""
    register = sipri(tmp_path, row(supplier=supplier, recipient=recipient))
    (known,) = register.rows.values()
    one, other = parties
    assert finding(register, told(supplier=one, recipient=other)).verdict == "recorded"
    assert known.supplier and known.recipient
    assert one in register.parties_of(known.supplier, known.recipient)
    assert other in register.parties_of(known.recipient, known.supplier)
    assert "org:nexter" not in register.parties_of("FRA", "NOR"), "such deals are France's"
