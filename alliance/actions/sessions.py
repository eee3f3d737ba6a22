"""Where a person is signed in, and ending it."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alliance.logic.devices import handle_of
from alliance.models import User

USE_NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def end_session(*, user: User, handle: str) -> bool:
    """End one session of this person; whether there was one."""
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    named = [key for key in keys if handle_of(key) == handle]
    UserSession.objects.filter(session_key__in=named).delete()
    ended, _ = Session.objects.filter(session_key__in=named).delete()
    return bool(ended)


@transaction.atomic
def sign_out_everywhere(*, user: User, keep: str = "") -> None:
    """End every session of this person with their next request, also those that are on no list.

    The one of the key `keep` must be told the person's new session hash, or it ends as well.
    """
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    listed = UserSession.objects.filter(user=user).exclude(session_key=keep)
    Session.objects.filter(session_key__in=list(listed.values_list("session_key", flat=True))).delete()
    listed.delete()


def note_use(*, session_key: str) -> None:
    """Remember that a session was used now."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=timezone.now())
