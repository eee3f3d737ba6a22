"""The measures of pupils that are kept, the groups they are told for, and the years that have none.

Data, not rules in code: a new measure is an entry here. Codes are stored and never change their meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from alliance.logic.academic_year import AcademicYear


class Stage(StrEnum):
    """What a measure is about, as people speak of it."""

    KS2 = "Key stage 2"
    KS4 = "Key stage 4"
    CENSUS = "Pupils on roll"


@dataclass(frozen=True)
class Measure:
    """A measure: how it is written, between which values it lies, and in which years there is none and why.

    `suffix` follows a figure ("%"); `signed` ones carry a plus. `missing` maps the year a gap starts in to
    the sentence that explains it.
    """

    code: str
    label: str
    stage: Stage
    low: Decimal
    high: Decimal
    decimals: int = 0
    suffix: str = ""
    signed: bool = False
    missing: Mapping[int, str] = field(default_factory=dict)

    def words(self, value: Decimal) -> str:
        """The figure as people read it: 65%, +0.74, 1,204."""
        shown = value.quantize(Decimal(1).scaleb(-self.decimals))
        if shown == 0:
            shown = abs(shown)
        text = f"{shown:+,}" if self.signed and shown else f"{shown:,}"
        return f"{text.replace('-', '−')}{self.suffix}"

    def gap(self, year: AcademicYear) -> str:
        """Why there is no such measure in `year`; "" where there is."""
        return self.missing.get(year.start, "")


NO_TESTS = "The key stage 2 tests of {year} were cancelled, so there is no such figure."
NO_EXAMS = "The exams of {year} were cancelled, so the DfE published no Progress 8 for any school."
NO_KS2_BASELINE = (
    "There is no Progress 8 for {year}: the pupils have no key stage 2 results to start from, since the "
    "tests of their year 6 were cancelled. Record another measure, such as Attainment 8."
)
NO_KS1_BASELINE = (
    "There is no progress from key stage 1 to key stage 2 for {year}: the pupils have no key stage 1 results "
    "to start from, since those assessments were cancelled. Record attainment instead."
)


def _missing(**sentences: str) -> Mapping[int, str]:
    """`y2019="… {year} …"` and so on: the year a gap starts in, and its sentence."""
    starts = {int(name[1:]): sentence for name, sentence in sentences.items()}
    return {start: sentence.format(year=AcademicYear(start)) for start, sentence in starts.items()}


TESTS = _missing(y2019=NO_TESTS, y2020=NO_TESTS)
PROGRESS = _missing(y2019=NO_TESTS, y2020=NO_TESTS, y2023=NO_KS1_BASELINE, y2024=NO_KS1_BASELINE)
PROGRESS_8 = _missing(y2019=NO_EXAMS, y2020=NO_EXAMS, y2024=NO_KS2_BASELINE, y2025=NO_KS2_BASELINE)
HUNDRED, NOTHING = Decimal(100), Decimal(0)


def _share(code: str, label: str, stage: Stage, missing: Mapping[int, str], decimals: int = 0) -> Measure:
    return Measure(code, label, stage, NOTHING, HUNDRED, decimals, "%", missing=missing)


def _ks2_progress(subject: str) -> Measure:
    label = f"Progress in {subject}"
    return Measure(
        f"ks2_{subject}_progress", label, Stage.KS2, Decimal(-40), Decimal(40), 1, "", True, PROGRESS
    )


def _scaled(code: str, subject: str) -> Measure:
    label = f"Average scaled score in {subject}"
    return Measure(f"ks2_{code}_score", label, Stage.KS2, Decimal(80), Decimal(120), missing=TESTS)


_ALL = (
    _share("ks2_rwm_expected", "Expected standard in reading, writing and maths", Stage.KS2, missing=TESTS),
    _share("ks2_rwm_higher", "Higher standard in reading, writing and maths", Stage.KS2, missing=TESTS),
    _share("ks2_reading_expected", "Expected standard in reading", Stage.KS2, missing=TESTS),
    _share("ks2_writing_expected", "Expected standard in writing", Stage.KS2, missing=TESTS),
    _share("ks2_maths_expected", "Expected standard in maths", Stage.KS2, missing=TESTS),
    _scaled("reading", "reading"),
    _scaled("maths", "maths"),
    _scaled("gps", "grammar, punctuation and spelling"),
    _ks2_progress("reading"),
    _ks2_progress("writing"),
    _ks2_progress("maths"),
    Measure("ks4_attainment8", "Attainment 8", Stage.KS4, NOTHING, Decimal(90), 1),
    Measure("ks4_progress8", "Progress 8", Stage.KS4, Decimal(-9), Decimal(9), 2, "", True, PROGRESS_8),
    _share("ks4_basics_4", "Grade 4 or above in English and maths", Stage.KS4, {}, 1),
    _share("ks4_basics_5", "Grade 5 or above in English and maths", Stage.KS4, {}, 1),
    _share("ks4_ebacc_entry", "Entered for the EBacc", Stage.KS4, {}, 1),
    Measure("ks4_ebacc_points", "EBacc average point score", Stage.KS4, NOTHING, Decimal(9), 2),
    Measure("census_pupils", "Pupils on roll", Stage.CENSUS, NOTHING, Decimal(10_000)),
    _share("census_fsm6", "Eligible for free school meals in the last six years", Stage.CENSUS, {}, 1),
    _share("census_eal", "English not their first language", Stage.CENSUS, {}, 1),
    _share("census_ehcp", "With an education, health and care plan", Stage.CENSUS, {}, 1),
    _share("census_sen_support", "With SEN support", Stage.CENSUS, {}, 1),
)
MEASURES: Mapping[str, Measure] = {measure.code: measure for measure in _ALL}

GROUPS: Mapping[str, str] = {
    "all": "All pupils",
    "girls": "Girls",
    "boys": "Boys",
    "disadvantaged": "Disadvantaged pupils",
    "not_disadvantaged": "Pupils who are not disadvantaged",
    "eal": "English as an additional language",
    "low_prior": "Low prior attainment",
    "middle_prior": "Middle prior attainment",
    "high_prior": "High prior attainment",
}


def headline(phase_group: str) -> tuple[str, ...]:
    """The measures that say most of a school of this phase, the first of them first."""
    if phase_group == "secondary":
        return ("ks4_attainment8", "ks4_progress8", "ks4_basics_5")
    return ("ks2_rwm_expected", "ks2_reading_score", "ks2_maths_score")
