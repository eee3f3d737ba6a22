"""A version of the annual report of one academic year."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet
from reporting.choices import OPEN_STATES, PUBLIC_STATES, STANDING_STATES, TRANSITIONS, EditionState
from reporting.models.removal import Removal

UNCHANGED_WHEN_PUBLISHED = """
IF OLD.state = ANY (ARRAY['published', 'superseded', 'restated', 'withdrawn'])
   AND to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' THEN
    RAISE EXCEPTION 'A published version of a report never changes.';
END IF;
IF NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn'
   AND NOT EXISTS (SELECT FROM reporting_removal AS removal
                    WHERE removal.alliance_id = NEW.alliance_id AND removal.edition_id = NEW.id
                      AND removal.kind = 'withdraw' AND removal.state = 'agreed') THEN
    RAISE EXCEPTION 'A published version is withdrawn by somebody, for a reason.';
END IF;
RETURN NEW;
"""
BEGINS_BY_COLLECTING = """
IF NEW.state <> 'collecting' THEN
    RAISE EXCEPTION 'A version of a report begins by collecting its figures.';
END IF;
RETURN NEW;
"""


class EditionQuerySet(AllianceQuerySet):
    def open(self) -> "EditionQuerySet":
        """Those in the making."""
        return self.filter(state__in=OPEN_STATES)

    def public(self) -> "EditionQuerySet":
        """Those that were published, replaced ones included."""
        return self.filter(state__in=PUBLIC_STATES)

    def of_year(self, year: int) -> "EditionQuerySet":
        return self.filter(academic_year=year)

    def visible_to(self, member: Any) -> "EditionQuerySet":
        """Staff see every version; the board those that were published. Each says whether it is held
        back.
        """
        return (self if member.is_staff else self.public()).saying_whether_held()

    def saying_whether_held(self) -> "EditionQuerySet":
        """With `is_held`: somebody asked for it to be taken back, and nobody has decided yet."""
        asked = Removal.objects.waiting().filter(edition=OuterRef("pk"))
        return self.annotate(is_held=Exists(asked))


class Edition(AllianceOwnedPublic):
    """One version: its figures are locked once, its document made from them alone, approved, and published.

    `actions.editions` moves `state`, and triggers refuse every move that `TRANSITIONS` does not list. Once
    published nothing about it changes but that a later version replaced it, or that it was withdrawn.
    """

    academic_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.COLLECTING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    frozen_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)

    objects = AllianceManager.from_queryset(EditionQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "academic_year", "number"], name="edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "academic_year"],
                condition=Q(state__in=OPEN_STATES),
                name="edition_one_in_the_making",
                violation_error_message="A version of this year's report is already in the making.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "academic_year"],
                condition=Q(state=EditionState.PUBLISHED),
                name="edition_one_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EditionState.COLLECTING, EditionState.SET_ASIDE])
                | Q(frozen_at__isnull=False),
                name="edition_frozen_when",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False, approved_by__isnull=False)
                | Q(approved_at__isnull=True, approved_by__isnull=True),
                name="edition_approved_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PUBLIC_STATES, published_at__isnull=False, published_by__isnull=False)
                | ~Q(state__in=PUBLIC_STATES) & Q(published_at__isnull=True, published_by__isnull=True),
                name="edition_published_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EditionState.APPROVED, *PUBLIC_STATES])
                | Q(approved_at__isnull=False),
                name="edition_published_after_approval",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="life", field="state", transitions=list(TRANSITIONS)),
            pgtrigger.Trigger(
                name="begins_by_collecting",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=BEGINS_BY_COLLECTING,
            ),
            pgtrigger.Trigger(
                name="unchanged_when_published",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=UNCHANGED_WHEN_PUBLISHED,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.academic_year} version {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def is_standing(self) -> bool:
        """Published, and not withdrawn."""
        return self.state in STANDING_STATES
