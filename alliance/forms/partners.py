"""Forms about partners: how one joins, what can be changed, and how it leaves."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils import timezone

from alliance.actions.partners import Changes, Identity
from alliance.choices import Organisation, OtherKind
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_kinds import kinds_of, usual_kind
from alliance.models import LocalAuthority, Partner
from alliance.queries.candidates import trust_name
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm
from foundation.forms.widgets import Autocomplete

OTHER_KIND = "Kind of organisation"
LISTED = "Shown to the other partners"
WIDE = {"class": "govuk-input--width-20"}
NARROW = {"class": "govuk-input--width-10"}


def year_choices(today: date) -> list[tuple[str, str]]:
    """The years one enters parts for: the last three, this one and the next."""
    this = AcademicYear.for_date(today).start
    return [(str(start), str(AcademicYear(start))) for start in range(this + 1, this - 4, -1)]


class FindSchoolForm(forms.Form):
    """One field that suggests schools while one types; without JavaScript it leads to a list of results."""

    school = forms.CharField(
        label="School",
        help_text="Its name, town, postcode or URN, as the School register has it.",
        error_messages={"required": "Write a school's name, town, postcode or URN."},
    )

    def __init__(self, data: Any = None, *, slug: str) -> None:
        super().__init__(data)
        self.fields["school"].widget = Autocomplete(url=reverse("find_schools", args=[slug]))


class PartsForm(forms.Form):
    """Which parts a partner plays in which year, and since when."""

    organisation = Organisation.SCHOOL

    kinds = forms.MultipleChoiceField(
        label="Parts they play",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one part that they play in the alliance."},
    )
    year = forms.ChoiceField(label="In the academic year")
    joined_on = DayField(label="Joined on", help_text="For example 1/9/26, 1 Sep or last Monday.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["year"].choices = year_choices(today)
        self.offer(self.organisation)
        self.initial.setdefault("year", str(AcademicYear.for_date(today).start))

    def offer(self, organisation: Organisation, *, besides: tuple[str, ...] = ()) -> None:
        """The kinds that such an organisation can be, and those it is."""
        kinds = kinds_of(organisation, besides=besides)
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in kinds]

    @property
    def academic_year(self) -> AcademicYear:
        return AcademicYear(int(self.cleaned_data["year"]))


class JoinForm(PartsForm):
    """A school joins; the address says which."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("joined_on", timezone.localdate())
        self.initial.setdefault("kinds", [usual_kind(self.organisation)])


class OrganisationForm(JoinForm):
    """What is not a school joins. Subclasses ask for what names their kind of organisation."""

    def identity(self) -> Identity:
        """Who the cleaned form is about."""
        raise NotImplementedError


class TrustForm(OrganisationForm):
    organisation = Organisation.TRUST
    trust_uid = forms.CharField(
        label="Trust UID",
        help_text="The group number in Get Information about Schools, such as 2044.",
        validators=[RegexValidator(r"^\d{1,10}\Z", "A trust UID has digits only, such as 2044.")],
        error_messages={"required": "Write the trust's UID, such as 2044."},
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label="Name",
        help_text="Leave it empty to take the School register's.",
        required=False,
        max_length=200,
    )
    field_order = ["trust_uid", "name"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        uid = cleaned.get("trust_uid")
        if uid and not cleaned.get("name"):
            cleaned["name"] = trust_name(uid)
            if not cleaned["name"]:
                self.add_error("name", f"The School register knows no trust {uid}: write its name.")
        return cleaned

    def identity(self) -> Identity:
        given = self.cleaned_data
        return Identity(self.organisation, given["name"], trust_uid=given["trust_uid"])


class ProviderForm(OrganisationForm):
    organisation = Organisation.PROVIDER
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Write the provider's name."}
    )
    ukprn = forms.CharField(
        label="UKPRN",
        help_text="8 digits, such as 10007157.",
        validators=[
            RegexValidator(r"^1\d{7}\Z", "A UKPRN has 8 digits and starts with 1, such as 10007157.")
        ],
        error_messages={"required": "Write the provider's UKPRN, such as 10007157."},
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )
    field_order = ["name", "ukprn"]

    def identity(self) -> Identity:
        given = self.cleaned_data
        return Identity(self.organisation, given["name"], ukprn=given["ukprn"])


