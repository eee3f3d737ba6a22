"""Which partners a list shows: what one may narrow it by, and the query that does."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import GreaterThanOrEqual

from alliance.choices import HostingAppetite, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.hosting import CONFIRMED_FOR
from alliance.logic.search_text import SearchText, read_search
from alliance.logic.verification import oldest_verified
from alliance.models import Contact, HostingPreference, LocalAuthority, PartnerRole, School, Specialism
from alliance.models.partner import PartnerQuerySet

LIKE_ENOUGH = 0.45
"""Word similarity (pg_trgm, 0 to 1) from which a name counts as meant: a letter or two wrong in a word."""
FEWEST_LETTERS = 4
"""Shorter words have too few trigrams to be misspelt recognisably."""
MOST_WORDS = 6
NOT_SAID = "not_said"
"""Of the answers about hosting: a school that has said nothing this half year."""


@dataclass(frozen=True)
class PartnerFilters:
    """What a list of partners is narrowed to; an empty field narrows nothing.

    `status` is current, left or all; `contact` is verified or unverified (of the main contact);
    `specialism` is evidenced, or unevidenced: a specialist school without one that counts. `hosting` are the
    answers that a school gave this half year, or NOT_SAID. `year` keeps who was a partner at some time in it,
    and says of which year the kinds are.
    """

    text: str = ""
    year: AcademicYear | None = None
    kinds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    status: str = "current"
    contact: str = ""
    specialism: str = ""
    hosting: tuple[str, ...] = ()

    @property
    def search(self) -> SearchText:
        return read_search(self.text)

    @property
    def count(self) -> int:
        """How many filters are in force, the search apart."""
        given = sum(
            bool(getattr(self, field.name)) for field in fields(self) if field.name not in ("text", "status")
        )
        return given + (self.status != "all")

    def kinds_year(self, today: date) -> AcademicYear:
        """The year whose kinds are shown."""
        return self.year or AcademicYear.for_date(today)


def narrowed(partners: PartnerQuerySet, filters: PartnerFilters, *, today: date) -> PartnerQuerySet:
    """Those of `partners` that every filter keeps.

    A search asks the database once, here: names that only resemble the words are found where none has them.
    """
    kept = partners.filter(_status(filters.status) & _plain(filters))
    if filters.year is not None:
        kept = kept.filter(_partner_during(filters.year))
    if filters.kinds:
        kept = kept.filter(_plays(filters.kinds, filters.kinds_year(today)))
    if filters.contact:
        verified = _main_contact_verified(today)
        kept = kept.filter(verified if filters.contact == "verified" else ~verified)
    if filters.specialism:
        kept = kept.filter(_evidenced(today) if filters.specialism == "evidenced" else _unevidenced(today))
    if filters.hosting:
        kept = kept.filter(_says_of_hosting(filters.hosting, today))
    return _searched(kept, filters.search) if filters.search else kept


def likeness(text: str) -> TrigramWordSimilarity:
    """How much a partner's name is like `text`, 0 to 1."""
    return TrigramWordSimilarity(text, "name")


def _status(status: str) -> Q:
    return {"current": Q(left_on=None), "left": Q(left_on__isnull=False)}.get(status, Q())


def _plain(filters: PartnerFilters) -> Q:
    condition = Q()
    if filters.organisations:
        condition &= Q(organisation__in=filters.organisations)
    if filters.phases:
        condition &= Q(school__phase_group__in=filters.phases)
    if filters.authorities:
        authorities = LocalAuthority.objects.filter(code__in=filters.authorities)
        schools = School.objects.filter(local_authority__in=authorities)
        condition &= Q(school__in=schools) | Q(local_authority__in=authorities)
    return condition


def _partner_during(year: AcademicYear) -> Q:
    return Q(joined_on__lte=year.last_day) & (Q(left_on=None) | Q(left_on__gte=year.first_day))


def _plays(kinds: tuple[str, ...], year: AcademicYear) -> Exists:
    return Exists(
        PartnerRole.objects.filter(partner=OuterRef("pk"), academic_year=year.start, kind__in=kinds)
    )


def _main_contact_verified(today: date) -> Exists:
    main = Contact.objects.filter(partner=OuterRef("pk"), is_main=True)
    return Exists(main.filter(verified_at__date__gt=oldest_verified(today) - timedelta(days=1)))


def _evidenced(today: date) -> Exists:
    return Exists(Specialism.objects.current_on(today).filter(partner=OuterRef("pk")))


def _unevidenced(today: date) -> Q:
    this_year = AcademicYear.for_date(today)
    return Q(_plays((PartnerKind.SPECIALIST_SCHOOL,), this_year)) & ~Q(_evidenced(today))


def _says_of_hosting(answers: tuple[str, ...], today: date) -> Q:
    """What was said longer ago is unconfirmed, and counts as not said."""
    lately = HostingPreference.objects.filter(
        partner=OuterRef("pk"), verified_at__date__gte=today - CONFIRMED_FOR
    )
    given = [answer for answer in answers if answer in HostingAppetite.values]
    says = Q(Exists(lately.filter(appetite__in=given)))
    return says | Q(school__isnull=False) & ~Q(Exists(lately)) if NOT_SAID in answers else says


def _searched(partners: PartnerQuerySet, search: SearchText) -> PartnerQuerySet:
    exact = partners.filter(_says(search))
    long = [word for word in search.words.split() if len(word) >= FEWEST_LETTERS][:MOST_WORDS]
    if search.is_number_or_place or not long or exact.exists():
        return exact
    for word in long:
        partners = partners.filter(GreaterThanOrEqual(likeness(word), LIKE_ENOUGH))
    return partners


def _says(search: SearchText) -> Q:
    condition = Q(name__icontains=search.words)
    if search.number is not None:
        condition |= Q(school__urn=search.number) | Q(ukprn=search.words) | Q(trust_uid=search.words)
    if search.postcode:
        condition |= Q(school__postcode__startswith=search.postcode)
    return condition
