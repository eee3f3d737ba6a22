"""Digests: one letter a day or a week with everything somebody wants that way.

A digest is due at seven in the morning, the weekly one on Monday, and tells what came before that moment: if
the clock stood still it is written later, and then tells the same. Nothing is told twice: what a digest takes
is marked with its job.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from foundation.jobs.queue import enqueue
from foundation.notifications.choices import Pace
from foundation.notifications.models import Notification, NotificationQuerySet
from foundation.tenancy.scope import current_alliance_id

DIGEST = "notification_digest"
"""The kind of the job that writes one digest; its subject is the order."""
HOUR = time(7)
"""In local time: before the first lesson."""


@dataclass(frozen=True)
class DigestOrder:
    """Whose digest of which pace, of what came before seven o'clock on a day."""

    user_id: int
    pace: Pace
    day: date

    def __str__(self) -> str:
        return f"{self.user_id}:{self.pace}:{self.day.isoformat()}"

    @classmethod
    def read(cls, text: str) -> "DigestOrder":
        user_id, pace, day = text.split(":")
        return cls(int(user_id), Pace(pace), date.fromisoformat(day))

    @property
    def until(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, HOUR))


def due_day(pace: Pace, now: datetime) -> date:
    """The latest day on which a digest of this pace was due, at seven o'clock."""
    local = timezone.localtime(now)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    return day - timedelta(days=day.weekday()) if pace == Pace.WEEKLY else day


def ask_for_digests(now: datetime) -> int:
    """Queue the digests that are due in the alliance in scope and not written; how many. May run twice."""
    asked = 0
    for pace in (Pace.DAILY, Pace.WEEKLY):
        day = due_day(pace, now)
        waiting = _waiting(pace, DigestOrder(0, pace, day).until)
        for user_id in waiting.order_by("user").values_list("user", flat=True).distinct():
            order = DigestOrder(user_id, pace, day)
            enqueue(DIGEST, alliance=current_alliance_id(), subject=order)
            asked += 1
    return asked


def claim_digest(order: DigestOrder, *, job_id: int) -> None:
    """Take what this digest tells. A job that runs again takes what it had. Call it holding the job."""
    _waiting(order.pace, order.until).filter(user=order.user_id).update(mailed_in=job_id)


def _waiting(pace: Pace, until: datetime) -> NotificationQuerySet:
    """What is wanted at this pace, came before the moment, and was neither read nor sent."""
    found: NotificationQuerySet = Notification.objects.filter(
        by_email=True, pace=pace, mailed_in=None, read_at=None, created_at__lt=until
    )
    return found
