"""What an agreement says, as a form; and a template."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from alliance.actions.agreements.drafting import Content, TemplateContent
from alliance.logic.agreements import (
    OBLIGATION_FORM,
    NotAnObligation,
    Owed,
    months_after,
    read_obligations,
    written,
)
from alliance.models import Agreement, AgreementTemplate, Obligation
from foundation.forms.day_field import DayField
from foundation.forms.days import NotADay, read_day
from foundation.forms.versioned import VersionedForm

MOST_POUNDS = 1_000_000
POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{2}))?")
OWED_HINT = (
    f"One a line: {OBLIGATION_FORM}. Begin with “Partner:” or “Alliance:”; who and when may be left out."
)
TERMS_HINT = "An empty line begins a new paragraph."


class PoundsField(forms.CharField):
    """Takes `1850`, `1,850.00` or `£1,850`, and gives pence; nothing is no fee."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 100:,}.{value % 100:02d}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return 0
        read = POUNDS.fullmatch(text)
        pounds = int(read[1].replace(",", "")) if read else 0
        if read is None or pounds > MOST_POUNDS:
            raise forms.ValidationError(f"“{text}” is no amount. Write one such as 1,850.00.")
        return pounds * 100 + int(read[2] or 0)


def _day(text: str) -> date:
    try:
        return read_day(text, timezone.localdate())
    except NotADay as error:
        raise ValueError(text) from error


class SaysForm(forms.Form):
    """What agreements and templates have in common."""

    tier = forms.CharField(
        label="Tier",
        help_text="As your alliance calls it, such as Core or Associate.",
        max_length=40,
        required=False,
    )
    fee_pence = PoundsField(label="Fee in pounds", help_text="For the whole time. Leave it empty for none.")
    notice_days = forms.IntegerField(
        label="Days of notice",
        help_text="How long before either side may end it.",
        min_value=0,
        max_value=730,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    terms = forms.CharField(
        label="Terms",
        help_text=TERMS_HINT,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write what is agreed."},
    )
    obligations = forms.CharField(
        label="What each side does",
        help_text=OWED_HINT,
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_obligations(self) -> str:
        text: str = self.cleaned_data["obligations"]
        try:
            self.owed = read_obligations(text, _day)
        except NotAnObligation as error:
            raise forms.ValidationError(str(error)) from error
        return text

    owed: tuple[Owed, ...] = ()


class AgreementForm(SaysForm):
    title = forms.CharField(
        label="Title",
        help_text="Such as “Partnership agreement 2026/27”.",
        max_length=150,
        error_messages={"required": "Give it a title."},
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    field_order = (
        "title",
        "tier",
        "fee_pence",
        "starts_on",
        "ends_on",
        "notice_days",
        "terms",
        "obligations",
    )

    def content(self) -> Content:
        given = self.cleaned_data
        names = ("title", "terms", "starts_on", "ends_on", "tier", "fee_pence", "notice_days")
        return Content(**{name: given[name] for name in names}, obligations=self.owed)

    @staticmethod
    def from_template(template: AgreementTemplate | None, today: date) -> dict[str, Any]:
        """What a new agreement begins with: from the first of next September, or of next month."""
        starts_on = _next_start(today)
        months = template.months if template else 12
        usual = {"starts_on": starts_on, "ends_on": months_after(starts_on, months), "notice_days": 90}
        if template is None:
            return usual
        return {
            **usual,
            "title": template.name,
            "tier": template.tier,
            "fee_pence": template.fee_pence,
            "notice_days": template.notice_days,
            "terms": template.terms,
            "obligations": template.obligations,
        }


class EditAgreementForm(VersionedForm, AgreementForm):
    @staticmethod
    def saved(agreement: Agreement) -> dict[str, Any]:
        owed = Obligation.objects.filter(agreement=agreement).order_by("id")
        names = ("title", "terms", "starts_on", "ends_on", "tier", "fee_pence", "notice_days", "version")
        return {
            **{name: getattr(agreement, name) for name in names},
            "obligations": written(Owed(one.party, one.text, one.owner, one.due_on) for one in owed),
        }


class TemplateForm(SaysForm):
    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give the template a name."}
    )
    months = forms.IntegerField(
        label="Months it runs",
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    field_order = ("name", "tier", "fee_pence", "months", "notice_days", "terms", "obligations")

    def content(self) -> TemplateContent:
        return TemplateContent(**self.cleaned_data)

    @staticmethod
    def saved(template: AgreementTemplate | None) -> dict[str, Any]:
        if template is None:
            return {"months": 12, "notice_days": 90}
        return {name: getattr(template, name) for name in TemplateForm.base_fields}


def _next_start(today: date) -> date:
    """1 September where it is at most half a year away, else the first of next month."""
    september = date(today.year + (today.month >= 9), 9, 1)
    if (september - today).days <= 183:
        return september
    return (today.replace(day=28) + (date(2000, 1, 5) - date(2000, 1, 1))).replace(day=1)
