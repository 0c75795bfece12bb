"""The agency that a document credits: where credits stand, and nowhere else."""

from __future__ import annotations

import pytest

from armstrail.codebook import tables
from armstrail.model import Document
from armstrail.outlets import agencies
from armstrail.stories.credits import Credit, credit
from tests.stories.made import GRAIN, prose


def found(text: str, outlet: str | None = None, field: str | None = None) -> tuple[str, str, str] | None:
    known = credit(Document("x", text, outlet=outlet, credit=field))
    return (known.agency.name, known.way, known.words) if known else None


# ------------------------------------------------------------------ where a credit stands


@pytest.mark.parametrize(
    ("text", "agency", "way", "words"),
    [
        # datelines
        (f"OSTVIK, March 3 (Reuters) - {GRAIN}", "Reuters", "dateline", "3 (Reuters)"),
        (f"OSTVIK (AP) — {GRAIN}", "AP", "dateline", "K (AP)"),
        (f"OSTVIK, March 3. (Interfax) – {GRAIN}", "Interfax", "dateline", ". (Interfax)"),
        (f"OSTVIK, Aug. 4 /Xinhua/ -- {GRAIN}", "Xinhua", "dateline", "4 /Xinhua/"),
        (f"OSTVIK, Aug. 4 [AFP]: {GRAIN}", "AFP", "dateline", "4 [AFP]:"),
        (f"Grain\nOSTVIK, Aug. 4 (dpa)\n{GRAIN}", "DPA", "dateline", "4 (dpa)"),
        (f"(Reuters) {GRAIN}", "Reuters", "dateline", "(Reuters)"),
        (f"Grain\n(Yonhap) {GRAIN}", "Yonhap", "dateline", "(Yonhap)"),
        (f"Reuters - {GRAIN}", "Reuters", "dateline", "Reuters"),
        (f"Ostvik, TASS -- {GRAIN}", "TASS", "dateline", "Ostvik, TASS"),
        (f"OSTVIK, March 3. TASS. {GRAIN}", "TASS", "dateline", "OSTVIK, March 3. TASS."),
        (f"OSTVIK, March 3 /TASS/. {GRAIN}", "TASS", "dateline", "OSTVIK, March 3 /TASS/."),
        (f"VARSOVIA, 3 March (PAP) - {GRAIN}", "PAP", "dateline", "h (PAP)"),
        (f"OSTVIK, March 3 (ИТАР-ТАСС) - {GRAIN}", "TASS", "dateline", "3 (ИТАР-ТАСС)"),
        # bylines
        (f"By Anna Weber\nBy The Associated Press\n{GRAIN}", "AP", "byline", "By The Associated Press"),
        (f"By Anna Weber, Reuters\n{GRAIN}", "Reuters", "byline", "By Anna Weber, Reuters"),
        (f"From AFP\n{GRAIN}", "AFP", "byline", "From AFP"),
        (f"Source: Xinhua\n{GRAIN}", "Xinhua", "byline", "Source: Xinhua"),
        (f"Via Reuters | \n{GRAIN}", "Reuters", "byline", "Via Reuters |"),
        (f"Agency: ANSA\n{GRAIN}", "ANSA", "byline", "Agency: ANSA"),
        (f"Press Trust of India\n{GRAIN}", "PTI", "byline", "Press Trust of India"),
        (f"The Associated Press\n{GRAIN}", "AP", "byline", "The Associated Press"),
        # reports
        (f"The mill is shut, Interfax reports. {GRAIN}", "Interfax", "report", "The mill is shut, Interfax reports."),
        (f"It is shut, Ukrinform reports.\n{GRAIN}", "Ukrinform", "report", "It is shut, Ukrinform reports."),
        (f"The terminal is shut /Anadolu/, they say. {GRAIN}", "Anadolu", "report", "The terminal is shut /Anadolu/,"),
        # ends
        (f"{GRAIN} (Reuters)", "Reuters", "end", ". (Reuters)"),
        (f"{GRAIN}\nAFP", "AFP", "last line", "AFP"),
        (f"BAKU, Aug. 4 (Report) - {GRAIN}", "Report", "dateline", "4 (Report)"),
        (f"{GRAIN}\n\n©AFP 2024", "AFP", "end", "©AFP"),
        (f"{GRAIN} — Reuters", "Reuters", "end", ". — Reuters"),
        (f"{GRAIN} ‘Good,’ said “he.” –Bernama.", "Bernama", "end", "” –Bernama."),
        (f"{GRAIN}\n[Kyodo]", "Kyodo", "end", ". [Kyodo]"),
        (f"{GRAIN}\nSource: Yonhap News Agency, Ostvik", "Yonhap", "end", "Source: Yonhap"),
        (f"{GRAIN}\nCopyright 2024 Kyodo News. All rights reserved.", "Kyodo", "end", "Copyright 2024 Kyodo"),
        (f"{GRAIN}\nCredit: Deutsche Presse-Agentur GmbH", "DPA", "end", "Credit: Deutsche Presse-Agentur"),
    ],
)  # fmt: skip
def test_a_text_credits_an_agency(text: str, agency: str, way: str, words: str) -> None:
    assert found(text) == (agency, way, words)


@pytest.mark.parametrize("text", [f"{GRAIN}\nReuters\n", f"{GRAIN} (Reuters)\n\n", f"{GRAIN}\n(Reuters) \n"])
def test_a_credit_stands_before_the_last_line_end(text: str) -> None:
    assert found(text) is not None


