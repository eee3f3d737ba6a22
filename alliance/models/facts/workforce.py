"""Where a school's teachers of one November were at the next."""

from django.db import models
from django.db.models import F, Q

from alliance.logic.facts.retention import GROUPS, Counts
from alliance.models.facts.fact import SchoolFact, believable
from foundation.tenancy.fields import CompositeForeignKey


class WorkforceSnapshot(SchoolFact):
    """At the November census of `census_year`: what became of the teachers in post the November before.

    `teachers` is that cohort, and each of them is in exactly one of the five groups, so the groups add up to
    it. `vacancies` are the posts without a teacher on the census day; None where nobody said.
    """

    census_year = models.PositiveSmallIntegerField("November census of")
    teachers = models.PositiveIntegerField("teachers a year before")
    stayed = models.PositiveIntegerField("still at this school")
    moved_within = models.PositiveIntegerField("moved within the alliance")
    moved_elsewhere = models.PositiveIntegerField("moved elsewhere in the state sector")
    left = models.PositiveIntegerField("left state-sector teaching")
    unknown = models.PositiveIntegerField("not known")
    vacancies = models.PositiveIntegerField("vacancies", null=True, blank=True)

    class Meta(SchoolFact.Meta):
        constraints = [
            *SchoolFact.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="workforce_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "census_year", "source"], name="workforce_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "partner", "census_year"],
                condition=Q(stands=True),
                name="workforce_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(
                    teachers=F("stayed") + F("moved_within") + F("moved_elsewhere") + F("left") + F("unknown")
                ),
                name="workforce_adds_up",
                violation_error_message="The groups do not add up to the teachers.",
            ),
            models.CheckConstraint(condition=Q(teachers__gt=0), name="workforce_of_somebody"),
            models.CheckConstraint(condition=believable("census_year"), name="workforce_believable_year"),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "census_year", "partner"],
                condition=Q(stands=True),
                name="workforce_of_year",
            ),
        ]

    def __str__(self) -> str:
        return f"November {self.census_year}"

    @property
    def counts(self) -> Counts:
        return Counts(teachers=self.teachers, **{name: getattr(self, name) for name in GROUPS})
