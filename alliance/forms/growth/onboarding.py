"""Forms by which a newcomer is brought in."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from alliance.choices import Organisation
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_kinds import kinds_of, usual_kind
from alliance.models import Prospect
from alliance.models.growth.onboarding import MOST_PLACES
from alliance.queries.growth.onboarding import Places
from foundation.forms.day_field import DayField

USUALLY = timedelta(days=42)
NARROW = {"class": "govuk-input--width-3", "inputmode": "numeric"}


class BeginForm(forms.Form):
    """In which year, and from when on. A year without a place left says so and is not offered."""

    year = forms.ChoiceField(label="A place of", widget=forms.RadioSelect)
    joins_on = DayField(
        label="Joins on",
        help_text="The day it is to be a partner, such as 1/1/27. Until then everything is put in place.",
    )

    def __init__(self, *args: Any, places: list[tuple[AcademicYear, Places | None]], today: date) -> None:
        super().__init__(*args)
        free = [year for year, known in places if known is not None and known.left > 0]
        self.fields["year"].choices = [
            (str(year.start), f"{year} · {known.said}") for year, known in places if known and known.left > 0
        ]
        if free:
            self.fields["year"].initial = str(free[0].start)
            self.fields["joins_on"].initial = max(today + USUALLY, free[0].first_day)

    @property
    def academic_year(self) -> AcademicYear:
        return AcademicYear(int(self.cleaned_data["year"]))


class CompleteForm(forms.Form):
    """The parts it plays, and since when."""

    kinds = forms.MultipleChoiceField(
        label="Parts they play",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one part that they play in the alliance."},
    )
    joined_on = DayField(label="Joined on", help_text="Today, or a day before.")

    def __init__(self, *args: Any, prospect: Prospect, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = Organisation(prospect.organisation)
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in kinds_of(organisation)]
        self.initial.setdefault("kinds", [usual_kind(organisation)])
        self.initial.setdefault("joined_on", timezone.localdate())


class TickForm(forms.Form):
    note = forms.CharField(max_length=200, required=False)


class CapacityForm(forms.Form):
    """One number a year."""

    def __init__(self, *args: Any, places: list[tuple[AcademicYear, Places | None]]) -> None:
        super().__init__(*args)
        self.years = [year for year, _ in places]
        for year, known in places:
            used = f" {known.used} used so far." if known else ""
            self.fields[f"places_{year.start}"] = forms.IntegerField(
                label=f"Newcomers in {year}",
                help_text=f"How many the alliance can bring in well.{used}",
                min_value=0,
                max_value=MOST_PLACES,
                initial=known.places if known else None,
                required=known is not None,
                widget=forms.TextInput(attrs=NARROW),
            )

    def places(self) -> dict[AcademicYear, int]:
        """What was written, by year."""
        given = {year: self.cleaned_data[f"places_{year.start}"] for year in self.years}
        return {year: places for year, places in given.items() if places is not None}
