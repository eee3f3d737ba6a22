"""An alliance with enough of everything for a report, always the same: an area, partners, years of work."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from alliance.choices import Organisation, PartnerKind, Phase, PhaseGroup, SchoolStatus, Strand
from alliance.models import (
    Alliance,
    Contact,
    Engagement,
    LocalAuthority,
    Partner,
    PartnerRole,
    School,
    ServedAuthority,
)
from foundation.tenancy.scope import acting_within

AUTHORITIES = (
    ("971", "Northmoor", 41, 440_000, 530_000),
    ("972", "Saltby", 38, 452_000, 532_000),
    ("973", "Marsham", 53, 448_000, 520_000),
    ("974", "Cleaveholm", 52, 461_000, 519_000),
    ("975", "Stavely-on-Wear", 98, 443_000, 518_000),
    ("976", "Isle of Farrow", 3, 470_000, 534_000),
)
"""Code, name, open schools, and the middle of each authority on the National Grid."""

FIRST_YEAR = 2022
REPORTED = 2024
URN = 950_000


def furnish(alliance: Alliance, *, seed: int = 7) -> None:
    """Give an alliance an area of 285 open schools, 60 partner schools and others, contacts, engagements."""
    random = Random(seed)
    with acting_within(alliance):
        schools = _area(random)
        partners = _partners(alliance, schools, random)
        _contacts(partners, random)
        _engagements(schools, random)


def _area(random: Random) -> list[School]:
    known = {
        code: LocalAuthority.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name, *_ in AUTHORITIES
    }
    ServedAuthority.objects.bulk_create(ServedAuthority(local_authority=one) for one in known.values())
    schools = [
        _school(known[code], number, easting, northing, random)
        for code, _, size, easting, northing in AUTHORITIES
        for number in range(size)
    ]
    for place, school in enumerate(schools):
        school.urn = URN + place
    return School.objects.bulk_create(schools)


def _school(authority: LocalAuthority, number: int, easting: int, northing: int, random: Random) -> School:
    group, phase, word = _phase(number)
    return School(
        name=f"{authority.name} {word} School {number + 1}",
        status=SchoolStatus.OPEN,
        phase=phase,
        phase_group=group,
        local_authority=authority,
        type_group="Academies" if number % 3 else "Local authority maintained schools",
        easting=easting + random.randint(-5_500, 5_500),
        northing=northing + random.randint(-5_500, 5_500),
        opened_on=date(1996, 9, 1),
    )


def _phase(number: int) -> tuple[PhaseGroup, Phase, str]:
    if number % 13 == 6:
        return PhaseGroup.SPECIAL, Phase.NOT_APPLICABLE, "Special"
    if number % 7 == 3:
        return PhaseGroup.SECONDARY, Phase.SECONDARY, "High"
    return PhaseGroup.PRIMARY, Phase.PRIMARY, "Primary"


def _partners(alliance: Alliance, schools: list[School], random: Random) -> list[Partner]:
    chosen = random.sample(schools, 62)
    lead = chosen[0]
    alliance.lead_school = lead
    alliance.save()
    partners = [
        Partner(
            organisation=Organisation.SCHOOL,
            school=school,
            name=school.name,
            joined_on=date(FIRST_YEAR + place % 4 - 1, 9 + place % 3, 1 + place % 27),
            left_on=date(2025, 3, 31) if place in (17, 41) else None,
        )
        for place, school in enumerate(chosen)
    ]
    partners += [
        Partner(
            organisation=Organisation.PROVIDER,
            name="University of Saltby",
            ukprn="10009999",
            joined_on=date(2021, 9, 1),
        ),
        Partner(
            organisation=Organisation.TRUST,
            name="Cleaveholm Trust",
            trust_uid="99001",
            joined_on=date(2022, 1, 10),
        ),
        Partner(
            organisation=Organisation.OTHER,
            name="Read More",
            reason="A reading charity",
            joined_on=date(2024, 10, 3),
        ),
    ]
    partners = Partner.objects.bulk_create(partners)
    kinds = {"provider": PartnerKind.UNIVERSITY, "trust": PartnerKind.TRUST}
    PartnerRole.objects.bulk_create(
        PartnerRole(partner=partner, academic_year=year, kind=_kind(partner, place, kinds))
        for year in (REPORTED - 1, REPORTED, REPORTED + 1)
        for place, partner in enumerate(partners)
        if partner.organisation != Organisation.OTHER
    )
    return partners


def _kind(partner: Partner, place: int, kinds: dict[str, PartnerKind]) -> PartnerKind:
    if partner.organisation in kinds:
        return kinds[partner.organisation]
    if place == 0:
        return PartnerKind.LEAD_SCHOOL
    return PartnerKind.STRATEGIC_PARTNER if place % 9 == 0 else PartnerKind.MEMBER


def _contacts(partners: list[Partner], random: Random) -> None:
    Contact.objects.bulk_create(
        Contact(
            partner=partner,
            name=f"Leah Contact {place}",
            email=f"contact{place}@saltby.example",
            is_main=True,
            verified_at=None
            if place % 11 == 5
            else datetime(2025, 8, 1, 9, tzinfo=UTC) - timedelta(days=random.randint(0, 420)),
        )
        for place, partner in enumerate(partners)
    )


def _engagements(schools: list[School], random: Random) -> None:
    chance = {FIRST_YEAR: 0.55, FIRST_YEAR + 1: 0.62, REPORTED: 0.71, REPORTED + 1: 0.3}
    odds = {"971": 1.15, "972": 1.12, "975": 0.86}
    Engagement.objects.bulk_create(
        Engagement(
            school=school,
            strand=strand,
            took_part_on=date(year, 9, 10)
            + timedelta(days=random.randint(0, 80 if year > REPORTED else 320)),
            description=f"{strand.label} {year}",
        )
        for year, base in chance.items()
        for school in schools
        if random.random() < base * odds.get(school.local_authority.code, 1)
        for strand in _strands(random)
    )


def _strands(random: Random) -> list[Strand]:
    some = [
        strand
        for strand, odd in ((Strand.ITT, 0.3), (Strand.ECT, 0.35), (Strand.SUPPORT, 0.2))
        if random.random() < odd
    ]
    return some if some and random.random() < 0.25 else [Strand.CPD, *some]


def furnished(**fields: Any) -> Alliance:
    """A new alliance, furnished."""
    from tests.factories.alliance import AllianceFactory

    alliance = AllianceFactory(lead_school=None, **fields)
    furnish(alliance)
    return alliance
