"""What systems may write about teachers and pupils: the twin of the forms. The rules are the actions'."""

import re
from typing import Any

from rest_framework import serializers

from alliance.api.inputs import Strict
from alliance.choices import Absence, FigureState
from alliance.logic.facts.measures import GROUPS, MEASURES

MOST = 100_000
YEAR = re.compile(r"(20\d\d)/(\d\d)")


def _count(help_text: str, **kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST, help_text=help_text, **kwargs)


class YearField(serializers.CharField):
    """An academic year named by both years; read as the year it starts in."""

    def to_internal_value(self, data: Any) -> int:  # type: ignore[override]  # a year, of a text
        found = YEAR.fullmatch(super().to_internal_value(data))
        if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
            raise serializers.ValidationError("Write an academic year by both years, such as 2025/26.")
        return int(found[1])


class WorkforceSnapshotChange(Strict):
    """The members to change; the others stay as they are."""

    census_year = serializers.IntegerField(
        min_value=2000, max_value=2100, required=False, help_text="The year of the November census."
    )
    teachers = _count("Teachers in post the November before.", required=False)
    stayed = _count("Still at this school.", required=False)
    moved_within = _count("Moved to another school of the alliance.", required=False)
    moved_elsewhere = _count("Moved elsewhere in the state sector.", required=False)
    left = _count("Left teaching in the state sector.", required=False)
    unknown = _count("Not known.", required=False)
    vacancies = _count("Posts without a teacher on the census day.", required=False, allow_null=True)
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Where you have it from."
    )


class WorkforceSnapshotInput(WorkforceSnapshotChange):
    """Where the teachers of one November were at the next."""

    partner_id = serializers.UUIDField(required=False, help_text="Your own partner by default.")
    census_year = serializers.IntegerField(
        min_value=2000, max_value=2100, help_text="The year of the November census."
    )
    teachers = _count("Teachers in post the November before. The groups add up to it.")
    stayed = _count("Still at this school.")


class PupilMeasureChange(Strict):
    """The members to change; the others stay as they are."""

    academic_year = YearField(required=False, help_text="Such as “2025/26”.")
    measure = serializers.ChoiceField(
        [(key, each.label) for key, each in MEASURES.items()], required=False, help_text="What is measured."
    )
    group = serializers.ChoiceField(
        list(GROUPS.items()), required=False, source="pupil_group", help_text="Of which pupils."
    )
    state = serializers.ChoiceField(
        FigureState.choices, required=False, help_text="“value” where there is a figure."
    )
    value = serializers.DecimalField(
        max_digits=8, decimal_places=2, required=False, allow_null=True, help_text="In the measure's unit."
    )
    because = serializers.ChoiceField(
        Absence.choices, required=False, allow_blank=True, help_text="Why there is no figure."
    )
    cohort = _count("How many pupils it is about.", required=False, allow_null=True)
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Where you have it from."
    )


class PupilMeasureInput(PupilMeasureChange):
    """A figure about the pupils of a school in one year, or that there is none."""

    partner_id = serializers.UUIDField(required=False, help_text="Your own partner by default.")
    academic_year = YearField(help_text="Such as “2025/26”.")
    measure = serializers.ChoiceField(
        [(key, each.label) for key, each in MEASURES.items()], help_text="What is measured."
    )