@pytest.mark.parametrize("line", ["© Reuters", "© Reuters 2024", "© 2024 Reuters", "(c) 2024 Reuters"])
def test_a_sign_of_copyright_credits_an_agency(line: str) -> None:
    assert found(f"{GRAIN}\n\n{line}") is not None


@pytest.mark.parametrize("agency", agencies(), ids=lambda agency: agency.name)
def test_every_form_of_an_agency_is_a_credit(agency: object) -> None:
    for form in agency.forms:  # type: ignore[attr-defined]
        for text in (f"OSTVIK, March 3 ({form}) - The mill.", f"By {form}\nThe mill.", f"The mill. ({form})"):
            known = credit(Document("x", text))
            if text.startswith("By ") and form in tables()["contexts"]["agency_words"]:
                assert known is None, text  # "By Petra"
                continue
            assert known is not None, text
            assert known.agency is agency, text


def test_a_field_names_an_agency() -> None:
    assert found(GRAIN, field="the Associated Press") == ("AP", "field", "the Associated Press")
    assert found(GRAIN, field="www.tass.com") == ("TASS", "field", "www.tass.com")
    assert found(GRAIN, outlet="REUTERS") == ("Reuters", "outlet", "REUTERS")


def test_a_field_goes_before_the_outlet_and_the_outlet_before_the_text() -> None:
    text = f"OSTVIK, March 3 (Reuters) - {GRAIN}"
    assert found(text, "Xinhua", "AFP") == ("AFP", "field", "AFP")
    assert found(text, "Xinhua") == ("Xinhua", "outlet", "Xinhua")
    assert found(text, "Xinhua", "Anna Weber") == ("Xinhua", "outlet", "Xinhua")
    assert found(text, "The Guardian", "BBC") == ("Reuters", "dateline", "3 (Reuters)")
    assert found(text, "", "") == ("Reuters", "dateline", "3 (Reuters)")
    assert found(GRAIN, "The Guardian", "BBC") is None


# ------------------------------------------------------------------ what is none


@pytest.mark.parametrize(
    "text",
    [
        "",
        GRAIN,
        # told to an agency, reported by one
        f"The terminal is shut, a miller told Reuters. {GRAIN}",
        f"A miller told AFP the terminal is shut. {GRAIN}",
        f"{GRAIN} It is shut, a miller told Reuters.",
        f"{GRAIN}\nA miller told Reuters",
        f"According to TASS, the terminal is shut. {GRAIN}",
        f"Xinhua said the terminal is shut. {GRAIN}",
        f"The agency Interfax, reporting from Ostvik, had it first. {GRAIN}",
        f"The terminal is shut, as Reuters reported last week. {GRAIN}",
        # photographs
        f"Anna Weber / Reuters\n{GRAIN}",
        f"Photo: Anna Weber/AFP\n{GRAIN}",
        f"[Photo by Anna Weber / Getty via AP, Ostvik]\n{GRAIN}",
        f"{GRAIN}\nCredit: AFP/Getty Images",
        f"{GRAIN}\nSource: Reuters/Anna Weber",
        f"{GRAIN}\nSource: AFP photo",
        f"{GRAIN}\nCopyright photo: Reuters",
        # ordinary words
        f"Report\n{GRAIN}",
        f"By Anna Petra\n{GRAIN}",
        f"{GRAIN}\nTrend",
        f"The mill is shut, Beta reports. {GRAIN}",
        # in the middle
        f"{GRAIN}\n\n(Reuters) - {prose(1, 200)}\n\n{GRAIN}",
        f"{GRAIN}\n\nBy The Associated Press\n\n{GRAIN}",
        f"{GRAIN}\nAFP\n{GRAIN}",
        # other words
        f"OSTVIK, March 3 (Gulf Post) - {GRAIN}",
        f"By Anna Weber\n{GRAIN}",
        f"OSTVIK (CAPE) - {GRAIN}",
        f"{GRAIN} It was good for the TASSELS.",
        f"{GRAIN} They met in the EPA.",
        f"(reuters) - {GRAIN}",
        # newspapers are no agencies
        f"OSTVIK, March 3 (BBC) - {GRAIN}",
        f"Source: The Guardian\n{GRAIN}",
    ],
)
def test_what_names_no_agency_as_its_source(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "By noon the gates were shut, a miller told Reuters.",
        "From Tuesday on nothing is taken in, a miller told AFP.",
        f"{GRAIN}\n\nAgency officials told Reuters that it would rain.",
        f"{GRAIN}\n\nSource close to the mill told AP about the rain.",
        f"{GRAIN}\n\nPhoto: Anna Weber / Reuters",
        f"{GRAIN}\n\nAnna Weber/AFP",
        f"A lorry at the gate. (Anna Weber/AP)\n{GRAIN}",
    ],
)
def test_what_only_looks_like_a_credit(text: str) -> None:
    assert found(text) is None


# ------------------------------------------------------------------ in words


def test_a_credit_in_words() -> None:
    reuters = next(agency for agency in agencies() if agency.name == "Reuters")
    assert Credit(reuters, "outlet", "REUTERS").told() == "was published by the agency itself, Reuters"
    assert Credit(reuters, "dateline", "3 (Reuters)").told() == "credits Reuters (dateline: “3 (Reuters)”)"


def test_a_credit_over_lines_is_told_in_one() -> None:
    assert found(f"{GRAIN}\n\n (Reuters)") == ("Reuters", "end", ". (Reuters)")
    assert found("A very short text.\n AP") == ("AP", "last line", "AP")
