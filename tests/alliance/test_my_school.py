"""My school: what somebody who speaks for a partner sees of it, and may keep right."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliance.choices import Organisation, Role
from alliance.models import Partner
from tests.factories.alliance import ContactFactory, EngagementFactory, PartnerFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


@pytest.fixture
def page(alliance: Any, own: Partner, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    return client


def text_of(client: Client, alliance: Any) -> str:
    return client.get(reverse("my_school", args=[alliance.slug])).content.decode()


def test_it_shows_facts_contacts_and_engagements_of_the_own_school_only(
    alliance: Any, own: Partner, page: Client
) -> None:
    ContactFactory(partner=own, name="Leah Winterbourne", is_main=True)
    EngagementFactory(school=own.school, description="Reading fluency network")
    other = PartnerFactory(name="Brackenwick High School")
    ContactFactory(partner=other, name="Colin Maddrell")
    EngagementFactory(school=other.school, description="Leading maths 3")
    text = text_of(page, alliance)
    ours = ("Fernwold Primary", "Leah Winterbourne", "Reading fluency network", f"URN {own.school.urn}")
    theirs = ("Brackenwick", "Colin Maddrell", "Leading maths 3")
    assert [words in text for words in (*ours, *theirs)] == [True] * 4 + [False] * 3


def test_a_contact_nobody_checked_is_asked_about(alliance: Any, own: Partner, page: Client) -> None:
    contact = ContactFactory(partner=own, name="Leah Winterbourne", is_main=True)
    assert "Leah Winterbourne has never been verified" in text_of(page, alliance)
    page.post(reverse("verify_contact", args=[alliance.slug, own.public_id, contact.public_id]))
    assert "never been verified" not in text_of(page, alliance)


def test_without_contacts_it_asks_for_one(alliance: Any, page: Client) -> None:
    assert "Whom should the alliance write to?" in text_of(page, alliance)


def test_a_trusts_contact_finds_its_schools(alliance: Any, sign_in: Any) -> None:
    trust = PartnerFactory(organisation=Organisation.TRUST, school=None, name="Cleeve Edge", trust_uid="9101")
    PartnerFactory(name="Inside School", school=SchoolFactory(trust_uid="9101"))
    PartnerFactory(name="Outside School", school=SchoolFactory(trust_uid="9102"))
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=trust)
    text = text_of(client, alliance)
    assert ("Inside School" in text, "Outside School" in text) == (True, False)


def test_staff_have_no_school_of_their_own(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    assert client.get(reverse("my_school", args=[alliance.slug])).status_code == 403
