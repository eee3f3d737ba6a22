"""An organisation that may join the alliance, from the first thought of it until it is a partner or not."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower

from alliance.choices import (
    PIPELINE,
    PROSPECT_TRANSITIONS,
    DeclineReason,
    Organisation,
    OtherKind,
    ProspectStage,
    Role,
)
from alliance.models.growth.assessment import BoardDecision
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import (
    AllianceManager,
    AllianceOwned,
    AllianceOwnedPublic,
    AllianceQuerySet,
)

OVER = (ProspectStage.MEMBER, ProspectStage.DECLINED)
COMING_IN = (ProspectStage.ONBOARDING, ProspectStage.MEMBER)
"""They have the record of a partner, and a place of a year but for a member that was added directly."""
IN_ORDER = Case(*(When(stage=stage, then=place) for place, stage in enumerate(ProspectStage.values)))
"""The stages as they follow each other."""
BEGINS_AS_PROSPECT = """
IF NEW.stage <> 'prospect' AND NEW.stage <> 'enquiry' THEN
    RAISE EXCEPTION 'A prospect begins as a prospect, or with an enquiry.';
END IF;
RETURN NEW;
"""
UNCHANGED_WHEN_OVER = """
IF OLD.stage IN ('member', 'declined')
   AND to_jsonb(OLD) - '{owner_id,notes,reason,declined_note,updated_at}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{owner_id,notes,reason,declined_note,updated_at}'::text[] THEN
    RAISE EXCEPTION 'A prospect that is over never changes: add it anew.';
END IF;
NEW.version := OLD.version + 1;
RETURN NEW;
"""
"""But for what goes when somebody is erased: an owner, a name in free words."""

AS_THE_BOARD_SAID = """
IF NEW.stage <> OLD.stage AND (NEW.stage = 'onboarding' OR NEW.stage = 'due_diligence'
                                                          AND OLD.stage = 'board_decision') THEN
    approved := EXISTS (SELECT FROM alliance_boarddecision AS decision
                         WHERE decision.alliance_id = NEW.alliance_id AND decision.prospect_id = NEW.id
                           AND decision.answer = 'approve');
    IF approved <> (NEW.stage = 'onboarding') THEN
        RAISE EXCEPTION 'Onboarding begins once the board has approved, and nothing goes back after it.';
    END IF;
