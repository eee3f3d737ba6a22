"""Who may call the API, and how it says no."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alliance.choices import Organisation, Role, SecondFactor
from alliance.models import ApiCredential
from foundation.tenancy.scope import acting_within
from tests.api_client import EVERY_SCOPE, System, system_of
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """It is a problem+json of this status and code, whole, with the request's id."""
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (response.status_code, body["status"]) == (status, status), body
    assert body["type"] == f"urn:tsa-portal:problem:{code}"
    assert set(body) >= {"type", "title", "status", "detail", "errors", "request_id"}
    assert body["request_id"]
    return body


def test_a_credential_tells_what_it_is(alliance: Any) -> None:
    partner = PartnerFactory()
    system = system_of(partner)
    response = system.get("/api/v1/me")
    data = response.json()["data"]
    assert response.status_code == 200
    assert data["type"] == "credential"
    assert data["scopes"] == sorted(EVERY_SCOPE)
    assert data["partner"] == {"id": str(partner.public_id), "name": partner.name}
    assert data["alliance"] == {"slug": alliance.slug, "name": alliance.name}
    assert sorted(data["resources"]) == [
        *("agreements", "announcements", "calendar-dates", "changes", "contacts", "diligence-reviews"),
        *("employments", "hosting-preferences", "partners", "people", "pupil-measures", "resources"),
        *("schools", "specialisms", "surveys", "workforce-snapshots"),
    ]
    assert response.json()["meta"] == {"limits": {"requests_per_minute": 600, "page_size_max": 5000}}
    assert system.text not in response.content.decode()


def test_without_a_credential_the_answer_is_401_and_says_how(alliance: Any) -> None:
    for path in ("/api/v1/me", f"/api/v1/alliances/{alliance.slug}/partners"):
        response = Client().get(path)
        assert_problem(response, 401, "not_authenticated")
        assert response["WWW-Authenticate"] == 'Bearer realm="TSA Portal API"'


def test_a_session_that_no_longer_holds_is_nobodys(alliance: Any) -> None:
    user = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR]).user
    client = Client()
    client.force_login(user)
    user.set_password("changed in another browser")
    user.save()
    for path in ("/api/v1/me", f"/api/v1/alliances/{alliance.slug}/partners"):
        assert_problem(client.get(path), 401, "not_authenticated")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer tsa_abcdefgh_" + "0" * 64,
        "Bearer",
        "Bearer  ",
        "Basic dXNlcjpwYXNz",
        "tsa_abcdefgh_" + "0" * 64,
        "Bearer tsa_abcd\x00fgh_" + "0" * 64,
        "Bearer tsa_abcdefgh_" + "é" * 64,
        "Bearer " + "x" * 5000,
        "Bearer tsa_' OR 1=1 --_" + "0" * 64,
    ],
)
def test_a_wrong_credential_is_401(header: str, alliance: Any) -> None:
    response = Client().get("/api/v1/me", headers={"Authorization": header})
    assert_problem(response, 401, "authentication_failed")
    assert response["WWW-Authenticate"] == 'Bearer realm="TSA Portal API", error="invalid_token"'


def test_the_right_prefix_with_another_secret_is_401(alliance: Any) -> None:
    system = system_of(PartnerFactory())
    forged = System(system.credential, system.text[:-1] + ("0" if system.text[-1] != "0" else "1"))
    assert_problem(forged.get("/api/v1/me"), 401, "authentication_failed")


def test_the_scheme_is_read_in_any_case(alliance: Any) -> None:
    system = system_of(PartnerFactory())
    response = Client().get("/api/v1/me", headers={"Authorization": f"bearer {system.text}"})
    assert response.status_code == 200


def test_a_revoked_or_expired_credential_is_401_and_says_which(alliance: Any) -> None:
    now = timezone.now()
    revoked = system_of(PartnerFactory(), revoked_at=now)
    expired = system_of(PartnerFactory(), expires_at=now - timedelta(seconds=1))
    assert_problem(revoked.get("partners"), 401, "credential_revoked")
    assert_problem(expired.get("partners"), 401, "credential_expired")


