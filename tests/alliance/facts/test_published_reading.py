"""The DfE's files, column by column, in small."""

from decimal import Decimal

import pytest

from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import Figure
from alliance.logic.facts.published import PublishedFigure, PublishedFile, lines_of, read_published
from foundation.refusal import Refused

KS2 = """RECTYPE,URN,TELIG,TFSM6CLA1A,PTRWM_EXP,PTRWM_EXP_FSM6CLA1A,READPROG,TELIG_18,PTRWM_EXP_18,READPROG_18
1,800001,30,10,77%,70%,0.5,23,52%,1.1
2,800002,4,SUPP,SUPP,SUPP,NA,,,
1,800003,40
3,,800,300,66%,51%,,,,
"""
KS4 = """RECTYPE,LEA,ESTAB,URN,TPUP,ATT8SCR,P8PUP,P8MEA,PTL2BASICS_94
1,202,4285,800001,136,47.2,128,-0.08,66.2%
1,208,4003,800002,60,36.4,29,LOWCOV,43.3%
2,202,7205,800003,12,NE,NE,NE,NE
1,201,6007,800004,NA,NA,NA,NA,NA
"""
CENSUS = """URN,LA,NOR,PNUMEAL,PNUMFSMEVER,PSENELSE,PSENELK
800001,201,285,49.5,16.2,1.8,17.5
800002,201,5,20,NA,0,0
NAT,,4727089,21.2,23,1.6,12.6
"""


def read(text: str, *, year: int | None = None, name: str = "", urn: int | None = None) -> PublishedFile:
    said = None if year is None else AcademicYear(year)
    wanted = None if urn is None else {urn}
    return read_published(lines_of(text.encode()), name=name, year=said, wanted=wanted)


def of(file: PublishedFile) -> set[tuple[int, str, str, int | None, str, str]]:
    """(year, measure, group, cohort, figure or state, because)"""
    return {
        (
            each.academic_year,
            each.measure,
            each.pupil_group,
            each.cohort,
            str(each.figure.value) if each.figure.value is not None else each.figure.state,
            each.figure.because,
        )
        for each in file.figures
    }


def test_key_stage_2_tells_groups_and_earlier_years() -> None:
    file = read(KS2, urn=800_001)
    assert (file.layout, file.year, file.schools, file.problems) == (
        "Key stage 2 results",
        AcademicYear(2018),
        3,
        [],
    )
    assert of(file) == {
        (2018, "ks2_rwm_expected", "all", 30, "77.00", ""),
        (2018, "ks2_rwm_expected", "disadvantaged", 10, "70.00", ""),
        (2018, "ks2_reading_progress", "all", 30, "0.50", ""),
        (2017, "ks2_rwm_expected", "all", 23, "52.00", ""),
        (2017, "ks2_reading_progress", "all", 23, "1.10", ""),
    }


def test_hidden_not_applicable_and_empty_are_three_things() -> None:
    assert of(read(KS2, urn=800_002)) == {
        (2018, "ks2_rwm_expected", "all", 4, "suppressed", "too_few"),
        (2018, "ks2_rwm_expected", "disadvantaged", None, "suppressed", "too_few"),
        (2018, "ks2_reading_progress", "all", 4, "not_published", "not_applicable"),
    }


def test_a_ragged_row_tells_what_it_has() -> None:
    assert of(read(KS2, urn=800_003)) == set()


def test_authorities_and_the_country_are_no_schools() -> None:
    assert {each.urn for each in read(KS2).figures} == {800_001, 800_002}


def test_key_stage_4_keeps_why_there_is_no_progress_8() -> None:
    figures = [each for each in read(KS4, year=2018).figures if each.measure == "ks4_progress8"]
    assert figures == [
        PublishedFigure(800_001, 2018, "ks4_progress8", "all", 128, Figure("value", Decimal("-0.08"))),
        PublishedFigure(
            800_002, 2018, "ks4_progress8", "all", 29, Figure("not_published", None, "low_coverage")
        ),
        PublishedFigure(
            800_003, 2018, "ks4_progress8", "all", None, Figure("not_published", None, "no_entries")
        ),
        PublishedFigure(
            800_004, 2018, "ks4_progress8", "all", None, Figure("not_published", None, "not_applicable")
        ),
    ]


def test_a_year_without_the_measure_has_no_figures_of_it() -> None:
    measures = {each.measure for each in read(KS4, year=2024).figures}
    assert measures == {"ks4_attainment8", "ks4_basics_4"}


def test_shares_of_five_pupils_in_the_census_are_hidden_here_and_the_roll_is_not() -> None:
    assert of(read(CENSUS, name="england_census_2018-19.csv", urn=800_002)) == {
        (2018, "census_pupils", "all", None, "5.00", ""),
        (2018, "census_eal", "all", 5, "suppressed", "too_few"),
        (2018, "census_fsm6", "all", 5, "not_published", "not_applicable"),
        (2018, "census_ehcp", "all", 5, "suppressed", "too_few"),
        (2018, "census_sen_support", "all", 5, "suppressed", "too_few"),
    }


def test_a_cell_that_cannot_be_is_named_and_costs_nothing_else() -> None:
    file = read(KS2.replace("77%", "177%").replace(",0.5,", ",half,"), urn=800_001)
    assert [problem.split(":")[0] for problem in file.problems] == ["Line 2, PTRWM_EXP", "Line 2, READPROG"]
    assert len(file.figures) == 3


@pytest.mark.parametrize(
    ("text", "year", "name", "sentence"),
    [
        (KS4, None, "results.csv", "The file does not tell which year it is about."),
        (KS2, 2019, "", "The columns of this file say that it is about 2018/19; you said 2019/20."),
        ("a,b\n1,2\n", 2018, "", "This is not one of the DfE's files"),
        ("", 2018, "", "This is not one of the DfE's files"),
        ("a\0b", 2018, "", "This is not one of the DfE's files"),
    ],
)
def test_a_file_that_will_not_do_says_why(text: str, year: int | None, name: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(text, year=year, name=name)
    assert refusal.value.sentence.startswith(sentence)


def test_the_name_tells_the_year_where_the_columns_do_not() -> None:
    assert read(CENSUS, name="england_census_2018-19.csv").year == AcademicYear(2018)


def test_windows_1252_is_read_too() -> None:
    assert list(lines_of("Café\r\n".encode("cp1252"))) == ["Café\r\n"]
