"""What an action refused, said on the form that asked for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms

from foundation.refusal import Refused


def refuse(form: forms.BaseForm, refusal: Refused) -> None:
    """Put the sentence beside the field it belongs to, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal.sentence, code=refusal.code))


def rebase(form: forms.BaseForm, version: int) -> None:
    """Keep what was typed, to be saved over `version` next time: its writer has now seen both."""
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict where a form is posted
    form.data[form.add_prefix("version")] = str(version)  # type: ignore[index]  # its copy can be changed


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote differently: as it is saved now, and as this form has it."""

    label: str
    saved: str
    yours: str


def differences(form: forms.BaseForm, saved: Mapping[str, object]) -> list[Difference]:
    """Where the form's cleaned values differ from what is `saved`, in the form's order."""
    found = []
    for name in form.fields.keys() & saved.keys():
        value, yours = saved[name], form.cleaned_data.get(name)
        if _comparable(yours) != _comparable(value):
            label = str(form.fields[name].label or name)
            found.append((name, Difference(label, _words(form, name, value), _words(form, name, yours))))
    order = list(form.fields)
    return [difference for _, difference in sorted(found, key=lambda pair: order.index(pair[0]))]


def _comparable(value: object) -> object:
    """Several choices are the same in any order."""
    return sorted(value, key=str) if isinstance(value, list | tuple | set) else value


def _flat(choices: Iterable[tuple[object, object]]) -> Iterator[tuple[object, object]]:
    """The choices of a field, out of the groups they are shown in."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _words(form: forms.BaseForm, name: str, value: object) -> str:
    field = form.fields[name]
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in _flat(field.widget.choices)}
        chosen = value if isinstance(value, list | tuple | set) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in chosen)
    return str(field.prepare_value(value))
