"""Many invitations at once: sent again, which nothing takes back, and withdrawn, which is taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role
from alliance.models import Invitation
from tests.alliance.bulk import do, undo_address

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-02-03T10:00:00+00:00")


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


def invitation(alliance: Any, name: str, **fields: Any) -> Invitation:
    return Invitation.objects.create(
        alliance=alliance,
        email=f"{name}@eastmoor.example",
        roles=[Role.MENTOR],
        token_digest=name.ljust(64, "x"),
        expires_at=timezone.now() + timedelta(days=3),
        **fields,
    )


def select_invitations(client: Client, alliance: Any, verb: str, *invitations: Invitation) -> str:
    ids = [str(each.public_id) for each in invitations]
    answer = client.post(reverse("select_invitations", args=[alliance.slug]), {"verb": verb, "id": ids})
    return str(answer["Location"])


def test_invitations_are_sent_again_and_say_that_letters_do_not_come_back(
    alliance: Any, staff: Client, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    waiting = [invitation(alliance, "a"), invitation(alliance, "b")]
    address = select_invitations(staff, alliance, "resend_invitations", *waiting)
    assert "This cannot be undone." in staff.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = do(staff, address)
    assert sorted(letter.to[0] for letter in mailoutbox) == ["a@eastmoor.example", "b@eastmoor.example"]
    assert "2 invitations sent again" in answer.content.decode()
    assert "Undo" not in answer.content.decode()
    late = staff.post(undo_address(alliance), follow=True)
    assert "There is nothing to undo." in late.content.decode()


def test_at_most_fifty_letters_leave_at_once(alliance: Any, staff: Client, mailoutbox: Any) -> None:
    waiting = [invitation(alliance, f"n{number}") for number in range(51)]
    address = select_invitations(staff, alliance, "resend_invitations", *waiting)
    assert "Select at most 50 at once: these are 51." in do(staff, address).content.decode()
    assert mailoutbox == []


def test_invitations_are_withdrawn_and_given_back(alliance: Any, other_alliance: Any, staff: Client) -> None:
    ours, again = invitation(alliance, "ours"), invitation(alliance, "again")
    theirs = invitation(other_alliance, "theirs")
    do(staff, select_invitations(staff, alliance, "withdraw_invitations", ours, again, theirs))
    assert list(Invitation.objects.pending().values_list("email", flat=True)) == ["theirs@eastmoor.example"]
    invitation(alliance, "anew", accepted_at=None)
    Invitation.objects.filter(email="anew@eastmoor.example").update(email=again.email)
    answer = staff.post(undo_address(alliance), follow=True).content.decode()
    assert "1 invitation put back as before" in answer
    assert "Not put back, because they were changed since: again@eastmoor.example." in answer
    for each in (ours, again):
        each.refresh_from_db()
    assert [ours.revoked_at, again.revoked_at] == [None, NOW]
