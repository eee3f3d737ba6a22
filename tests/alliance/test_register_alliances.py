"""Alliances made of the published lists."""

import pytest
from django.core.management import call_command

from alliance.actions.import_register import import_register
from alliance.actions.load_alliances import Loaded, load_alliances
from alliance.actions.register_files import FileUnreadable
from alliance.models import Alliance, Partner, PartnerRole, School, ServedAuthority
from foundation.tenancy.scope import acting_within
from tests.alliance.register_files import link, school, written

pytestmark = pytest.mark.django_db

TEACHING_SCHOOLS = """Alliance Name, Teaching School, URN, Region, Local Authority
Ash Alliance,Ash School,100001,East Midlands,Derby
 Ash Alliance,Beech School,100002,East Midlands,Derby
Elm & Fir Alliance,Elm School,100003,East Midlands,Nottingham
"""
SITES = """provider_code,provider_name,site_code,establishment_urn,establishment_name
1,ASH  alliance,A,100004,Cedar School
1,ASH  alliance,B,100004,Cedar School
1,ASH  alliance,C,148004,Cedar Academy
1,ASH  alliance,D,100001,Ash School
2,Somebody Else,A,100005,Dogwood School
"""


@pytest.fixture
def register(tmp_path):
    """Ash has become an academy, Cedar too; nothing knows Elm."""
    rows = [
        school(100001, "Ash School", status="Closed", la_code="831", la_name="Derby"),
        school(148001, "Ash Academy", status="Open", la_code="831", la_name="Derby"),
        school(100002, "Beech School", status="Open", la_code="830", la_name="Derbyshire"),
        school(100004, "Cedar School", status="Closed", la_code="831", la_name="Derby"),
        school(148004, "Cedar Academy", status="Open", la_code="831", la_name="Derby"),
        school(100005, "Dogwood School", status="Open", la_code="892", la_name="Nottingham"),
    ]
    links = [link(100001, 148001), link(100004, 148004)]
    import_register(file=written(tmp_path, "extract.csv", rows), links=written(tmp_path, "links.csv", links))


@pytest.fixture
def load(tmp_path, register):
    def run(teaching_schools: str = TEACHING_SCHOOLS, sites: str | None = SITES) -> Loaded:
        return load_alliances(
            teaching_schools=written(tmp_path, "teaching.csv", teaching_schools),
            sites=written(tmp_path, "sites.csv", sites) if sites else None,
        )

    return run


def partners(name: str) -> list[tuple[int, str, str, int]]:
    """URN, name, kind and academic year of an alliance's partners."""
    with acting_within(Alliance.objects.get(name=name)):
        roles = PartnerRole.objects.select_related("partner__school").order_by("partner__school__urn")
        return [(role.partner.school.urn, role.partner.name, role.kind, role.academic_year) for role in roles]


def test_each_name_becomes_an_alliance_led_by_the_first_school_of_the_list(load):
    load()
    assert list(Alliance.objects.order_by("name").values_list("name", "slug", "lead_school__urn")) == [
        ("Ash Alliance", "ash-alliance", 148001),
        ("Elm & Fir Alliance", "elm-fir-alliance", 100003),
    ]


def test_lead_and_site_schools_are_partners_each_once_at_the_end_of_its_chain(load):
    load()
    assert partners("Ash Alliance") == [
        (100002, "Beech School", "lead_school", 2017),
        (148001, "Ash Academy", "lead_school", 2017),
        (148004, "Cedar Academy", "member", 2017),
    ]


def test_a_lead_school_that_nothing_knows_is_made_with_its_name_from_the_list(load):
    loaded = load()
    assert partners("Elm & Fir Alliance") == [(100003, "Elm School", "lead_school", 2017)]
    assert (School.objects.get(urn=100003).in_register, loaded.not_in_register) == (False, 1)


def test_the_authorities_of_the_lead_schools_are_served(load):
    load()
    with acting_within(Alliance.objects.get(name="Ash Alliance")):
        served = ServedAuthority.objects.order_by("local_authority__code")
        assert list(served.values_list("local_authority__code", flat=True)) == ["830", "831"]
    with acting_within(Alliance.objects.get(name="Elm & Fir Alliance")):
        assert list(ServedAuthority.objects.values_list("local_authority__name", flat=True)) == ["Nottingham"]


def test_what_was_loaded_is_counted(load):
    loaded = load()
    assert (loaded.alliances, loaded.alliances_made, loaded.lead_schools, loaded.resolved) == (2, 2, 3, 1)
    assert (loaded.matched, loaded.partners, loaded.partners_made, loaded.roles_made) == (1, 4, 4, 4)


def test_the_same_lists_again_change_nothing(load):
    load()
    again = load()
    assert (again.alliances_made, again.partners_made, again.roles_made, again.authorities_made) == (
        0,
        0,
        0,
        0,
    )
    assert (again.alliances, again.partners, again.matched) == (2, 4, 1)


def test_a_partner_whose_school_has_become_another_record_since_stays_that_partner(load, tmp_path):
    load()
    import_register(
        file=written(tmp_path, "extract.csv", [school(100002, "Beech School", status="Closed")]),
        links=written(tmp_path, "links.csv", [link(100002, 148002)]),
    )
    assert load().partners_made == 0
    with acting_within(Alliance.objects.get(name="Ash Alliance")):
        assert Partner.objects.count() == 3


def test_an_alliance_that_is_there_already_keeps_its_address_and_lead_school(load):
    Alliance.objects.create(name="Ash Alliance", slug="the-ashes", lead_school=School.objects.get(urn=100002))
    assert load().alliances_made == 1
    assert Alliance.objects.get(name="Ash Alliance").lead_school.urn == 100002


def test_two_names_that_would_share_an_address_get_two(load):
    load(TEACHING_SCHOOLS + "Elm Fir Alliance,Fir School,100006,East Midlands,Derby\n")
    assert sorted(Alliance.objects.values_list("slug", flat=True)) == [
        "ash-alliance",
        "elm-fir-alliance",
        "elm-fir-alliance-2",
    ]


def test_a_row_without_a_urn_is_told_and_the_others_are_loaded(load):
    loaded = load(TEACHING_SCHOOLS + "Gorse Alliance,Gorse School,none,East Midlands,Derby\n")
    assert (loaded.alliances, [(row.line, row.urn) for row in loaded.rejections]) == (2, [(5, "none")])


def test_a_list_of_another_kind_is_refused(load):
    with pytest.raises(FileUnreadable, match=r"teaching\.csv: The file has no Alliance Name column"):
        load(SITES.replace("establishment_urn", "URN"))
    assert Alliance.objects.count() == 0


def test_the_command_prints_the_counts(tmp_path, register, capsys):
    file = written(tmp_path, "teaching.csv", TEACHING_SCHOOLS)
    call_command("load_alliances", str(file), "--sites", str(written(tmp_path, "sites.csv", SITES)))
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "2 alliances, 2 of them made now",
        "3 lead schools, 1 of them another record today",
        "1 alliances with a provider of the same name in the list of sites",
        "4 partners, 4 of them made now",
        "4 roles made",
        "3 served local authorities made",
        "1 schools that are not in the register",
        "0 rows rejected",
    ]
