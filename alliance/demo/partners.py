"""The partners of a demo alliance, the parts they play year by year, and whom to write to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from alliance.choices import Organisation, OtherKind, PartnerKind, PhaseGroup
from alliance.demo import names
from alliance.logic.academic_year import AcademicYear
from alliance.models import Contact, LocalAuthority, Partner, PartnerRole, School

YEARS_BACK = 7
FAR = 9_000
"""Metres: the smaller, the more the lead school's neighbours are preferred."""
POSTS = {
    PhaseGroup.PRIMARY: ("Headteacher", "Deputy headteacher", "School business manager"),
    PhaseGroup.SECONDARY: ("Professional tutor", "CPD lead", "Assistant headteacher"),
    PhaseGroup.SPECIAL: ("Headteacher", "Outreach lead", "Deputy headteacher"),
}


@dataclass(frozen=True)
class Cast:
    """Who the partners are: schools by name first, then more at random; how many have left."""

    seed: str
    named: tuple[str, ...]
    schools: int
    former: int
    others: tuple[Partner, ...]


def make_partners(cast: Cast, schools: Sequence[School], lead: School, today: date) -> list[Partner]:
    """Partners, roles and contacts of the alliance in scope; the lead school's first."""
    random = Random(cast.seed)  # noqa: S311  # invented data is meant to be the same everywhere
    chosen = _chosen(cast, schools, lead, random)
    partners = [_school_partner(school, number, today, random) for number, school in enumerate(chosen)]
    for partner in partners[-cast.former :] if cast.former else []:
        partner.left_on = AcademicYear.for_date(today).first_day - timedelta(days=random.randint(1, 400))
        partner.joined_on = min(partner.joined_on, partner.left_on - timedelta(days=300))
    partners += cast.others
    Partner.objects.bulk_create(partners)
    PartnerRole.objects.bulk_create(_roles(partners, lead, today, random))
    Contact.objects.bulk_create(_contacts(partners, today, random))
    return partners


def other_organisations(today: date) -> tuple[Partner, ...]:
    """What is not a school in the first demo alliance."""
    joined = AcademicYear(AcademicYear.for_date(today).start - 4).first_day
    authority = LocalAuthority.objects.get(code="808")
    return (
        Partner(
            organisation=Organisation.TRUST,
            name="Cleeve Edge Learning Trust",
            trust_uid="9101",
            joined_on=joined,
        ),
        Partner(
            organisation=Organisation.TRUST, name="Tidewater Academies", trust_uid="9102", joined_on=joined
        ),
        Partner(
            organisation=Organisation.PROVIDER,
            name="University of Eastmoor",
            ukprn="10999001",
            joined_on=joined,
        ),
        Partner(
            organisation=Organisation.LOCAL_AUTHORITY,
            name=authority.name,
            local_authority=authority,
            joined_on=joined,
        ),
        Partner(
            organisation=Organisation.OTHER,
            name="Eastmoor Literacy Trust",
            other_kind=OtherKind.CHARITY,
            address="The Old Customs House, Quay Street, Eastmoor",
            reason="A charity that trains reading volunteers for our primary schools.",
            joined_on=joined,
        ),
        Partner(
            organisation=Organisation.OTHER,
            name="Diocese of Eastmoor",
            other_kind=OtherKind.FAITH_BODY,
            address="Diocesan Office, Priory Road, Eastmoor",
            reason="Speaks for the church schools among our partners.",
            joined_on=joined,
        ),
    )


def _chosen(cast: Cast, schools: Sequence[School], lead: School, random: Random) -> list[School]:
    by_name = {school.name: school for school in schools}
    named = [_as_joined(by_name[name]) for name in cast.named]
    rest = [school for school in schools if school.name not in cast.named and school != lead]
    near = sorted(rest, key=lambda school: random.random() * (FAR + _squared(school, lead) ** 0.5))
    return [lead, *named, *near][: cast.schools + cast.former]


def _as_joined(school: School) -> School:
    """The record under which a school joined: one that has changed over since is known by the old one."""
    if school.name != "Tarnley Academy":
        return school
    return School.objects.get(successor=school)


