"""What an API credential is made from, and how long the old one stays when it is rotated."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from alliance.choices import READING, ApiScope
from alliance.models import Partner
from foundation.forms.day_field import DayField

OVERLAPS = [(0, "It stops now"), (1, "One day"), (7, "A week"), (30, "30 days")]


class CredentialForm(forms.Form):
    """Leads choose the partner; somebody who speaks for one makes it for that one."""

    partner = forms.ModelChoiceField(
        queryset=Partner._base_manager.none(),
        label="Partner",
        empty_label="Choose a partner",
        help_text="It sees this partner in full, and of the others what is shared.",
        error_messages={"required": "Choose the partner whose system will use it."},
    )
    name = forms.CharField(
        label="Which system will use it",
        max_length=100,
        help_text="Such as Arbor sync. You will know it by this name.",
        error_messages={"required": "Say which system will use it, such as Arbor sync."},
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it may do."},
    )
    expires_at = DayField(label="Last day", help_text="It stops by itself after it. Two years off at most.")
    attempt = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, partner: Partner | None, today: Any, **kwargs: Any) -> None:
        initial = {"scopes": sorted(READING), "expires_at": today + timedelta(days=365)}
        initial["attempt"] = uuid4()
        super().__init__(*args, initial=initial, **kwargs)
        if partner is not None:
            del self.fields["partner"]
        else:
            self.fields["partner"].queryset = Partner.objects.current().order_by("name")

    @property
    def expiry(self) -> datetime:
        """The end of the last day."""
        day = self.cleaned_data["expires_at"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time.min))


class RotateForm(forms.Form):
    """How long both work, so that nothing has to be changed in the same minute."""

    overlap = forms.TypedChoiceField(
        label="How long the old one goes on working",
        choices=OVERLAPS,
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
    )

    @property
    def days(self) -> timedelta:
        return timedelta(days=self.cleaned_data["overlap"])
