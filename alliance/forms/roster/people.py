"""What is asked about a person, and about a post."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils import timezone

from alliance.actions.roster.details import EmploymentDetails, PersonDetails
from alliance.models import Employment, Partner, Person
from alliance.models.roster.person import MOST_FURTHER_EMAILS
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm

NARROW = {"class": "govuk-input--width-10", "autocomplete": "off"}
WHOLE = "Write a whole e-mail address, such as name@school.example."


class AddressesField(forms.CharField):
    """Several e-mail addresses, one a line."""

    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, list | tuple):
            return tuple(value)
        return tuple(part for part in re.split(r"[\s,;]+", value or "") if part)

    def validate(self, value: Any) -> None:
        super().validate(value)
        for address in value:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(f"“{address}” is no e-mail address. {WHOLE}") from error

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class PersonForm(forms.Form):
    """Who somebody is."""

    given_name = forms.CharField(label="First name", max_length=100, required=False)
    family_name = forms.CharField(
        label="Last name", max_length=100, error_messages={"required": "Write the person's last name."}
    )
    email = forms.EmailField(
        label="E-mail", required=False, max_length=254, error_messages={"invalid": WHOLE}
    )
    further_emails = AddressesField(
        label="Further e-mail addresses",
        help_text=f"Others they are known by, one a line; at most {MOST_FURTHER_EMAILS}.",
        required=False,
    )
    trn = forms.CharField(
        label="TRN",
        help_text="Teacher reference number: 7 digits. By it they are known again at another school.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
        validators=[RegexValidator(r"^[0-9\s/.-]*\Z", "A TRN has 7 digits, such as 1234567.")],
    )

    def details(self) -> PersonDetails:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        names = ("given_name", "family_name", "email", "further_emails", "trn")
        return PersonDetails(**{name: given[name] for name in names})


class EditPersonForm(VersionedForm, PersonForm):
    """Of a person who is there already."""

    @staticmethod
    def saved(person: Person) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        details = PersonDetails.of(person)
        return {**vars(details), "version": person.version}


class WorkForm(forms.Form):
    """A post, and from when to when."""

    post = forms.CharField(
        label="Post",
        help_text="For example class teacher, or head of science.",
        max_length=100,
        required=False,
    )
    fte = forms.DecimalField(
        label="FTE",
        help_text="A share of full time: 1 is full time, 0.6 three days a week.",
        required=False,
        max_digits=3,
        decimal_places=2,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "decimal"}),
        error_messages={"invalid": "Write a number such as 0.8 or 1."},
    )
    started_on = DayField(
        label="From", help_text="For example 1/9/25. Leave it empty if nobody knows.", required=False
    )
    ended_on = DayField(label="To", help_text="Their last day, where it is known.", required=False)
    reference = forms.CharField(
        label="Staff reference",
        help_text="The partner's own number of this person, by which its lists and systems name them.",
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs=NARROW),
    )

    def employment(self) -> EmploymentDetails:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        names = ("post", "fte", "started_on", "ended_on", "reference")
        return EmploymentDetails(**{name: given[name] for name in names})


class EditWorkForm(VersionedForm, WorkForm):
    """Of an employment that is there already."""

    @staticmethod
    def saved(employment: Employment) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {**vars(EmploymentDetails.of(employment)), "version": employment.version}


class PartnerField(forms.ModelChoiceField):
    """One of the partners that the reader may see, the current ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Partner._base_manager.none(),
            empty_label="Choose one",
            to_field_name="public_id",
            error_messages={
                "required": "Choose where they work.",
                "invalid_choice": "Choose one of the list.",
            },
            **kwargs,
        )

    def offer(self, member: Any) -> None:
        self.queryset = Partner.objects.visible_to(member).current().order_by("name")


class NewWorkForm(WorkForm):
    """A post at a partner yet to be chosen."""

    partner = PartnerField(label="Partner")
    field_order = ["partner"]

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        field.offer(member)
        if field.queryset.count() == 1:
            field.initial = field.queryset.first().public_id


class AddPersonForm(PersonForm, NewWorkForm):
    """Somebody new, with where they work."""

    field_order = ["given_name", "family_name", "email", "partner", "post", "started_on"]


class MoveForm(NewWorkForm):
    """Another post: the one before ends the day before it begins."""

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.fields["started_on"].required = True
        self.fields["started_on"].help_text = "The first day of the new post, for example 1/9/26."
        self.fields["started_on"].error_messages["required"] = "Write the first day of the new post."
        del self.fields["ended_on"]

    def employment(self) -> EmploymentDetails:
        given = self.cleaned_data
        names = ("post", "fte", "started_on", "reference")
        return EmploymentDetails(**{name: given[name] for name in names})


class EndWorkForm(forms.Form):
    """The last day at a partner."""

    ended_on = DayField(label="Last day", help_text="For example today, 31/8/26 or last Friday.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_on", timezone.localdate())
