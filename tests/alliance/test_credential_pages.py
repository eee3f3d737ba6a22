"""The pages where credentials are made, rotated and revoked: who gets in, and what they show."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from alliance.actions.credentials import make_credential
from alliance.choices import ApiScope, Role
from alliance.models import ApiCredential
from foundation.tenancy.scope import acting_within
from tests.api_client import System
from tests.factories.alliance import PartnerFactory

pytestmark = pytest.mark.django_db

FORM = {"name": "Arbor sync", "scopes": list(ApiScope.values), "expires_at": "31/8/2027"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day on which the form's last day is still to come."""
    with time_machine.travel("2026-11-23T12:00:00+00:00", tick=True):
        yield


def address(route: str, alliance: Any, credential: Any = None) -> str:
    arguments = {"slug": alliance.slug}
    return reverse(route, kwargs=arguments | ({"credential_id": credential.public_id} if credential else {}))


def credential_of(partner: Any, name: str = "Arbor sync") -> ApiCredential:
    with acting_within(partner.alliance_id):
        return make_credential(partner=partner, name=name, scopes=["read:partners"], by=None)[0]


def test_a_contact_makes_one_for_their_own_school_and_sees_it_once(alliance: Any, sign_in: Any) -> None:
    own = PartnerFactory(name="Own School")
    client, membership = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    assert "partner" not in client.get(address("new_credential", alliance)).context["form"].fields
    response = client.post(address("new_credential", alliance), FORM)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    text = re.search(r"tsa_[a-z0-9]{8}_[0-9a-f]{64}", response.content.decode())[0]
    made = ApiCredential.objects.get()
    assert (made.partner, made.created_by, made.name) == (own, membership.user, "Arbor sync")
    assert made.expires_at.isoformat() == "2027-08-31T23:00:00+00:00"
    assert System(made, text).get("/api/v1/me").json()["data"]["partner"]["name"] == "Own School"
    shown = response.content.decode()
    assert f"Bearer {text}&#x27; http://testserver/api/v1/me" in shown
    assert f"http://testserver/api/v1/alliances/{alliance.slug}/changes" in shown
    row = client.get(address("credentials", alliance)).context["rows"][0]
    may = (
        "Read partners, schools, contacts of its own schools, dates, resources and announcements for "
        "partners, teacher and pupil figures of its own schools, agreements of its own schools, who works at "
        "its own schools and surveys of its own schools; change contacts of its own schools; change teacher "
        "and pupil figures of its own schools; say who works at its own schools; say whether its own schools "
        "host trainees"
    )
    assert (row.ends, row.may) == ("Tue 31 Aug 2027", may)
    for route in ("credentials", "my_school"):
        again = client.get(address(route, alliance)).content.decode()
        assert text not in again
        assert text[-64:] not in again


def test_a_contact_cannot_name_another_partner(alliance: Any, sign_in: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    client.post(address("new_credential", alliance), {**FORM, "partner": other.pk})
    assert [each.partner for each in ApiCredential.objects.all()] == [own]


def test_a_lead_chooses_a_current_partner_of_the_alliance(
    alliance: Any, other_alliance: Any, sign_in: Any
) -> None:
    partner, left = PartnerFactory(), PartnerFactory(left_on=date(2025, 12, 1))
    with acting_within(other_alliance):
        stranger = PartnerFactory()
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    path = address("new_credential", alliance)
    for wrong in ("", left.pk, stranger.pk, "evil", "\x00"):
        assert client.post(path, {**FORM, "partner": wrong}).status_code == 422
    assert client.post(path, {**FORM, "partner": partner.pk}).status_code == 200
    assert ApiCredential.objects.get().partner == partner


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say which system will use it"),
        ({"scopes": []}, "Choose what it may do."),
        ({"scopes": ["evil"]}, "evil"),
        ({"expires_at": "1/9/2026"}, "still to come"),
        ({"expires_at": "1/9/2036"}, "not more than two years off"),
        ({"expires_at": "soon"}, "Write a date"),
    ],
)
def test_a_form_that_cannot_be_says_what_to_do(
    wrong: dict[str, Any], sentence: str, alliance: Any, sign_in: Any
) -> None:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=PartnerFactory())
    response = client.post(address("new_credential", alliance), {**FORM, **wrong})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert ApiCredential.objects.count() == 0


