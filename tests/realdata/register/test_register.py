"""The published registers and lists, imported and counted against an independent reading of the files."""

import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache

import pytest
from django.db import transaction

from alliance.models import (
    Alliance,
    LocalAuthority,
    Partner,
    PartnerRole,
    School,
    SchoolLink,
    ServedAuthority,
)
from foundation.tenancy.scope import acting_within
from tests.realdata import published
from tests.realdata.published import PHASE, STATUS, day, number
from tests.realdata.register.conftest import Imported

pytestmark = [pytest.mark.realdata, pytest.mark.xdist_group("realdata")]

ENGLAND_OF = date(2022, 7, 6)
EXTRACT_OF = date(2022, 4, 20)


def counts(report: object) -> dict[str, int]:
    names = ("rows", "created", "updated", "unchanged", "closed", "rejected", "repaired", "not_in_register")
    return {name: getattr(report, name) for name in names}


@cache
def england() -> dict[int, dict[str, str]]:
    return {int(row["URN"]): row for row in published.table(published.ENGLAND)}


@cache
def extract() -> dict[int, dict[str, str]]:
    return {int(row["URN"]): row for row in published.table(published.EXTRACT)}


@cache
def listed() -> dict[int, dict[str, str]]:
    return {int(row["urn"]): row for row in published.table(published.LIST_2018)}


@cache
def linked() -> set[int]:
    return {int(urn) for row in published.rows(published.LINKS, "cp1252") for urn in row[:2]}


def chains() -> published.Chains:
    still_open = {
        urn: (row["EstablishmentStatus (name)"] != "Open", on)
        for rows, on in ((extract(), EXTRACT_OF), (england(), ENGLAND_OF))
        for urn, row in rows.items()
        if row["EstablishmentStatus (name)"] != "Closed"
    }
    return published.Chains(still_open)


def test_the_schools_of_england_are_all_there(imported: Imported):
    assert counts(imported.england) == dict.fromkeys(counts(imported.england), 0) | {
        "rows": len(england()),
        "created": len(england()),
    }
    assert (len(england()), imported.england.as_at) == (20_188, ENGLAND_OF)


def test_every_school_of_england_is_as_its_row_tells(imported: Imported):
    told = {
        urn: (
            row["EstablishmentName"],
            STATUS[row["EstablishmentStatus (name)"]],
            PHASE[row["PhaseOfEducation (name)"]],
            row["TypeOfEstablishment (name)"],
            row["EstablishmentNumber"],
            row["Town"],
            row["Postcode"],
            day(row["OpenDate"]),
            number(row["StatutoryLowAge"]),
            number(row["Easting"]),
            number(row["Northing"]),
        )
        for urn, row in england().items()
    }
    kept = School.objects.filter(urn__in=list(told)).values_list(
        "urn",
        "name",
        "status",
        "phase",
        "type_name",
        "establishment_number",
        "town",
        "postcode",
        "opened_on",
        "low_age",
        "easting",
        "northing",
    )
    late = extract()
    differing = [urn for urn, *row in kept if tuple(row) != told[urn] and urn not in late]
    assert (len(kept), differing) == (len(told), [])


def test_every_school_has_the_authority_that_a_file_tells(imported: Imported):
    told = {urn: row["LA (code)"] for urn, row in england().items()}
    for urn, row in extract().items():
        told[urn] = told.get(urn) or row["LA (code)"]
    for urn, row in listed().items():
        told[urn] = told.get(urn) or row["laestab"][:3]
    kept = dict(School.objects.filter(urn__in=list(told)).values_list("urn", "local_authority__code"))
    assert {urn: code or "" for urn, code in kept.items()} == told
    assert sum(not code for code in told.values()) == 2_432 - sum(
        not row["LA (code)"] and urn in extract() for urn, row in england().items()
    )


def test_the_list_of_2018_makes_known_what_the_register_does_not_have(imported: Imported):
    unknown = listed().keys() - england().keys()
    assert counts(imported.list_2018) == {
        "rows": len(listed()),
        "created": len(unknown),
        "updated": 0,
        "unchanged": len(listed().keys() & england().keys()),
        "closed": 0,
        "rejected": 0,
        "repaired": 0,
        "not_in_register": len(unknown),
    }


def test_what_only_the_list_of_2018_knows_has_its_place_and_phase_from_there(imported: Imported):
    only = {urn: row for urn, row in listed().items() if urn not in england() and urn not in extract()}
    told = {
        urn: (PHASE[row["phase"]], number(row["easting"]) or None, number(row["northing"]) or None)
        for urn, row in only.items()
    }
    kept = School.objects.filter(urn__in=list(only), in_register=False)
    assert {urn: tuple(row) for urn, *row in kept.values_list("urn", "phase", "easting", "northing")} == told


