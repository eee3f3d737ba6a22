"""Which news somebody wants by e-mail too, and how soon."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from foundation.notifications.choices import Pace

EVERYTHING_ELSE = "other"
"""The kind without a name, as a form can send it."""
PORTAL_ONLY = ("", "In the portal only")


class ChoicesForm(forms.Form):
    """One choice a kind. Everything is on the page Notifications in any case."""

    def __init__(
        self, data: Any = None, *, kinds: Sequence[tuple[str, str]], chosen: Mapping[str, str]
    ) -> None:
        """`kinds`: name and label of each that may be chosen; `chosen`: the pace of those that are."""
        super().__init__(data)
        self.names = {name or EVERYTHING_ELSE: name for name, _ in kinds}
        for name, label in kinds:
            field = forms.ChoiceField(
                label=label,
                choices=[PORTAL_ONLY, *Pace.choices],
                initial=chosen.get(name, ""),
                required=False,
            )
            field.is_alternative = True  # type: ignore[attr-defined]  # it has an answer as it stands
            self.fields[name or EVERYTHING_ELSE] = field

    @property
    def paces(self) -> dict[str, Pace]:
        """The pace of each kind that comes by e-mail."""
        given = ((name, self.cleaned_data[field]) for field, name in self.names.items())
        return {name: Pace(pace) for name, pace in given if pace}
