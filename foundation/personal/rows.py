"""Going through all that is held about one person in the alliance in scope: to tell it, to erase it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Left

from foundation.personal.registry import Holding, holdings
from foundation.personal.subject import NOBODY, Subject, without_words
from foundation.tenancy.models import AllianceOwned
from foundation.tenancy.scope import acting_within, current_alliance_id

INSTEAD = "former member"
"""What stands in a text where a name stood."""


@dataclass(frozen=True)
class Section:
    """What one model holds about somebody: the rows by column, and how often they are named as an author."""

    holding: Holding
    rows: list[dict[str, Any]]
    authored: dict[str, int]

    @property
    def is_empty(self) -> bool:
        return not self.rows and not any(self.authored.values())


def held_about(subject: Subject) -> Iterator[Section]:
    """One section a model, in the order of the registry; the empty ones too, which say what was looked at."""
    for holding in holdings():
        names = tuple(holding.fields)
        rows = _found(holding, subject) if names else []
        yield Section(holding, [_told(row, names) for row in rows], _authored(holding, subject))


def erase_everywhere(subject: Subject, *, users: Iterable[int]) -> None:
    """Carry out every entry's erasure, in the caller's transaction. May run twice.

    `users` are all who may have rows that only they see: those are erased acting as each of them.
    """
    everybody = list(users)
    for holding in holdings():
        if not holding.seen_by_each:
            _erase(holding, subject)
            continue
        for user in everybody:
            with acting_within(current_alliance_id(), user=user):
                _erase(holding, subject)


def rows_of(model: str) -> QuerySet[Any]:
    """The rows of a model that belong to the alliance in scope; of what no alliance owns, all of them."""
    found = apps.get_model(model)
    rows = found._default_manager.all()
    is_owned = issubclass(found, AllianceOwned)
    has_alliance = any(field.name == "alliance" for field in found._meta.concrete_fields)
    return rows.filter(alliance=current_alliance_id()) if has_alliance and not is_owned else rows


def _found(holding: Holding, subject: Subject) -> list[Any]:
    # By key: a condition that joins would tell a row more than once.
    keys = rows_of(holding.model).filter(holding.found(subject)).values("pk")
    rows = rows_of(holding.model).filter(pk__in=keys).order_by("pk")
    if not holding.seen_by_each:
        return list(rows)
    with acting_within(current_alliance_id(), user=subject.user_id):
        return list(rows) if subject.user_id is not None else []


def _told(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _authored(holding: Holding, subject: Subject) -> dict[str, int]:
    if subject.user_id is None:
        return {}
    rows = rows_of(holding.model)
    return {column: rows.filter(**{column: subject.user_id}).count() for column in holding.authors}


def _erase(holding: Holding, subject: Subject) -> None:
    keys = list(rows_of(holding.model).filter(holding.found(subject)).values_list("pk", flat=True))
    if keys:
        holding.erase.carry_out(rows_of(holding.model).filter(pk__in=keys), subject)
    for column in holding.redact:
        _redact(holding.model, column, subject)


def _redact(model: str, column: str, subject: Subject) -> None:
    """Take the words that name the subject out of a column of free text."""
    named: Q = NOBODY
    for word in subject.words:
        named |= Q(**{f"{column}__icontains": word})
    text = without_words(column, subject, INSTEAD)
    field = apps.get_model(model)._meta.get_field(column)
    if isinstance(field, CharField) and field.max_length:
        text = Left(text, field.max_length)
    rows_of(model).filter(named).update(**{column: text})
