"""What the register and the partners say about the rows of a table: looked up once for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Lower

from alliance.actions.partners import Identity
from alliance.choices import Organisation, PartnerKind, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import LocalAuthority, Partner, PartnerRole, Prospect, School


@dataclass(frozen=True)
class Known:
    """What was found, by what names it; in the same queries however many rows there are."""

    today: date
    schools: dict[int, School]
    namesakes: dict[str, list[School]]
    at_school: dict[int, Partner]
    by_name: dict[str, list[Partner]]
    by_number: dict[tuple[str, str], Partner]
    authorities: dict[str, LocalAuthority]
    trusts: dict[str, str]
    kinds: dict[int, list[str]]
    prospects: dict[str, Prospect]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], today: date) -> "Known":
        """`rows` are the values of entries: what they may mention is read."""
        schools = {
            school.urn: school
            for school in School.objects.filter(urn__in=_all(rows, "urn")).select_related("successor")
        }
        names = [name.casefold() for name in _all(rows, "name")]
        namesakes = _schools_called([row["name"] for row in rows if "name" in row and "urn" not in row])
        by_name: dict[str, list[Partner]] = defaultdict(list)
        named = Partner.objects.annotate(lower=Lower("name")).filter(lower__in=names)
        for partner in named.select_related("school__successor").order_by("pk"):
            by_name[partner.name.casefold()].append(partner)
        theirs = [partner.school for partner in _flat(by_name.values()) if partner.school is not None]
        at_school = _partners_at(
            {school.resolved_id for school in [*schools.values(), *_flat(namesakes.values()), *theirs]}
        )
        by_number = _partners_by_number(rows)
        partners = [*at_school.values(), *_flat(by_name.values()), *by_number.values()]
        return cls(
            today=today,
            schools=schools,
            namesakes=namesakes,
            at_school=at_school,
            by_name=dict(by_name),
            by_number=by_number,
            authorities={
                authority.code: authority
                for authority in LocalAuthority.objects.filter(code__in=_all(rows, "la_code"))
            },
            trusts=_trust_names(_all(rows, "trust_uid")),
            kinds=_kinds({partner.pk for partner in partners}, AcademicYear.for_date(today)),
            prospects=_prospects(),
        )

    @property
    def year(self) -> AcademicYear:
        return AcademicYear.for_date(self.today)

    def school(self, given: Mapping[str, Any]) -> School | str:
        """The school of a row, or the sentence that says why there is none."""
        name = given.get("name", "")
        if "urn" in given:
            found = self.schools.get(int(given["urn"]))
            return found or (
                f"The School register has no school with URN {given['urn']}. Check its six digits."
            )
        partners = [partner for partner in self.by_name.get(name.casefold(), []) if partner.school_id]
        if len(partners) == 1 and partners[0].school is not None:
            return partners[0].school
        schools = self.namesakes.get(name.casefold(), [])
        if len(schools) == 1:
            return schools[0]
        if schools:
            return (
                f"The School register has {len(schools)} open schools called {name}. Write the URN of yours."
            )
        return f"The School register has no open school called “{name}”. Write its URN."

    def partner_at(self, school: School) -> Partner | None:
        """The partner whose record is this school, under whichever URN."""
        return self.at_school.get(school.resolved_id)

    def partner_called(self, name: str) -> Partner | None:
        """The only partner of this name, of whatever kind."""
        found = self.by_name.get(name.casefold(), [])
        return found[0] if len(found) == 1 else None

    def partner_named(self, organisation: Organisation, given: Mapping[str, Any]) -> Partner | None:
        """The partner with the number of the row, else the only one of its type with its name."""
        number = given.get(_NUMBER_FIELDS.get(organisation, ""))
        if number is not None:
            return self.by_number.get((organisation, number))
        found = [
            partner
            for partner in self.by_name.get(given.get("name", "").casefold(), [])
            if partner.organisation == organisation
        ]
        return found[0] if len(found) == 1 else None

    def identity(self, organisation: Organisation, given: Mapping[str, Any]) -> Identity | str:
        """Who a new partner is, or the sentence that says what is missing."""
        name = given.get("name", "")
        if organisation == Organisation.LOCAL_AUTHORITY:
            authority = self.authorities.get(given["la_code"])
            if authority is None:
                return f"No local authority has the code {given['la_code']}. Check its three digits."
            return Identity(organisation, authority.name, local_authority=authority)
        if organisation == Organisation.TRUST:
            uid = given["trust_uid"]
            name = name or self.trusts.get(uid, "")
            missing = f"The School register knows no trust {uid}: write its name too."
            return Identity(organisation, name, trust_uid=uid) if name else missing
        return (
            Identity(organisation, name, ukprn=given["ukprn"]) if name else "Write the provider's name too."
        )

    def prospect_of(self, who: School | Identity) -> Prospect | None:
        """Its way in, which ends when it is a partner."""
        return self.prospects.get(_identity(who))

    def kinds_of(self, partner: Partner) -> list[str]:
        return self.kinds.get(partner.pk, [])


def _identity(who: School | Identity | Prospect) -> str:
    """The same text for the same organisation, as `same_organisation` asks of the database."""
    school = who if isinstance(who, School) else who.school if isinstance(who, Prospect) else None
    if school is not None:
        return f"school {school.resolved_id}"
    assert not isinstance(who, School)  # noqa: S101  # it would be its own school: said to the type checker
    authority = who.local_authority.code if who.local_authority else ""
    return f"{who.organisation} {who.trust_uid or who.ukprn or authority or who.name.casefold()}"


def _prospects() -> dict[str, Prospect]:
    """Those on their way in, a few hundred at most."""
    found = Prospect.objects.on_the_way().select_related("school", "local_authority")
    return {_identity(prospect): prospect for prospect in found}


_NUMBER_FIELDS = {
    Organisation.TRUST: "trust_uid",
    Organisation.PROVIDER: "ukprn",
    Organisation.LOCAL_AUTHORITY: "la_code",
}


def display(kinds: Iterable[str]) -> str:
    """The parts in words, in the order of the code list."""
    given = set(kinds)
    return ", ".join(str(kind.label) for kind in PartnerKind if kind.value in given)


def partners_of_schools(urns: Iterable[int]) -> dict[int, Partner]:
    """URN → the current partner that this school is, under whichever URN it joined."""
    schools = School.objects.filter(urn__in=set(urns))
    at = _partners_at({school.resolved_id for school in schools})
    return {
        school.urn: at[school.resolved_id]
        for school in schools
        if school.resolved_id in at and at[school.resolved_id].left_on is None
    }


def _partners_at(resolved: set[int]) -> dict[int, Partner]:
    """By resolved school; of several records the one that has not left, as the refusal looks for it."""
    partners = Partner.objects.filter(school__resolved_id__in=resolved).select_related("school")
    found: dict[int, Partner] = {}
    for partner in partners.order_by(F("left_on").asc(nulls_last=True), "-pk"):
        if partner.school is not None:
            found[partner.school.resolved_id] = partner
    return found


def _schools_called(names: list[str]) -> dict[str, list[School]]:
    """Open schools by name, only those named exactly so."""
    found: dict[str, list[School]] = defaultdict(list)
    if names:
        schools = School.objects.filter(name__in=names).exclude(status=SchoolStatus.CLOSED)
        for school in schools.select_related("successor"):
            found[school.name.casefold()].append(school)
    return dict(found)


def _partners_by_number(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Partner]:
    trusts = Partner.objects.filter(organisation=Organisation.TRUST, trust_uid__in=_all(rows, "trust_uid"))
    providers = Partner.objects.filter(organisation=Organisation.PROVIDER, ukprn__in=_all(rows, "ukprn"))
    authorities = Partner.objects.filter(
        organisation=Organisation.LOCAL_AUTHORITY, local_authority__code__in=_all(rows, "la_code")
    ).select_related("local_authority")
    found: dict[tuple[str, str], Partner] = {}
    for partner in trusts:
        found[Organisation.TRUST, partner.trust_uid] = partner
    for partner in providers:
        found[Organisation.PROVIDER, partner.ukprn] = partner
    for partner in authorities:
        if partner.local_authority is not None:
            found[Organisation.LOCAL_AUTHORITY, partner.local_authority.code] = partner
    return found


def _trust_names(uids: set[Any]) -> dict[str, str]:
    if not uids:
        return {}
    named = School.objects.filter(trust_uid__in=uids).exclude(trust_name="")
    return dict(named.order_by("pk").values_list("trust_uid", "trust_name"))


def _kinds(partners: set[int], year: AcademicYear) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    roles = PartnerRole.objects.filter(partner__in=partners, academic_year=year.start).order_by("kind")
    for partner, kind in roles.values_list("partner_id", "kind"):
        found[partner].append(kind)
    return dict(found)


def _all(rows: Sequence[Mapping[str, Any]], key: str) -> set[Any]:
    return {row[key] for row in rows if key in row}


def _flat(lists: Iterable[list[Any]]) -> list[Any]:
    return [item for items in lists for item in items]


@dataclass(frozen=True)
class NamedPartners:
    """The partners that rows name, by URN or by name, in two queries however many rows there are."""

    by_urn: dict[int, Partner]
    by_name: dict[str, list[Partner]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> "NamedPartners":
        by_urn = partners_of_schools(int(row["urn"]) for row in rows if "urn" in row)
        names = {row["partner"].casefold() for row in rows if "partner" in row}
        by_name: dict[str, list[Partner]] = defaultdict(list)
        for partner in Partner.objects.current().annotate(lower=Lower("name")).filter(lower__in=names):
            by_name[partner.name.casefold()].append(partner)
        return cls(by_urn, dict(by_name))

    @property
    def ids(self) -> set[int]:
        """Database ids of all of them."""
        named = (one for some in self.by_name.values() for one in some)
        return {partner.pk for partner in [*self.by_urn.values(), *named]}

    def meant_by(self, given: Mapping[str, Any]) -> Partner | str:
        """The partner of a row, or the sentence that says why there is none."""
        if "urn" in given:
            return self.by_urn.get(int(given["urn"])) or (
                f"No partner has the URN {given['urn']}. Check it, or add the school as a partner first."
            )
        if "partner" not in given:
            return "The row names no partner. Write the URN or the name of the partner they belong to."
        found = self.by_name.get(given["partner"].casefold(), [])
        if len(found) == 1:
            return found[0]
        if found:
            return f"{len(found)} partners are called {given['partner']}. Write the URN of the one you mean."
        return (
            f"No partner is called “{given['partner']}”. Write the name as the list of partners has it, or "
            "the URN."
        )
