"""A form over a record that somebody else may change meanwhile: both texts, field by field, and a choice."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.http import QueryDict

from foundation.audit.authors import Authors
from foundation.refusal import ChangedMeanwhile

Saved = TypeVar("Saved")
YOURS, THEIRS = "yours", "theirs"
MOST_ROUNDS = 5
"""So often others may change what this form does not hold, between one look and the next."""


@dataclass(frozen=True)
class Difference:
    """A field that is saved otherwise than this form has it; if that is newer, who wrote it and when.

    `kept` is the text that will be saved, yours or theirs; "" where both changed it and nobody has chosen.
    """

    name: str
    label: str
    saved: str
    yours: str
    kept: str
    who: str
    when: str


class VersionedForm(forms.Form):
    """`initial` is the record as it is saved now, its version among it, also when the form is posted.

    `seen` carries what the writer began from: it tells which of two texts is the new one. After a conflict,
    `over` carries the version that the writer has now seen, `asked` the fields to choose of, and `keep_NAME`
    each choice. The form passes for that version once all are made, and for the old one until then.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference, ...] = ()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen" and "seen" not in self.initial:
            return json.dumps({name: self._texts(name, self.initial.get(name)) for name in self._own})
        return super().get_initial_for_field(field, field_name)

    def full_clean(self) -> None:
        if self.is_bound and self.data.get("over"):
            self._take_choices()
        super().full_clean()

    def others_changed(self) -> bool:
        """Whether a field of this form is saved otherwise than its writer saw it."""
        seen = self._seen()
        return any(seen.get(name) != self._texts(name, self.initial[name]) for name in self._own)

    def compare(self, authors: Authors) -> None:
        """Set `differences`: where the cleaned form says something else than what is saved now."""
        self.differences = tuple(self._difference(name, authors) for name in self._own if self._differs(name))

    @property
    def asked(self) -> str:
        return ",".join(difference.name for difference in self.differences)

    @property
    def over(self) -> Any:
        return self.initial["version"]

    @property
    def is_undecided(self) -> bool:
        """Posted with a field of which nothing was chosen."""
        return bool(self.data.get("over")) and any(not difference.kept for difference in self.differences)

    @property
    def _own(self) -> list[str]:
        """The fields that both the form and the record have, in the form's order."""
        return [name for name in self.fields if name in self.initial and name not in ("version", "seen")]

    def _take_choices(self) -> None:
        asked = [name for name in self.data.get("asked", "").split(",") if name in self._own]
        if not all(self._choice(name) for name in asked):
            return
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in asked:
            if self._choice(name) == THEIRS:
                data.setlist(self.add_prefix(name), self._texts(name, self.initial[name]))
        data.setlist(self.add_prefix("version"), data.getlist("over"))
        self.data = data

    def _choice(self, name: str) -> str:
        chosen = self.data.get(f"keep_{name}", "")
        return chosen if chosen in (YOURS, THEIRS) else ""

    def _differs(self, name: str) -> bool:
        return self._mine(name) != self._texts(name, self.initial[name])

    def _difference(self, name: str, authors: Authors) -> Difference:
        theirs, mine = self.initial[name], self.cleaned_data.get(name)
        newer = self._new_one(name)
        who, when = authors.of(name) if newer != YOURS else ("", "")
        label, kept = str(self.fields[name].label or name), self._choice(name) or newer
        return Difference(name, label, self._words(name, theirs), self._words(name, mine), kept, who, when)

    def _new_one(self, name: str) -> str:
        """The text that was changed, where only one was."""
        seen = self._seen().get(name)
        if seen == self._texts(name, self.initial[name]):
            return YOURS
        return THEIRS if seen == self._mine(name) else ""

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("seen"), ""))
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def _mine(self, name: str) -> list[str]:
        return self._texts(name, self.cleaned_data.get(name))

    def _texts(self, name: str, value: Any) -> list[str]:
        """A value as a browser posts it; several choices in one order, whichever they were made in."""
        if value in (None, "", False):
            return []
        if value is True:
            return ["on"]
        if isinstance(value, Model):
            return [str(value.pk)]
        if isinstance(value, list | tuple | set | frozenset):
            return sorted(str(item) for item in value)
        return [str(self.fields[name].prepare_value(value)).replace("\r\n", "\n")]

    def _words(self, name: str, value: Any) -> str:
        """A value as people read it."""
        texts = self._texts(name, value)
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return "yes" if texts else "no"
        if not texts:
            return "nothing"
        if isinstance(field, forms.ChoiceField):
            labels = {str(key): str(label) for key, label in _flat(field.widget.choices)}
            return ", ".join(labels.get(text, text) for text in texts)
        return texts[0]


def save_versioned(
    form: VersionedForm, save: Callable[[int], Saved], saved: Callable[[], Mapping[str, Any]]
) -> Saved:
    """`save(version)`; again over a newer version while it differs in nothing that the form holds.

    `saved` reads the record anew, fields and version. Raises ChangedMeanwhile, with `form.initial` as the
    record is now, where somebody else changed a field of the form.
    """
    version = form.cleaned_data["version"]
    for _ in range(MOST_ROUNDS):
        try:
            return save(version)
        except ChangedMeanwhile:
            form.initial = dict(saved())
            if form.others_changed():
                raise
            version = form.initial["version"]
    raise ChangedMeanwhile


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """The choices of a field, out of the groups they are shown in."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