def test_rotating_shows_the_successor_once(alliance: Any, sign_in: Any) -> None:
    own = PartnerFactory()
    old = credential_of(own)
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    path = address("rotate_credential", alliance, old)
    assert client.get(path).status_code == 200
    assert client.post(path, {"overlap": "400"}).status_code == 422
    response = client.post(path, {"overlap": "7"})
    assert "tsa_" in response.content.decode()
    assert ApiCredential.objects.count() == 2


def test_revoking_asks_first_and_then_stops_it(alliance: Any, sign_in: Any) -> None:
    own = PartnerFactory()
    credential = credential_of(own)
    client, membership = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    path = address("revoke_credential", alliance, credential)
    assert "cannot be undone" in client.get(path).content.decode()
    assert ApiCredential.objects.get().revoked_at is None
    assert client.post(path).status_code == 302
    assert ApiCredential.objects.get().revoked_by == membership.user
    assert client.post(path).status_code == 409


def test_a_list_shows_a_lead_all_and_a_contact_their_own(
    alliance: Any, other_alliance: Any, sign_in: Any
) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    with acting_within(other_alliance):
        credential_of(PartnerFactory(), "Stranger")
    credential_of(own, "Own")
    credential_of(other, "Other")
    names = {}
    for role, partner in ((Role.ADMINISTRATOR, None), (Role.PARTNER_CONTACT, own)):
        client, _ = sign_in(alliance, role, partner=partner)
        names[role] = [row.name for row in client.get(address("credentials", alliance)).context["rows"]]
    assert names == {Role.ADMINISTRATOR: ["Other", "Own"], Role.PARTNER_CONTACT: ["Own"]}


@pytest.mark.parametrize("route", ["rotate_credential", "revoke_credential"])
def test_another_schools_credential_is_not_there(
    route: str, alliance: Any, other_alliance: Any, sign_in: Any
) -> None:
    neighbours = credential_of(PartnerFactory())
    with acting_within(other_alliance):
        strangers = credential_of(PartnerFactory())
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=PartnerFactory())
    for credential in (neighbours, strangers):
        path = address(route, alliance, credential)
        assert [client.get(path).status_code, client.post(path, {"overlap": "0"}).status_code] == [404, 404]
    assert set(ApiCredential.objects.values_list("revoked_at", flat=True)) == {None}


@pytest.mark.parametrize(
    "role", [Role.CPD_LEAD, Role.FINANCE_OFFICER, Role.TRAINEE, Role.HEADTEACHER_APPROVER]
)
def test_nobody_else_gets_in(role: Role, alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    credential = credential_of(partner)
    client, _ = sign_in(alliance, role, partner=partner if role == Role.HEADTEACHER_APPROVER else None)
    for route, thing in (("credentials", None), ("new_credential", None), ("revoke_credential", credential)):
        assert client.get(address(route, alliance, thing)).status_code == 403


def test_a_button_pressed_twice_makes_one_credential(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=PartnerFactory())
    page = address("new_credential", alliance)
    form = {**FORM, "attempt": client.get(page).context["form"]["attempt"].value()}
    first, second = client.post(page, form), client.post(page, form)
    assert (first.status_code, second.status_code, ApiCredential.objects.count()) == (200, 422, 1)
    assert "Arbor sync was made by the first press of this button" in second.content.decode()
    other = {**FORM, "attempt": client.get(page).context["form"]["attempt"].value()}
    assert (client.post(page, other).status_code, ApiCredential.objects.count()) == (200, 2)
