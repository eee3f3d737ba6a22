"""Titles and sentences of the report say what its figures show, and nothing they do not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from reporting.logic import prose, titles
from reporting.logic.figures import State, digest_of
from reporting.logic.snapshot import Frozen, FrozenFigure, canonical


def figure(
    metric: str,
    numerator: int | None = None,
    denominator: int | None = None,
    *,
    label: str = "",
    filters: Mapping[str, str] | None = None,
    **fields: Any,
) -> FrozenFigure:
    """A figure as it is locked: a share where there is a denominator, else a number."""
    value = None
    if numerator is not None:
        value = Decimal(numerator) / denominator if denominator else Decimal(numerator)
    given = {
        "register_id": "R-001",
        "section": "reach",
        "version": 1,
        "unit": "share" if denominator else "count",
        "state": State.VALUE if value is not None else State.NO_DATA,
        "as_at": "2025-08-31",
        "left_out": (),
        "digest": digest_of([metric], []),
    }
    return FrozenFigure(
        metric=metric,
        label=label,
        filters=dict(filters or {}),
        value=value,
        numerator=numerator,
        denominator=denominator,
        **(given | fields),
    )


def frozen(*figures: FrozenFigure) -> Frozen:
    return Frozen({"year": 2024, "alliance": {"lead_school": "Hallgarth Academy", "served": []}}, figures)


class TestTitles:
    @pytest.mark.parametrize(
        ("numbers", "said"),
        [
            ([], "There is nothing to compare yet"),
            ([60], "Partner schools: 60 in 2024/25"),
            ([40, 50, 60], "Partner schools grew every year, from 40 to 60"),
            ([60, 50, 40], "Partner schools fell every year, from 60 to 40"),
            ([40, 60, 50], "Partner schools fell to 50, from 60 the year before"),
            ([60, 50, 55], "Partner schools rose to 55, from 50 the year before"),
            ([40, 50], "Partner schools rose to 50, from 40 the year before"),
            ([50, 50], "Partner schools stayed at 50"),
        ],
    )
    def test_a_run_of_years_says_whether_it_grew(self, numbers: list[int], said: str) -> None:
        first = 2025 - len(numbers)
        years = [
            (f"{first + place}/{(first + place + 1) % 100}", figure("partner_schools", number))
            for place, number in enumerate(numbers)
        ]
        assert titles.growth_title("Partner schools", years) == said

    def test_the_kind_of_work_that_reached_most_is_named(self) -> None:
        strands = [
            figure("reach", 30, 100, label="Initial teacher training"),
            figure("reach", 55, 100, label="Professional development"),
        ]
        assert titles.strand_title(strands) == "Professional development reached most schools: 55%"

    def test_where_nothing_reached_anybody_that_is_said(self) -> None:
        assert titles.strand_title([figure("reach", 0, 100)]) == "No kind of work has reached a school yet"

    def test_a_place_whose_figure_is_hidden_neither_leads_nor_trails(self) -> None:
        places = [
            figure("reach", 50, 100, label="Darlington"),
            figure("reach", 40, 100, label="Redcar"),
            figure("reach", None, 3, label="Farrow", state=State.SUPPRESSED),
        ]
        assert titles.reach_title(places) == "Darlington leads; Redcar has most room to grow"


class TestSentences:
    def test_reach_is_told_with_its_change(self) -> None:
        given = frozen(figure("reach", 208, 285), figure("reach", 191, 284, filters={"year": "2023"}))
        assert prose.reach_sentence(given) == (
            "208 of 285 open schools in our area, 73%, took part in at least one thing, "
            "up 6 points on the year before."
        )

    def test_without_a_year_before_no_change_is_told(self) -> None:
        assert prose.reach_sentence(frozen(figure("reach", 208, 285))) == (
            "208 of 285 open schools in our area, 73%, took part in at least one thing."
        )

    def test_without_a_figure_there_is_no_sentence(self) -> None:
        assert prose.reach_sentence(frozen(figure("reach"))) == ""
        assert prose.glance_lead(frozen()) == ""

    def test_one_partner_is_not_told_in_the_plural(self) -> None:
        given = frozen(figure("partners_joined", 1), figure("partners_left", 0))
        assert prose.membership_sentence(given) == "1 partner joined in the year and no partners left."

    def test_a_place_that_is_not_known_is_not_counted_as_an_authority(self) -> None:
        given = frozen(
            figure("partner_schools", 3),
            figure("partners_by_kind", 4),
            figure("partner_schools", 2, filters={"authority": "841"}, label="Darlington"),
            figure("partner_schools", 1, filters={"authority": ""}, label="Authority not known"),
        )
        assert prose.who_lead(given) == "3 partner schools in 1 authority, and 1 other partner."

    def test_what_is_left_out_is_said_once(self) -> None:
        left = (("closed", 4),)
        given = (figure("reach", 1, 9, left_out=left), figure("depth", 1, 9, left_out=left))
        assert prose.left_out_sentence(given) == "Left out: 4 closed."


class TestSnapshots:
    def test_the_canonical_form_does_not_depend_on_the_order_of_keys(self) -> None:
        one = figure("reach", 1, 9)
        first = Frozen({"a": 1, "b": {"c": 2, "d": 3}}, (one,))
        second = Frozen({"b": {"d": 3, "c": 2}, "a": 1}, (one,))
        assert canonical(first) == canonical(second)

    def test_a_figure_is_found_by_exactly_its_filters(self) -> None:
        whole, part = figure("reach", 2, 9), figure("reach", 1, 5, filters={"authority": "841"})
        given = frozen(whole, part)
        assert (given.find("reach"), given.find("reach", authority="841")) == (whole, part)
        assert given.find("reach", authority="999") is None

    def test_a_hidden_figure_over_five_says_hidden_and_under_five_says_so(self) -> None:
        hidden = [figure("reach", None, number, state=State.SUPPRESSED) for number in (4, 38)]
        assert [one.text for one in hidden] == ["under 5", "hidden"]
        assert [one.shown_digest for one in hidden] == ["", ""]
