"""Merges that can still be undone."""

from datetime import datetime
from uuid import UUID

from alliance.models import PersonMerge


def open_merges(now: datetime) -> list[PersonMerge]:
    """The latest first."""
    found = (
        PersonMerge.objects.open(now).select_related("kept", "merged_by").defer("removed", "moved", "changed")
    )
    return list(found.order_by("-merged_at"))


def find_merge(public_id: UUID) -> PersonMerge | None:
    found: PersonMerge | None = PersonMerge.objects.select_related("kept").filter(public_id=public_id).first()
    return found
