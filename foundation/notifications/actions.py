"""Telling people, remembering what they have read and what they want by letter, and forgetting in time."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.jobs.queue import enqueue
from foundation.notifications.choices import Pace
from foundation.notifications.kinds import OTHER
from foundation.notifications.models import Notification, NotificationChoice
from foundation.tenancy.scope import current_alliance_id

LONGEST_SENTENCE = 300
LETTER = "notification_letter"
"""The kind of the job that writes to one person; its subject is their id and what first made it due."""
KEPT_DAYS = 180
BATCH = 10_000


@transaction.atomic
def notify(
    user_ids: Iterable[int], sentence: str, href: str, *, kind: str = OTHER, subject: Any = None
) -> list[Notification]:
    """Tell each person of the alliance in scope once; `href` is the page of the portal that it is about.

    `subject` is the public id of what it is about, for kinds that ask whether one may still see that. Those
    who want news of this kind by e-mail get a letter from a job, at once or with a digest.
    """
    if not href.startswith("/") or href.startswith("//"):
        raise ValueError(f"{href!r} is not a page of the portal.")
    if len(sentence) > LONGEST_SENTENCE:
        sentence = sentence[: LONGEST_SENTENCE - 1].rstrip() + "…"
    people = sorted(set(user_ids))
    chosen = NotificationChoice.objects.filter(kind=kind, user__in=people)
    paces = dict(chosen.values_list("user_id", "pace"))
    told: list[Notification] = Notification.objects.bulk_create(
        Notification(
            user_id=user_id,
            kind=kind,
            subject=subject,
            sentence=sentence,
            href=href,
            by_email=user_id in paces,
            pace=paces.get(user_id, Pace.AT_ONCE),
        )
        for user_id in people
    )
    for notification in told:
        if notification.by_email and notification.pace == Pace.AT_ONCE:
            due = f"{notification.user_id}:{notification.pk}"
            enqueue(LETTER, alliance=current_alliance_id(), subject=due)
    return told


@transaction.atomic
def mark_read(*, user: Any, public_id: Any = None) -> int:
    """One of this person's notifications here, or all of them; returns how many were unread."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if public_id is not None:
        unread = unread.filter(public_id=public_id)
    return int(unread.update(read_at=timezone.now()))


@transaction.atomic
def choose_letters(*, user: Any, paces: Mapping[str, Pace], among: Collection[str]) -> None:
    """Of the kinds `among` which they were asked, this person wants those of `paces` by e-mail, so soon.

    What was told and not sent yet goes by the new choice.
    """
    waiting = Notification.objects.filter(user=user, by_email=True, mailed_in=None)
    NotificationChoice.objects.filter(user=user, kind__in=among).delete()
    for kind in sorted(set(among)):
        pace = paces.get(kind)
        if pace is None:
            waiting.filter(kind=kind).update(by_email=False)
            continue
        NotificationChoice.objects.create(user=user, kind=kind, pace=pace)
        waiting.filter(kind=kind).update(pace=pace)


def claim_letter(*, user_id: int, job_id: int) -> None:
    """Take everything unread that this person wants by e-mail at once into the letter that this job writes.

    Several jobs may be due for one person; the first takes all there is, and a job that runs again takes what
    it had. Call it holding the job.
    """
    due = Notification.objects.filter(user=user_id, by_email=True, mailed_in=None, read_at=None)
    due.filter(pace=Pace.AT_ONCE).update(mailed_in=job_id)


def mark_mailed(job_id: int) -> None:
    """The letter of this job went. Call it holding the job."""
    Notification.objects.filter(mailed_in=job_id, mailed_at=None).update(mailed_at=timezone.now())


def prune_notifications(now: datetime) -> int:
    """Forget what the alliance's people were told half a year ago; how many notifications that were.

    In batches, each in its own transaction unless the caller holds one.
    """
    old = Notification.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS))
    pruned = 0
    while True:
        with transaction.atomic():
            batch = list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
            Notification.objects.filter(pk__in=batch).delete()
        pruned += len(batch)
        if len(batch) < BATCH:
            return pruned
