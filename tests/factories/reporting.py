"""An alliance with enough of everything for a report, always the same: an area, partners, years of work."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.conf import settings
from django.db.models.functions import Now

from alliance.choices import Organisation, PartnerKind, Phase, PhaseGroup, SchoolStatus, Strand
from alliance.logic.academic_year import AcademicYear
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
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.run import Run
from foundation.tenancy.scope import acting_within
from reporting.actions.editions import approve_edition, publish_edition, start_edition
from reporting.actions.foreword import write_foreword
from reporting.actions.making import keep_document, lock_figures
from reporting.choices import BUILD_REPORT, BUILD_STEPS
from reporting.jobs import make_document
from reporting.models import Edition
from reporting.queries.editions import frozen_of, revision_of
from reporting.queries.reading import read_everything
from tests.factories.alliance import AllianceFactory

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
NOW = datetime(2026, 2, 26, 16, 40, tzinfo=UTC)
TODAY = NOW.date()


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
    alliance = AllianceFactory(lead_school=None, **fields)
    furnish(alliance)
    return alliance


def start(alliance: Alliance, by: Any, *, year: int = REPORTED, today: date = TODAY) -> Edition:
    """A version asked for, with its job waiting."""
    with acting_within(alliance):
        return start_edition(year=AcademicYear(year), by=by, today=today)


def lock(edition: Edition, by: Any, *, now: datetime = NOW) -> Edition:
    """Its figures locked, from today's records."""
    with acting_within(edition.alliance_id):
        found = read_everything(
            AcademicYear(edition.academic_year), edition.number, now=now, today=now.date()
        )
        lock_figures(edition=edition, reading=found, by_id=by.pk)
        edition.refresh_from_db()
    return edition


def draft(edition: Edition, content: bytes = b"%PDF-1.7 a stand-in for the document") -> Edition:
    """Its document made: a stand-in, for tests that are not about the document."""
    with acting_within(edition.alliance_id):
        path = f"reports/{edition.public_id}-1.pdf"
        target = settings.MEDIA_ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        keep_document(
            edition=edition,
            path=path,
            fence=1,
            sha256=sha256(content).hexdigest(),
            size=len(content),
            pages=12,
        )
        Job.objects.about(BUILD_REPORT, str(edition.public_id)).live().update(
            state=JobState.SUCCEEDED, finished_at=Now(), lease_until=None
        )
        edition.refresh_from_db()
    return edition


def redrafted(edition: Edition, content: bytes) -> Edition:
    """A redacted version with its new document, a stand-in, made by the worker's own action."""
    with acting_within(edition.alliance_id):
        revision = revision_of(edition)
        path = f"reports/{edition.public_id}-r{revision}-1.pdf"
        target = settings.MEDIA_ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        keep_document(
            edition=edition,
            path=path,
            fence=1,
            sha256=sha256(content).hexdigest(),
            size=len(content),
            pages=12,
            revision=revision,
        )
        edition.refresh_from_db()
    return edition


def with_foreword(alliance: Alliance, by: Any, text: str, *, year: int = REPORTED) -> None:
    with acting_within(alliance):
        write_foreword(year=AcademicYear(year), text=text, by=by)


def drafted(alliance: Alliance, by: Any, **fields: Any) -> Edition:
    return draft(lock(start(alliance, by, **fields), by))


def published(alliance: Alliance, by: Any, **fields: Any) -> Edition:
    """A version all the way to published, approved by the same person."""
    edition = drafted(alliance, by, **fields)
    with acting_within(alliance):
        return publish_edition(edition=approve_edition(edition=edition, by=by), by=by)


def build_here(edition: Edition, by: Any, *, now: datetime = NOW) -> Edition:
    """Its figures locked and its real document made, by a worker that is this very test."""
    with acting_within(edition.alliance_id):
        job = Job.objects.about(BUILD_REPORT, str(edition.public_id)).live().get()
        held = claim(job.pk, worker="test")
        run = Run(held)
        run.begin(BUILD_STEPS)
        lock(edition, by, now=now)
        make_document(run, edition, frozen_of(edition))
        edition.refresh_from_db()
    return edition
