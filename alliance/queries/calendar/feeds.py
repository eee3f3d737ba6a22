"""Who reads their calendar with a program, and what it is given."""

from dataclasses import dataclass
from datetime import date, timedelta

from alliance import policy
from alliance.models import Alliance, CalendarFeed, Membership, User
from foundation.calendars import Item, items_for

BACK, AHEAD = timedelta(days=92), timedelta(days=400)


@dataclass(frozen=True)
class Reader:
    """Somebody's feed, and who they are in the alliance today."""

    feed: CalendarFeed
    member: Membership


def live_feed(user: User) -> CalendarFeed | None:
    """This person's address in the alliance in scope, if they have one."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def reader_of(alliance: Alliance, digest: str) -> Reader | None:
    """Whose address this is; None where it was revoked, or they have left or may see no calendar."""
    feed = CalendarFeed.objects.filter(token_digest=digest, revoked_at=None).first()
    if feed is None:
        return None
    current = Membership.objects.current().filter(alliance=alliance, user=feed.user_id, user__is_active=True)
    member = current.select_related("user", "alliance").first()
    if member is None or not policy.see_calendar.test(member):
        return None
    return Reader(feed, member)


def feed_items(member: Membership, today: date) -> list[Item]:
    """From three months back to a good year ahead, as the member may see it now."""
    return items_for(member, today - BACK, today + AHEAD)
