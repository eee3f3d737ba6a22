"""A figure about a school's pupils in one year, or the reason why there is none."""

from django.db import models
from django.db.models import F, Q

from alliance.choices import Absence, FigureState
from alliance.logic.facts.figures import FEWEST
from alliance.models.facts.fact import SchoolFact, believable
from foundation.tenancy.fields import CompositeForeignKey


class PupilMeasure(SchoolFact):
    """One measure (`alliance.logic.facts.measures`) of one group of pupils in one academic year.

    `value` is in the measure's unit and is there exactly where `state` is value; `because` says why
    it is not. `cohort` is how many pupils it is about; None where the source does not tell.
    """

    academic_year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=30)
    pupil_group = models.CharField("pupils", max_length=20)
    cohort = models.PositiveIntegerField("pupils counted", null=True, blank=True)
    state = models.CharField("figure", max_length=15, choices=FigureState.choices)
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    because = models.CharField("why there is no figure", max_length=20, choices=Absence.choices, blank=True)

    class Meta(SchoolFact.Meta):
        constraints = [
            *SchoolFact.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="pupil_measure_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "academic_year", "measure", "pupil_group", "source"],
                name="pupil_measure_once",
            ),
            models.UniqueConstraint(
                fields=["alliance", "partner", "academic_year", "measure", "pupil_group"],
                condition=Q(stands=True),
                name="pupil_measure_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(state=FigureState.VALUE, value__isnull=False, because="")
                | ~Q(state=FigureState.VALUE) & Q(value__isnull=True),
                name="pupil_measure_value_or_reason",
                violation_error_message="Write the figure, or say why there is none.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FigureState.values), name="pupil_measure_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=FigureState.VALUE) | Q(cohort__isnull=True) | Q(cohort__gte=FEWEST),
                name="pupil_measure_names_nobody",
                violation_error_message="A figure about five pupils or fewer is hidden.",
            ),
            models.CheckConstraint(
                condition=believable("academic_year"), name="pupil_measure_believable_year"
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "measure", "pupil_group", "academic_year", "value", "partner"],
                condition=Q(stands=True),
                name="pupil_measure_from_least",
            ),
            models.Index(
                *("alliance", "measure", "pupil_group", "academic_year"),
                F("value").desc(nulls_last=True),
                "partner",
                condition=Q(stands=True),
                name="pupil_measure_from_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.academic_year}"
