"""The arithmetic of figures, without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.logic.figures import FEWEST, NO_DATA, State, count, digest_of, middle, share
from reporting.logic.suppression import hidden_parts
from reporting.logic.wording import change, check_code, finding, percent, written

ids = st.sets(st.integers(1, 60).map(str))


class TestShares:
    def test_a_share_counts_those_that_are_among_the_whole_and_no_others(self) -> None:
        found = share(["1", "2", "9"], ["1", "2", "3", "4", "5", "6"])
        assert (found.numerator, found.denominator, found.counted) == (2, 6, ("1", "2"))
        assert found.value == Decimal("0.333333")

    def test_out_of_nothing_there_is_no_data(self) -> None:
        assert share(["1"], []) == NO_DATA

    def test_out_of_fewer_than_five_it_is_hidden_and_keeps_its_records(self) -> None:
        found = share(["1"], ["1", "2", "3", "4"])
        assert (found.state, found.value, found.numerator) == (State.SUPPRESSED, None, None)
        assert (found.counted, found.denominator) == (("1",), 4)

    def test_none_of_many_is_zero_and_not_no_data(self) -> None:
        assert share([], map(str, range(9))).value == 0

    @given(ids, ids)
    def test_a_share_lies_between_none_and_all_or_is_not_given(
        self, counted: set[str], out_of: set[str]
    ) -> None:
        found = share(counted, out_of)
        expected = State.NO_DATA if not out_of else State.SUPPRESSED if len(out_of) < FEWEST else State.VALUE
        assert found.state == expected
        assert found.value is None or 0 <= found.value <= 1

    def test_what_is_left_out_is_said_only_where_it_happened(self) -> None:
        assert count(["1"]).leaving_out(closed_in_the_year=2, abroad=0).left_out == (
            ("closed in the year", 2),
        )


class TestMedians:
    def test_half_are_nearer(self) -> None:
        assert middle([9.0, 1.0, 4.0], ["a", "b", "c"]).value == Decimal(4)

    def test_of_an_even_number_it_lies_between_the_middle_two(self) -> None:
        assert middle([1, 2, 4, 9], "abcd").value == Decimal(3)

    def test_of_nothing_there_is_no_data(self) -> None:
        assert middle([], []) == NO_DATA


class TestDigests:
    def test_the_order_of_records_does_not_matter_and_every_record_does(self) -> None:
        assert digest_of(["2", "1"], ["3"]) == digest_of(["1", "2"], ["3"])
        assert digest_of(["1"], ["3"]) != digest_of(["1", "2"], ["3"])

    def test_what_was_counted_is_not_confused_with_what_it_is_out_of(self) -> None:
        assert digest_of(["1"], ["2"]) != digest_of(["1", "2"], [])


class TestHiding:
    def test_nothing_is_hidden_where_every_part_is_large_enough(self) -> None:
        assert hidden_parts({"a": 5, "b": 90, "c": 0}) == frozenset()

    def test_a_single_small_part_takes_the_next_smallest_with_it(self) -> None:
        assert hidden_parts({"a": 3, "b": 38, "c": 41}) == {"a", "b"}

    def test_two_small_parts_that_come_to_five_hide_each_other(self) -> None:
        assert hidden_parts({"a": 3, "b": 4, "c": 41}) == {"a", "b"}

    def test_two_small_parts_that_do_not_come_to_five_take_a_third(self) -> None:
        assert hidden_parts({"a": 1, "b": 2, "c": 41, "d": 50}) == {"a", "b", "c"}

    @given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=9))
    def test_what_is_hidden_cannot_be_worked_out_from_what_is_shown(self, parts: dict[str, int]) -> None:
        hidden = hidden_parts(parts)
        together = sum(parts[part] for part in hidden)
        assert {part for part, size in parts.items() if 0 < size < FEWEST} <= hidden
        assert not hidden or sum(parts.values()) < FEWEST or together >= FEWEST
        shown = [part for part, size in parts.items() if size and part not in hidden]
        assert len(hidden) != 1 or not shown


class TestWords:
    @pytest.mark.parametrize(
        ("value", "shown"), [("0.725", "73%"), ("0.724999", "72%"), ("0", "0%"), ("1", "100%")]
    )
    def test_shares_are_rounded_half_up(self, value: str, shown: str) -> None:
        assert percent(Decimal(value)) == shown

    @pytest.mark.parametrize(
        ("state", "shown"),
        [
            (State.NO_DATA, "no data"),
            (State.NOT_PUBLISHED, "not published"),
            (State.SUPPRESSED, "under 5"),
        ],
    )
    def test_three_states_are_three_different_words_and_never_zero(self, state: State, shown: str) -> None:
        assert written("share", state, None) == shown

    @pytest.mark.parametrize(
        ("unit", "now", "before", "said"),
        [
            ("share", "0.73", "0.67", "up 6 points"),
            ("share", "0.674", "0.683", "down 1 point"),
            ("share", "0.731", "0.729", "no change"),
            ("count", "60", "47", "up 13"),
            ("miles", "8.13", "8.34", "down 0.2 miles"),
        ],
    )
    def test_a_change_is_that_of_the_figures_a_reader_sees(
        self, unit: str, now: str, before: str, said: str
    ) -> None:
        assert change(unit, Decimal(now), Decimal(before)) == said

    def test_a_check_code_is_the_first_sixteen_digits_in_fours(self) -> None:
        assert check_code("7c1e04ab93d25f60aaaa") == "7c1e 04ab 93d2 5f60"

    @pytest.mark.parametrize(
        ("shares", "said"),
        [
            ([], "There is nothing to compare yet"),
            ([("Darlington", "0.83")], "83% of open schools in Darlington took part"),
            ([("A", "0.5"), ("B", "0.5")], "Both are level at 50%"),
            ([("A", "0.9"), ("B", "0.5")], "A leads; B has most room to grow"),
            (
                [("Stockton", "0.64"), ("Darlington", "0.83"), ("Hartlepool", "0.82"), ("Redcar", "0.73")],
                "Darlington and Hartlepool lead; Stockton has most room to grow",
            ),
        ],
    )
    def test_a_chart_of_places_says_who_leads(self, shares: list[tuple[str, str]], said: str) -> None:
        assert finding([(name, Decimal(value)) for name, value in shares]) == said
