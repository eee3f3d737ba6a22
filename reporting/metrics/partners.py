"""Metrics about partners: how many, which, where, and whether we still know whom to call."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from alliance.choices import PartnerKind, PhaseGroup
from alliance.logic.academic_year import AcademicYear
from alliance.queries.partner_figures import PartnerFact
from reporting.choices import RecordKind, Unit
from reporting.logic.distances import Place, all_pairs, miles_between
from reporting.logic.figures import NO_DATA, Computed, count, middle, share
from reporting.metrics.metric import WHOLE, Cut, Metric
from reporting.metrics.source import Source

NO_KIND = "none"
VERIFIED_FOR = timedelta(days=365)
RECORDS = "Partner records"
REGISTER = "Partner records and School register"


def schools_on(source: Source, day: date) -> set[str]:
    """URNs of the partner schools of a day."""
    return {str(p.urn) for p in source.partners_on(day) if p.is_school and p.urn is not None}


def partner_school_cuts(source: Source) -> list[Cut]:
    schools = source.schools_now.values()
    phases = {p.phase_group for p in schools}
    authorities = sorted({(p.authority_name, p.authority) for p in schools})
    return [
        WHOLE,
        *(Cut({"phase": phase}, phase.label) for phase in PhaseGroup if phase.value in phases),
        *(Cut({"authority": code}, name or "Authority not known") for name, code in authorities),
        *year_cuts(source.partner_years[:-1]),
    ]


def year_cuts(years: tuple[AcademicYear, ...]) -> list[Cut]:
    return [Cut({"year": str(year.start)}, str(year)) for year in years]


def partner_schools(source: Source, cut: Cut) -> Computed:
    if cut.dimension == "year":
        return count(schools_on(source, source.day_of(AcademicYear(int(cut.filters["year"])))))
    kept = source.schools_now.items()
    if cut.dimension == "phase":
        return count(str(urn) for urn, p in kept if p.phase_group == cut.filters["phase"])
    if cut.dimension == "authority":
        return count(str(urn) for urn, p in kept if p.authority == cut.filters["authority"])
    return count(str(urn) for urn, _ in kept)


def kind_cuts(source: Source) -> list[Cut]:
    now = source.partners_on(source.as_at)
    played = {kind for _, kind in source.kinds}
    cuts = [WHOLE, *(Cut({"kind": kind}, kind.label) for kind in PartnerKind if kind.value in played)]
    if {p.public_id for p in now} - {partner for partner, _ in source.kinds}:
        cuts.append(Cut({"kind": NO_KIND}, "No part recorded for the year"))
    return cuts


def partners_by_kind(source: Source, cut: Cut) -> Computed:
    now = {p.public_id for p in source.partners_on(source.as_at)}
    if cut.dimension == "kind":
        kind = cut.filters["kind"]
        playing = {partner for partner, played in source.kinds if kind in (played, NO_KIND)}
        now = now - playing if kind == NO_KIND else now & playing
    return count(str(public_id) for public_id in now)


def this_and_last(source: Source) -> list[Cut]:
    return [WHOLE, *year_cuts(source.partner_years[:-1])]


def year_of(source: Source, cut: Cut) -> AcademicYear:
    return AcademicYear(int(cut.filters["year"])) if cut.dimension == "year" else source.year


def partners_joined(source: Source, cut: Cut) -> Computed:
    year = year_of(source, cut)
    until = source.day_of(year)
    return count(str(p.public_id) for p in source.partners if year.first_day <= p.joined_on <= until)


def partners_left(source: Source, cut: Cut) -> Computed:
    year = year_of(source, cut)
    until = source.day_of(year)
    left = (p for p in source.partners if p.left_on is not None and year.first_day <= p.left_on <= until)
    return count(str(p.public_id) for p in left)


def place_of(partner: PartnerFact) -> Place | None:
    if partner.easting is None or partner.northing is None:
        return None
    return partner.easting, partner.northing


def places(source: Source) -> dict[int, Place]:
    """Where partner schools are, by URN; schools whose place the register does not give are missing."""
    found = {urn: place_of(partner) for urn, partner in source.schools_now.items()}
    return {urn: place for urn, place in found.items() if place is not None}


def distance_to_lead(source: Source, cut: Cut) -> Computed:
    lead = source.card.lead_school
    if lead is None or lead.easting is None or lead.northing is None:
        return NO_DATA
    centre = (lead.easting, lead.northing)
    others = {urn: place for urn, place in places(source).items() if urn != lead.urn}
    found = middle([miles_between(centre, place) for place in others.values()], map(str, others))
    return found.leaving_out(**unplaced(source))


def typical_distance(source: Source, cut: Cut) -> Computed:
    known = places(source)
    found = middle(all_pairs(list(known.values())), map(str, known))
    return found.leaving_out(**unplaced(source))


def unplaced(source: Source) -> dict[str, int]:
    return {"partner_schools_whose_place_is_not_known": len(source.schools_now) - len(places(source))}


def contacts_checked(source: Source, cut: Cut) -> Computed:
    partners = {p.public_id for p in source.partners_on(source.as_at)}
    contacts = [contact for contact in source.contacts if contact.partner in partners]
    since = source.as_at - VERIFIED_FOR
    checked = (
        c for c in contacts if any(since <= localdate(moment) <= source.as_at for moment in c.checked_at)
    )
    return share((str(c.public_id) for c in checked), (str(c.public_id) for c in contacts))


PARTNER_METRICS = (
    Metric(
        code="partner_schools",
        version=1,
        section="who",
        title="Partner schools",
        question="Which schools are our partners?",
        definition="Schools that were partners at the end of the year, each counted once: a school that "
        "became an academy or merged is one school.",
        source=REGISTER,
        unit=Unit.COUNT,
        records=RecordKind.SCHOOL,
        cuts=partner_school_cuts,
        compute=partner_schools,
        numerator_name="partner schools",
    ),
    Metric(
        code="partners_by_kind",
        version=1,
        section="who",
        title="Partners by kind",
        question="What parts do partners play?",
        definition="Partners of every kind at the end of the year, schools and others. A partner with "
        "several parts in the year counts under each, so the parts can add up to more than all partners.",
        source=RECORDS,
        unit=Unit.COUNT,
        records=RecordKind.PARTNER,
        cuts=kind_cuts,
        compute=partners_by_kind,
        numerator_name="partners",
    ),
    Metric(
        code="partners_joined",
        version=1,
        section="who",
        title="Joined in the year",
        question="Who joined?",
        definition="Partners whose first day as a partner was in the year.",
        source=RECORDS,
        unit=Unit.COUNT,
        records=RecordKind.PARTNER,
        cuts=this_and_last,
        compute=partners_joined,
        numerator_name="partners joined",
    ),
    Metric(
        code="partners_left",
        version=1,
        section="who",
        title="Left in the year",
        question="Who left?",
        definition="Partners whose last day as a partner was in the year.",
        source=RECORDS,
        unit=Unit.COUNT,
        records=RecordKind.PARTNER,
        cuts=this_and_last,
        compute=partners_left,
        numerator_name="partners left",
    ),
    Metric(
        code="distance_to_lead",
        version=1,
        section="who",
        title="Distance to the lead school",
        question="How far do partner schools have to travel?",
        definition="The middle one of the straight-line distances from each partner school to the lead "
        "school: half of them are nearer.",
        source=REGISTER,
        unit=Unit.MILES,
        records=RecordKind.SCHOOL,
        cuts=lambda source: [WHOLE],
        compute=distance_to_lead,
    ),
    Metric(
        code="typical_distance",
        version=1,
        section="who",
        title="Typical distance between partners",
        question="How close together are we?",
        definition="The middle one of the straight-line distances between every two partner schools.",
        source=REGISTER,
        unit=Unit.MILES,
        records=RecordKind.SCHOOL,
        cuts=lambda source: [WHOLE],
        compute=typical_distance,
    ),
    Metric(
        code="contacts_checked",
        version=2,
        section="who",
        title="Contacts checked within a year",
        question="Do we still know whom to call?",
        definition="Contacts of the partners of the report's day that somebody checked in the year up to "
        "that day, out of all their contacts on record. Every check is kept: a later one hides no earlier.",
        source=RECORDS,
        unit=Unit.SHARE,
        records=RecordKind.CONTACT,
        cuts=lambda source: [WHOLE],
        compute=contacts_checked,
        numerator_name="contacts checked",
        denominator_name="contacts of partners",
    ),
)
