"""Somebody who can log in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from foundation.identifiers import new_public_id
from foundation.ui.theme import Theme


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One person, whichever alliances they belong to. What an alliance knows of them lives in that alliance.

    E-mail is stored in lower case, so that `=` finds it. Operators look after the whole portal: they see no
    alliance's data unless they enter it. Every session of a person names the number of their `sign_outs`:
    raising it ends all of them, also those that no list knows.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    theme = models.CharField(
        max_length=6, choices=Theme.choices, default=Theme.SYSTEM, db_default=Theme.SYSTEM
    )
    sign_outs = models.PositiveIntegerField(db_default=0, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    last_alliance = models.ForeignKey(
        "alliance.Alliance",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    familiar_names: tuple[str, ...] = ()
    """Names a guesser would try that no membership tells yet; set where a new password is checked."""
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(theme__in=Theme.values), name="user_theme_known"),
        ]
        indexes = [models.Index(fields=["full_name", "email"], name="user_by_name")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must name to be this person's: their password and the number of `sign_outs`."""
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        if not self.sign_outs:
            return of_password
        return salted_hmac("alliance.sign_outs", f"{of_password}:{self.sign_outs}", secret=secret).hexdigest()

    def familiar_words(self) -> list[str]:
        """What others know about this person, and so would try first as their password."""
        names = [self.email, self.full_name, *self.familiar_names]
        if self.pk:
            names += self.memberships.values_list("alliance__name", flat=True)
            names += self.memberships.exclude(alliance__lead_school=None).values_list(
                "alliance__lead_school__name", flat=True
            )
        return names

    @property
    def is_staff(self) -> bool:
        """Nobody enters a Django admin: there is none."""
        return False
