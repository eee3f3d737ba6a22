"""By what prospects are judged: weighted criteria, in versions."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceOwnedPublic, AllianceQuerySet

MOST_ASSESSORS = 9
LARGEST_WEIGHT = 100


def unchanged_once_used(rubric: str) -> pgtrigger.Trigger:
    """Nothing of a rubric changes once somebody was appointed to judge by it; `rubric` is its column."""
    return pgtrigger.Trigger(
        name="unchanged_once_used",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
        if rubric == "rubric_id"
        else pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("row", "jsonb")],
        func=f"""
        row := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
        IF EXISTS (SELECT FROM alliance_assessment AS assessment
                    WHERE assessment.alliance_id = (row ->> 'alliance_id')::bigint
                      AND assessment.rubric_id = (row ->> '{rubric}')::bigint) THEN
            RAISE EXCEPTION 'A rubric that was used never changes: make a new version.';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


class RubricQuerySet(AllianceQuerySet):
    def latest_version(self) -> Any:
        return self.order_by("-number").first()


class Rubric(AllianceOwnedPublic):
    """One version of the alliance's criteria, and how many assessors it asks for.

    An alliance may do with one, and says why.
    """

    number = models.PositiveSmallIntegerField("version")
    assessors = models.PositiveSmallIntegerField("assessors asked for", default=2)
    one_because = models.CharField("why one assessor is enough", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(RubricQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "number"], name="rubric_number_once"),
            models.CheckConstraint(
                condition=Q(assessors__range=(2, MOST_ASSESSORS)) | Q(assessors=1) & ~Q(one_because=""),
                name="rubric_assessors",
                violation_error_message="At least two assessors, or one with the reason.",
            ),
        ]
        triggers = [unchanged_once_used("id")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Criterion(AllianceOwned):
    """What is looked at, and how much it counts beside the others."""

    rubric = OwnedForeignKey("alliance.Rubric", on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=80)
    asks = models.CharField("what is looked at", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta(AllianceOwned.Meta):
        verbose_name_plural = "criteria"
        ordering = ["position"]
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("rubric", to="alliance.Rubric", name="criterion_rubric_fk"),
            models.UniqueConstraint(fields=["alliance", "rubric", "position"], name="criterion_place_once"),
            models.CheckConstraint(
                condition=Q(weight__range=(1, LARGEST_WEIGHT)), name="criterion_weight_counts"
            ),
        ]
        triggers = [unchanged_once_used("rubric_id")]

    def __str__(self) -> str:
        return self.name
