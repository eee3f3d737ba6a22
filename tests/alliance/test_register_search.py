"""Finding a school in the register, and the schools around one."""

import pytest

from alliance.choices import SchoolStatus
from alliance.logic.geography import kilometres_between, miles_between
from alliance.models import School
from alliance.queries.nearby import nearest, within
from alliance.queries.schools import search_schools
from tests.factories.alliance import LocalAuthorityFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def make(urn: int, name: str, **fields: object) -> School:
    return SchoolFactory(urn=urn, name=name, **{"town": "Winchester", "postcode": "SO23 9AA", **fields})


def found(text: str, **options: object) -> list[int]:
    return [hit.urn for hit in search_schools(text, **options)]


def test_a_urn_finds_its_school_alone():
    make(100001, "Ash School")
    make(100011, "Beech School 100001")
    assert (found("100001"), found(" urn: 100001 "), found("999999")) == ([100001], [100001], [])


@pytest.mark.parametrize("text", ["SO23 9AA", "so239aa", " SO23  9aa "])
def test_a_postcode_is_found_however_it_is_written(text):
    make(100001, "Ash School")
    make(100002, "Beech School", postcode="SO23 9AB")
    assert found(text) == [100001]


def test_half_a_postcode_finds_its_district_and_not_the_next():
    make(100001, "Ash School", postcode="SO2 9AA")
    make(100002, "Beech School", postcode="SO23 9AB")
    assert (found("SO2"), found("so23")) == ([100001], [100002])


def test_words_may_be_begun_and_come_in_any_order():
    make(100001, "Swanmore College of Technology")
    make(100002, "Swan Primary School")
    assert (found("technology swanm"), found("swan")) == ([100001], [100002, 100001])


def test_the_town_counts_as_well_as_the_name():
    make(100001, "Ash School", town="Alton")
    make(100002, "Ash School")
    assert found("ash winchester") == [100002]


@pytest.mark.parametrize("text", ["St Mary's", "st marys", "ST. MARY’S", "Saint Marys"])
def test_apostrophes_stops_and_saints_do_not_matter(text):
    make(100001, "St Mary's Primary School")
    make(100002, "St Peter's Primary School")
    assert found(text) == [100001]


@pytest.mark.parametrize("text", ["swanmoar colege", "swnamore college", "Swanmroe"])
def test_typing_errors_are_forgiven(text):
    make(100001, "Swanmore College")
    make(100002, "Itchen College")
    assert found(text)[:1] == [100001]


def test_a_word_that_is_right_narrows_the_guess_at_one_that_is_not():
    make(100001, "Ash Primary School", town="Winchester")
    make(100002, "Ash Primary School", town="Manchester")
    make(100003, "Winchester College", town="Winchester")
    assert found("primary winchster") == [100001]


@pytest.mark.parametrize(
    "text", ["", " ", "a", "&", "%", "' OR 1=1 --", ":*", "!", "\x00", "zzzzqqqq", "x" * 5000]
)
def test_what_means_nothing_finds_nothing(text):
    make(100001, "Swanmore College")
    assert found(text) == []


def test_open_schools_come_first_then_closed_ones_then_those_not_in_the_register():
    make(100003, "Ash School", in_register=False, status="")
    make(100002, "Ash School", status=SchoolStatus.CLOSED)
    make(100001, "Ash School")
    assert found("ash") == [100001, 100002, 100003]


def test_the_name_that_was_typed_comes_before_those_that_only_hold_it():
    make(100001, "Ash School and Nursery")
    make(100002, "The Ash School")
    make(100003, "Ash School", status=SchoolStatus.CLOSED)
    assert found("ash school") == [100003, 100001, 100002]


def test_of_schools_alike_the_nearer_comes_first():
    here = make(100000, "Elm School", easting=448_000, northing=129_000)
    make(100001, "Ash School", easting=500_000, northing=129_000)
    make(100002, "Ash School", easting=449_000, northing=129_000)
    make(100003, "Ash School", easting=None, northing=None)
    assert found("ash", near=here) == [100002, 100001, 100003]
    assert [round(hit.miles, 2) if hit.miles else None for hit in search_schools("ash", near=here)] == [
        0.62,
        32.31,
        None,
    ]


def test_a_school_that_nothing_names_is_found_by_its_number_only():
    make(100001, "URN 100001", in_register=False, status="", town="")
    assert (found("urn"), found("100001")) == ([], [100001])


def test_a_hit_says_what_the_school_is_and_has_become():
    successor = make(148215, "Ash Academy")
    make(
        100001,
        "Ash School",
        status=SchoolStatus.CLOSED,
        successor=successor,
        local_authority=LocalAuthorityFactory(code="850", name="Hampshire"),
    )
    hit = search_schools("100001")[0]
    assert (
        hit.name,
        hit.town,
        hit.postcode,
        hit.la_name,
        hit.phase_label,
        hit.status_label,
        hit.is_open,
    ) == (
        "Ash School",
        "Winchester",
        "SO23 9AA",
        "Hampshire",
        "Primary",
        "Closed",
        False,
    )
    assert (hit.resolved_urn, hit.resolved_name, hit.hint) == (
        148215,
        "Ash Academy",
        "URN 100001 · Winchester, SO23 9AA · Closed",
    )


def test_a_search_takes_as_many_queries_for_many_hits_as_for_one(django_assert_num_queries):
    make(100001, "Ash School")
    with django_assert_num_queries(2):
        assert len(search_schools("ash")) == 1
    for urn in range(100002, 100040):
        make(urn, "Ash School")
    with django_assert_num_queries(2):
        assert len(search_schools("ash", limit=20)) == 20


def place(urn: int, metres_east: int, **fields: object) -> School:
    return make(urn, f"School {urn}", easting=448_000 + metres_east, northing=129_000, **fields)


def test_the_nearest_open_schools_come_in_order_with_their_distance():
    here = place(100000, 0)
    place(100001, 3_000)
    place(100002, 1_000)
    place(100003, 500, status=SchoolStatus.CLOSED)
    place(100004, 600, in_register=False)
    make(100005, "Nowhere School", easting=None, northing=None)
    assert [(school.urn, school.metres) for school in nearest(here)] == [(100002, 1000.0), (100001, 3000.0)]
    assert [school.urn for school in nearest(here, limit=1)] == [100002]


def test_the_schools_within_so_many_miles_are_those_on_the_line_and_nearer():
    here = place(100000, 0)
    place(100001, 1_609)
    place(100002, 1_610)
    assert [school.urn for school in within(here, 1)] == [100001]


def test_another_record_of_the_same_school_is_not_its_neighbour():
    today = place(100001, 0)
    here = place(100000, 10, status=SchoolStatus.CLOSED, successor=today)
    here.refresh_from_db()
    assert list(nearest(here)) == []


def test_around_a_school_of_unknown_place_there_is_nothing():
    here = make(100000, "Nowhere School", easting=None, northing=None)
    place(100001, 0)
    assert (list(nearest(here)), list(within(here, 100))) == ([], [])


def test_distances_are_straight_lines_on_the_grid():
    assert kilometres_between((448_000, 129_000), (451_000, 133_000)) == 5.0
    assert round(miles_between((448_000, 129_000), (451_000, 133_000)), 3) == 3.107
