"""One run of a survey: who is asked, until when, in which mode; and what came of it."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from alliance.choices import Role, SurveyLetter, SurveyMode, SurveyState
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet

STANDING = Case(When(state=SurveyState.OPEN, then=0), When(state=SurveyState.DRAFT, then=1), default=2)
"""The open first, then drafts, then the closed."""


class SurveyQuerySet(AllianceQuerySet):
    def open(self) -> "SurveyQuerySet":
        return self.filter(state=SurveyState.OPEN)

    def closed(self) -> "SurveyQuerySet":
        return self.filter(state=SurveyState.CLOSED)

    def in_order(self) -> "SurveyQuerySet":
        """By standing; of each the latest last day first."""
        return self.order_by(STANDING, "-closes_on", "-pk")

    def visible_to(self, member: Any) -> "SurveyQuerySet":
        """Staff and the board see every survey; nobody else sees one as such, only what they are asked."""
        if getattr(member, "is_staff", False) or Role.BOARD_MEMBER in getattr(member, "roles", ()):
            return self
        return self.none()


class Survey(AllianceOwnedPublic):
    """One run of a version of a template. The actions move `state`: draft → open → closed, never back.

    `audience` names the source of the people asked. `occasion` is what the run is about where an app asked
    for it, such as the end of a course session, so that nothing opens it twice. `answered` is counted as it
    closes. `shared_results` is what everybody asked may read of the results, as it was when it was shared.
    `revision` and `updated_at` are kept by a trigger.
    """

    version = OwnedForeignKey("alliance.TemplateVersion", on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(max_length=120)
    welcome = models.TextField("what people read first", blank=True)
    mode = models.CharField(max_length=20, choices=SurveyMode.choices)
    audience = models.CharField("who is asked", max_length=60)
    occasion = models.CharField(max_length=120, blank=True, editable=False)
    state = models.CharField(
        "standing", max_length=10, choices=SurveyState.choices, default=SurveyState.DRAFT
    )
    reminds = models.BooleanField("reminders", default=True)
    opened_on = models.DateField("opened", null=True, blank=True)
    closes_on = models.DateField("last day")
    closed_at = models.DateTimeField("closed", null=True, blank=True)
    owner = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    answered = models.PositiveIntegerField(null=True, blank=True, editable=False)
    shared_results = models.JSONField(null=True, blank=True, editable=False)
    shared_at = models.DateTimeField("results shared", null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(db_column="version", db_default=1, editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SurveyQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("version", to="alliance.TemplateVersion", name="survey_version_fk"),
            models.UniqueConstraint(
                fields=["alliance", "occasion"], condition=~Q(occasion=""), name="survey_occasion_once"
            ),
            models.CheckConstraint(condition=Q(mode__in=SurveyMode.values), name="survey_known_mode"),
            models.CheckConstraint(
                condition=(
                    Q(state=SurveyState.DRAFT, opened_on=None, closed_at=None)
                    | Q(state=SurveyState.OPEN, opened_on__isnull=False, closed_at=None)
                    | Q(state=SurveyState.CLOSED, opened_on__isnull=False, closed_at__isnull=False)
                ),
                name="survey_state_and_days",
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closes_on__gte=models.F("opened_on")),
                name="survey_closes_after_opening",
                violation_error_message="The last day is before the day it opens.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(shared_at=None, shared_results=None)
                    | Q(state=SurveyState.CLOSED, shared_at__isnull=False, shared_results__isnull=False)
                ),
                name="survey_shared_once_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "state", "closes_on"], name="survey_by_state"),
            models.Index("alliance", STANDING, F("closes_on").desc(), F("id").desc(), name="survey_in_order"),
            models.Index(
                fields=["alliance", "closed_at"], condition=Q(state=SurveyState.CLOSED), name="survey_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def takes_answers(self, today: date) -> bool:
        """Until the end of its last day, also while the clock has not closed it yet."""
        return self.state == SurveyState.OPEN and today <= self.closes_on

    @property
    def is_anonymous(self) -> bool:
        return self.mode == SurveyMode.ANONYMOUS

    @property
    def is_named(self) -> bool:
        return self.mode == SurveyMode.NAMED


class SurveyPartner(AllianceOwnedPublic):
    """A partner of whose people a survey asked some: its systems read of the survey, never who answered.

    Written as the survey opens. An invitation tells the same, but it changes as its link is spent, and the
    change feed keeps the moment of each change.
    """

    survey = OwnedForeignKey("alliance.Survey", on_delete=models.CASCADE, related_name="partners")
    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="+")

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "partner asked"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("survey", to="alliance.Survey", name="survey_partner_survey_fk"),
            CompositeForeignKey("partner", to="alliance.Partner", name="survey_partner_partner_fk"),
            models.UniqueConstraint(fields=["alliance", "survey", "partner"], name="survey_partner_once"),
        ]


class SurveyInvitationQuerySet(AllianceQuerySet):
    def waiting(self) -> "SurveyInvitationQuerySet":
        return self.filter(answered=False)

    def reached(self) -> "SurveyInvitationQuerySet":
        """Who may be written to: nobody of a partner that has left, while it stays away."""
        return self.filter(partner__left_on=None)

    def to_write_to(self) -> "SurveyInvitationQuerySet":
        """To whom a letter is still to be sent."""
        return self.waiting().reached().unsent()

    def unsent(self) -> "SurveyInvitationQuerySet":
        """Of which a letter waits, though nobody may be there to be written to."""
        return self.exclude(letter="").exclude(letter=SurveyLetter.REFUSED)

    def refused(self) -> "SurveyInvitationQuerySet":
        """Whose address the mail server refuses for good: no letter is tried again."""
        return self.filter(letter=SurveyLetter.REFUSED)


class SurveyInvitation(AllianceOwnedPublic):
    """Somebody who was asked, by a signed link that works once. Name and address are personal data.

    `answered` says that the link is spent and not when: in an anonymous survey that is all that is known.
    `facts` is what the answers may be counted by (partner kind, phase…), as they were on the day.
    """

    survey = OwnedForeignKey("alliance.Survey", on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=150)
    email = models.EmailField("e-mail", blank=True)
    partner = OwnedForeignKey(
        "alliance.Partner", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    facts = models.JSONField(default=dict)
    answered = models.BooleanField(default=False)
    letter = models.CharField(
        "still to be sent",
        max_length=12,
        choices=SurveyLetter.choices,
        default=SurveyLetter.INVITATION,
        blank=True,
    )
    asked_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    wants_no_reminders = models.BooleanField("no reminders", default=False)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SurveyInvitationQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "person asked"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("survey", to="alliance.Survey", name="survey_invitation_survey_fk"),
            CompositeForeignKey("partner", to="alliance.Partner", name="survey_invitation_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "survey", "email"], condition=~Q(email=""), name="survey_invitation_once"
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "email"], name="survey_invitation_by_email"),
            models.Index(
                fields=["alliance", "survey"],
                condition=~Q(letter=""),
                name="survey_letters_to_send",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyReply(AllianceOwnedPublic):
    """“You said, we did”: what people said, and what was done about it, by whom and when."""

    survey = OwnedForeignKey("alliance.Survey", on_delete=models.CASCADE, related_name="replies")
    said = models.TextField("you said")
    did = models.TextField("we did")
    done_by = models.CharField("by", max_length=120, blank=True)
    done_on = models.DateField("when")
    published = models.BooleanField("shown to everybody who was asked", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "“you said, we did”"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("survey", to="alliance.Survey", name="survey_reply_survey_fk"),
        ]
        indexes = [models.Index(fields=["alliance", "survey"], name="survey_reply_of_survey")]
