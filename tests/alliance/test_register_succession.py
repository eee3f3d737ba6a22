"""Which record a school is today."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.logic.register.links import Link, names_from
from alliance.logic.register.succession import Standing, fold

A, B, C, D = 100001, 100002, 100003, 100004
CLOSED = Standing(is_open=False)


def successor(urn: int, linked: int, on: date | None = date(2019, 8, 31), kind: str = "Successor") -> Link:
    return Link(urn, linked, kind, on)


def predecessor(urn: int, linked: int, on: date | None = date(2019, 9, 1), kind: str = "Predecessor") -> Link:
    return Link(urn, linked, kind, on)


def test_a_chain_is_followed_to_its_end():
    assert fold([successor(A, B), successor(B, C)], {}) == {A: C, B: C}


def test_a_predecessor_row_alone_tells_the_succession():
    assert fold([predecessor(B, A)], {}) == {A: B}


def test_the_two_rows_of_one_succession_are_one():
    assert fold([successor(A, B), predecessor(B, A)], {}) == {A: B}


def test_schools_that_merge_have_one_successor():
    links = [successor(A, C, kind="Successor - merged"), successor(B, C, kind="Successor - amalgamated")]
    assert fold(links, {}) == {A: C, B: C}


def test_a_closed_school_without_successor_stays_what_it_is():
    assert fold([Link(A, B, "Closure", date(2019, 8, 31))], {A: CLOSED}) == {}


@pytest.mark.parametrize(
    "kind", ["Result of Amalgamation", "Sixth Form Centre Link", "Other", "Merged - change in age range"]
)
def test_a_link_that_names_no_direction_is_no_succession(kind):
    assert fold([Link(A, B, kind, None), Link(B, A, kind, None)], {}) == {}


def test_of_several_successors_the_latest_counts():
    assert fold([successor(A, B, date(2011, 8, 31)), successor(A, C, date(2012, 11, 30))], {}) == {A: C}


def test_of_successors_of_one_day_the_lowest_urn_counts():
    assert fold([successor(A, C), successor(A, B)], {}) == {A: B}


def test_a_dated_successor_counts_before_an_undated_one():
    assert fold([successor(A, B, None), successor(A, C)], {}) == {A: C}


def test_on_one_day_a_successor_counts_before_a_part_that_split_off():
    assert fold([successor(A, B, kind="Successor - Split School"), successor(A, C)], {}) == {A: C}


def test_a_school_that_splits_and_stays_open_goes_on_being_itself():
    links = [successor(A, B, date(2030, 8, 31), "Successor - Split School")]
    assert fold(links, {A: Standing(True, as_at=date(2022, 7, 6))}) == {}


def test_a_school_that_splits_and_closes_is_one_of_its_parts():
    links = [
        successor(A, C, kind="Successor - Split School"),
        successor(A, B, kind="Successor - Split School"),
    ]
    assert fold(links, {A: CLOSED}) == {A: B}


def test_a_school_still_open_after_the_day_of_a_link_goes_on_being_itself():
    assert fold([successor(A, B)], {A: Standing(True, as_at=date(2022, 7, 6))}) == {}


def test_a_school_that_was_open_before_the_day_of_a_link_is_its_successor_today():
    assert fold([successor(A, B, date(2024, 8, 31))], {A: Standing(True, as_at=date(2022, 7, 6))}) == {A: B}


def test_a_school_proposed_to_close_does_not_hold_its_successor_back():
    assert fold([successor(A, B)], {A: Standing(True, is_closing=True, as_at=date(2022, 7, 6))}) == {A: B}


def test_two_schools_that_name_each_other_are_the_one_that_is_open():
    links = [predecessor(A, B), predecessor(B, A)]
    assert fold(links, {A: Standing(True, as_at=date(2018, 1, 1)), B: CLOSED}) == {B: A}


def test_a_loop_that_nothing_decides_ends_where_its_latest_link_leads():
    assert fold([successor(A, B, date(2018, 1, 1)), successor(B, A, date(2019, 1, 1))], {}) == {B: A}


def test_a_loop_of_one_day_ends_where_most_links_lead_then_at_the_lowest_urn():
    day = date(2015, 1, 22)
    both_ways = [successor(A, B, day), successor(B, A, day)]
    assert fold(both_ways, {}) == {B: A}
    assert fold([*both_ways, successor(C, B, day)], {}) == {A: B, C: B}


def test_a_chain_that_runs_into_a_loop_ends_with_it():
    links = [successor(D, A), successor(A, B, date(2018, 1, 1)), successor(B, A, date(2019, 1, 1))]
    assert fold(links, {}) == {B: A, D: A}


URNS = st.integers(100001, 100012)
LINKS = st.lists(
    st.builds(
        Link,
        URNS,
        URNS,
        st.sampled_from(
            ["Successor", "Successor - Split School", "Predecessor", "Predecessor - merged", "Other"]
        ),
        st.none() | st.dates(date(2010, 1, 1), date(2012, 1, 1)),
    ).filter(lambda link: link.urn != link.linked_urn),
    max_size=30,
)
STANDINGS = st.dictionaries(
    URNS, st.builds(Standing, st.booleans(), st.booleans(), st.just(date(2011, 1, 1)))
)


@given(LINKS, STANDINGS)
def test_every_chain_ends_at_a_school_that_is_its_own_end(links, standings):
    ends = fold(links, standings)
    assert set(ends.values()) & set(ends) == set()


@given(LINKS, STANDINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_links_does_not_matter(links, standings, shuffle: random.Random):
    shuffled = list(links)
    shuffle.shuffle(shuffled)
    assert fold(shuffled, standings) == fold(links, standings)


def test_a_school_known_from_links_has_the_name_of_the_latest():
    links = [
        Link(A, B, "Successor", date(2011, 8, 31), "Ash School"),
        Link(C, B, "Successor - merged", date(2019, 8, 31), "Ash Academy"),
        Link(D, B, "Other", date(2019, 8, 31), "Ash and Beech Academy"),
        Link(B, A, "Predecessor", None, ""),
    ]
    assert names_from(links) == {B: "Ash Academy"}
