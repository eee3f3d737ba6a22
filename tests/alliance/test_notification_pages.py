"""One's own notifications, in this alliance: listed, opened, read."""

import pytest
from django.test import Client
from django.urls import reverse

from alliance.choices import Role
from alliance.models import Alliance, Membership
from foundation.notifications.actions import notify
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(alliance: Alliance, client: Client) -> Membership:
    membership = MembershipFactory(alliance=alliance, roles=[Role.SLE])
    client.force_login(membership.user)
    return membership


def test_only_ones_own_of_this_alliance_are_listed(
    alliance: Alliance, other_alliance: Alliance, member: Membership, client: Client
) -> None:
    MembershipFactory(alliance=other_alliance, user=member.user)
    notify([member.user_id], "Mine", "/")
    notify([MembershipFactory(alliance=alliance).user_id], "Somebody else's", "/")
    with acting_within(other_alliance):
        notify([member.user_id], "Elsewhere", "/")
    page = client.get(reverse("notifications", args=[alliance.slug]))
    assert [item.sentence for _, items in page.context["days"] for item in items] == ["Mine"]
    assert "1 unread" in page.content.decode()


def test_opening_one_reads_it_and_leads_to_its_page(
    alliance: Alliance, member: Membership, client: Client
) -> None:
    first, second = (*notify([member.user_id], "One", "/a/x/1/"), *notify([member.user_id], "Two", "/a/x/2/"))
    address = reverse("notification", args=[alliance.slug, first.public_id])
    assert client.get(address).url == "/a/x/1/"
    assert list(Notification.objects.filter(read_at=None)) == [second]


def test_all_are_read_at_once(alliance: Alliance, member: Membership, client: Client) -> None:
    notify([member.user_id], "One", "/")
    notify([member.user_id], "Two", "/")
    client.post(reverse("read_notifications", args=[alliance.slug]))
    assert not Notification.objects.filter(read_at=None).exists()
    assert (
        "You have read them all"
        in client.get(reverse("notifications", args=[alliance.slug])).content.decode()
    )


def test_anothers_notification_is_not_found(
    alliance: Alliance, other_alliance: Alliance, member: Membership, client: Client
) -> None:
    (theirs,) = notify([MembershipFactory(alliance=alliance).user_id], "Not yours", "/")
    with acting_within(other_alliance):
        (elsewhere,) = notify([member.user_id], "Elsewhere", "/")
    for told in (theirs, elsewhere):
        assert client.get(reverse("notification", args=[alliance.slug, told.public_id])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_with_none_the_page_says_what_will_stand_there(
    alliance: Alliance, member: Membership, client: Client
) -> None:
    assert "Nothing yet" in client.get(reverse("notifications", args=[alliance.slug])).content.decode()
