"""The criteria by which prospects are judged. What was used stays as it is: a change makes a new version."""

from collections.abc import Sequence

from django.db import transaction

from alliance.actions.turns import take_turns
from alliance.logic.growth.scoring import DEFAULT_CRITERIA, Weighted
from alliance.models import Assessment, Criterion, Rubric, User
from alliance.models.growth.rubric import LARGEST_WEIGHT, MOST_ASSESSORS
from foundation.refusal import Refused

MOST_CRITERIA = 8


@transaction.atomic
def change_rubric(*, criteria: Sequence[Weighted], assessors: int, one_because: str, by: User) -> Rubric:
    """The criteria that are used from now on; those of prospects being assessed stay. Raises Refused."""
    take_turns()
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        raise Refused(f"Write at least one criterion, and at most {MOST_CRITERIA}.")
    if any(not 1 <= criterion.weight <= LARGEST_WEIGHT for criterion in criteria):
        raise Refused(f"A weight is a whole number from 1 to {LARGEST_WEIGHT}.")
    if not 1 <= assessors <= MOST_ASSESSORS:
        raise Refused(f"From 1 to {MOST_ASSESSORS} assessors.", field="assessors")
    if assessors == 1 and not one_because:
        raise Refused(
            "Two pairs of eyes see more than one. Say why one assessor is enough here.", field="one_because"
        )
    latest = Rubric.objects.latest_version()
    if latest is not None and not Assessment.objects.filter(rubric=latest).exists():
        latest.criteria.all().delete()
        latest.assessors, latest.one_because = assessors, one_because if assessors == 1 else ""
        latest.save()
        return _with(latest, criteria)
    number = latest.number + 1 if latest is not None else 1
    return _make(number, criteria, assessors, one_because if assessors == 1 else "")


def rubric_in_use() -> Rubric:
    """The latest version; the usual criteria where the alliance has written none.

    Called inside actions that hold the alliance's turn: two at once would make one version twice.
    """
    latest: Rubric | None = Rubric.objects.latest_version()
    return latest or _make(1, DEFAULT_CRITERIA, 2, "")


def _make(number: int, criteria: Sequence[Weighted], assessors: int, one_because: str) -> Rubric:
    rubric = Rubric.objects.create(number=number, assessors=assessors, one_because=one_because)
    return _with(rubric, criteria)


def _with(rubric: Rubric, criteria: Sequence[Weighted]) -> Rubric:
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            name=criterion.name,
            asks=criterion.asks,
            weight=criterion.weight,
            position=position,
        )
        for position, criterion in enumerate(criteria, start=1)
    )
    return rubric
