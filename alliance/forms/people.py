"""Who is invited, and as what."""

from datetime import date
from typing import Any

from django import forms

from alliance.choices import ORGANISATION_ROLES, STAFF_ROLES, Role
from alliance.logic.access_rules import Access, problem_with
from alliance.models import Membership, Partner
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm

ROLE_GROUPS = (
    ("Work for the alliance", [role for role in Role if role in STAFF_ROLES]),
    ("Govern", [Role.BOARD_MEMBER, Role.WORKING_GROUP_MEMBER]),
    ("Speak for a partner", [role for role in Role if role in ORGANISATION_ROLES]),
    (
        "Train, coach and learn",
        [
            Role.MENTOR,
            Role.LEAD_MENTOR,
            Role.TRAINEE,
            Role.SLE,
            Role.FACILITATOR,
            Role.PARTICIPANT,
        ],
    ),
    ("Look in from outside", [Role.EXTERNAL_REVIEWER]),
)


def role_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group, [(role.value, str(role.label)) for role in roles]) for group, roles in ROLE_GROUPS]


class AccessForm(forms.Form):
    """Roles, the partner they are held for, and a last day."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=role_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role."},
    )
    partner = forms.ModelChoiceField(
        queryset=Partner._base_manager.none(),
        required=False,
        label="Partner",
        empty_label="None",
        help_text="Whom they speak for: needed for a partner-school contact and a headteacher approver.",
    )
    ends_on = DayField(
        required=False,
        label="Last day",
        help_text="Such as 31/8/2027. Access ends by itself after it. Needed for an external reviewer.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["partner"].queryset = Partner.objects.current().order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and (problem := problem_with(self.access, today=self.today)):
            self.add_error(*problem)
        return data

    @property
    def access(self) -> Access:
        partner = self.cleaned_data["partner"]
        return Access.of(
            self.cleaned_data["roles"], partner.pk if partner else None, self.cleaned_data["ends_on"]
        )


class ChangeAccessForm(VersionedForm, AccessForm):
    """Of a member there is already."""

    @staticmethod
    def saved(membership: Membership) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {
            "roles": membership.roles,
            "partner": membership.partner_id,
            "ends_on": membership.ends_on,
            "version": membership.version,
        }


class InvitationForm(AccessForm):
    email = forms.EmailField(
        label="E-mail",
        help_text="Their own address, not a shared mailbox: it becomes their log-in.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the address to invite.",
            "invalid": "Enter an address such as j.doe@school.example.",
        },
    )
    field_order = ["email", "roles", "partner", "ends_on"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()
