"""What the alliance has decided to leave out of its first steps."""

from django.db import models

from foundation.tenancy.models import AllianceOwned


class SkippedStep(AllianceOwned):
    """A first step that nobody is to be reminded of; the row goes when it is taken up again.

    `key` names the step (`alliance.queries.getting_started`), or the whole list of them.
    """

    key = models.CharField("step", max_length=40)
    skipped_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "key"], name="skipped_step_once"),
        ]

    def __str__(self) -> str:
        return self.key
