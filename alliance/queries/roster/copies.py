"""Copies of personal data that were asked for."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from alliance.models import Person, SubjectAccess


def copies_of(person: Person, now: datetime) -> list[SubjectAccess]:
    """Those being made and those that can still be fetched, the latest first; without the archives."""
    found = SubjectAccess.objects.filter(person=person).filter(Q(made_at=None) | Q(expires_at__gt=now))
    return list(found.select_related("asked_by").defer("archive").order_by("-pk"))


def find_copy(person: Person, public_id: UUID) -> SubjectAccess | None:
    found: SubjectAccess | None = SubjectAccess.objects.filter(person=person, public_id=public_id).first()
    return found