def _squared(school: School, lead: School) -> float:
    east, north = (school.easting or 0) - (lead.easting or 0), (school.northing or 0) - (lead.northing or 0)
    return float(east**2 + north**2)


def _school_partner(school: School, number: int, today: date, random: Random) -> Partner:
    this = AcademicYear.for_date(today).start
    back = YEARS_BACK if number == 0 else random.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7))
    joined = AcademicYear(this - back).first_day + timedelta(days=random.choice((0, 0, 0, 30, 61, 122)))
    return Partner(
        organisation=Organisation.SCHOOL, school=school, name=school.name, joined_on=min(joined, today)
    )


def _roles(partners: Sequence[Partner], lead: School, today: date, random: Random) -> Iterator[PartnerRole]:
    this = AcademicYear.for_date(today).start
    for partner in partners:
        first = AcademicYear.for_date(partner.joined_on).start
        last = AcademicYear.for_date(partner.left_on).start if partner.left_on else this
        kinds = _kinds(partner, lead, random)
        for year in range(first, last + 1):
            for kind in kinds:
                yield PartnerRole(partner=partner, kind=kind, academic_year=year)


def _kinds(partner: Partner, lead: School, random: Random) -> list[PartnerKind]:
    fixed = {
        Organisation.TRUST: PartnerKind.TRUST,
        Organisation.PROVIDER: PartnerKind.ITT_PROVIDER,
        Organisation.LOCAL_AUTHORITY: PartnerKind.LOCAL_AUTHORITY,
    }
    if partner.organisation in fixed:
        university = [PartnerKind.UNIVERSITY] if "University" in partner.name else []
        return [*university, fixed[Organisation(partner.organisation)]]
    if partner.organisation == Organisation.OTHER:
        return [PartnerKind.DIOCESE if "Diocese" in partner.name else PartnerKind.STRATEGIC_PARTNER]
    if partner.school_id == lead.pk:
        return [PartnerKind.LEAD_SCHOOL]
    if partner.name == "Kelderby St Hild’s Academy":
        return [PartnerKind.STRATEGIC_PARTNER, PartnerKind.TRAINING_PARTNER]
    some = (
        [PartnerKind.MEMBER] * 12 + [PartnerKind.STRATEGIC_PARTNER] * 3 + [PartnerKind.TRAINING_PARTNER] * 3
    )
    return [random.choice([*some, PartnerKind.SPECIALIST_SCHOOL, PartnerKind.RESEARCH_SCHOOL])]


def _contacts(partners: Sequence[Partner], today: date, random: Random) -> Iterator[Contact]:
    """Nine in ten have a main contact, most of them checked within the year, some long ago, a few never."""
    for number, partner in enumerate(partners):
        if number % 19 == 18:
            continue
        name = "Leah Winterbourne" if partner.name == "Kelderby St Hild’s Academy" else names.person(random)
        yield _contact(partner, name, 0, _checked(number, today, random))
        if number % 3 == 0:
            yield _contact(partner, names.person(random), 1, _checked(number + 1, today, random))


def _contact(partner: Partner, name: str, place: int, verified_at: datetime | None) -> Contact:
    group = PhaseGroup(partner.school.phase_group) if partner.school else PhaseGroup.SECONDARY
    posts = POSTS.get(group, POSTS[PhaseGroup.SECONDARY])
    domain = "".join(letter for letter in partner.name.lower() if letter.isascii() and letter.isalpha())[:16]
    return Contact(
        partner=partner,
        name=name,
        post=posts[place] if partner.school else ("Director of partnerships", "Office manager")[place],
        email=f"{'.'.join(name.lower().split())}@{domain}.example",
        phone=f"01632 960{100 + (len(name) * 37 + len(domain) * 11) % 899:03d}",
        is_main=place == 0,
        verified_at=verified_at,
    )


def _checked(number: int, today: date, random: Random) -> datetime | None:
    """When the contact was verified: mostly within the year."""
    if number % 17 == 11:
        return None
    days = random.randint(370, 520) if number % 8 == 5 else random.randint(3, 340)
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time(9, 30)))
