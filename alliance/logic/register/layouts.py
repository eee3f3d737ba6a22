"""Which column of a published file says what of a school."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alliance.logic.register import codes, values
from alliance.logic.register.values import Reader

FULL_LISTS = ("linked establishments",)
"""Columns that hold a list and may run over into further fields when nothing quoted it."""

STATEMENTS = frozenset({"closed_on", "trust_uid", "trust_name", "capacity", "pupils", "percentage_fsm"})
"""Fields where an empty cell says 'none' and clears what was known. An empty cell of any other field says
nothing: every school has a status, a phase, an authority and a place, and files leave them out."""


@dataclass(frozen=True)
class Column:
    """`slot` is what the column tells: an attribute of School, or a part that `table` makes one of.

    Columns with the same slot are alternatives, the first that says something counts. `shape` is stricter
    than `read` where an odd value may stand: it serves to see whether fields have shifted.
    """

    header: str
    slot: str
    read: Reader
    shape: Reader | None = None


@dataclass(frozen=True)
class Layout:
    """`fills` layouts only fill what is empty. `needs` are the slots without which a file cannot be read."""

    name: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    fills: bool = False
    as_at: date | None = None
    shapes: Mapping[str, Reader] = field(default_factory=dict)
    """Further columns, unread but of a known shape: they help to see whether fields have shifted."""


GIAS = Layout(
    name="gias",
    needs=("urn", "name"),
    columns=(
        Column("URN", "urn", values.urn),
        Column("EstablishmentName", "name", values.text(200)),
        Column("LA (code)", "la_code", values.digits(3, "an authority's code of three digits", pad=True)),
        Column("LA (name)", "la_name", values.text(100)),
        Column(
            "EstablishmentNumber",
            "establishment_number",
            values.digits(4, "a number of up to four digits", pad=True),
        ),
        Column("EstablishmentStatus (code)", "status", values.listed(codes.STATUS_CODES, "status")),
        Column("EstablishmentStatus (name)", "status", values.listed(codes.STATUS_CODES, "status")),
        Column("PhaseOfEducation (code)", "phase", values.listed(codes.PHASE_CODES, "phase")),
        Column("PhaseOfEducation (name)", "phase", values.listed(codes.PHASE_CODES, "phase")),
        Column("TypeOfEstablishment (name)", "type_name", values.text(100)),
        Column("TypeOfEstablishment (code)", "type_name", values.named(codes.TYPES)),
        Column("EstablishmentTypeGroup (name)", "type_group", values.text(100)),
        Column("EstablishmentTypeGroup (code)", "type_group", values.named(codes.TYPE_GROUPS)),
        Column("OpenDate", "opened_on", values.day),
        Column("CloseDate", "closed_on", values.day),
        Column("StatutoryLowAge", "low_age", values.whole_number(99)),
        Column("StatutoryHighAge", "high_age", values.whole_number(99)),
        Column("Gender (name)", "gender", values.text(30)),
        Column("Gender (code)", "gender", values.named(codes.GENDERS)),
        Column("ReligiousCharacter (name)", "religious_character", values.text(80)),
        Column("AdmissionsPolicy (name)", "admissions_policy", values.text(40)),
        Column("UrbanRural (name)", "urban_rural", values.text(80)),
        Column("SchoolCapacity", "capacity", values.whole_number(99_999)),
        Column("NumberOfPupils", "pupils", values.whole_number(99_999)),
        Column("PercentageFSM", "percentage_fsm", values.share),
        Column("UKPRN", "ukprn", values.digits(8, "a UKPRN of eight digits")),
        Column("TrustSchoolFlag (code)", "trust_flag", values.text(100)),
        Column("TrustSchoolFlag (name)", "trust_flag", values.text(100)),
        Column("Trusts (code)", "trust_uid", values.text(10)),
        Column("Trusts (name)", "trust_name", values.text(200)),
        Column("Street", "street", values.text(150)),
        Column("Locality", "locality", values.text(150)),
        Column("Town", "town", values.text(100)),
        Column("County (name)", "county", values.text(60)),
        Column("Postcode", "postcode", values.postcode, shape=values.uk_postcode),
        Column("SchoolWebsite", "website", values.text(300)),
        Column("TelephoneNum", "telephone", values.text(30)),
        Column("HeadFirstName", "head_first_name", values.text(100)),
        Column("HeadLastName", "head_last_name", values.text(100)),
        Column("GOR (name)", "region", values.text(60)),
        Column("GOR (code)", "region", values.named(codes.REGIONS)),
        Column("DistrictAdministrative (name)", "district", values.text(60)),
        Column("Easting", "easting", values.easting),
        Column("Northing", "northing", values.northing),
        Column("LastChangedDate", "last_changed_on", values.day),
    ),
    shapes={
        "censusdate": values.day,
        "ofstedlastinsp": values.day,
        "dateoflastinspectionvisit": values.day,
        "nextinspectionvisit": values.day,
        "numberofboys": values.whole_number(99_999),
        "numberofgirls": values.whole_number(99_999),
        "fsm": values.whole_number(99_999),
        "resourcedprovisiononroll": values.whole_number(99_999),
        "resourcedprovisioncapacity": values.whole_number(99_999),
        "senunitonroll": values.whole_number(99_999),
        "senunitcapacity": values.whole_number(99_999),
    },
)

LIST_2018 = Layout(
    name="list2018",
    needs=("urn", "laestab"),
    fills=True,
    as_at=date(2018, 3, 12),
    columns=(
        Column("urn", "urn", values.urn),
        Column("laestab", "laestab", values.text(7)),
        Column("phase", "phase", values.listed(codes.PHASE_CODES, "phase")),
        Column("la_name", "la_name", values.text(100)),
        Column("region", "la_region", values.text(60)),
        Column("easting", "easting", values.easting),
        Column("northing", "northing", values.northing),
    ),
    shapes={"num_pupils": values.whole_number(99_999), "last_ofsted_date": values.day},
)

LINKS = Layout(
    name="links",
    needs=("urn", "linked_urn", "link_type"),
    columns=(
        Column("URN", "urn", values.urn),
        Column("LinkURN", "linked_urn", values.urn),
        Column("LinkName", "linked_name", values.text(200)),
        Column("LinkType", "link_type", values.text(80)),
        Column("LinkEstablishedDate", "established_on", values.day),
    ),
)

LAYOUTS = {layout.name: layout for layout in (GIAS, LIST_2018)}
