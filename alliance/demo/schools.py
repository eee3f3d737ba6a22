"""A part of the School register that is all invented: URNs from 900001 on touch no real school."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from alliance.choices import Phase, PhaseGroup, SchoolStatus
from alliance.demo import names
from alliance.demo.towns import AUTHORITIES, Town, site, town_for
from alliance.logic.academic_year import AcademicYear
from alliance.models import LocalAuthority, School, SchoolLink
from foundation.maps.simplify import Point


@dataclass(frozen=True)
class Kind:
    """A sort of school: how it is named, its phase and ages, and how many pupils it has."""

    pattern: str
    phase: Phase
    group: PhaseGroup
    ages: tuple[int, int]
    pupils: tuple[int, int]
    religion: str = "None"


PRIMARY = Kind("{} Primary School", Phase.PRIMARY, PhaseGroup.PRIMARY, (3, 11), (105, 430))
INFANT = Kind("{} Infant School", Phase.PRIMARY, PhaseGroup.PRIMARY, (3, 7), (90, 270))
JUNIOR = Kind("{} Junior School", Phase.PRIMARY, PhaseGroup.PRIMARY, (7, 11), (120, 360))
CHURCH = Kind(
    "{} CE Primary School", Phase.PRIMARY, PhaseGroup.PRIMARY, (4, 11), (60, 320), "Church of England"
)
CATHOLIC = Kind(
    "{} RC Primary School", Phase.PRIMARY, PhaseGroup.PRIMARY, (3, 11), (100, 320), "Roman Catholic"
)
SECONDARY = Kind("{} School", Phase.SECONDARY, PhaseGroup.SECONDARY, (11, 16), (600, 1400))
HIGH = Kind("{} High School", Phase.SECONDARY, PhaseGroup.SECONDARY, (11, 18), (700, 1500))
THROUGH = Kind("{} All-Through Academy", Phase.ALL_THROUGH, PhaseGroup.SECONDARY, (3, 16), (900, 1300))
SPECIAL = Kind("{} Special School", Phase.NOT_APPLICABLE, PhaseGroup.SPECIAL, (4, 19), (70, 190))
MIX = (PRIMARY,) * 12 + (CHURCH,) * 3 + (CATHOLIC,) * 3 + (INFANT,) + (JUNIOR,)
"""Of twenty primary schools."""

KNOWN = (
    ("Hallgarth Academy", SECONDARY),
    ("Fernwold Infant School", INFANT),
    ("Kelderby St Hild’s Academy", SECONDARY),
    ("Brackenwick High School", HIGH),
    ("Lowfold Farm Lane Primary", PRIMARY),
    ("Penderby Academy", SECONDARY),
    ("Birkholme School", SPECIAL),
    ("Foxdale Junior School", JUNIOR),
    ("Birkholme Grange Special School", SPECIAL),
    ("Ottermere CE Primary", CHURCH),
    ("Dunmarsh Quay Junior School", JUNIOR),
    ("Tarnley Academy", PRIMARY),
    ("Wrenfield CE Primary", CHURCH),
    ("Cawthwaite High School", HIGH),
    ("Netherstane St Oswin’s Infant School", INFANT),
    ("Quarrywell Dene Infant School", INFANT),
    ("Upper Ashlow RC Primary", CATHOLIC),
    ("Sandhaugh School", SECONDARY),
    ("Gillbeck Water RC Primary", CATHOLIC),
    ("Skelderwick Primary", PRIMARY),
    ("Saltscar Academy", SECONDARY),
)
"""The schools that people meet first, by the names the pictures use."""
TRUSTS = (
    ("9101", "Cleeve Edge Learning Trust"),
    ("9102", "Tidewater Academies"),
    ("9103", "Northmere Schools Trust"),
    ("9104", "St Bede’s Catholic Trust"),
    ("9105", "Beacon Coast Multi-Academy Trust"),
)


@dataclass(frozen=True)
class Area:
    """What to make: towns, schools of each group, the first URN, and where the lead school stands."""

    seed: str
    towns: tuple[Town, ...]
    primaries: int
    secondaries: int
    specials: int
    first_urn: int
    lead: Point
    known: tuple[tuple[str, Kind], ...]
    postcodes: str
    academised: int


def make_area(area: Area, today: date) -> list[School]:
    """The open schools of the area, the lead school first, with the closed records that some of them succeed.

    Made once: where the first URN is there already, the schools are read back.
    """
    last_urn = area.first_urn + 999
    urns = range(area.first_urn, last_urn + 1)
    if not School.objects.filter(urn=area.first_urn).exists():
        _make(area, today)
    open_now = School.objects.filter(urn__range=(urns[0], urns[-1])).exclude(status=SchoolStatus.CLOSED)
    return list(open_now.select_related("local_authority").order_by("urn"))


def _make(area: Area, today: date) -> None:
    random = Random(area.seed)  # noqa: S311  # invented data is meant to be the same everywhere
    authorities = _authorities(area)
    taken = [area.lead]
    schools = []
    kinds = list(_kinds(area, random))
    for number, (name, kind) in enumerate(kinds):
        town = _town(area, number, len(kinds))
        place = area.lead if number == 0 else site(random, town, taken)
        schools.append(_school(area, number, name, kind, town, place, authorities[town.authority], random))
    School.objects.bulk_create(schools)
    _close_predecessors(area, random, today)


def _kinds(area: Area, random: Random) -> Iterator[tuple[str, Kind]]:
    """Name and kind of every school: the known ones first, then as many as each group still lacks."""
    left = {
        PhaseGroup.PRIMARY: area.primaries,
        PhaseGroup.SECONDARY: area.secondaries,
        PhaseGroup.SPECIAL: area.specials,
    }
    for name, kind in area.known:
        left[kind.group] -= 1
        yield name, kind
    stems = names.stems(random)
    rest = [random.choice(MIX) for _ in range(left[PhaseGroup.PRIMARY])]
    rest += [random.choice((SECONDARY, HIGH, HIGH, THROUGH)) for _ in range(left[PhaseGroup.SECONDARY])]
    rest += [SPECIAL] * left[PhaseGroup.SPECIAL]
    random.shuffle(rest)
    for kind in rest:
        stem = next(stems)
        if kind is CATHOLIC:
            stem = f"St {random.choice(names.SAINTS)}’s {stem}"
        yield kind.pattern.format(stem), kind


def _town(area: Area, number: int, of: int) -> Town:
    """The known schools stand around the lead school's town, the others where their share is."""
    if number < len(area.known):
        near = sorted(
            area.towns, key=lambda t: (t.easting - area.lead[0]) ** 2 + (t.northing - area.lead[1]) ** 2
        )
        return near[number % min(4, len(near))]
    return town_for(area.towns, number, of)


