"""Somebody leaves: access, sessions and credentials end with their next request, and nobody else's do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliance.actions import memberships
from alliance.actions.accounts import create_account
from alliance.actions.credentials import make_credential
from alliance.choices import Role
from alliance.models import ApiCredential, Membership
from foundation.tenancy.scope import acting_within
from tests.api_client import System
from tests.factories.alliance import PASSWORD, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(alliance: Any) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani")


@pytest.fixture
def leaver(alliance: Any) -> Membership:
    user = create_account(email="leah@fernwold.example", full_name="Leah Okafor", password=PASSWORD)
    return MembershipFactory(alliance=alliance, user=user, roles=[Role.ADMINISTRATOR])


def signed_in(member: Membership) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    return client


def credential(partner: Any, by: Any, name: str = "Arbor sync") -> tuple[ApiCredential, str]:
    return make_credential(partner=partner, name=name, scopes=["read:partners"], by=by)


def end(member: Membership) -> str:
    return reverse("end_access", args=[member.alliance.slug, member.public_id])


def test_browser_and_credential_are_both_refused_on_their_next_request(
    alliance: Any, owner: Membership, leaver: Membership, client: Client
) -> None:
    partner = PartnerFactory(name="Fernwold Primary")
    made, text = credential(partner, leaver.user)
    kept, others_text = credential(partner, owner.user, "Bromcom sync")
    browsers = [signed_in(leaver), signed_in(leaver)]
    today = reverse("today", args=[alliance.slug])
    assert [browser.get(today).status_code for browser in browsers] == [200, 200]
    assert System(made, text).get("/api/v1/me").status_code == 200

    client.force_login(owner.user)
    preview = client.get(end(leaver)).content.decode()
    assert f"Arbor sync of Fernwold Primary (tsa_{made.prefix}_…)" in preview
    assert "Bromcom sync" not in preview
    done = client.post(end(leaver), follow=True)
    assert (
        "Leah Okafor has no access any more, and 1 API credential stopped for good" in done.content.decode()
    )

    assert [browser.get(today).url for browser in browsers] == [f"/account/login/?next={today}"] * 2
    assert [browser.get(reverse("your_account")).status_code for browser in browsers] == [302, 302]
    assert System(made, text).get("/api/v1/me").status_code == 401
    assert System(kept, others_text).get("/api/v1/me").status_code == 200
    assert client.get(today).status_code == 200, "whoever ended it stays"


def test_giving_access_back_revives_no_credential(
    alliance: Any, owner: Membership, leaver: Membership
) -> None:
    made, text = credential(PartnerFactory(), leaver.user)
    assert memberships.end_access(membership=leaver, by=owner.user) == [made]
    memberships.restore_access(membership=leaver, by=owner.user)
    assert signed_in(leaver).get(reverse("today", args=[alliance.slug])).status_code == 200
    assert System(made, text).get("/api/v1/me").status_code == 401
    made.refresh_from_db()
    assert made.revoked_by == owner.user


def test_what_they_have_in_another_alliance_goes_on(
    alliance: Any, other_alliance: Any, owner: Membership, leaver: Membership
) -> None:
    MembershipFactory(alliance=other_alliance, user=leaver.user, roles=[Role.ADMINISTRATOR])
    with acting_within(other_alliance):
        elsewhere, text = credential(PartnerFactory(), leaver.user)
    browser = signed_in(leaver)
    memberships.end_access(membership=leaver, by=owner.user)
    assert browser.get(reverse("today", args=[alliance.slug])).status_code == 404
    assert browser.get(reverse("today", args=[other_alliance.slug])).status_code == 200
    assert System(elsewhere, text).get("/api/v1/me").status_code == 200


def test_the_preview_does_not_tell_whether_they_belong_elsewhere(
    alliance: Any, other_alliance: Any, owner: Membership, leaver: Membership, client: Client
) -> None:
    client.force_login(owner.user)
    before = client.get(end(leaver)).content.decode()
    MembershipFactory(alliance=other_alliance, user=leaver.user)
    after = client.get(end(leaver)).content.decode()
    assert (
        before.split("What stops now")[1].split("<form")[0]
        == after.split("What stops now")[1].split("<form")[0]
    )


def test_the_only_owner_is_kept_with_sessions_and_credentials(
    alliance: Any, owner: Membership, client: Client
) -> None:
    made, text = credential(PartnerFactory(), owner.user)
    client.force_login(owner.user)
    answer = client.post(end(owner))
    assert (answer.status_code, "is the only owner of" in answer.content.decode()) == (409, True)
    assert System(made, text).get("/api/v1/me").status_code == 200
    assert client.get(reverse("today", args=[alliance.slug])).status_code == 200