class AuthorityChoice(forms.ModelChoiceField):
    def label_from_instance(self, authority: LocalAuthority) -> str:
        return f"{authority.name} ({authority.code})"


class AuthorityForm(OrganisationForm):
    organisation = Organisation.LOCAL_AUTHORITY
    authority = AuthorityChoice(
        label="Local authority",
        queryset=LocalAuthority.objects.order_by("name"),
        empty_label="Choose one",
        error_messages={"required": "Choose the local authority."},
    )
    field_order = ["authority"]

    def identity(self) -> Identity:
        authority = self.cleaned_data["authority"]
        return Identity(self.organisation, authority.name, local_authority=authority)


class OtherForm(OrganisationForm):
    organisation = Organisation.OTHER
    other_kind = forms.ChoiceField(
        label=OTHER_KIND,
        choices=[("", "Choose one"), *OtherKind.choices],
        error_messages={"required": "Choose what kind of organisation it is."},
    )
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Write the organisation's name."}
    )
    address = forms.CharField(
        label="Address",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write its address: no register holds one."},
    )
    reason = forms.CharField(
        label="Why it is a partner",
        help_text="It is in none of the registers: say what it is and what it brings.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what the organisation is and why it is a partner."},
    )
    field_order = ["other_kind", "name", "address", "reason"]

    def identity(self) -> Identity:
        given = self.cleaned_data
        about = {name: given[name] for name in ("address", "reason", "other_kind")}
        return Identity(self.organisation, given["name"], **about)


ORGANISATION_FORMS: dict[str, type[OrganisationForm]] = {
    form.organisation.value: form for form in (TrustForm, ProviderForm, AuthorityForm, OtherForm)
}


class EditPartnerForm(VersionedForm, PartsForm):
    """Change a partner. Of a school the register keeps name and address, so they are not asked for."""

    other_kind = forms.ChoiceField(
        label=OTHER_KIND, choices=[("", "Not said yet"), *OtherKind.choices], required=False
    )
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Write the name."})
    address = forms.CharField(
        label="Address", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(
        label="Why it is a partner", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    listed = forms.BooleanField(
        label=LISTED,
        help_text="Partners see its name, phase and authority, never its contacts.",
        required=False,
    )
    field_order = ["other_kind", "name", "address", "reason", "kinds", "year", "joined_on", "listed"]

    def __init__(self, *args: Any, partner: Partner, year: AcademicYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.year = year
        self.fields["kinds"].label = f"Parts they play in {year}"
        self.offer(Organisation(partner.organisation), besides=tuple(self.initial.get("kinds", ())))
        if partner.organisation != Organisation.OTHER:
            del self.fields["reason"], self.fields["address"], self.fields["other_kind"]
        else:
            self.fields["reason"].required = True
        if partner.organisation in (Organisation.SCHOOL, Organisation.LOCAL_AUTHORITY):
            del self.fields["name"]

    @property
    def academic_year(self) -> AcademicYear:
        return self.year

    def changes(self) -> Changes:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        return Changes(
            joined_on=given["joined_on"],
            listed=given["listed"],
            year=self.academic_year,
            kinds=given["kinds"],
            name=given.get("name", ""),
            address=given.get("address", ""),
            reason=given.get("reason", ""),
            other_kind=given.get("other_kind"),
        )


class EndForm(forms.Form):
    left_on = DayField(label="Last day of the partnership")
    because = forms.CharField(
        label="Why they leave",
        help_text="Staff read it in the record. Leave out what is nobody's business.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("left_on", timezone.localdate())