def _school(
    area: Area,
    number: int,
    name: str,
    kind: Kind,
    town: Town,
    place: Point,
    authority: LocalAuthority,
    random: Random,
) -> School:
    academy = name.endswith("Academy") or random.random() < 0.4
    trust = random.choice(TRUSTS) if academy and area.known is KNOWN else ("", "")
    pupils = random.randint(*kind.pupils)
    return School(
        urn=area.first_urn + number,
        name=name,
        status=SchoolStatus.OPEN,
        phase=kind.phase,
        phase_group=kind.group,
        type_name=_type_name(kind, academy),
        type_group=_type_group(kind, academy),
        local_authority=authority,
        establishment_number=f"{2000 + number:04d}",
        ukprn=f"109{area.first_urn % 100000 + number:05d}",
        low_age=kind.ages[0],
        high_age=kind.ages[1],
        gender="Mixed",
        religious_character=kind.religion,
        admissions_policy="Non-selective" if kind.group == PhaseGroup.SECONDARY else "Not applicable",
        urban_rural="Urban city and town",
        trust_uid=trust[0],
        trust_name=trust[1],
        capacity=round(pupils * random.uniform(1.0, 1.15)),
        pupils=pupils,
        percentage_fsm=Decimal(random.randint(80, 480)) / 10,
        street=f"{random.randint(1, 90)} {names.street(random)}",
        town=town.name,
        postcode=_postcode(area, number),
        region=authority.region,
        easting=int(place[0]),
        northing=int(place[1]),
        opened_on=date(random.randint(1952, 2004), 9, 1),
    )


def _close_predecessors(area: Area, random: Random, today: date) -> None:
    """Some academies have a closed record before them; the newest changed over at the start of this year."""
    this_year = AcademicYear.for_date(today)
    academies = School.objects.filter(urn__gte=area.first_urn, urn__lt=area.first_urn + 700)
    chosen = list(academies.filter(type_name__icontains="academy").order_by("urn")[: area.academised])
    for number, school in enumerate(chosen):
        year = AcademicYear(this_year.start - (0 if school.name == "Tarnley Academy" else 2 + number % 9))
        opened = year.first_day
        predecessor = School.objects.create(
            urn=area.first_urn + 700 + number,
            name=_former_name(school.name),
            status=SchoolStatus.CLOSED,
            phase=school.phase,
            phase_group=school.phase_group,
            type_name="Community school",
            type_group="Local authority maintained schools",
            local_authority_id=school.local_authority_id,
            establishment_number=f"{3000 + number:04d}",
            low_age=school.low_age,
            high_age=school.high_age,
            town=school.town,
            postcode=school.postcode,
            region=school.region,
            easting=school.easting,
            northing=school.northing,
            opened_on=school.opened_on,
            closed_on=opened - timedelta(days=1),
            successor=school,
        )
        school.opened_on = opened
        school.save(update_fields=["opened_on"])
        SchoolLink.objects.create(
            urn=predecessor.urn,
            linked_urn=school.urn,
            linked_name=school.name,
            link_type="Successor",
            established_on=opened,
        )


def _former_name(name: str) -> str:
    return name.replace("All-Through Academy", "School").replace(
        "Academy", "Primary" if "Tarnley" in name else "School"
    )


def _type_name(kind: Kind, academy: bool) -> str:
    if kind is SPECIAL:
        return "Academy special converter" if academy else "Community special school"
    if academy:
        return "Academy converter"
    return "Voluntary aided school" if kind.religion != "None" else "Community school"


def _type_group(kind: Kind, academy: bool) -> str:
    if academy:
        return "Academies"
    return "Special schools" if kind is SPECIAL else "Local authority maintained schools"


def _postcode(area: Area, number: int) -> str:
    """Districts from 90 on are not in use."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    last = letters[number % 20] + letters[number // 20 % 20]
    return f"{area.postcodes}{90 + number % 9} {1 + number % 9}{last}"


def _authorities(area: Area) -> dict[str, LocalAuthority]:
    found = {}
    for code in sorted({town.authority for town in area.towns}):
        name, region = AUTHORITIES[code]
        found[code], _ = LocalAuthority.objects.get_or_create(
            code=code, defaults={"name": name, "region": region}
        )
    return found