def test_the_extract_is_read_whole_and_its_shifted_rows_are_repaired(imported: Imported):
    widths = Counter(map(len, published.rows(published.EXTRACT)))
    shifted = sum(count for width, count in widths.items() if width != 111)
    known = extract().keys() & england().keys()
    assert counts(imported.extract) == {
        "rows": 1_096,
        "created": len(extract().keys() - known),
        "updated": len(known),
        "unchanged": 0,
        "closed": 0,
        "rejected": 0,
        "repaired": shifted,
        "not_in_register": len(linked() - england().keys() - extract().keys()),
    }
    assert shifted == 69


def test_schools_only_in_the_extract_are_as_their_rows_tell(imported: Imported):
    told = {
        urn: (
            row["EstablishmentName"],
            STATUS[row["EstablishmentStatus (name)"]],
            day(row["CloseDate"]),
            row["DistrictAdministrative (name)"],
            number(row["Easting"]) or None,
            row["Trusts (name)"] if "academy trust" in row["TrustSchoolFlag (name)"] else "",
        )
        for urn, row in extract().items()
        if urn not in england()
    }
    kept = School.objects.filter(urn__in=list(told), in_register=True).values_list(
        "urn", "name", "status", "closed_on", "district", "easting", "trust_name"
    )
    assert {urn: tuple(row) for urn, *row in kept} == told


def test_the_older_extract_fills_trusts_and_pupils_and_leaves_the_later_names_alone(imported: Imported):
    both = {urn: (england()[urn], row) for urn, row in extract().items() if urn in england()}
    told = {
        urn: (
            late["EstablishmentName"],
            early["Trusts (name)"] if "academy trust" in early["TrustSchoolFlag (name)"] else "",
            number(early["NumberOfPupils"]),
        )
        for urn, (late, early) in both.items()
    }
    kept = School.objects.filter(urn__in=list(told)).values_list("urn", "name", "trust_name", "pupils")
    assert {urn: tuple(row) for urn, *row in kept} == told


def test_no_name_of_a_head_is_kept(imported: Imported):
    heads = {
        (urn, f"{row['HeadFirstName']} {row['HeadLastName']}".strip().casefold())
        for urn, row in extract().items()
        if row["HeadLastName"]
    }
    kept = {row["urn"]: " ".join(map(str, row.values())).casefold() for row in School.objects.values()}
    assert len(heads) == 971
    assert [urn for urn, head in heads if head in kept[urn]] == []
    assert School.objects.exclude(head_digest="").count() == len(extract())


def test_every_link_is_kept(imported: Imported):
    told = {
        (int(urn), int(other), kind, day(on), name)
        for urn, other, name, kind, on in published.rows(published.LINKS, "cp1252")
    }
    kept = set(
        SchoolLink.objects.values_list("urn", "linked_urn", "link_type", "established_on", "linked_name")
    )
    assert kept == told
    assert (imported.extract.links, imported.extract.links_changed, imported.extract.links_rejected) == (
        33_801,
        33_801,
        0,
    )


def test_schools_that_only_links_name_have_their_names_from_there(imported: Imported):
    only = linked() - england().keys() - extract().keys() - listed().keys()
    names: dict[int, set[str]] = {}
    for _, other, name, _, _ in published.rows(published.LINKS, "cp1252"):
        names.setdefault(int(other), set()).add(" ".join(name.split()))
    kept = dict(School.objects.filter(urn__in=list(only), in_register=False).values_list("urn", "name"))
    assert (len(kept), imported.extract.from_links) == (len(only), len(only))
    assert [urn for urn, name in kept.items() if name not in names.get(urn, {f"URN {urn}"})] == []


def test_every_chain_is_folded_to_the_end_that_walking_it_finds(imported: Imported):
    walk = chains()
    told = {urn: end for urn in linked() if (end := walk.end(urn)) != urn}
    kept = dict(School.objects.exclude(successor=None).values_list("urn", "successor__urn"))
    assert kept == told
    assert imported.extract.resolved == len(told)


def test_of_the_schools_of_2018_the_known_share_ends_outside_both_registers(imported: Imported):
    """By the links alone they are 1,788: nine of these were still open after the link's day, or go on being
    themselves after a part split off.
    """
    linked_on = {
        int(row[0]) for row in published.rows(published.LINKS, "cp1252") if row[3].startswith("Successor")
    }
    followed = listed().keys() & linked_on
    ends = dict(
        School.objects.filter(urn__in=list(followed))
        .exclude(successor=None)
        .values_list("urn", "successor__urn")
    )
    outside = [urn for urn, end in ends.items() if end not in england() and end not in listed()]
    assert (len(followed), len(outside)) == (4_238, 1_779)


def test_the_same_files_again_change_nothing(imported: Imported):
    for first, again in zip(
        (imported.england, imported.list_2018, imported.extract), imported.again, strict=True
    ):
        assert (again.rows, again.created, again.updated, again.unchanged) == (first.rows, 0, 0, first.rows)
        assert (again.links_changed, again.from_links, again.resolved) == (0, 0, 0)


