"""Forms by which a prospect is judged: who judges, points and their reasons, what the board said."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from alliance.choices import BoardAnswer, Conflict, Points, Recommendation
from alliance.logic.growth.scoring import Weighted
from alliance.models import Assessment, Criterion, Prospect, User
from alliance.models.growth.rubric import LARGEST_WEIGHT, MOST_ASSESSORS
from alliance.queries.growth.whose import assessors
from foundation.forms.day_field import DayField

MOST_OFFERED = 8
PARTS_OF_ONE = ("name", "asks", "weight")
NARROW = {"class": "govuk-input--width-3", "inputmode": "numeric"}


class AppointForm(forms.Form):
    assessor = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Assessor",
        empty_label="Choose one",
        help_text="Somebody of staff or board. They first say whether they have an interest of their own.",
        error_messages={"required": "Choose who is to assess."},
    )

    def __init__(self, *args: Any, prospect: Prospect, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        appointed = prospect.assessments.values("assessor")
        self.fields["assessor"].queryset = assessors().exclude(pk__in=appointed)


class AssessmentForm(forms.Form):
    """A conflict of interest ends it; without one every criterion has points and why."""

    conflict = forms.ChoiceField(
        label="Do you have an interest of your own here?",
        help_text="A child at the school, a post there, a partner who works there, a contract.",
        choices=[
            (Conflict.NONE.value, "No"),
            (Conflict.DECLARED.value, "Yes: I shall not score, and the others will"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have an interest of your own."},
    )
    conflict_note = forms.CharField(label="If yes, which", max_length=300, required=False)
    recommendation = forms.ChoiceField(
        label="What would you do?", choices=Recommendation.choices, widget=forms.RadioSelect, required=False
    )
    comment = forms.CharField(
        label="Why, in a sentence or two",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"points_{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=criterion.asks,
                choices=Points.choices,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"why_{criterion.pk}"] = forms.CharField(
                label=f"{criterion.name}: why", max_length=500, required=False
            )
        self.order_fields([*self._first, *self._judging, "recommendation", "comment"])

    _first = ("conflict", "conflict_note")

    @property
    def _judging(self) -> list[str]:
        return [f"{part}_{criterion.pk}" for criterion in self.criteria for part in ("points", "why")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("conflict") == Conflict.DECLARED:
            if not data.get("conflict_note"):
                self.add_error("conflict_note", "Say which interest it is, in a few words.")
        elif data.get("conflict") == Conflict.NONE:
            self._ask_for_everything(data)
        return data

    def _ask_for_everything(self, data: dict[str, Any]) -> None:
        for criterion in self.criteria:
            if data.get(f"points_{criterion.pk}") is None:
                self.add_error(f"points_{criterion.pk}", f"Give points for {criterion.name}.")
            if not data.get(f"why_{criterion.pk}"):
                self.add_error(f"why_{criterion.pk}", f"Write a sentence on why for {criterion.name}.")
        if not data.get("recommendation"):
            self.add_error("recommendation", "Say what you would do.")

    @property
    def has_conflict(self) -> bool:
        return bool(self.cleaned_data["conflict"] == Conflict.DECLARED)

    def points(self) -> dict[int, tuple[int, str]]:
        """By criterion."""
        given = self.cleaned_data
        return {
            criterion.pk: (given[f"points_{criterion.pk}"], given[f"why_{criterion.pk}"])
            for criterion in self.criteria
        }

    @staticmethod
    def saved(assessment: Assessment) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        found: dict[str, Any] = {
            name: getattr(assessment, name)
            for name in ("conflict", "conflict_note", "recommendation", "comment")
        }
        for score in assessment.scores.all():
            found[f"points_{score.criterion_id}"] = score.points
            found[f"why_{score.criterion_id}"] = score.comment
        return found


class DecisionForm(forms.Form):
    answer = forms.ChoiceField(
        label="What the board decided",
        choices=[
            (BoardAnswer.APPROVE.value, "Approved: onboarding may begin"),
            (BoardAnswer.DEFER.value, "Deferred: it comes back to a later meeting"),
            (BoardAnswer.DECLINE.value, "Declined: it is over"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the board decided."},
    )
    decided_on = DayField(label="On", help_text="The day of the meeting, such as 3/2/26 or last Tuesday.")
    minute = forms.CharField(
        label="Minute",
        help_text="Where its minutes say so, such as “Board 4 Nov 2026, item 6”.",
        max_length=80,
        error_messages={"required": "Write where the minutes say so."},
    )
    reason = forms.CharField(
        label="Why",
        help_text="Needed where it was deferred or declined. The prospect may ask for it.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("decided_on", timezone.localdate())


class RubricForm(forms.Form):
    """The criteria there are and two more, with how much each counts; what is left empty is left out."""

    assessors = forms.IntegerField(
        label="Assessors for each prospect",
        help_text="Two or more, so that one pair of eyes is not alone.",
        min_value=1,
        max_value=MOST_ASSESSORS,
        widget=forms.TextInput(attrs=NARROW),
    )
    one_because = forms.CharField(label="If one: why that is enough", max_length=300, required=False)

    def __init__(self, *args: Any, criteria: Sequence[Weighted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = min(len(criteria) + 2, MOST_OFFERED)
        for place in range(self.offered):
            known = criteria[place] if place < len(criteria) else Weighted("", "", 0)
            self.fields[f"name_{place}"] = forms.CharField(
                label="Criterion", max_length=80, required=False, initial=known.name
            )
            self.fields[f"asks_{place}"] = forms.CharField(
                label="What is looked at", max_length=300, required=False, initial=known.asks
            )
            self.fields[f"weight_{place}"] = forms.IntegerField(
                label="Weight",
                min_value=1,
                max_value=LARGEST_WEIGHT,
                required=False,
                initial=known.weight or None,
                widget=forms.TextInput(attrs=NARROW),
            )
            for part in PARTS_OF_ONE:
                self.fields[f"{part}_{place}"].is_alternative = True

    @property
    def lines(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of each criterion under its legend."""
        for place in range(self.offered):
            yield f"Criterion {place + 1}", [self[f"{part}_{place}"] for part in PARTS_OF_ONE]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for place in range(self.offered):
            if data.get(f"name_{place}") and not data.get(f"weight_{place}"):
                self.add_error(f"weight_{place}", "Say how much it counts, as a whole number from 1 to 100.")
            if data.get(f"weight_{place}") and not data.get(f"name_{place}"):
                self.add_error(f"name_{place}", "Name the criterion.")
        return data

    def criteria(self) -> list[Weighted]:
        given = self.cleaned_data
        return [
            Weighted(given[f"name_{place}"], given[f"asks_{place}"], given[f"weight_{place}"])
            for place in range(self.offered)
            if given[f"name_{place}"]
        ]
