"""A figure about a school's pupils, or that there is none."""

from datetime import date
from typing import Any

from django import forms

from alliance.actions.facts.measures import MeasureDetails, measure_of
from alliance.choices import Absence, FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import read_figure
from alliance.logic.facts.measures import GROUPS, MEASURES, Stage
from alliance.models import PupilMeasure
from foundation.forms.versioned import VersionedForm
from foundation.refusal import Refused

OFFERED_YEARS = 12
NUMBER = {"class": "govuk-input--width-5", "inputmode": "numeric"}
REASONS = [(reason.value, reason.label) for reason in Absence if reason]


def _measures() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (stage.value, [(code, each.label) for code, each in MEASURES.items() if each.stage == stage])
        for stage in Stage
    ]


class MeasureForm(forms.Form):
    """The figure is written only where there is one."""

    academic_year = forms.TypedChoiceField(label="Academic year", coerce=int, empty_value=None)
    measure = forms.ChoiceField(label="Measure", choices=_measures)
    pupil_group = forms.ChoiceField(label="Pupils", choices=list(GROUPS.items()))
    state = forms.ChoiceField(
        label="Is there a figure?",
        choices=[
            (FigureState.VALUE, "Yes"),
            (FigureState.NOT_PUBLISHED, "No: it was not published"),
            (FigureState.SUPPRESSED, "No: it is hidden, because it is about five pupils or fewer"),
        ],
        initial=FigureState.VALUE,
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        label="Figure",
        help_text="As it is written: 63%, 104, +0.4. Leave empty where there is none: that is not zero.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    because = forms.ChoiceField(
        label="Why there is none", choices=[("", "Not known"), *REASONS], required=False
    )
    cohort = forms.IntegerField(
        label="Pupils counted",
        help_text="How many pupils the figure is about, where you know.",
        min_value=0,
        max_value=99_999,
        required=False,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"invalid": "Write a whole number, such as 28."},
    )
    note = forms.CharField(
        label="Where it is from",
        help_text="Such as “Our own results, before they are published”.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = AcademicYear.for_date(today).start
        years: set[int] = set(range(this, this - OFFERED_YEARS, -1))
        if self.initial.get("academic_year"):
            years.add(self.initial["academic_year"])
        chosen = self.fields["academic_year"]
        chosen.initial = this - 1  # the latest whose results are known
        chosen.choices = [  # type: ignore[attr-defined]  # a choice field
            (year, str(AcademicYear(year))) for year in sorted(years, reverse=True)
        ]

    def clean(self) -> dict[str, Any]:
        """The figure is read once its measure is known."""
        data = super().clean() or {}
        code, text = data.get("measure"), data.get("value", "")
        data["figure"] = None
        if data.get("state") == FigureState.VALUE and code and text:
            try:
                figure = read_figure(text, MEASURES[code])
            except Refused as refusal:
                self.add_error("value", refusal.sentence)
            else:
                data["figure"] = figure
        return data

    def details(self) -> MeasureDetails:
        """What the cleaned form says, for the action. A word of the DfE's in place of a figure says why."""
        data = self.cleaned_data
        figure = data["figure"]
        named = ("academic_year", "measure", "pupil_group", "cohort", "note")
        return MeasureDetails(
            **{name: data[name] for name in named},
            state=figure.state if figure else data["state"],
            value=figure.value if figure else None,
            because=(figure.because if figure else "") or data["because"],
        )


class EditMeasureForm(VersionedForm, MeasureForm):
    """Of a figure that is there already."""

    @staticmethod
    def saved(measure: PupilMeasure) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        value = "" if measure.value is None else MEASURES[measure.measure].words(measure.value)
        return {**measure_of(measure), "value": value, "version": measure.version}