def test_every_authority_is_named_as_the_register_names_it(imported: Imported):
    told = {row["LA (code)"]: row["LA (name)"] for row in england().values() if row["LA (code)"]}
    kept = dict(LocalAuthority.objects.filter(code__in=list(told)).values_list("code", "name"))
    assert (kept, len(told)) == (told, 151)


def alike(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def expected() -> dict[str, tuple[set[int], set[int]]]:
    """From the name of an alliance to the URNs today of its lead schools, and of the other schools of its
    sites."""
    walk = chains()
    leads, sites = defaultdict(set), defaultdict(set)
    for row in published.table(published.TEACHING_SCHOOLS):
        leads[row["Alliance Name"]].add(walk.end(int(row["URN"])))
    for row in published.table(published.SITES):
        sites[alike(row["provider_name"])].add(walk.end(int(row["establishment_urn"])))
    return {name: (urns, sites.get(alike(name), set()) - urns) for name, urns in leads.items()}


def kept() -> dict[str, tuple[set[int], set[int]]]:
    found = {}
    for alliance in Alliance.objects.all():
        with acting_within(alliance), transaction.atomic():
            roles = PartnerRole.objects.values_list("kind", "partner__school__urn", "academic_year")
            kinds = defaultdict(set)
            for kind, urn, year in roles:
                kinds[kind, year].add(urn)
            assert set(kinds) <= {("lead_school", 2017), ("member", 2017)}
            assert Partner.objects.count() == len(roles)
            found[alliance.name] = (kinds["lead_school", 2017], kinds["member", 2017])
    return found


def test_every_alliance_has_its_lead_and_site_schools_at_the_end_of_their_chains(imported: Imported):
    assert kept() == expected()


def test_640_alliances_are_made_and_54_have_a_provider_of_their_name(imported: Imported):
    providers = {alike(row["provider_name"]) for row in published.table(published.SITES)}
    names = {row["Alliance Name"] for row in published.table(published.TEACHING_SCHOOLS)}
    assert (imported.loaded.alliances, imported.loaded.alliances_made, Alliance.objects.count()) == (
        640,
        640,
        640,
    )
    assert (imported.loaded.matched, sum(alike(name) in providers for name in names)) == (54, 54)


def test_what_was_loaded_is_counted(imported: Imported):
    told = expected().values()
    partners = sum(len(leads) + len(sites) for leads, sites in told)
    assert (imported.loaded.partners, imported.loaded.partners_made, imported.loaded.roles_made) == (
        partners,
    ) * 3
    assert imported.loaded.rejections == []


def test_lead_schools_that_are_another_record_today_are_counted(imported: Imported):
    walk = chains()
    urns = [int(row["URN"]) for row in published.table(published.TEACHING_SCHOOLS)]
    assert (imported.loaded.lead_schools, imported.loaded.resolved) == (
        len(urns),
        sum(walk.end(urn) != urn for urn in urns),
    )


def test_the_first_lead_school_of_the_list_leads(imported: Imported):
    walk = chains()
    first: dict[str, int] = {}
    for row in published.table(published.TEACHING_SCHOOLS):
        first.setdefault(row["Alliance Name"], walk.end(int(row["URN"])))
    assert dict(Alliance.objects.values_list("name", "lead_school__urn")) == first


def test_every_alliance_serves_the_authorities_of_its_lead_schools(imported: Imported):
    code_of = {urn: row["laestab"][:3] for urn, row in listed().items()}
    code_of |= {
        urn: row["LA (code)"]
        for rows in (extract(), england())
        for urn, row in rows.items()
        if row["LA (code)"]
    }
    codes = Counter(row["laestab"][:3] + row["la_name"] for row in listed().values())
    code_named = {key[3:].casefold(): key[:3] for key, _ in codes.most_common()[::-1]}
    walk, told = chains(), defaultdict(set)
    for row in published.table(published.TEACHING_SCHOOLS):
        urn = int(row["URN"])
        told[row["Alliance Name"]].add(
            code_of.get(walk.end(urn)) or code_of.get(urn) or code_named[row["Local Authority"].casefold()]
        )
    served = {}
    for alliance in Alliance.objects.all():
        with acting_within(alliance), transaction.atomic():
            served[alliance.name] = set(
                ServedAuthority.objects.values_list("local_authority__code", flat=True)
            )
    assert served == told


def test_addresses_are_unique_and_made_of_the_names(imported: Imported):
    slugs = list(Alliance.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 640
    assert [
        slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 60
    ] == []


def test_lead_schools_unknown_to_the_register_keep_a_name(imported: Imported):
    led = School.objects.filter(pk__in=Alliance.objects.values("lead_school"))
    assert [school.urn for school in led if re.fullmatch(r"URN \d+", school.name)] == []


def test_the_same_lists_again_change_nothing(imported: Imported):
    again = imported.loaded_again
    assert (again.alliances_made, again.partners_made, again.roles_made, again.authorities_made) == (
        0,
        0,
        0,
        0,
    )
    assert (again.alliances, again.partners, again.matched) == (640, imported.loaded.partners, 54)
