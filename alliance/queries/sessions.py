"""Where a person is signed in, as their account page shows it."""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from alliance.logic.devices import device_of, handle_of
from foundation import words


@dataclass(frozen=True)
class SignedIn:
    """One browser. `handle` names it in a form; `current` is the one the page is read in."""

    handle: str
    device: str
    since: str
    last_used: str
    current: bool


def signed_in_places(user: Any, current_key: str | None) -> list[SignedIn]:
    """The browsers whose session still holds: this one first, then the one used last. Two queries."""
    listed = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    live = Session.objects.filter(
        session_key__in=[session.session_key for session in listed], expire_date__gt=timezone.now()
    )
    keys = set(live.values_list("session_key", flat=True))
    places = [_place(session, current_key) for session in listed if session.session_key in keys]
    return sorted(places, key=lambda place: not place.current)


def _place(session: UserSession, current_key: str | None) -> SignedIn:
    return SignedIn(
        handle=handle_of(session.session_key),
        device=device_of(session.user_agent),
        since=words.moment(session.created_at),
        last_used=words.moment(session.last_seen_at),
        current=session.session_key == current_key,
    )
