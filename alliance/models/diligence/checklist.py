"""The checklists that an alliance has made its own."""

from django.db import models

from alliance.choices import PartnerKind
from foundation.tenancy.models import AllianceOwned


class ChecklistLine(AllianceOwned):
    """One line of the checklist of one kind of partner. Where a kind has none, the portal's own apply.

    Reviews copy the lines when they begin: changing a checklist changes no review that is under way.
    """

    kind = models.CharField(max_length=30, choices=PartnerKind.choices)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120)
    hint = models.CharField(max_length=300, blank=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "kind", "position"], name="checklist_line_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="checklist_line_titled"),
        ]

    def __str__(self) -> str:
        return self.title
