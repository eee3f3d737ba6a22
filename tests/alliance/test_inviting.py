"""Inviting people on the page, and the list of who is invited."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alliance.choices import Role
from alliance.models import Invitation, Membership
from foundation.words import day
from tests.alliance.people_pages import in_words, page
from tests.factories.alliance import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(alliance: object) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani")


def test_a_row_of_an_invitation_says_where_it_stands_and_what_can_be_done(
    alliance: object, owner: Membership, client: Client
) -> None:
    client.force_login(owner.user)
    asked = Invitation.objects.create(
        alliance=alliance,
        email="leah@fernwold.example",
        roles=[Role.SLE],
        token_digest="0" * 64,
        invited_by=UserFactory(full_name="Ada <Marsh>"),
        expires_at=timezone.now() + timedelta(days=1),
    )
    text = client.get(page(alliance, "people_invited")).content.decode()
    row = text.split("<tbody>")[1].split("</tr>")[0]
    assert in_words(row) == [
        "leah@fernwold.example",
        "SLE",
        day(asked.created_at),
        "by Ada &lt;Marsh&gt;",
        "Not sent",
        "send it again",
        "Send again",
        "Withdraw",
    ]
    assert f'value="{asked.public_id}" form="bulk" aria-label="Select leah@fernwold.example"' in row
    assert 'aria-label="Actions for leah@fernwold.example"' in row
    posts = re.findall(r'<form method="post" action="([^"]*)"><input type="hidden" name="(\w+)"', row)
    assert posts == [
        (page(alliance, name, invitation_id=asked.public_id), "csrfmiddlewaretoken")
        for name in ("resend_invitation", "withdraw_invitation")
    ]


def test_inviting_on_the_page(alliance: object, owner: Membership, client: Client) -> None:
    client.force_login(owner.user)
    form = {"email": "Leah@Fernwold.example", "roles": ["sle"], "partner": "", "ends_on": ""}
    assert client.post(page(alliance, "invite"), form).url == page(alliance, "people_invited")
    again = client.post(page(alliance, "invite"), form)
    assert (again.status_code, "send that invitation again" in again.content.decode()) == (422, True)
    assert "leah@fernwold.example" in client.get(page(alliance, "people_invited")).content.decode()
    invitation = Invitation.objects.get()
    for name in ("resend_invitation", "withdraw_invitation"):
        address = page(alliance, name, invitation_id=invitation.public_id)
        assert client.get(address).status_code == 405
        assert client.post(address).status_code == 302
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_another_alliances_invitation_is_not_found(
    alliance: object, other_alliance: object, owner: Membership, client: Client
) -> None:
    theirs = Invitation.objects.create(
        alliance=other_alliance,
        email="x@y.example",
        roles=[Role.SLE],
        token_digest="0" * 64,
        invited_by=UserFactory(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    client.force_login(owner.user)
    for name in ("resend_invitation", "withdraw_invitation"):
        assert client.post(page(alliance, name, invitation_id=theirs.public_id)).status_code == 404
    assert "x@y.example" not in client.get(page(alliance, "people_invited")).content.decode()
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_invitations_stand_fifty_to_a_page_the_latest_first(
    alliance: object, owner: Membership, client: Client
) -> None:
    client.force_login(owner.user)
    for place in range(51):
        Invitation.objects.create(
            alliance=alliance,
            email=f"invited{place}@fernwold.example",
            roles=[Role.SLE],
            token_digest=f"{place:064d}",
            invited_by=owner.user,
            expires_at=timezone.now() + timedelta(days=1),
        )

    def shown(number: int) -> list[str]:
        answer = client.get(page(alliance, "people_invited"), {"page": number})
        return re.findall(r"<th scope=\"row\">(invited\d+)@", answer.content.decode())

    assert shown(1) == [f"invited{place}" for place in range(50, 0, -1)]
    assert shown(2) == ["invited0"]
