"""What a bulk verb is asked with: each form makes its verb."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from alliance.actions.bulk_invitations import ResendInvitations, WithdrawInvitations
from alliance.actions.bulk_partners import EndPartnerships, GiveKind, TakeKind, VerifyMainContacts
from alliance.choices import PartnerKind
from alliance.forms.partners import EndForm, year_choices
from alliance.logic.academic_year import AcademicYear


class BulkForm(forms.Form):
    """`verb` is the verb's class. A form that can be answered as it opens says how in `usual`."""

    verb: ClassVar[Any]

    @classmethod
    def usual(cls) -> dict[str, Any] | None:
        """The answers it opens with; None where a person has to choose first."""
        return {}

    def make(self) -> Any:
        """The verb that the cleaned form asks for."""
        return self.verb()


class KindForm(BulkForm):
    kind = forms.ChoiceField(
        label="Part they play",
        choices=[("", "Choose a part"), *PartnerKind.choices],
        error_messages={"required": "Choose the part."},
    )
    year = forms.ChoiceField(label="In the academic year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["year"].choices = year_choices(today)
        self.initial.setdefault("year", str(AcademicYear.for_date(today).start))

    @classmethod
    def usual(cls) -> None:
        return None

    def make(self) -> Any:
        given = self.cleaned_data
        return self.verb(PartnerKind(given["kind"]), AcademicYear(int(given["year"])))


class GiveKindForm(KindForm):
    verb = GiveKind


class TakeKindForm(KindForm):
    verb = TakeKind


class EndManyForm(EndForm, BulkForm):
    verb = EndPartnerships

    @classmethod
    def usual(cls) -> dict[str, Any]:
        today = timezone.localdate()
        return {"left_on": f"{today.day}/{today.month}/{today.year}"}

    def make(self) -> EndPartnerships:
        return EndPartnerships(self.cleaned_data["left_on"], self.cleaned_data["because"])


class VerifyForm(BulkForm):
    verb = VerifyMainContacts


class ResendForm(BulkForm):
    verb = ResendInvitations


class WithdrawForm(BulkForm):
    verb = WithdrawInvitations
