"""Making alliances of the published lists: who leads them, and the schools their trainees are placed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from alliance.actions.alliances import suggest_slug
from alliance.actions.register_files import opened
from alliance.actions.register_stage import lock_register, make_unlisted
from alliance.choices import Organisation, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.logic.register.alliance_lists import (
    ListedSchool,
    grouped,
    likened,
    read_sites,
    read_teaching_schools,
)
from alliance.logic.register.table import Rejection
from alliance.models import Alliance, LocalAuthority, Partner, PartnerRole, School, ServedAuthority
from foundation.tenancy.scope import acting_as, acting_within

PUBLISHED_IN = AcademicYear(2017)
"""The list of teaching schools is of 12 March 2018."""


@dataclass
class Loaded:
    """What the lists name, and what was not there before (`*_made`).

    `resolved` counts lead schools that are another record today, `not_in_register` the schools of both lists
    that no register file describes at the end of their chain, `matched` the alliances that the list of sites
    knows by name.
    """

    alliances: int = 0
    alliances_made: int = 0
    lead_schools: int = 0
    resolved: int = 0
    not_in_register: int = 0
    matched: int = 0
    partners: int = 0
    partners_made: int = 0
    roles_made: int = 0
    authorities_made: int = 0
    rejections: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What all alliances share: schools by URN with what they are today; authorities and alliances by
    name."""

    schools: dict[int, School]
    authorities: dict[str, int]
    alliances: dict[str, Alliance]

    def today(self, listed: ListedSchool) -> School:
        school = self.schools[listed.urn]
        return school.successor or school

    def authority(self, listed: ListedSchool) -> int | None:
        """Of the school today, else of the record that is listed, else as the list names it."""
        known = (self.today(listed).local_authority_id, self.schools[listed.urn].local_authority_id)
        return known[0] or known[1] or self.authorities.get(listed.la_name.casefold())


def load_alliances(
    *, teaching_schools: Path, sites: Path | None = None, year: AcademicYear = PUBLISHED_IN
) -> Loaded:
    """An alliance for each name of the list, its lead schools and, where the list of sites has a provider of
    the same name, the schools of its sites as partners; each is the school at the end of its chain.

    The same lists again change nothing. Each alliance is loaded in a transaction of its own. Raises
    `FileUnreadable`.
    """
    led = opened(teaching_schools, read_teaching_schools)
    placed = opened(sites, read_sites) if sites else None
    alliances = grouped(led.schools)
    names = {likened(name) for name in alliances}
    hosts = {
        likened(name): schools
        for name, schools in grouped(placed.schools if placed else []).items()
        if likened(name) in names
    }
    known = _known([*led.schools, *(school for schools in hosts.values() for school in schools)])
    loaded = Loaded(alliances=len(alliances), lead_schools=len(led.schools), matched=len(hosts))
    loaded.rejections = [*led.rejections, *(placed.rejections if placed else [])]
    loaded.resolved = sum(known.schools[listed.urn].successor_id is not None for listed in led.schools)
    ends = {(school.successor or school).pk: school.successor or school for school in known.schools.values()}
    loaded.not_in_register = sum(not school.in_register for school in ends.values())
    for name, leads in alliances.items():
        with acting_as(), transaction.atomic():
            _load(name, leads, hosts.get(likened(name), []), known, year, loaded)
    return loaded


def _known(listed: Iterable[ListedSchool]) -> _Known:
    names = {school.urn: school.name for school in listed}
    with acting_as(), transaction.atomic():
        lock_register(wait=True)
        make_unlisted(names)
    schools = School.objects.select_related("successor").in_bulk(list(names), field_name="urn")
    authorities = LocalAuthority.objects.order_by("id").values_list("name", "id")
    alliances = {alliance.name: alliance for alliance in Alliance.objects.order_by("-id")}
    return _Known(schools, {name.casefold(): pk for name, pk in authorities}, alliances)


def _load(
    name: str,
    leads: list[ListedSchool],
    hosts: list[ListedSchool],
    known: _Known,
    year: AcademicYear,
    loaded: Loaded,
) -> None:
    alliance = known.alliances.get(name)
    if alliance is None:
        alliance = Alliance.objects.create(
            name=name, slug=suggest_slug(name), lead_school=known.today(leads[0])
        )
        loaded.alliances_made += 1
    with acting_within(alliance):
        kinds = {known.today(host).pk: (known.today(host), PartnerKind.MEMBER) for host in hosts}
        kinds |= {known.today(lead).pk: (known.today(lead), PartnerKind.LEAD_SCHOOL) for lead in leads}
        partners = _partners([school for school, _ in kinds.values()], year, loaded)
        _roles([(partners[school.pk], kind) for school, kind in kinds.values()], year, loaded)
        _serve({known.authority(lead) for lead in leads}, loaded)


def _partners(schools: list[School], year: AcademicYear, loaded: Loaded) -> dict[int, Partner]:
    """By the id of the school; one that is a partner under an earlier record of the same school stays so."""
    identities = {school.pk: school.resolved_id for school in schools}
    known = {
        partner.school.resolved_id: partner
        for partner in Partner.objects.filter(school__resolved_id__in=identities.values())
        .select_related("school")
        .order_by("-id")
        if partner.school
    }
    made = Partner.objects.bulk_create(
        Partner(organisation=Organisation.SCHOOL, school=school, name=school.name, joined_on=year.first_day)
        for school in schools
        if identities[school.pk] not in known
    )
    known |= {identities[partner.school_id]: partner for partner in made if partner.school_id}
    loaded.partners += len(schools)
    loaded.partners_made += len(made)
    return {school_id: known[identity] for school_id, identity in identities.items()}


def _roles(kinds: list[tuple[Partner, PartnerKind]], year: AcademicYear, loaded: Loaded) -> None:
    held = set(
        PartnerRole.objects.filter(
            partner__in=[partner for partner, _ in kinds], academic_year=year.start
        ).values_list("partner_id", "kind")
    )
    made = PartnerRole.objects.bulk_create(
        PartnerRole(partner=partner, kind=kind, academic_year=year.start)
        for partner, kind in kinds
        if (partner.pk, kind.value) not in held
    )
    loaded.roles_made += len(made)


def _serve(authorities: set[int | None], loaded: Loaded) -> None:
    served = set(ServedAuthority.objects.values_list("local_authority_id", flat=True))
    made = ServedAuthority.objects.bulk_create(
        ServedAuthority(local_authority_id=authority)
        for authority in sorted(authority for authority in authorities if authority is not None)
        if authority not in served
    )
    loaded.authorities_made += len(made)
