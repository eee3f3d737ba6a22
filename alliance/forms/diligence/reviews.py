"""Forms of a review: what a check found, what it comes to, an action, a waiver."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alliance.actions.diligence.checks import Answer
from alliance.choices import CheckState, DiligenceState
from alliance.models import DiligenceCheck, User
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm

OUTCOMES = (DiligenceState.PASSED, DiligenceState.PASSED_WITH_ACTIONS, DiligenceState.FAILED)


class AnswerForm(VersionedForm):
    """What one check found."""

    state = forms.ChoiceField(
        label="What was found",
        choices=CheckState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was found."},
    )
    evidence = forms.CharField(
        label="What was seen",
        help_text="Which document, which version, whom you asked and when. No more about a person than that.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence_url = forms.URLField(
        label="Link to it",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Write a whole web address, such as https://school.example/policy."},
    )

    def answer(self) -> Answer:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        return Answer(CheckState(given["state"]), given["evidence"], given["evidence_url"])

    @staticmethod
    def saved(check: DiligenceCheck) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        names = ("state", "evidence", "evidence_url", "version")
        return {name: getattr(check, name) for name in names}


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What it comes to",
        choices=[(outcome.value, outcome.label) for outcome in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the review comes to."},
    )
    note = forms.CharField(
        label="In a sentence or two",
        help_text="Staff read it. A failed review says why.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_due_on = DayField(
        label="Next due on", help_text="Leave it empty for the alliance's usual cycle.", required=False
    )


class ActionForm(forms.Form):
    what = forms.CharField(
        label="What is to be done",
        max_length=300,
        error_messages={"required": "Write what is to be done."},
    )
    owner = forms.ChoiceField(label="By whom", error_messages={"required": "Choose who sees to it."})
    due_on = DayField(label="By when", help_text="For example 31/3/26, or next Friday.")

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(user.public_id): user for user in owners}
        people = [(key, str(user)) for key, user in self.owners.items()]
        self.fields["owner"].choices = [("", "Choose one"), *people]  # type: ignore[attr-defined]  # a choice

    def details(self) -> dict[str, Any]:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        return {"what": given["what"], "owner": self.owners[given["owner"]], "due_on": given["due_on"]}


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label="Why this round can be left out",
        help_text="Another lead reads it and decides. For example that the DfE has just looked into it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why this round can be left out."},
    )
