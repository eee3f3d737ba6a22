"""What speaks for a partner: inspections, published measures, and what it delivered."""

from django.db import models
from django.db.models import Q

from alliance.choices import EvidenceKind, EvidenceState, Framework, Safeguarding
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwnedPublic


class Inspection(AllianceOwnedPublic):
    """One inspection in the words of its own framework: `grades` maps areas to grades of that scale.

    Grades are never averaged, and none is read as another framework's (`logic.partnership.inspections`).
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="inspections")
    inspected_on = models.DateField("inspected")
    framework = models.CharField(max_length=12, choices=Framework.choices)
    grades = models.JSONField(default=dict)
    safeguarding = models.CharField(max_length=8, choices=Safeguarding.choices, blank=True)
    source = models.CharField(max_length=200)
    source_url = models.URLField("link to the source", max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="inspection_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "inspected_on"],
                name="inspection_once",
                violation_error_message="An inspection on this day is there already.",
            ),
            models.CheckConstraint(
                condition=Q(framework=Framework.REPORT_CARD) & ~Q(safeguarding="")
                | ~Q(framework=Framework.REPORT_CARD) & Q(safeguarding=""),
                name="inspection_safeguarding_on_report_cards",
                violation_error_message="A report card says whether safeguarding was met; earlier "
                "frameworks had no such standard.",
            ),
            models.CheckConstraint(condition=~Q(grades={}), name="inspection_graded"),
            models.CheckConstraint(condition=~Q(source=""), name="inspection_sourced"),
        ]

    def __str__(self) -> str:
        return self.get_framework_display()


class Evidence(AllianceOwnedPublic):
    """One thing that speaks for a partner in one academic year, with where it stands written and since when.

    A measure has a figure, or says that none was published or that its publisher hid it: none of them is
    zero. `academic_year` is the year it starts in.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    academic_year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    state = models.CharField(max_length=15, choices=EvidenceState.choices, default=EvidenceState.VALUE)
    figure = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200)
    source_url = models.URLField("link to the source", max_length=500, blank=True)
    source_on = models.DateField("date of the source")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "piece of evidence"
        verbose_name_plural = "evidence"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="evidence_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "kind", "academic_year", "what"],
                name="evidence_once",
                violation_error_message="This is there already for that year.",
            ),
            models.CheckConstraint(
                condition=Q(state=EvidenceState.VALUE) & ~Q(figure="")
                | ~Q(state=EvidenceState.VALUE) & Q(figure="", kind=EvidenceKind.MEASURE),
                name="evidence_figure_or_reason",
                violation_error_message="Write the figure, or say that none was published.",
            ),
            models.CheckConstraint(
                condition=Q(academic_year__range=(2000, 2100)), name="evidence_believable_year"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="evidence_sourced"),
        ]

    def __str__(self) -> str:
        return self.what
