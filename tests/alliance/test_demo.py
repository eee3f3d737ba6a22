"""The demo data: believable, the same everywhere, made once."""

import json
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from alliance.choices import Role, SchoolStatus, SecondFactor
from alliance.demo import parts
from alliance.demo.parts import DemoAlliance
from alliance.demo.towns import on_land
from alliance.logic.academic_year import AcademicYear
from alliance.models import (
    Alliance,
    ApiCredential,
    Contact,
    Engagement,
    Membership,
    Partner,
    PartnerRole,
    School,
    User,
)
from alliance.queries.engagements import engaged_schools
from foundation.importer.models import Import
from foundation.tenancy.scope import acting_within

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other apps add is specified there."""
    monkeypatch.setattr(parts, "_PARTS", [])


@pytest.fixture
def demo(tmp_path: Path, no_parts: None) -> dict[str, Any]:
    return seed(tmp_path / "demo.json")


def seed(path: Path) -> dict[str, Any]:
    call_command("seed_demo", json=path)
    found: dict[str, Any] = json.loads(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o600
    return found


def counts(slug: str) -> dict[str, int]:
    models = (Partner, PartnerRole, Contact, Engagement)
    with acting_within(Alliance.objects.get(slug=slug)), transaction.atomic():
        return {model.__name__: model.objects.count() for model in models}


def test_a_first_run_makes_two_alliances_and_a_second_changes_nothing(
    demo: dict[str, Any], tmp_path: Path
) -> None:
    before = [counts(slug) for slug in ("eastmoor", "larkfield")]
    assert [found["Partner"] for found in before] == [71, 16]
    schools = list(School.objects.order_by("urn").values())
    again = seed(tmp_path / "again.json")
    assert [counts(slug) for slug in ("eastmoor", "larkfield")] == before
    assert list(School.objects.order_by("urn").values()) == schools
    assert again["logins"] == demo["logins"]
    assert User.objects.count() == len(demo["logins"])


def test_every_role_can_log_in_with_what_the_file_says(demo: dict[str, Any]) -> None:
    eastmoor = [login for login in demo["logins"] if login.get("alliance") == "eastmoor"]
    assert {login["role"] for login in eastmoor} == {role.value for role in Role}
    for login in demo["logins"]:
        user = User.objects.get(email=login["email"])
        assert user.check_password(login["password"])
        assert EmailAddress.objects.get(user=user).verified


def test_staff_of_the_second_alliance_have_a_second_factor_and_of_the_first_none(
    demo: dict[str, Any],
) -> None:
    assert Alliance.objects.get(slug=demo["alliance"]).second_factor == SecondFactor.NOBODY
    assert Alliance.objects.get(slug="larkfield").second_factor == SecondFactor.STAFF
    with_secret = {login["email"] for login in demo["logins"] if login.get("totp_secret")}
    staff = {
        member.user.email
        for member in Membership.objects.filter(alliance__slug="larkfield").select_related("user")
        if member.is_staff
    }
    assert with_secret == staff | {"operator@eastmoor.example"}
    having = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user__email", flat=True)
    assert set(having) == with_secret


def test_the_credential_is_a_partner_schools(demo: dict[str, Any]) -> None:
    assert demo["credential"].startswith("tsa_")
    credential = ApiCredential.objects.get(revoked_at=None)
    with acting_within(credential.alliance_id), transaction.atomic():
        assert Partner.objects.get(pk=credential.partner_id).name == "Kelderby St Hild’s Academy"


def test_the_schools_stand_on_land_in_their_five_authorities(demo: dict[str, Any]) -> None:
    schools = School.objects.filter(urn__lt=910_000)
    assert all(on_land((float(school.easting), float(school.northing))) for school in schools)
    codes = schools.values_list("local_authority__code", flat=True).distinct()
    assert sorted(codes) == ["805", "806", "807", "808", "841"]
    assert schools.exclude(status=SchoolStatus.CLOSED).count() == 285


def test_last_year_the_alliance_reached_208_of_285_schools_and_more_every_year(demo: dict[str, Any]) -> None:
    this_year = AcademicYear.for_date(timezone.localdate()).start
    with acting_within(Alliance.objects.get(slug="eastmoor")), transaction.atomic():
        reached = [
            len({row.school_id for row in engaged_schools(AcademicYear(this_year - back))})
            for back in range(5, 0, -1)
        ]
    assert (reached[-1], reached) == (208, sorted(reached))


def test_the_administrator_has_imported_a_table_with_two_rows_to_mend(demo: dict[str, Any]) -> None:
    with acting_within(Alliance.objects.get(slug="eastmoor")), transaction.atomic():
        source = Import.objects.select_related("started_by").get()
        assert (source.state, source.counts, source.started_by.full_name) == (
            "applied",
            {"create": 4, "error": 2},
            "Owen Birtles",
        )
        about = list(source.data_rows().filter(outcome="create").values_list("about", flat=True))
        added = Contact.objects.filter(post="Office manager", name__in=[text.split(",")[0] for text in about])
        assert added.count() == 4


def test_other_apps_add_their_part_within_the_alliance(
    demo: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[tuple[str, str, int]] = []

    def part(found: DemoAlliance) -> None:
        added.append((found.alliance.slug, found.strategic_lead.user.full_name, Partner.objects.count()))

    monkeypatch.setattr(parts, "_PARTS", [])
    parts.register_part(part)
    parts.register_part(part)
    seed(tmp_path / "again.json")
    assert added == [("eastmoor", "Priya Nandwani", 71), ("larkfield", "Gareth Calloway", 16)]
