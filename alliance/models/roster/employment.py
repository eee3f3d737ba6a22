"""Who works where, from when to when."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from alliance.models.partner import Partner
from foundation.ranges import DateRange
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class EmploymentQuerySet(AllianceQuerySet):
    def visible_to(self, member: Any) -> "EmploymentQuerySet":
        """Staff of the alliance see all; whoever acts for a partner, those at their own."""
        return self if getattr(member, "is_staff", False) else self.held_by(member)

    def held_by(self, member: Any) -> "EmploymentQuerySet":
        """At the partners the member acts for."""
        return self.filter(partner__in=Partner.objects.visible_to(member).values("pk"))

    def lasting(self, day: date | None = None) -> "EmploymentQuerySet":
        """Those whose last day is not past, the ones that are still to begin included."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day or timezone.localdate()))

    def running(self, day: date | None = None) -> "EmploymentQuerySet":
        """On `day`, by default today; the last day counts in full."""
        day = day or timezone.localdate()
        return self.lasting(day).filter(Q(started_on=None) | Q(started_on__lte=day))


class Employment(AllianceOwnedPublic):
    """One person at one partner in one post, from one day to another.

    A day that nobody knows is empty; an employment without a last day goes on. A new post is a new
    employment, so that the history stays. `reference` is the partner's own number of this person, by which
    its system names them: one reference at one partner is one person. `fte`: 1.00 is full time. `has_ended`
    is what the change feed goes by, which knows no clock: that the last day is past, as whoever saved it saw,
    and else the night.
    """

    person = OwnedForeignKey("alliance.Person", on_delete=models.CASCADE, related_name="employments")
    partner = OwnedForeignKey("alliance.Partner", on_delete=models.PROTECT, related_name="employments")
    post = models.CharField(max_length=100, blank=True)
    fte = models.DecimalField("FTE", max_digits=3, decimal_places=2, null=True, blank=True)
    started_on = models.DateField("from", null=True, blank=True)
    ended_on = models.DateField("to", null=True, blank=True)
    has_ended = models.BooleanField(default=False, db_default=False, editable=False)
    reference = models.CharField("staff reference", max_length=50, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(EmploymentQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("person", to="alliance.Person", name="employment_person_fk"),
            CompositeForeignKey("partner", to="alliance.Partner", name="employment_partner_fk"),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="employment_ends_after_start",
                violation_error_message="The last day is before the first one.",
            ),
            models.CheckConstraint(
                condition=Q(fte=None) | Q(fte__gt=0, fte__lte=1),
                name="employment_fte",
                violation_error_message="FTE is more than 0 and at most 1: full time is 1.",
            ),
            ExclusionConstraint(
                name="employment_no_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "started_on",
                            "ended_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person works there already at that time.",
            ),
            ExclusionConstraint(
                name="employment_reference_names_one",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    ("reference", RangeOperators.EQUAL),
                    ("person", RangeOperators.NOT_EQUAL),
                ],
                condition=~Q(reference=""),
                violation_error_message="This staff reference belongs to somebody else.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "person", "-started_on"],
                include=["ended_on"],
                name="employment_by_person",
            ),
            models.Index(fields=["alliance", "partner", "ended_on"], name="employment_of_partner"),
            models.Index(fields=["alliance", "post"], condition=~Q(post=""), name="employment_by_post"),
        ]

    def __str__(self) -> str:
        return f"{self.post or 'Staff'}, {self.partner}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.has_ended = not self.is_lasting()
        super().save(*args, **kwargs)

    def is_lasting(self, day: date | None = None) -> bool:
        """Whether the last day is not past on `day`, by default today."""
        return self.ended_on is None or self.ended_on >= (day or timezone.localdate())

    def is_running(self, day: date | None = None) -> bool:
        """On `day`, by default today."""
        day = day or timezone.localdate()
        return self.is_lasting(day) and (self.started_on is None or self.started_on <= day)
