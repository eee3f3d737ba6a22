"""The shapes of teacher and pupil figures, for the OpenAPI document."""

from rest_framework import serializers

from alliance.api.serializers import Versioned, code, flag, identifier, number, text, type_named
from alliance.choices import Absence, FactSource, FigureState
from alliance.logic.facts.measures import GROUPS, MEASURES


def counted(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, help_text=help_text)


class SchoolFact(Versioned):
    """What every figure about a school has."""

    partner_id = identifier("The school, as a partner.")
    source = code(FactSource, "Who says it. Each source has an object of its own.")
    counts = flag("Whether this source's is the one that the portal shows and reports.")
    note = text("Where the source has it from.")


class WorkforceSnapshot(SchoolFact):
    """Where the teachers of one November were at the next: of your own schools only."""

    type = type_named("workforce_snapshot")
    census_year = counted("The year of the November census that tells.")
    teachers = counted("Teachers in post at the November census before. The five groups add up to it.")
    stayed = counted("Still at this school.")
    moved_within = counted("Moved to another school of the alliance.")
    moved_elsewhere = counted("Moved elsewhere in the state sector.")
    left = counted("Left teaching in the state sector.")
    unknown = counted("Not known.")
    vacancies = number("Posts without a teacher on the census day.")


class PupilMeasure(SchoolFact):
    """A figure about the pupils of a school in one year, or why there is none: of your own schools only."""

    type = type_named("pupil_measure")
    academic_year = text("Such as “2025/26”.")
    measure = serializers.ChoiceField(
        [(key, each.label) for key, each in MEASURES.items()], read_only=True, help_text="What is measured."
    )
    group = serializers.ChoiceField(list(GROUPS.items()), read_only=True, help_text="Of which pupils.")
    state = code(FigureState, "Whether there is a figure. Only with “value” there is one.")
    value = serializers.FloatField(
        read_only=True, allow_null=True, help_text="In the measure's unit; shares in per cent."
    )
    because = code(Absence, "Why there is no figure, where that is known.")
    cohort = number("How many pupils it is about.")
