"""What happened to a record, as sentences: the audit trail read by people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from foundation import words
from foundation.audit.models import AuditEvent
from foundation.audit.values import Namer
from foundation.ui.items import TimelineEntry

NOBODY = "The portal"
VERBS = {
    AuditEvent.Action.CREATED: "added",
    AuditEvent.Action.CHANGED: "changed",
    AuditEvent.Action.DELETED: "removed",
}
Part = tuple[type[models.Model], str]


def timeline_of(
    records: models.Model | Iterable[models.Model],
    *,
    parts: Sequence[Part] = (),
    tables: Sequence[type[models.Model]] = (),
    limit: int = 50,
) -> list[TimelineEntry]:
    """The latest `limit` events of these records of the alliance in scope, newest first.

    `parts` also tells of the rows that belonged to the records, those since removed included:
    `(Contact, "partner")` reads the events of contacts made for one of them. `tables` adds every row of a
    table in this alliance. A field is called by its verbose name, a choice by its label, a reference by what
    it refers to; a personal column is said to have changed, never how. Queries: one for the events, one for
    the people, one for each table referred to.
    """
    whole = [records] if isinstance(records, models.Model) else list(records)
    if not whole:
        return []
    events = list(_events(whole, parts, tables).order_by("-id")[:limit])
    people = get_user_model()._default_manager.in_bulk({event.user_id for event in events} - {None})
    namer = Namer(_models_by_table(), events)
    return [_entry(event, people, namer) for event in events]


def _events(
    records: Sequence[models.Model], parts: Sequence[Part], tables: Sequence[type[models.Model]]
) -> models.QuerySet[AuditEvent]:
    ids: dict[type[models.Model], list[int]] = defaultdict(list)
    for record in records:
        ids[type(record)].append(record.pk)
    wanted = Q(table__in=[model._meta.db_table for model in tables])
    for model, keys in ids.items():
        wanted |= Q(table=model._meta.db_table, row_id__in=keys)
    for part, name in parts:
        wanted |= Q(table=part._meta.db_table, row_id__in=_rows_of_part(part, name, ids))
    return AuditEvent.objects.filter(wanted)


def _rows_of_part(part: type[models.Model], name: str, ids: dict[type[models.Model], list[int]]) -> Any:
    """Ids of rows of `part` that were made for one of the records."""
    field = part._meta.get_field(name)
    keys = ids.get(field.related_model, [])  # type: ignore[arg-type]  # `name` is a foreign key
    made = AuditEvent.objects.filter(table=part._meta.db_table, action=AuditEvent.Action.CREATED)
    return made.filter(**{f"changes__{field.attname}__1__in": keys}).values("row_id")  # type: ignore[union-attr]


def _entry(event: AuditEvent, people: dict[int, Any], namer: Namer) -> TimelineEntry:
    return TimelineEntry(
        title=f"{namer.record(event.table)} {VERBS[AuditEvent.Action(event.action)]}",
        who=_who(event.user_id, people),
        when=words.moment(event.at),
        at=event.at.isoformat(),
        text=namer.sentence(event),
    )


def _who(user_id: int | None, people: dict[int, Any]) -> str:
    if user_id is None:
        return NOBODY
    return str(people.get(user_id, "Somebody who has since been removed"))


def _models_by_table() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}
