"""Where a school's teachers were a year later."""

from datetime import date
from typing import Any

from django import forms

from alliance.actions.facts.workforce import WorkforceDetails, census_day, workforce_of
from alliance.models import WorkforceSnapshot
from foundation.forms.versioned import VersionedForm

OFFERED_YEARS = 12
MOST = 9_999


def _count(label: str, help_text: str = "", *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST,
        required=required,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "required": "Write a number; 0 where there is nobody.",
            "invalid": "Write a whole number, such as 4.",
        },
    )


class WorkforceForm(forms.Form):
    """The five groups add up to the teachers."""

    census_year = forms.TypedChoiceField(label="November census of", coerce=int, empty_value=None)
    teachers = _count(
        "Teachers in post the November before", "The group whose whereabouts you tell: headcount, not FTE."
    )
    stayed = _count("Of these, still at this school")
    moved_within = _count("Moved to another school of the alliance")
    moved_elsewhere = _count("Moved elsewhere in the state sector")
    left = _count("Left teaching in the state sector", "Retired, independent sector, abroad, another job.")
    unknown = _count("Not known")
    vacancies = _count(
        "Vacancies on the census day",
        "Posts without a teacher. Leave empty if nobody counted.",
        required=False,
    )
    note = forms.CharField(
        label="Where it is from",
        help_text="Such as “School workforce census, our own copy”.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = today.year if census_day(today.year) <= today else today.year - 1
        years: set[int] = set(range(latest, latest - OFFERED_YEARS, -1))
        if self.initial.get("census_year"):
            years.add(self.initial["census_year"])
        chosen = self.fields["census_year"]
        chosen.choices = [(year, str(year)) for year in sorted(years, reverse=True)]  # type: ignore[attr-defined]  # a choice field

    def details(self) -> WorkforceDetails:
        """What the cleaned form says, for the action."""
        named = WorkforceDetails.__dataclass_fields__
        return WorkforceDetails(**{name: self.cleaned_data[name] for name in named})


class EditWorkforceForm(VersionedForm, WorkforceForm):
    """Of a snapshot that is there already."""

    @staticmethod
    def saved(snapshot: WorkforceSnapshot) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {**workforce_of(snapshot), "version": snapshot.version}