def test_a_credential_revoked_between_two_pages_stops_there(alliance: Any) -> None:
    for _ in range(3):
        partner = PartnerFactory()
    system = system_of(partner)
    following = system.get("changes?limit=1").json()["links"]["next"]
    ApiCredential.objects.filter(pk=system.credential.pk).update(revoked_at=timezone.now())
    assert_problem(system.get(following), 401, "credential_revoked")


def test_another_alliance_is_404_whether_or_not_it_exists(alliance: Any, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        theirs = PartnerFactory()
    system = system_of(PartnerFactory())
    for slug in (other_alliance.slug, "no-such-alliance"):
        for rest in ("partners", "schools", "contacts", "changes", f"partners/{theirs.public_id}"):
            answer = assert_problem(system.get(f"/api/v1/alliances/{slug}/{rest}"), 404, "not_found")
            assert answer["detail"] == "There is no such alliance here for you."
    assert_problem(system.get(f"partners/{theirs.public_id}"), 404, "not_found")


@pytest.mark.parametrize("path", ["partners", "schools", "contacts"])
def test_a_missing_scope_is_403_and_named(path: str, alliance: Any) -> None:
    system = system_of(PartnerFactory(), [scope for scope in EVERY_SCOPE if scope != f"read:{path}"])
    problem = assert_problem(system.get(path), 403, "permission_denied")
    assert problem["detail"] == f"This credential lacks the scope read:{path}."
    assert_problem(system.get(f"{path}/{system.credential.public_id}"), 403, "permission_denied")


def test_nothing_under_api_answers_in_another_shape(alliance: Any) -> None:
    system = system_of(PartnerFactory())
    for path in ("/api/", "/api/v1/", "/api/v2/me", f"/api/v1/alliances/{alliance.slug}", "/api/v1/me/"):
        assert_problem(system.get(path), 404, "not_found")
    for path in ("partners/not-an-id", "partners/%00", "partners/", "../../../etc/passwd", "changes/1"):
        assert_problem(system.get(path), 404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_what_cannot_be_done_is_405(method: str, alliance: Any) -> None:
    system = system_of(PartnerFactory())
    for path in ("partners", "changes"):
        address = f"/api/v1/alliances/{alliance.slug}/{path}"
        response = getattr(system.client, method)(
            address,
            data="{",
            content_type="application/json",
            headers={"Authorization": f"Bearer {system.text}"},
        )
        assert_problem(response, 405, "method_not_allowed")
        assert response["Allow"] == "GET, HEAD"


def test_a_format_we_do_not_speak_is_406(alliance: Any) -> None:
    response = system_of(PartnerFactory()).get("partners", Accept="text/html")
    assert_problem(response, 406, "not_acceptable")


def test_a_fault_of_ours_is_told_without_its_inside(alliance: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr("alliance.api.collections.read_list", broken)
    system = system_of(PartnerFactory())
    problem = assert_problem(system.get("partners"), 500, "error")
    assert "secret inside" not in json.dumps(problem)


def test_a_database_out_of_reach_is_503(alliance: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def unreachable(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("could not connect to server at 10.0.0.1")

    system = system_of(PartnerFactory())
    monkeypatch.setattr("alliance.api.entry.caller_of", unreachable)
    response = system.get("partners")
    assert "10.0.0.1" not in json.dumps(assert_problem(response, 503, "unavailable"))
    assert response["Retry-After"] == "30"


def test_an_api_read_can_write_nothing(alliance: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def writing(*args: Any, **kwargs: Any) -> None:
        PartnerFactory(name="Written by a read")

    monkeypatch.setattr("alliance.api.collections.read_list", writing)
    assert_problem(system_of(PartnerFactory()).get("partners"), 500, "error")


def test_the_browsers_session_reads_as_its_member(alliance: Any, sign_in: Any) -> None:
    trust = PartnerFactory(school=None, organisation=Organisation.TRUST, trust_uid="5001", name="Fern Trust")
    own, hidden = PartnerFactory(name="Own School"), PartnerFactory(name="Hidden School", listed=False)
    everything = [trust.name, own.name, hidden.name]
    seen = {}
    for role, partner in ((Role.CPD_LEAD, None), (Role.PARTNER_CONTACT, own)):
        client, _ = sign_in(alliance, role, partner=partner)
        answer = client.get(f"/api/v1/alliances/{alliance.slug}/partners").json()
        seen[role] = [partner["name"] for partner in answer["data"]]
    assert seen == {Role.CPD_LEAD: everything, Role.PARTNER_CONTACT: [own.name]}


def test_members_who_neither_work_for_the_alliance_nor_speak_for_a_partner_are_403(
    alliance: Any, sign_in: Any
) -> None:
    client, _ = sign_in(alliance, Role.TRAINEE)
    for path in ("partners", "schools", "contacts", "changes"):
        response = client.get(f"/api/v1/alliances/{alliance.slug}/{path}")
        assert_problem(response, 403, "permission_denied")


def test_a_session_of_another_alliance_is_404(alliance: Any, other_alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(other_alliance, Role.OWNER)
    assert_problem(client.get(f"/api/v1/alliances/{alliance.slug}/partners"), 404, "not_found")


def test_a_session_that_has_not_shown_its_second_factor_is_403(sign_in: Any) -> None:
    alliance = AllianceFactory(second_factor=SecondFactor.STAFF)
    client, _ = sign_in(alliance, Role.OWNER)
    response = client.get(f"/api/v1/alliances/{alliance.slug}/partners")
    assert_problem(response, 403, "second_factor")


def test_a_session_does_not_write(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.OWNER)
    assert_problem(client.post(f"/api/v1/alliances/{alliance.slug}/partners"), 403, "permission_denied")


def test_a_person_is_told_where_they_belong(alliance: Any, other_alliance: Any, sign_in: Any) -> None:
    client, membership = sign_in(alliance, Role.OWNER)
    MembershipFactory(user=membership.user, alliance=other_alliance, roles=[Role.TRAINEE])
    data = client.get("/api/v1/me").json()["data"]
    assert data["type"] == "person"
    assert {each["slug"]: each["roles"] for each in data["alliances"]} == {
        alliance.slug: ["owner"],
        other_alliance.slug: ["trainee"],
    }


def test_answers_stay_out_of_shared_caches(alliance: Any) -> None:
    system = system_of(PartnerFactory())
    response = system.get("partners")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Accept, Accept-Encoding, Authorization, Cookie"


def test_use_is_noted_once_a_minute(alliance: Any) -> None:
    system = system_of(PartnerFactory())
    row = ApiCredential.objects.filter(pk=system.credential.pk)
    system.get("partners")
    first = row.get().last_used_at
    system.get("partners")
    assert row.get().last_used_at == first is not None
    row.update(last_used_at=first - timedelta(minutes=2))
    system.get("partners")
    assert row.get().last_used_at > first


def test_a_runaway_client_is_slowed_down(alliance: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from foundation.api.allowance import Allowance

    monkeypatch.setattr("alliance.api.base._allowance", Allowance(requests=2))
    system, other = system_of(PartnerFactory()), system_of(PartnerFactory())
    assert [system.get("/api/v1/me").status_code for _ in range(2)] == [200, 200]
    refused = system.get("/api/v1/me")
    assert_problem(refused, 429, "throttled")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["RateLimit-Policy"] == '"default";q=600;w=60'
    assert refused["RateLimit"].startswith('"default";r=0;t=')
    assert other.get("/api/v1/me").status_code == 200