END IF;
RETURN NEW;
"""


class ProspectQuerySet(AllianceQuerySet):
    def open(self) -> "ProspectQuerySet":
        """Neither a member nor declined yet."""
        return self.exclude(stage__in=OVER)

    def on_the_way(self) -> "ProspectQuerySet":
        """Open, and not in onboarding, where they have a place, a record and a checklist already."""
        return self.open().exclude(stage=ProspectStage.ONBOARDING)

    def visible_to(self, member: Any) -> "ProspectQuerySet":
        """Staff see every prospect, the board those that are before it and those it spoke about; nobody else
        any.
        """
        if getattr(member, "is_staff", False):
            return self
        if Role.BOARD_MEMBER in getattr(member, "roles", ()):
            spoken_of = BoardDecision._base_manager.filter(prospect=OuterRef("pk"))
            return self.filter(Q(stage=ProspectStage.BOARD_DECISION) | Exists(spoken_of))
        return self.none()


class Prospect(AllianceOwnedPublic):
    """A school of the register, or another organisation named as partners are, on its way into the alliance.

    `actions.growth` moves `stage`, and triggers refuse every move that `PROSPECT_TRANSITIONS` does not list.
    `stage_since` is when it came to its stage. From onboarding on it has `partner`, its record, and a place
    of the academic year `onboarding_year`; added as a partner directly it is a member without a place. One
    that was declined is added anew; `earlier` is the one before. Of one school there is one open prospect at
    a time.
    """

    organisation = models.CharField(max_length=20, choices=Organisation.choices)
    name = models.CharField(max_length=200)
    school = models.ForeignKey(
        "alliance.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    trust_uid = models.CharField("trust UID", max_length=10, blank=True)
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    local_authority = models.ForeignKey(
        "alliance.LocalAuthority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    address = models.TextField(blank=True)
    reason = models.TextField("what it is and brings", blank=True)
    other_kind = models.CharField(
        "what it is", max_length=20, choices=OtherKind.choices, blank=True, default="", db_default=""
    )
    stage = models.CharField(max_length=20, choices=ProspectStage.choices, default=ProspectStage.PROSPECT)
    stage_since = models.DateTimeField("in this stage since")
    owner = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    notes = models.TextField(blank=True)
    declined_because = models.CharField(
        "why it was declined", max_length=12, choices=DeclineReason.choices, blank=True
    )
    declined_note = models.CharField("what was said", max_length=500, blank=True)
    earlier = OwnedForeignKey(
        "alliance.Prospect", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    partner = OwnedForeignKey(
        "alliance.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    onboarding_year = models.PositiveSmallIntegerField("place of the year", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("added", auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(ProspectQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("earlier", to="alliance.Prospect", name="prospect_earlier_fk"),
            CompositeForeignKey("partner", to="alliance.Partner", name="prospect_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "school"],
                condition=~Q(stage__in=OVER),
                name="prospect_school_once",
                violation_error_message="This school is a prospect already.",
            ),
            models.UniqueConstraint(
                "alliance",
                "organisation",
                Lower("name"),
                condition=Q(school=None) & ~Q(stage__in=OVER),
                name="prospect_name_once",
                violation_error_message="An organisation of this name is a prospect already.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(organisation=Organisation.SCHOOL, school__isnull=False)
                    | Q(organisation=Organisation.TRUST, school__isnull=True) & ~Q(trust_uid="")
                    | Q(organisation=Organisation.PROVIDER, school__isnull=True) & ~Q(ukprn="")
                    | Q(
                        organisation=Organisation.LOCAL_AUTHORITY,
                        school__isnull=True,
                        local_authority__isnull=False,
                    )
                    | Q(organisation=Organisation.OTHER, school__isnull=True) & ~Q(reason="")
                ),
                name="prospect_identified",
                violation_error_message="Say which organisation this is.",
            ),
            models.CheckConstraint(
                condition=Q(stage=ProspectStage.DECLINED) & ~Q(declined_because="") & ~Q(declined_note="")
                | ~Q(stage=ProspectStage.DECLINED) & Q(declined_because="", declined_note=""),
                name="prospect_declined_because",
                violation_error_message="Say why it is declined.",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage=ProspectStage.ONBOARDING, partner__isnull=False, onboarding_year__isnull=False
                )
                | Q(stage=ProspectStage.MEMBER, partner__isnull=False)
                | ~Q(stage__in=COMING_IN) & Q(onboarding_year=None),
                name="prospect_has_place_and_record",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "stage", "stage_since"], name="prospect_by_stage"),
            models.Index(fields=["alliance", "name", "id"], name="prospect_by_name"),
            models.Index(
                fields=["alliance", "stage_since", "id"],
                condition=Q(stage__in=PIPELINE),
                name="prospect_longest_there",
            ),
            models.Index("alliance", IN_ORDER, "stage_since", "id", name="prospect_in_order"),
            models.Index(
                fields=["alliance", "owner"], condition=Q(owner__isnull=False), name="prospect_of_owner"
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="life", field="stage", transitions=sorted(PROSPECT_TRANSITIONS)),
            pgtrigger.Trigger(
                name="begins_as_prospect",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=BEGINS_AS_PROSPECT,
            ),
            pgtrigger.Trigger(
                name="unchanged_when_over",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=UNCHANGED_WHEN_OVER,
            ),
            pgtrigger.Trigger(
                name="as_the_board_said",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("approved", "boolean")],
                func=AS_THE_BOARD_SAID,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.stage not in OVER


class ProspectPriority(AllianceOwned):
    """A priority of the alliance that the prospect says is its own too."""

    prospect = OwnedForeignKey("alliance.Prospect", on_delete=models.CASCADE, related_name="shared")
    priority = OwnedForeignKey("alliance.Priority", on_delete=models.PROTECT, related_name="+")

    class Meta(AllianceOwned.Meta):
        verbose_name = "shared goal"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("prospect", to="alliance.Prospect", name="prospect_priority_prospect_fk"),
            CompositeForeignKey("priority", to="alliance.Priority", name="prospect_priority_priority_fk"),
            models.UniqueConstraint(
                fields=["alliance", "prospect", "priority"], name="prospect_priority_once"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "priority"], name="prospect_priority_named")]
