"""Forms that record what speaks for a partner."""

from typing import Any

from django import forms
from django.utils import timezone

from alliance.actions.partnership.evidence import EvidenceDetails, InspectionDetails
from alliance.choices import EvidenceKind, EvidenceState, Framework, Safeguarding
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.inspections import SCALES
from foundation.forms.day_field import DayField

YEARS_BACK = 6


class SourcedForm(forms.Form):
    """Whatever speaks for a partner says where it stands written."""

    source = forms.CharField(
        label="Source",
        max_length=200,
        error_messages={"required": "Say where it stands written, so that others can look it up."},
    )
    source_url = forms.URLField(
        label="Link to the source",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Write a whole web address, such as https://reports.ofsted.gov.uk/."},
    )


class InspectionForm(SourcedForm):
    """The grades of one framework; the address says which, for each asks for other areas."""

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framework, scale = framework, SCALES[framework]
        self.fields["inspected_on"] = DayField(
            label="Inspected on", help_text="The last day of the visit, for example 14/11/25."
        )
        for area, name in scale.areas.items():
            asked = area in scale.always
            self.fields[f"grade_{area}"] = forms.ChoiceField(
                label=name,
                choices=[("", "Choose one" if asked else "Not graded"), *scale.grades.items()],
                required=asked,
                error_messages={"required": f"Choose the grade for {name}."},
            )
        if framework == Framework.REPORT_CARD:
            self.fields["safeguarding"] = forms.ChoiceField(
                label="Safeguarding",
                choices=[("", "Choose one"), *Safeguarding.choices],
                error_messages={"required": "Say whether safeguarding was met."},
            )
        self.order_fields(
            [
                "inspected_on",
                *(f"grade_{area}" for area in scale.areas),
                "safeguarding",
                "source",
                "source_url",
            ]
        )
        self.initial.setdefault("source", "Ofsted report")

    def details(self) -> InspectionDetails:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        grades = {area: given[f"grade_{area}"] for area in SCALES[self.framework].areas}
        return InspectionDetails(
            inspected_on=given["inspected_on"],
            framework=self.framework,
            grades={area: grade for area, grade in grades.items() if grade},
            source=given["source"],
            safeguarding=given.get("safeguarding", ""),
            source_url=given["source_url"],
        )


class EvidenceForm(SourcedForm):
    """A published measure, or what was delivered in one academic year."""

    kind = forms.ChoiceField(
        label="What it speaks for",
        choices=[("", "Choose one"), *EvidenceKind.choices],
        error_messages={"required": "Choose what it speaks for."},
    )
    year = forms.ChoiceField(label="Academic year")
    what = forms.CharField(
        label="What it is",
        help_text="For example “Attainment 8”, or “Trainees hosted”.",
        max_length=200,
        error_messages={"required": "Write what is told: the measure, or what was delivered."},
    )
    figure = forms.CharField(
        label="Figure",
        help_text="As it was published, with its unit: “48.1”, or “12 trainees”.",
        max_length=40,
        required=False,
    )
    state = forms.ChoiceField(
        label="If a measure has no figure",
        choices=[(EvidenceState.VALUE, "It has one"), *EvidenceState.choices[1:]],
        help_text="Not published is not zero: say which it is.",
        required=False,
    )
    source_on = DayField(label="Date of the source", help_text="When it was published or counted.")
    field_order = ["kind", "year", "what", "figure", "state", "source", "source_on", "source_url"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = AcademicYear.for_date(timezone.localdate()).start
        self.fields["year"].choices = [
            (str(start), str(AcademicYear(start))) for start in range(this, this - YEARS_BACK, -1)
        ]
        self.initial.setdefault("year", str(this - 1))

    def details(self) -> EvidenceDetails:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        return EvidenceDetails(
            kind=EvidenceKind(given["kind"]),
            year=AcademicYear(int(given["year"])),
            what=given["what"],
            source=given["source"],
            source_on=given["source_on"],
            figure=given["figure"],
            state=EvidenceState(given["state"] or EvidenceState.VALUE),
            source_url=given["source_url"],
        )
