"""What an alliance decides about itself: its name and rules, its colours, and the area it serves."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role, SecondFactor
from alliance.models import Alliance, Membership, ServedAuthority
from foundation.tenancy.scope import acting_within
from foundation.ui.colour import contrast
from tests.factories.alliance import LocalAuthorityFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(alliance: Alliance, client: Client) -> Membership:
    membership = MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani")
    client.force_login(membership.user)
    return membership


def test_name_and_rules_are_saved_and_the_timeline_says_so(
    alliance: Alliance, owner: Membership, client: Client
) -> None:
    page = reverse("settings", args=[alliance.slug])
    before = alliance.name
    client.post(page, {"name": "  Tarnley   Ridge ", "second_factor": "everybody", "version": 1})
    alliance.refresh_from_db()
    assert (alliance.name, alliance.second_factor, alliance.two_pairs_of_eyes) == (
        "Tarnley Ridge",
        SecondFactor.EVERYBODY,
        False,
    )
    alliance.second_factor = SecondFactor.NOBODY
    alliance.save()
    told = client.get(page).content.decode()
    assert f"Name: {before} → Tarnley Ridge. Second factor asked of: Nobody → Everybody." in told
    assert "Priya Nandwani" in told


def test_what_a_second_factor_will_mean_is_said_before_it_is_saved(
    alliance: Alliance, other_alliance: Alliance, owner: Membership, client: Client
) -> None:
    TOTP.activate(MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD]).user, "JBSWY3DPEHPK3PXP")
    MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    MembershipFactory(alliance=alliance, roles=[Role.SLE], ended_at=timezone.now())
    MembershipFactory(alliance=other_alliance, roles=[Role.MENTOR])
    form = client.get(reverse("settings", args=[alliance.slug])).context["form"]
    assert [label for _, label in form.fields["second_factor"].choices] == [
        "Nobody",
        "Staff: 2 people, 1 of them has none yet",
        "Everybody: 3 people, 2 of them have none yet",
    ]


def test_a_name_is_needed(alliance: Alliance, owner: Membership, client: Client) -> None:
    response = client.post(reverse("settings", args=[alliance.slug]), {"name": " "})
    assert (response.status_code, "Write the alliance&#x27;s name." in response.content.decode()) == (
        422,
        True,
    )


def test_a_colour_white_cannot_be_read_on_is_darkened_and_shown_before_it_is_saved(
    alliance: Alliance, owner: Membership, client: Client
) -> None:
    page = reverse("colours", args=[alliance.slug])
    asked = {"alliance_colour": "#D0C000", "accent_colour": "#101010"}
    preview = client.post(page, asked)
    shown = preview.context["preview"]
    assert contrast(shown.alliance, "#ffffff") >= 7
    assert contrast(shown.accent, shown.alliance) >= 3
    words = preview.content.decode()
    assert "#d0c000 has 1.9:1 with white: darkened to" in words
    assert f"--brand-alliance:{shown.alliance}" in words, "the page is drawn in the new colours"
    alliance.refresh_from_db()
    assert alliance.alliance_colour == "#0e4f5c", "nothing is saved yet"
    kept = {"alliance_colour": shown.alliance, "accent_colour": shown.accent, "keep": "yes"}
    assert client.post(page, kept).status_code == 302
    alliance.refresh_from_db()
    assert (alliance.alliance_colour, alliance.accent_colour) == (shown.alliance, shown.accent)


def test_what_is_saved_always_reads_well_whatever_is_sent(
    alliance: Alliance, owner: Membership, client: Client
) -> None:
    client.post(
        reverse("colours", args=[alliance.slug]),
        {"alliance_colour": "#ffffff", "accent_colour": "#ffffff", "keep": "yes"},
    )
    alliance.refresh_from_db()
    assert contrast(alliance.alliance_colour, "#ffffff") >= 7


@pytest.mark.parametrize("colour", ["red", "#12", "#0e4f5c;}", "javascript:", ""])
def test_what_is_no_colour_is_refused(
    alliance: Alliance, owner: Membership, client: Client, colour: str
) -> None:
    response = client.post(
        reverse("colours", args=[alliance.slug]),
        {"alliance_colour": colour, "accent_colour": "#e3a72f", "keep": "yes"},
    )
    assert response.status_code == 422
    alliance.refresh_from_db()
    assert alliance.alliance_colour == "#0e4f5c"


def test_authorities_are_added_and_removed(
    alliance: Alliance, other_alliance: Alliance, owner: Membership, client: Client
) -> None:
    eastmoor = LocalAuthorityFactory(code="901", name="Eastmoor")
    tarn = LocalAuthorityFactory(code="902", name="Tarn")
    with acting_within(other_alliance):
        ServedAuthority.objects.create(local_authority=tarn)
    page = reverse("served_area", args=[alliance.slug])
    for _ in range(2):
        client.post(page, {"local_authority": eastmoor.pk})
    assert [row.local_authority for row in ServedAuthority.objects.all()] == [eastmoor]
    assert (
        "Local authority: Eastmoor." in client.get(reverse("settings", args=[alliance.slug])).content.decode()
    )
    client.post(reverse("stop_serving", args=[alliance.slug]), {"local_authority": eastmoor.pk})
    assert not ServedAuthority.objects.exists()
    with acting_within(other_alliance):
        assert ServedAuthority.objects.count() == 1
    assert client.post(page, {"local_authority": "99999"}).status_code == 422
