"""What happened to a record, as sentences: the audit trail read by people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from foundation import words
from foundation.audit.agents import names_of
from foundation.audit.models import AuditEvent
from foundation.audit.values import Namer
from foundation.ui.items import TimelineEntry

NOBODY = "The portal"
GONE = "Somebody who has since been removed"
GONE_AGENT = "A system that has since been removed"
VERBS = {
    AuditEvent.Action.CREATED: "added",
    AuditEvent.Action.CHANGED: "changed",
    AuditEvent.Action.DELETED: "removed",
}
Part = tuple[type[models.Model], str]


class Doers:
    """Who did what events tell of: a person, a partner's system, or the portal by itself."""

    def __init__(self, events: Sequence[AuditEvent]) -> None:
        users = {event.user_id for event in events} - {None}
        self.people = get_user_model()._default_manager.in_bulk(users)
        self.agents = names_of(event.agent for event in events)

    def of(self, event: AuditEvent) -> str:
        if event.user_id is not None:
            return str(self.people.get(event.user_id, GONE))
        if event.agent:
            return self.agents.get(event.agent, GONE_AGENT)
        return NOBODY


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
    it refers to; a personal column is said to have changed, never how. Queries: two a part, one for the
    events, one for the people, one for each kind of agent and each table referred to.
    """
    whole = [records] if isinstance(records, models.Model) else list(records)
    if not whole:
        return []
    events = events_of(whole, parts, tables, limit)
    doers = Doers(events)
    namer = Namer(_models_by_table(), events)
    return [_entry(event, doers, namer) for event in events]


def events_of(
    records: Sequence[models.Model],
    parts: Sequence[Part],
    tables: Sequence[type[models.Model]],
    limit: int,
) -> list[AuditEvent]:
    """One branch a table, each answered from the index of the trail; together the latest `limit`."""
    ids: dict[type[models.Model], list[int]] = defaultdict(list)
    for record in records:
        ids[type(record)].append(record.pk)
    rows = {model._meta.db_table: keys for model, keys in ids.items()}
    for part, name in parts:
        rows[part._meta.db_table] = _rows_of_part(part, name, ids)
    trail = AuditEvent.objects
    branches = [trail.filter(table=table, row_id__in=keys) for table, keys in rows.items() if keys]
    branches += [trail.filter(table=model._meta.db_table) for model in tables]
    latest = [branch.order_by("-id")[:limit] for branch in branches]
    return list(latest[0].union(*latest[1:], all=True).order_by("-id")[:limit] if latest[1:] else latest[0])


def _rows_of_part(part: type[models.Model], name: str, ids: dict[type[models.Model], list[int]]) -> list[int]:
    """Ids of the rows of `part` that belong to the records, and of those that did when they were removed."""
    field = part._meta.get_field(name)
    keys = ids.get(field.related_model, [])  # type: ignore[arg-type]  # `name` is a foreign key
    there = part._default_manager.filter(**{f"{name}__in": keys}).values_list("pk", flat=True)
    removed = AuditEvent.objects.filter(table=part._meta.db_table, action=AuditEvent.Action.DELETED)
    gone = removed.filter(**{f"changes__{field.attname}__0__in": keys})  # type: ignore[union-attr]
    return [*there, *gone.values_list("row_id", flat=True)]


def _entry(event: AuditEvent, doers: "Doers", namer: Namer) -> TimelineEntry:
    return TimelineEntry(
        title=f"{namer.record(event.table)} {VERBS[AuditEvent.Action(event.action)]}",
        who=doers.of(event),
        when=words.moment(event.at),
        at=event.at.isoformat(),
        text=namer.sentence(event),
    )


def _models_by_table() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}
