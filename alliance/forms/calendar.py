"""What a date, a term and INSET days are written into."""

from typing import Any

from django import forms

from alliance.actions.calendar.entries import EntryDetails
from alliance.actions.calendar.terms import TermDetails
from alliance.choices import Audience, EntryKind, TermKind
from alliance.models import CalendarEntry, LocalAuthority, ServedAuthority, TermDate
from foundation.forms.day_field import DayField
from foundation.forms.time_field import TimeOfDayField
from foundation.forms.versioned import VersionedForm

ENTRY_FIELDS = (
    *("title", "kind", "audience", "starts_on", "ends_on", "from_time", "until_time"),
    *("place", "link", "folder", "details"),
)
TERM_FIELDS = ("kind", "name", "starts_on", "ends_on", "local_authority")


class EntryForm(forms.Form):
    """Without times it takes whole days; without a last day it takes one."""

    title = forms.CharField(
        label="What",
        max_length=150,
        help_text="As it should stand in people's calendars: “Partner briefing, spring”.",
        error_messages={"required": "Write what it is."},
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=EntryKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind."},
    )
    audience = forms.ChoiceField(
        label="For",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text="Only they find it, in the calendar, in the search and in their own calendar programs.",
        error_messages={"required": "Choose whom it is for."},
    )
    starts_on = DayField(label="Day", help_text="For example 3/2/26, or next Tuesday.")
    ends_on = DayField(label="Last day", help_text="If it takes more than one.", required=False)
    from_time = TimeOfDayField(label="From", help_text="Such as 16:00. Empty for whole days.", required=False)
    until_time = TimeOfDayField(label="Until", required=False)
    place = forms.CharField(
        label="Place", max_length=200, help_text="Room, school, town; or “Online”.", required=False
    )
    link = forms.CharField(
        label="Online link",
        max_length=1000,
        help_text="The Teams, Meet or Zoom address from the invitation.",
        required=False,
    )
    folder = forms.CharField(
        label="Files in Teams or Drive",
        max_length=1000,
        help_text="The address of the folder; who may open it is decided there.",
        required=False,
    )
    details = forms.CharField(
        label="Details",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    def entry(self) -> EntryDetails:
        """What the cleaned form says, for the action."""
        given = {name: self.cleaned_data[name] for name in ENTRY_FIELDS}
        return EntryDetails(
            **{
                **given,
                "kind": EntryKind(given["kind"]),
                "audience": Audience(given["audience"]),
                "ends_on": given["ends_on"] or given["starts_on"],
            }
        )


class EditEntryForm(VersionedForm, EntryForm):
    """Of a date that is there already."""

    @staticmethod
    def saved(entry: CalendarEntry) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {name: getattr(entry, name) for name in (*ENTRY_FIELDS, "version")}


class TermForm(forms.Form):
    kind = forms.ChoiceField(
        label="Kind",
        choices=TermKind.choices,
        widget=forms.RadioSelect,
        initial=TermKind.TERM,
        error_messages={"required": "Choose the kind."},
    )
    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="Such as Autumn term, first half.",
        error_messages={"required": "Write its name, such as Autumn term, first half."},
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    local_authority = forms.ModelChoiceField(
        queryset=LocalAuthority.objects.none(),
        label="For the schools of",
        required=False,
        empty_label="The whole alliance",
        help_text="An authority whose dates are its own; its schools then keep those alone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = ServedAuthority.objects.values("local_authority")
        known = LocalAuthority.objects.filter(pk__in=served).order_by("name")
        self.fields["local_authority"].queryset = known  # type: ignore[attr-defined]  # a ModelChoiceField

    def term(self) -> TermDetails:
        """What the cleaned form says, for the action."""
        given = {name: self.cleaned_data[name] for name in TERM_FIELDS}
        return TermDetails(**{**given, "kind": TermKind(given["kind"])})


class EditTermForm(VersionedForm, TermForm):
    """Of a term that is there already."""

    @staticmethod
    def saved(term: TermDate) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {name: getattr(term, name) for name in (*TERM_FIELDS, "version")}
