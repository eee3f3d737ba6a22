"""What happened lately to partners, contacts and engagements, from the audit trail, as sentences."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse

from alliance.models import Contact, Engagement, Partner, School, User
from foundation.audit.models import AuditEvent

READ = 100
"""Events of each table that are looked at for the few that are told."""
TOGETHER = timedelta(minutes=30)
"""Like events of one person this close together are told as one."""
PARTNER, CONTACT, ENGAGEMENT = (model._meta.db_table for model in (Partner, Contact, Engagement))


@dataclass(frozen=True)
class Happening:
    """One line: `subject` is set bold, `words` say what happened; `href` leads to it if it is one thing."""

    at: datetime
    subject: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class _Told:
    event: AuditEvent
    kind: str
    partner_id: int | None
    school_id: int | None = None
    detail: str = ""


_ONE = {
    "joined": "joined",
    "left": "left",
    "rejoined": "is a partner again",
    "moved": "has a new URN",
    "edited": "was changed",
    "contact added": "has a new contact",
    "contact verified": "had a contact verified",
    "contact changed": "had a contact changed",
    "contact removed": "had a contact removed",
    "took part": "took part",
}
_MANY = {
    "joined": "partners joined",
    "left": "partners left",
    "rejoined": "partners came back",
    "moved": "partners have a new URN",
    "edited": "partners were changed",
    "contact added": "contacts added",
    "contact verified": "contacts verified",
    "contact changed": "contacts changed",
    "contact removed": "contacts removed",
    "took part": "engagements recorded",
}


def lately(slug: str, *, limit: int) -> list[Happening]:
    """The newest `limit` happenings, newest first. Eight queries."""
    events = _newest()
    contacts = dict(Contact.objects.filter(pk__in=_rows(events, CONTACT)).values_list("pk", "partner_id"))
    engagements = dict(
        Engagement.objects.filter(pk__in=_rows(events, ENGAGEMENT)).values_list("pk", "description")
    )
    told = [line for event in events if (line := _tell(event, contacts, engagements)) is not None]
    bundles = [list(group) for _, group in groupby(told, key=lambda line: (line.kind, line.event.user_id))]
    bundles = [part for bundle in bundles for part in _apart(bundle)][:limit]
    partners = Partner.objects.in_bulk(
        {line.partner_id for bundle in bundles for line in bundle[:1]} - {None}
    )
    people = User.objects.in_bulk({bundle[0].event.user_id for bundle in bundles} - {None})
    schools = School.objects.in_bulk({line.school_id for bundle in bundles for line in bundle[:1]} - {None})
    cut = _cut_off(events)
    found = [_happening(bundle, partners, schools, slug, cut) for bundle in bundles]
    return [
        replace(happening, words=f"{happening.words}, by {people[user]}") if user in people else happening
        for happening, user in zip(found, (bundle[0].event.user_id for bundle in bundles), strict=True)
    ]


def _newest() -> list[AuditEvent]:
    """The newest of each table, so that a thousand engagements do not hide a partner that joined."""
    found = [
        event
        for table in (PARTNER, CONTACT, ENGAGEMENT)
        for event in AuditEvent.objects.filter(table=table).order_by("-id")[:READ]
    ]
    return sorted(found, key=lambda event: event.pk, reverse=True)


def _cut_off(events: list[AuditEvent]) -> set[int]:
    """The oldest event of each table of which more were there than are read."""
    by_table: dict[str, list[int]] = {}
    for event in events:
        by_table.setdefault(event.table, []).append(event.pk)
    return {min(found) for found in by_table.values() if len(found) == READ}


def _tell(event: AuditEvent, contacts: dict[int, int], engagements: dict[int, str]) -> _Told | None:
    """`contacts` are the partners of contacts, `engagements` what those that are still there say."""
    changes: dict[str, Any] = event.changes
    if event.table == PARTNER:
        return _Told(event, _partner_kind(event), event.row_id)
    if event.table == ENGAGEMENT:
        if event.action != AuditEvent.Action.CREATED:
            return None
        what = engagements.get(event.row_id)
        return _Told(event, "took part", None, changes["school_id"][1], f" in “{what}”" if what else "")
    known = contacts.get(event.row_id) or next(filter(None, changes.get("partner_id") or []), None)
    return _Told(event, _contact_kind(event), known) if known else None


def _partner_kind(event: AuditEvent) -> str:
    if event.action == AuditEvent.Action.CREATED:
        return "joined"
    if "left_on" in event.changes:
        return "left" if event.changes["left_on"][1] else "rejoined"
    return "moved" if "school_id" in event.changes else "edited"


def _contact_kind(event: AuditEvent) -> str:
    if event.action == AuditEvent.Action.CREATED:
        return "contact added"
    if event.action == AuditEvent.Action.DELETED:
        return "contact removed"
    only_verified = not set(event.changes) - {"verified_at", "verified_by_id", "updated_at"}
    return "contact verified" if only_verified else "contact changed"


def _apart(bundle: list[_Told]) -> list[list[_Told]]:
    """Like events of one person, split where more than half an hour lies between them."""
    parts = [[bundle[0]]]
    for line in bundle[1:]:
        if parts[-1][-1].event.at - line.event.at > TOGETHER:
            parts.append([])
        parts[-1].append(line)
    return parts


def _happening(
    bundle: list[_Told], partners: dict[int, Partner], schools: dict[int, School], slug: str, cut: set[int]
) -> Happening:
    first = bundle[0]
    if len(bundle) > 1:
        goes_on = any(line.event.pk in cut for line in bundle)
        number = f"{'More than ' if goes_on else ''}{len(bundle)}"
        return Happening(first.event.at, number, _MANY[first.kind])
    partner = partners.get(first.partner_id or 0)
    if partner is not None:
        href = reverse("partner", args=[slug, partner.public_id])
        return Happening(first.event.at, partner.name, _ONE[first.kind], href)
    school = schools.get(first.school_id or 0)
    name = school.name if school else "A partner"
    return Happening(first.event.at, name, _ONE[first.kind] + first.detail)


def _rows(events: list[AuditEvent], table: str) -> set[int]:
    return {event.row_id for event in events if event.table == table}
