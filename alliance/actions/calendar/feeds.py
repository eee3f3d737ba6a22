"""The address from which somebody's calendar program reads: made, replaced, revoked, read."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from alliance.models import Alliance, CalendarFeed, User

RANDOM_BYTES = 24
READING_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_feed(*, alliance: Alliance, user: User) -> str:
    """A new address for this person, told this once; the one before stops at once. Returns its token."""
    revoke_feed(user=user)
    token = _signer(alliance).sign(token_urlsafe(RANDOM_BYTES))
    CalendarFeed.objects.create(user=user, token_digest=digest_of(token))
    return token


@transaction.atomic
def revoke_feed(*, user: User) -> bool:
    """End this person's address here; whether there was one."""
    live = CalendarFeed.objects.select_for_update(of=("self",)).filter(user=user, revoked_at=None)
    return bool(live.update(revoked_at=timezone.now()))


def is_signed(token: str, *, alliance: Alliance) -> bool:
    """Whether the portal made this token, for this alliance: else nobody need look for it."""
    try:
        _signer(alliance).unsign(token)
    except BadSignature:
        return False
    return True


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def note_reading(*, feed: CalendarFeed, now: datetime) -> None:
    """Remember that a program read it: once an hour at most."""
    if feed.last_read_at is None or feed.last_read_at <= now - READING_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)


def _signer(alliance: Alliance) -> Signer:
    return Signer(sep=".", salt=f"calendar feed {alliance.public_id}")
