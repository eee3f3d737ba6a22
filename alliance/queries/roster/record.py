"""One person as their record shows them, and how other apps read people."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from alliance.models import Employment, Person
from foundation.audit.timeline import timeline_of
from foundation.ui.items import TimelineEntry


def find_person(member: Any, public_id: UUID) -> Person | None:
    """The person of this id, if the member may see them."""
    found: Person | None = (
        Person.objects.visible_to(member).select_related("user").filter(public_id=public_id).first()
    )
    return found


def employments_of(person: Person, member: Any) -> list[Employment]:
    """Where they work and worked, as far as the member may see: what began last first."""
    works = Employment.objects.visible_to(member).filter(person=person).select_related("partner", "person")
    return list(works.order_by(F("started_on").desc(nulls_last=True), "-pk"))


def find_employment(member: Any, person: Person, public_id: UUID) -> Employment | None:
    works = Employment.objects.visible_to(member).filter(person=person, public_id=public_id)
    found: Employment | None = works.select_related("partner", "person").first()
    return found


def sees_in_full(works: Iterable[Employment], member: Any, day: date | None = None) -> bool:
    """Whether the member sees addresses and TRN too of somebody of whom they see these employments."""
    return member.is_staff or any(work.is_lasting(day) for work in works)


def history_of(person: Person, member: Any, *, limit: int) -> list[TimelineEntry]:
    """The latest changes of the person and of where they work, newest first: to a partner those of its own
    employments, and of the person while they have not left it.
    """
    if member.is_staff:
        return timeline_of(person, parts=[(Employment, "person")], limit=limit)
    works = employments_of(person, member)
    of_person = [person] if sees_in_full(works, member) else []
    return timeline_of([*of_person, *works], limit=limit)
