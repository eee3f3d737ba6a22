"""What one side of an agreement owes."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from alliance.choices import Party
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet

PART_OF_WHAT_WAS_SENT = """
IF (TG_OP <> 'UPDATE' OR (NEW.party, NEW.owner, NEW.text, NEW.due_on, NEW.agreement_id)
                         IS DISTINCT FROM (OLD.party, OLD.owner, OLD.text, OLD.due_on, OLD.agreement_id))
   AND EXISTS (SELECT FROM alliance_agreement AS whole
                WHERE whole.alliance_id = coalesce(NEW.alliance_id, OLD.alliance_id)
                  AND whole.id IN (NEW.agreement_id, OLD.agreement_id) AND whole.state <> 'draft') THEN
    RAISE EXCEPTION 'What an agreement says never changes once it was sent.';
END IF;
RETURN coalesce(NEW, OLD);
"""


class ObligationQuerySet(AllianceQuerySet):
    def open(self) -> "ObligationQuerySet":
        return self.filter(done_on=None)


class Obligation(AllianceOwnedPublic):
    """A thing that the partner or the alliance does, by whom there and until when; `done_on` once it is."""

    agreement = OwnedForeignKey("alliance.Agreement", on_delete=models.CASCADE, related_name="obligations")
    party = models.CharField("whose", max_length=10, choices=Party.choices)
    owner = models.CharField("who sees to it", max_length=100, blank=True)
    text = models.CharField("what", max_length=300)
    due_on = models.DateField("due", null=True, blank=True)
    done_on = models.DateField("done", null=True, blank=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(ObligationQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("agreement", to="alliance.Agreement", name="obligation_agreement_fk"),
        ]
        indexes = [
            models.Index(fields=["alliance", "agreement", "id"], name="obligation_of_agreement"),
            models.Index(
                fields=["alliance", "due_on"], condition=Q(done_on=None), name="obligation_open_by_due"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="part_of_what_was_sent",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=PART_OF_WHAT_WAS_SENT,
            )
        ]

    def __str__(self) -> str:
        return self.text
