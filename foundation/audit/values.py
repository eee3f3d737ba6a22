"""The words for what the audit trail holds: tables, columns, and values as they were."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from foundation import words
from foundation.audit.models import AuditEvent

EMPTY = "nothing"
MOST_FIELDS_TOLD = 6
LONGEST_VALUE = 120


class Namer:
    """Says what events of the trail say. The rows they refer to are looked up once, table by table."""

    def __init__(self, tables: Mapping[str, type[models.Model]], events: Iterable[AuditEvent]) -> None:
        self.tables = tables
        self.names = self._look_up(list(events))

    def record(self, table: str) -> str:
        model = self.tables.get(table)
        return _capital(str(model._meta.verbose_name)) if model else "Record"

    def sentence(self, event: AuditEvent) -> str:
        """`Name: Fernwold → Fernwold Primary. E-mail changed.`; a new or removed row tells what it says."""
        fields = self._fields(self.tables.get(event.table), event.changes)
        if event.action == AuditEvent.Action.CHANGED:
            return " ".join(self._change(field, change) for field, change in fields)
        side = 1 if event.action == AuditEvent.Action.CREATED else 0
        told = [
            f"{_label(field)}: {self._value(field, change[side])}."
            for field, change in fields
            if change is not None and _worth_telling(field, change[side])
        ]
        return " ".join(told) if len(told) <= MOST_FIELDS_TOLD else ""

    def _change(self, field: models.Field, change: list[Any] | None) -> str:
        if change is None:
            return f"{_label(field)} changed."
        before, after = (self._value(field, value) for value in change)
        return f"{_label(field)}: {before} → {after}."

    def _value(self, field: models.Field, value: Any) -> str:
        if value is None or value in ("", []):
            return EMPTY
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field.is_relation:
            return self.names.get(_related(field), {}).get(value, "a row since removed")
        if isinstance(field, ArrayField):
            return words.listed([self._value(field.base_field, item) for item in value])
        if isinstance(field, models.DateTimeField):
            return words.moment(_datetime(value))
        if isinstance(field, models.DateField):
            return words.day(_date(value))
        if isinstance(value, dict):
            return words.listed([f"{_spoken(key)} {_spoken(told)}" for key, told in value.items()])
        text = str(dict(field.flatchoices).get(value, value))
        return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1].rstrip() + "…"

    def _fields(
        self, model: type[models.Model] | None, changes: Mapping[str, list[Any] | None]
    ) -> list[tuple[models.Field, list[Any] | None]]:
        """The changed fields in the order the model declares them; columns it no longer has are left out."""
        if model is None:
            return []
        fields = model._meta.concrete_fields
        return [(field, changes[field.attname]) for field in fields if field.attname in changes]

    def _look_up(self, events: list[AuditEvent]) -> dict[type[models.Model], dict[Any, str]]:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            for field, change in self._fields(self.tables.get(event.table), event.changes):
                if field.is_relation and change is not None:
                    wanted[_related(field)] |= {key for key in change if key is not None}
        return {
            model: {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)}
            for model, keys in wanted.items()
        }


def _worth_telling(field: models.Field, value: Any) -> bool:
    """What somebody chose, not what is empty, an identifier or the default."""
    if isinstance(field, models.UUIDField):
        return False
    return value not in (None, "", []) and value != field.get_default()


def _related(field: models.Field) -> type[models.Model]:
    related = field.related_model
    assert isinstance(related, type), f"{field} refers to no model"  # noqa: S101  # said to the type checker
    return related


def _label(field: models.Field) -> str:
    return _capital(str(field.verbose_name))


def _datetime(value: str) -> datetime | None:
    return parse_datetime(value)


def _date(value: str) -> date | None:
    return parse_date(value)


def _spoken(code: object) -> str:
    """A code as words: early_years is early years."""
    return str(code).replace("_", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
