"""Announcements: written, changed, brought out on their day, read, removed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.choices import Audience
from alliance.models import Announcement, AnnouncementReading, User
from alliance.queries.announcements import people_in
from alliance.queries.notifications import ANNOUNCEMENTS
from foundation.notifications.actions import notify
from foundation.refusal import Refused


@dataclass(frozen=True)
class AnnouncementDetails:
    """What the form holds. Without a last day it stands until it is removed."""

    title: str
    body: str
    audience: Audience
    shows_from: date
    shows_until: date | None = None
    is_pinned: bool = False


@transaction.atomic
def announce(*, details: AnnouncementDetails, by: User) -> Announcement:
    """Write an announcement; from its first day on it is out. Raises Refused."""
    _check(details)
    made: Announcement = Announcement.objects.create(**vars(details), written_by=by)
    _bring_out(made)
    return made


@transaction.atomic
def change_announcement(
    *, announcement: Announcement, version: int, details: AnnouncementDetails, by: User
) -> Announcement:
    """Change one that is still as the editor saw it; who was told is not told again.

    Raises ChangedMeanwhile, Refused.
    """
    announcement = locked(announcement, version)
    _check(details)
    if announcement.published_at and details.shows_from > timezone.localdate():
        raise Refused("It is out already, so its first day stays today or before.", field="shows_from")
    for name, value in vars(details).items():
        setattr(announcement, name, value)
    announcement.save()
    _bring_out(announcement)
    return announcement


@transaction.atomic
def remove_announcement(*, announcement: Announcement, by: User) -> None:
    """Take it back; the trail keeps it."""
    Announcement.objects.filter(pk=announcement.pk).delete()


@transaction.atomic
def bring_out_due(now: datetime) -> int:
    """Those of the alliance in scope whose first day has come; how many. May run twice."""
    today = timezone.localdate(now)
    due = Announcement.objects.select_for_update(of=("self",)).filter(
        published_at=None, shows_from__lte=today
    )
    return sum(_bring_out(announcement) for announcement in due)


@transaction.atomic
def mark_announcement_read(*, announcement: Announcement, user: User) -> None:
    """This person has opened it; the first time counts."""
    reading = AnnouncementReading(announcement=announcement, user=user)
    AnnouncementReading.objects.bulk_create([reading], ignore_conflicts=True)


def _bring_out(announcement: Announcement) -> bool:
    """Out from now on, and everybody it is for is told once. False where it was out, or is still to come."""
    if announcement.published_at or announcement.shows_from > timezone.localdate():
        return False
    announcement.published_at = timezone.now()
    announcement.save(update_fields=["published_at"])
    if announcement.shows_until and announcement.shows_until < timezone.localdate():
        return True
    people = people_in(Audience(announcement.audience), announcement.alliance_id)
    href = reverse("announcement", args=[announcement.alliance.slug, announcement.public_id])
    told = [user_id for user_id in people if user_id != announcement.written_by_id]
    notify(told, announcement.title, href, kind=ANNOUNCEMENTS, subject=announcement.public_id)
    return True


def _check(details: AnnouncementDetails) -> None:
    if details.shows_until is not None and details.shows_until < details.shows_from:
        raise Refused("The last day is before the first.", field="shows_until")
