"""Figures as people and the DfE write them, and the years in which there is no such measure."""

from decimal import Decimal

import pytest

from alliance.choices import Absence, FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import WORDS, Figure, hidden_if_few, read_figure
from alliance.logic.facts.measures import GROUPS, MEASURES
from foundation.refusal import Refused

SHARE, PROGRESS = MEASURES["ks2_rwm_expected"], MEASURES["ks4_progress8"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("65%", "65.00"),
        ("65", "65.00"),
        ("65.4 %", "65.40"),
        ("0%", "0.00"),
        ("100", "100.00"),
        (".5", "0.50"),
    ],
)
def test_a_share_is_read_however_it_is_written(text: str, value: str) -> None:
    assert read_figure(text, SHARE) == Figure("value", Decimal(value))


@pytest.mark.parametrize(("text", "value"), [("+0.74", "0.74"), ("-0.08", "-0.08"), ("−1.2", "-1.20")])
def test_progress_has_a_sign(text: str, value: str) -> None:
    assert read_figure(text, PROGRESS) == Figure("value", Decimal(value))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("SUPP", Figure("suppressed", None, "too_few")),
        ("NE", Figure("not_published", None, "no_entries")),
        ("NA", Figure("not_published", None, "not_applicable")),
        ("LOWCOV", Figure("not_published", None, "low_coverage")),
        ("NP", Figure("not_published", None, "not_published")),
        ("not published", Figure("not_published")),
    ],
)
def test_what_stands_in_place_of_a_figure_keeps_its_meaning(text: str, figure: Figure) -> None:
    assert read_figure(text, SHARE) == figure


def test_every_word_means_a_state_and_a_reason_that_are_kept() -> None:
    assert {state for state, _ in WORDS.values()} < set(FigureState.values)
    assert {because for _, because in WORDS.values()} <= set(Absence.values)


@pytest.mark.parametrize("text", ["", "x", "65x", "1,2", "--1", "1e3", "NaN", "9" * 30, "%", "٣"])
def test_anything_else_is_refused_and_never_taken_for_nothing(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_figure(text, SHARE)
    assert refusal.value.sentence.startswith(f"“{text[:40]}” is no figure.")


@pytest.mark.parametrize(
    ("text", "measure", "sentence"),
    [
        (
            "101",
            SHARE,
            "Expected standard in reading, writing and maths lies between 0% and 100%; 101 does not.",
        ),
        (
            "-1",
            SHARE,
            "Expected standard in reading, writing and maths lies between 0% and 100%; -1 does not.",
        ),
        ("40", PROGRESS, "Progress 8 lies between −9.00 and +9.00; 40 does not."),
    ],
)
def test_a_figure_that_the_measure_cannot_have_is_refused(text: str, measure: object, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_figure(text, measure)  # type: ignore[arg-type]  # a measure, of a table of parameters
    assert refusal.value.sentence == f"{sentence} Check the figure."


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("ks2_rwm_expected", "65.00", "65%"),
        ("ks4_progress8", "0.74", "+0.74"),
        ("ks4_progress8", "-0.08", "−0.08"),
        ("ks4_progress8", "-0.00", "0.00"),
        ("ks4_attainment8", "47.25", "47.2"),
        ("census_pupils", "1204", "1,204"),
    ],
)
def test_figures_are_written_in_the_measures_own_way(code: str, value: str, words: str) -> None:
    assert MEASURES[code].words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("code", "years"),
    [
        ("ks4_progress8", [2019, 2020, 2024, 2025]),
        ("ks2_reading_progress", [2019, 2020, 2023, 2024]),
        ("ks2_maths_progress", [2019, 2020, 2023, 2024]),
        ("ks2_rwm_expected", [2019, 2020]),
        ("ks4_attainment8", []),
        ("census_pupils", []),
    ],
)
def test_the_years_without_a_measure_are_known_and_say_why(code: str, years: list[int]) -> None:
    measure = MEASURES[code]
    gaps = {start: measure.gap(AcademicYear(start)) for start in range(2010, 2027)}
    assert [start for start, why in gaps.items() if why] == years
    assert all(str(AcademicYear(start)) in why for start, why in gaps.items() if why)


def test_codes_fit_their_columns() -> None:
    assert max(map(len, MEASURES)) <= 30
    assert max(map(len, GROUPS)) <= 20


@pytest.mark.parametrize(
    ("cohort", "state"), [(5, "suppressed"), (0, "suppressed"), (6, "value"), (None, "value")]
)
def test_a_figure_about_five_pupils_is_hidden_whoever_published_it(cohort: int | None, state: str) -> None:
    assert hidden_if_few(Figure("value", Decimal(60)), cohort).state == state
