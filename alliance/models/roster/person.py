"""Somebody the alliance knows."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat, Lower, Trim

from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet

FORMER_MEMBER = "Former member"
"""What stands in the place of a name that was erased."""
MOST_FURTHER_EMAILS = 5


class PersonQuerySet(AllianceQuerySet):
    def visible_to(self, member: Any) -> "PersonQuerySet":
        """Staff of the alliance see everybody; whoever acts for a partner, those who work or worked at their
        own (a trust's contact, at its schools too).
        """
        if getattr(member, "is_staff", False):
            return self
        return self.filter(models.Exists(_employments().held_by(member).filter(person=models.OuterRef("pk"))))

    def in_full_for(self, member: Any) -> "PersonQuerySet":
        """Those of whom the member also sees addresses and TRN: staff see everybody's, whoever acts for a
        partner those of people who have not left it.
        """
        if getattr(member, "is_staff", False):
            return self
        kept = _employments().held_by(member).lasting()
        return self.filter(models.Exists(kept.filter(person=models.OuterRef("pk"))))

    def current(self) -> "PersonQuerySet":
        """Who works at a partner today."""
        return self.filter(models.Exists(_employments().running().filter(person=models.OuterRef("pk"))))

    def former(self) -> "PersonQuerySet":
        """Who works at no partner today."""
        return self.exclude(models.Exists(_employments().running().filter(person=models.OuterRef("pk"))))

    def known(self) -> "PersonQuerySet":
        """Without those who were erased, of whom only a count is left."""
        return self.filter(erased_at=None)

    def with_email(self, *emails: str) -> "PersonQuerySet":
        """Who has one of these addresses, as the first or a further one."""
        wanted = [email.lower() for email in emails]
        return self.filter(Q(email__in=wanted) | Q(further_emails__overlap=wanted))


def _employments() -> Any:
    from alliance.models.roster.employment import Employment  # they name each other

    return Employment.objects


class Person(AllianceOwnedPublic):
    """Somebody who works at a partner, or did: what one alliance knows of them. They need no log-in.

    Where they have one, `user` says which. Two persons may turn out to be one: neither a TRN nor an e-mail
    address is unique, since two schools that name the same teacher do not see each other's people; they are
    merged by the alliance. Of an erased person the row stays, for the counts, and says nothing. The database
    raises `version` with every update.
    """

    given_name = models.CharField("first name", max_length=100, blank=True)
    family_name = models.CharField("last name", max_length=100)
    full_name = models.GeneratedField(
        expression=Trim(
            Concat(F("given_name"), Value(" "), F("family_name"), output_field=models.CharField())
        ),
        output_field=models.CharField(max_length=201),
        db_persist=True,
    )
    email = models.EmailField("e-mail", blank=True)
    further_emails = ArrayField(models.EmailField(), default=list, blank=True, size=MOST_FURTHER_EMAILS)
    trn = models.CharField("TRN", max_length=7, blank=True)
    user = models.ForeignKey(
        "alliance.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        verbose_name="log-in",
    )
    erased_at = models.DateTimeField("erased", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(PersonQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name_plural = "people"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "user"],
                name="person_user_once",
                violation_error_message="This log-in belongs to another person already.",
            ),
            models.CheckConstraint(
                condition=~Q(family_name=""),
                name="person_named",
                violation_error_message="Write the person's last name.",
            ),
            models.CheckConstraint(
                condition=Q(trn="") | Q(trn__regex=r"^[0-9]{7}$"),
                name="person_trn",
                violation_error_message="A TRN has 7 digits.",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email"))
                & Q(
                    further_emails=Cast(
                        Lower(Cast("further_emails", TextField())), ArrayField(models.EmailField())
                    )
                ),
                name="person_email_lower",
                violation_error_message="E-mail addresses are kept in lower case.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    given_name="",
                    family_name=FORMER_MEMBER,
                    email="",
                    further_emails=[],
                    trn="",
                    user=None,
                ),
                name="person_erased_says_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "family_name", "given_name", "id"], name="person_by_name"),
            models.Index(fields=["alliance", "email"], condition=~Q(email=""), name="person_by_email"),
            models.Index(fields=["alliance", "trn"], condition=~Q(trn=""), name="person_by_trn"),
            models.Index(
                fields=["alliance", "id"], condition=Q(erased_at__isnull=False), name="person_erased"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def emails(self) -> list[str]:
        """All addresses, the one to write to first."""
        return [email for email in (self.email, *self.further_emails) if email]

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None
