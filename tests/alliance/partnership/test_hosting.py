"""Whether a school wants to host trainees: said with reasons, and unconfirmed after half a year."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance.actions.partnership.hosting import HostingDetails, confirm_hosting, state_hosting
from alliance.choices import HostingAppetite, Organisation, Role
from alliance.logic.partnership.hosting import is_confirmed
from alliance.models import HostingPreference, Partner
from alliance.views.hosting_words import hosting_words
from foundation.refusal import Refused
from tests.api_client import system_of
from tests.factories.alliance import PartnerFactory, UserFactory
from tests.factories.partnership import HostingFactory

pytestmark = pytest.mark.django_db
NOT_OPEN = HostingDetails(HostingAppetite.NOT_OPEN, ["staff", "no_mentors"], "Ask again in May")


def address(partner: Partner, name: str) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id])


def test_a_school_that_is_not_open_says_why(alliance: Any) -> None:
    partner, user = PartnerFactory(), UserFactory()
    with pytest.raises(Refused, match="Say why"):
        state_hosting(partner=partner, details=HostingDetails(HostingAppetite.NOT_OPEN), by=user)
    said = state_hosting(partner=partner, details=NOT_OPEN, by=user)
    assert (said.reasons, said.verified_on, said.verified_by) == (
        ["no_mentors", "staff"],
        timezone.localdate(),
        user,
    )


def test_the_database_wants_the_reason_too(alliance: Any) -> None:
    with pytest.raises(IntegrityError, match="hosting_not_open_because"), transaction.atomic():
        HostingFactory(appetite="not_open")


def test_what_is_said_now_takes_the_place_of_what_was_said(alliance: Any) -> None:
    partner, user = PartnerFactory(), UserFactory()
    state_hosting(partner=partner, details=NOT_OPEN, by=user)
    state_hosting(partner=partner, details=HostingDetails(HostingAppetite.LOOKING, ["staff"]), by=user)
    said = HostingPreference.objects.get()
    assert (said.appetite, said.reasons, said.version) == ("actively_looking", [], 2)


def test_only_schools_host(alliance: Any, sign_in: Any) -> None:
    trust = PartnerFactory(school=None, organisation=Organisation.TRUST, trust_uid="9101")
    with pytest.raises(Refused, match="Only schools"):
        state_hosting(partner=trust, details=NOT_OPEN, by=UserFactory())
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    assert page.get(address(trust, "state_hosting")).status_code == 404


@pytest.mark.parametrize(("today", "confirmed"), [(date(2026, 7, 3), True), (date(2026, 7, 4), False)])
def test_it_is_unconfirmed_after_half_a_year(alliance: Any, today: date, confirmed: bool) -> None:
    said = HostingFactory(verified_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert is_confirmed(said.verified_on, today) is confirmed
    words = hosting_words(said.partner, said, today, slug="x")
    assert words.word == ("Actively looking" if confirmed else "Actively looking, unconfirmed")


def test_confirming_makes_it_count_again(alliance: Any) -> None:
    said = HostingFactory(verified_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    with time_machine.travel("2026-11-03 09:00Z", tick=False):
        confirm_hosting(preference=said, by=UserFactory())
        said.refresh_from_db()
        assert (said.verified_on, is_confirmed(said.verified_on, timezone.localdate())) == (
            date(2026, 11, 3),
            True,
        )


def test_a_school_says_so_itself_on_my_school_and_about_no_other(alliance: Any, sign_in: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    HostingFactory(partner=other)
    page, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    here = reverse("my_school", args=[alliance.slug])
    assert "Not asked yet" in page.get(here).content.decode()
    given = {"appetite": "not_open", "reasons": ["staff"], "note": ""}
    assert page.post(address(own, "state_hosting"), given).status_code == 302
    assert "staff changes or too little capacity" in page.get(here).content.decode()
    assert page.post(address(own, "confirm_hosting")).status_code == 302
    for name in ("state_hosting", "confirm_hosting"):
        assert page.post(address(other, name), given).status_code == 404
    assert HostingPreference.objects.get(partner=other).appetite == "actively_looking"


def test_nothing_said_cannot_be_confirmed(alliance: Any, sign_in: Any) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    assert page.post(address(PartnerFactory(), "confirm_hosting")).status_code == 404


def test_a_partners_system_reads_what_its_own_school_said(alliance: Any) -> None:
    own = PartnerFactory()
    state_hosting(partner=own, details=NOT_OPEN, by=UserFactory())
    HostingFactory(partner=PartnerFactory())
    found = system_of(own).objects("hosting-preferences")
    assert [(row["appetite"], row["reasons"]) for row in found] == [("not_open", ["no_mentors", "staff"])]
