"""What is held about somebody, as tables of words: for the copy they get, and before an erasure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from foundation import words
from foundation.personal.registry import Holding
from foundation.personal.rows import Section, held_about
from foundation.personal.subject import Subject


@dataclass(frozen=True)
class TableOfRows:
    """One model's rows about somebody, by the titles of its columns. `named` says where they are named as
    the author of something, and how often.
    """

    holding: Holding
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    named: tuple[tuple[str, int], ...]

    @property
    def title(self) -> str:
        return self.holding.title

    @property
    def file_name(self) -> str:
        return self.holding.model.replace(".", "-").lower()

    @property
    def classes(self) -> tuple[str, ...]:
        """The class of each column."""
        return tuple(str(each) for each in self.holding.fields.values())

    @property
    def erasure(self) -> str:
        """What an erasure does to these rows, in words."""
        return str(self.holding.erase)

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.named

    def as_json(self) -> dict[str, Any]:
        names = list(self.holding.fields)
        return {
            "table": self.holding.model,
            "title": self.title,
            "classes": dict(zip(names, self.classes, strict=True)),
            "rows": [dict(zip(names, row, strict=True)) for row in self.rows],
            "named_as_author": dict(self.named),
        }


def tables_about(subject: Subject) -> list[TableOfRows]:
    """One table a model that hands something out; those without rows too, since they were looked at."""
    return [_table(section) for section in held_about(subject) if section.holding.fields or section.authored]


def _table(section: Section) -> TableOfRows:
    model = apps.get_model(section.holding.model)
    names = list(section.holding.fields)
    heads = tuple(_head(model, name) for name in names)
    rows = [tuple(_words(row[name]) for name in names) for row in section.rows]
    named = tuple((_head(model, name), count) for name, count in section.authored.items() if count)
    return TableOfRows(section.holding, heads, rows, named)


def _head(model: type[models.Model], name: str) -> str:
    text = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]


def _words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
