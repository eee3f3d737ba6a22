"""Telling people, and remembering what they have read."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.notifications.models import Notification

LONGEST_SENTENCE = 300


@transaction.atomic
def notify(user_ids: Iterable[int], sentence: str, href: str) -> list[Notification]:
    """Tell each person of the alliance in scope once; `href` is the page of the portal that it is about."""
    if not href.startswith("/") or href.startswith("//"):
        raise ValueError(f"{href!r} is not a page of the portal.")
    if len(sentence) > LONGEST_SENTENCE:
        sentence = sentence[: LONGEST_SENTENCE - 1].rstrip() + "…"
    return Notification.objects.bulk_create(
        Notification(user_id=user_id, sentence=sentence, href=href) for user_id in sorted(set(user_ids))
    )


@transaction.atomic
def mark_read(*, user: Any, public_id: Any = None) -> int:
    """One of this person's notifications here, or all of them; returns how many were unread."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if public_id is not None:
        unread = unread.filter(public_id=public_id)
    return unread.update(read_at=timezone.now())
