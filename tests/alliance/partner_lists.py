"""Partners in a list, and the list as tests ask for it."""

import csv
import io
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance.choices import Organisation, PhaseGroup
from alliance.models import Partner
from alliance.queries.partner_filters import PartnerFilters
from alliance.queries.partners import PartnerList, Sort
from tests.factories.alliance import (
    ContactFactory,
    LocalAuthorityFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
)

TODAY = date(2026, 2, 3)


def listed(alliance: Any, sort: str = "", **filters: Any) -> list[str]:
    """The names that a list with these filters shows, in its order."""
    return [row.name for row in listing(alliance, sort, **filters).all()]


def listing(alliance: Any, sort: str = "", **filters: Any) -> PartnerList:
    given = PartnerFilters(**filters)
    return PartnerList(Partner.objects.all(), given, Sort.read(sort), alliance.lead_school, TODAY)


def named(name: str, **fields: Any) -> Partner:
    school = {
        key.removeprefix("school__"): fields.pop(key) for key in list(fields) if key.startswith("school__")
    }
    return PartnerFactory(name=name, school=SchoolFactory(name=name, **school), **fields)


def address(alliance: Any, name: str = "partners", query: str = "") -> str:
    return reverse(name, args=[alliance.slug]) + (f"?{query}" if query else "")


def differing() -> None:
    """Partners that differ in everything the list can be narrowed by."""
    near, far = (
        LocalAuthorityFactory(code="808", name="Stockton"),
        LocalAuthorityFactory(code="841", name="Darlington"),
    )
    primary = named("Primary", school__local_authority=near, joined_on=date(2020, 9, 1))
    named("Secondary", school__local_authority=far, school__phase_group=PhaseGroup.SECONDARY)
    special = named("Special", school__local_authority=far, school__phase_group=PhaseGroup.SPECIAL)
    trust = PartnerFactory(organisation=Organisation.TRUST, school=None, name="Trust", trust_uid="9101")
    PartnerFactory(
        organisation=Organisation.LOCAL_AUTHORITY, school=None, name="Authority", local_authority=near
    )
    PartnerRoleFactory(partner=primary, kind="member", academic_year=2025)
    PartnerRoleFactory(partner=special, kind="specialist_school", academic_year=2025)
    PartnerRoleFactory(partner=special, kind="member", academic_year=2024)
    now = timezone.make_aware(timezone.datetime(2026, 1, 5, 9))
    ContactFactory(partner=primary, is_main=True, name="Anna", verified_at=now)
    ContactFactory(partner=special, is_main=True, name="Zoe", verified_at=now - timedelta(days=400))
    ContactFactory(partner=trust, is_main=False, name="Not main", verified_at=now)
    named("Left", left_on=date(2025, 1, 31), joined_on=date(2023, 9, 1))


def exported(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def heads_of(answer: Any) -> list[str]:
    return [column.label for column in answer.context["columns"]]
