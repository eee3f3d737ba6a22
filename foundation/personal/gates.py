"""What must hold for the registry to be whole: each gate answers with what is wrong."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from foundation.personal.registry import Holding, holdings, holds_nobody

PEOPLE = frozenset({"alliance.User", "alliance.Person", "alliance.Contact", "alliance.Membership"})
"""Models whose rows are people: whatever refers to one tells something of somebody."""
LONG = 100
"""A text of so many characters can hold a name; shorter ones are codes and numbers, unless they say so."""
TELLING = frozenset({"phone", "trn", "given_name", "family_name", "full_name", "ip", "reference"})
OPEN_TEXT = (
    models.EmailField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.FileField,
)


def telling_columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that may hold a person."""
    return [field.name for field in model._meta.concrete_fields if _may_tell(field)]


def models_without_entry() -> list[str]:
    """Models with a column that may hold a person and no entry, and columns that their entry leaves out."""
    known = {holding.model: holding for holding in holdings()}
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        label, telling = model._meta.label, telling_columns(model)
        if label in known:
            left_out = sorted(set(telling) - known[label].spoken_of)
            wrong += [
                f"{label}.{column} may hold a person, and its entry leaves it out" for column in left_out
            ]
        elif telling and label not in holds_nobody():
            wrong.append(f"{label} may hold a person ({', '.join(telling)}) and has no entry")
    return sorted(wrong)


def entries_without_model() -> list[str]:
    """Entries that speak of a model or a column that is not there, and reasons that are none."""
    models_by_label = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    wrong = [f"{label} is no model" for label in {*holds_nobody()} - models_by_label.keys()]
    wrong += [f"{label} has no reason" for label, reason in holds_nobody().items() if not reason]
    for holding in holdings():
        model = models_by_label.get(holding.model)
        if model is None:
            wrong.append(f"{holding.model} is no model")
            continue
        columns = {field.name for field in model._meta.concrete_fields}
        wrong += [f"{holding.model} has no {column}" for column in sorted(holding.spoken_of - columns)]
    return sorted(wrong)


def columns_in_the_trail(cursor: Any) -> list[str]:
    """Personal columns whose text the audit trail would keep: the trail records them by name, or not at all.

    What refers to a row by its number may stand there, and what comes from a closed list or is a day.
    """
    cursor.execute(
        """
        SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger
         WHERE tgfoid = 'foundation_audit'::regproc
        """
    )
    left_out = {table: _names_in(arguments) for table, arguments in cursor.fetchall()}
    wrong = []
    for holding in holdings():
        model = apps.get_model(holding.model)
        table = model._meta.db_table
        if table in left_out:
            told = {*_texts_of(model, holding)} - left_out[table]
            wrong += [f"{table}.{column} is personal, and the trail keeps it" for column in sorted(told)]
    return sorted(wrong)


def _may_tell(field: Any) -> bool:
    if field.is_relation:
        return field.related_model is not None and field.related_model._meta.label in PEOPLE
    if isinstance(field, models.GeneratedField) or field.choices:
        return False
    if isinstance(field, ArrayField):
        return _may_tell(field.base_field)
    if isinstance(field, OPEN_TEXT) or field.name in TELLING:
        return True
    return isinstance(field, models.CharField) and (field.max_length or LONG) >= LONG


def _texts_of(model: type[models.Model], holding: Holding) -> Iterable[str]:
    for name in (*holding.fields, *holding.redact):
        field = model._meta.get_field(name)
        if _may_tell(field) and not field.is_relation:
            yield name


def _names_in(arguments: str) -> frozenset[str]:
    """The columns that a trigger of the trail records by name only, or not at all."""
    personal, silent, *_ = arguments.split("\\000")
    return frozenset(f"{personal},{silent}".replace("{", "").replace("}", "").split(","))
