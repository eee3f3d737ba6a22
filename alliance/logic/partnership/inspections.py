"""Ofsted's frameworks: what each graded, in which words, and when it was in force.

Sources: Ofsted, School inspection handbook (to August 2024; September 2024) and Education inspection
toolkits (November 2025).
"""

from dataclasses import dataclass
from datetime import date

from alliance.choices import Framework

FOUR = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"}
FIVE = {
    "exceptional": "Exceptional",
    "strong_standard": "Strong standard",
    "expected_standard": "Expected standard",
    "needs_attention": "Needs attention",
    "urgent_improvement": "Urgent improvement",
}
JUDGEMENTS = {
    "quality_of_education": "Quality of education",
    "behaviour_and_attitudes": "Behaviour and attitudes",
    "personal_development": "Personal development",
    "leadership_and_management": "Leadership and management",
    "early_years": "Early years provision",
    "sixth_form": "Sixth-form provision",
}


@dataclass(frozen=True)
class Scale:
    """A framework: areas it grades, those that every school has, its grades, and from when to when."""

    areas: dict[str, str]
    always: tuple[str, ...]
    grades: dict[str, str]
    first_day: date | None
    last_day: date | None

    def was_in_force(self, day: date) -> bool:
        return (self.first_day is None or day >= self.first_day) and (
            self.last_day is None or day <= self.last_day
        )


SCALES: dict[Framework, Scale] = {
    # Independent schools kept the overall grade until the report cards came.
    Framework.OVERALL: Scale({"overall": "Overall"}, ("overall",), FOUR, None, date(2025, 11, 9)),
    Framework.JUDGEMENTS: Scale(JUDGEMENTS, tuple(JUDGEMENTS)[:4], FOUR, date(2024, 9, 1), date(2025, 11, 9)),
    Framework.REPORT_CARD: Scale(
        {
            "inclusion": "Inclusion",
            "curriculum_and_teaching": "Curriculum and teaching",
            "achievement": "Achievement",
            "attendance_and_behaviour": "Attendance and behaviour",
            "personal_development": "Personal development and well-being",
            "leadership_and_governance": "Leadership and governance",
            "early_years": "Early years",
            "post_16": "Post-16 provision",
        },
        (
            "inclusion",
            "curriculum_and_teaching",
            "achievement",
            "attendance_and_behaviour",
            "personal_development",
            "leadership_and_governance",
        ),
        FIVE,
        date(2025, 11, 10),
        None,
    ),
}


def graded_in_words(framework: str, grades: dict[str, str]) -> list[tuple[str, str]]:
    """Area and grade as people read them, in the framework's order."""
    scale = SCALES[Framework(framework)]
    return [
        (name, scale.grades.get(grades[area], grades[area]))
        for area, name in scale.areas.items()
        if area in grades
    ]


def missing_areas(framework: Framework, grades: dict[str, str]) -> list[str]:
    """Areas that every school is graded in and this inspection has no grade for, by name."""
    scale = SCALES[framework]
    return [scale.areas[area] for area in scale.always if area not in grades]
