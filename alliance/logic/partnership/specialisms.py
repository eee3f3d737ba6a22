"""What a school can be a specialist in, and until when it counts."""

from collections.abc import Iterable
from datetime import date

from alliance.choices import SpecialismKind

SUBJECTS = {
    "art": "Art and design",
    "business": "Business and economics",
    "citizenship": "Citizenship",
    "computing": "Computing",
    "dance": "Dance",
    "design_technology": "Design and technology",
    "drama": "Drama",
    "english": "English",
    "geography": "Geography",
    "history": "History",
    "languages": "Languages",
    "mathematics": "Mathematics",
    "music": "Music",
    "physical_education": "Physical education",
    "psychology": "Psychology and social sciences",
    "reading": "Reading and phonics",
    "religious_education": "Religious education",
    "science": "Science",
    "vocational": "Vocational and technical",
}
SEN_TYPES = {
    "asd": "Autistic spectrum disorder",
    "hi": "Hearing impairment",
    "mld": "Moderate learning difficulty",
    "msi": "Multi-sensory impairment",
    "pd": "Physical disability",
    "pmld": "Profound and multiple learning difficulty",
    "semh": "Social, emotional and mental health",
    "slcn": "Speech, language and communication needs",
    "sld": "Severe learning difficulty",
    "spld": "Specific learning difficulty",
    "vi": "Vision impairment",
}
"""Types of need as the school census names them."""
PHASES = {
    "early_years": "Early years",
    "primary": "Primary",
    "secondary": "Secondary",
    "post_16": "Post-16",
    "transition": "Moving from primary to secondary",
}
AREAS: dict[SpecialismKind, dict[str, str]] = {
    SpecialismKind.SUBJECT: SUBJECTS,
    SpecialismKind.SEN_TYPE: SEN_TYPES,
    SpecialismKind.PHASE: PHASES,
}


def area_name(kind: str, area: str) -> str:
    """What people call it; a code that is known no more stands for itself."""
    return AREAS[SpecialismKind(kind)].get(area, area)


def is_area(kind: str, area: str) -> bool:
    return kind in SpecialismKind.values and area in AREAS[SpecialismKind(kind)]


def is_current(expires_on: date | None, today: date) -> bool:
    """It counts on its last day too; one without an end counts until it is taken back."""
    return expires_on is None or expires_on >= today


def last_day(expiries: Iterable[date | None]) -> date | None:
    """The first day on which one of several runs out; None where none does."""
    return min((day for day in expiries if day is not None), default=None)
