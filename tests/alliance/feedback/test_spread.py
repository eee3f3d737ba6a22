"""No count of one to four can be worked out of how answers spread: the rule, over all that can be asked."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations, pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.choices import QuestionKind
from alliance.logic.feedback.ballots import Sheet
from alliance.logic.feedback.questionnaire import Item
from alliance.logic.feedback.results import Found, Mean, found
from alliance.logic.feedback.several import choices_of
from alliance.logic.feedback.spread import SPREAD_FROM, Scale, spread_of
from alliance.logic.feedback.suppression import FEWEST, Cell, Filter, Group, cell_of, matches

KINDS, PHASES = ("Member", "Strategic partner", "University"), ("Primary", "Secondary", "Special")
CELLS = [cell_of({"kind": kind, "phase": phase}) for kind, phase in product(KINDS, PHASES)]
LIKERT = Item("q", QuestionKind.LIKERT, "We have a say")
SCORE = Item("q", QuestionKind.SCORE, "Would you recommend us?")
SINGLE = Item("q", QuestionKind.SINGLE, "What first?", ("Teachers", "Leaders", "Governors", "Parents"))
MULTI = Item("q", QuestionKind.MULTI, "What have you used?", ("Training", "Support", "Mentors"))
EVERYBODY: Filter = {}


def subsets(values: tuple[str, ...]) -> list[frozenset[str]]:
    sizes = range(1, len(values) + 1)
    return [frozenset(part) for part in chain.from_iterable(combinations(values, size) for size in sizes)]


CHOICES: dict[Item, list[Any]] = {
    LIKERT: [1, 2, 3, 4, 5],
    SCORE: list(range(11)),
    SINGLE: list(SINGLE.options),
    MULTI: subsets(MULTI.options),
}


FILTERS: list[Filter] = [
    EVERYBODY,
    *({"kind": kinds} for kinds in subsets(KINDS)),
    *({"phase": phases} for phases in subsets(PHASES)),
    *({"kind": kinds, "phase": phases} for kinds, phases in product(subsets(KINDS), subsets(PHASES))),
]
"""Every filter that can be set."""


def population(seed: int, item: Item, largest: int) -> list[Sheet]:
    """People in some of the cells, with answers that lean one way or the other."""
    random = Random(seed)
    choices = CHOICES[item]
    return [
        Sheet(
            frozenset({cell}),
            {"q": choices[min(int(random.betavariate(2, 1.2) * len(choices)), len(choices) - 1)]},
        )
        for cell in CELLS
        for _ in range(random.choice((0, 1, 3, largest)))
    ]


def everybody_said(*counts: int, item: Item = LIKERT) -> list[Sheet]:
    choices = CHOICES[item]
    return [Sheet(frozenset({()}), {"q": choices[n]}) for n, count in enumerate(counts) for _ in range(count)]


def spread(result: Found) -> list[tuple[str, int | str]]:
    return [(one.label, one.instead if one.count is None else one.count) for one in result.shares]


def pages(item: Item, sheets: list[Sheet]) -> dict[int, Found]:
    """Everything that can be seen, by every filter."""
    return {number: found(item, sheets, wanted) for number, wanted in enumerate(FILTERS)}


seeds, items = st.integers(0, 10_000), st.sampled_from([LIKERT, SCORE, SINGLE])


@settings(deadline=None, max_examples=80)
@given(seeds, items, st.sampled_from([6, 14, 40]))
def test_every_count_is_of_nobody_or_of_five(seed: int, item: Item, largest: int) -> None:
    sheets = population(seed, item, largest)
    for wanted in FILTERS:
        result = found(item, sheets, wanted)
        picked = [sheet for sheet in sheets if all(matches(cell, wanted) for cell in sheet.group)]
        counts = [share.count for share in result.shares]
        assert [count for count in counts if count is None or 0 < count < FEWEST] == []
        if counts:
            assert (sum(count or 0 for count in counts), result.n) == (len(picked), len(picked))
            assert len(picked) >= SPREAD_FROM


@settings(deadline=None, max_examples=80)
@given(seeds, items, st.sampled_from([14, 40]))
def test_whatever_filters_are_combined_no_band_of_a_group_is_under_five(
    seed: int, item: Item, largest: int
) -> None:
    """Told are sets of people: those whom a filter picks and who chose one of a band. Whatever is added,
    subtracted and intersected of those that filters tell, nobody or five are left.
    """
    sheets = population(seed, item, largest)
    table: dict[Group, list[int]] = {}
    for sheet in sheets:
        table.setdefault(sheet.group, [0] * len(CHOICES[item]))[CHOICES[item].index(sheet.answers["q"])] += 1
    scale = Scale(is_ordered=item is not SINGLE, cut=3 if item is LIKERT else None)
    marks: list[list[bool]] = [[] for _ in sheets]
    for wanted in FILTERS:
        told = spread_of(table, wanted, scale) if table else None
        if told is None or told.of == len(sheets):
            continue
        for band in told.bands:
            for mark, sheet in zip(marks, sheets, strict=True):
                is_picked = all(matches(cell, wanted) for cell in sheet.group)
                mark.append(is_picked and CHOICES[item].index(sheet.answers["q"]) in band)
    parts = Counter(tuple(mark) for mark in marks if any(mark))
    assert [size for size in parts.values() if size < FEWEST] == []


@pytest.mark.parametrize("item", CHOICES, ids=lambda item: item.kind)
def test_for_every_small_count_there_are_other_answers_that_every_filter_tells_alike(item: Item) -> None:
    """So nobody who sees everything can know it, by whatever arithmetic."""
    small, filters_told = 0, 0
    for seed in range(6):
        sheets = population(seed, item, 22)
        seen = pages(item, sheets)
        filters_told += sum(bool(result.shares) for result in seen.values()) > 1
        counts = Counter((sheet.group, sheet.answers["q"]) for sheet in sheets)
        for (group, chosen), count in counts.items():
            if count < FEWEST:
                small += 1
                assert any(looks_like(seen, item, other) for other in others(sheets, group, chosen, item))
    assert small > 40
    assert filters_told >= 3, "filters do tell something"


def looks_like(seen: dict[int, Found], item: Item, sheets: list[Sheet]) -> bool:
    return all(found(item, sheets, wanted) == seen[number] for number, wanted in enumerate(FILTERS))


def others(sheets: list[Sheet], group: Group, chosen: object, item: Item) -> list[list[Sheet]]:
    """The same people with other answers: one of them changed, or two changed over, so that another number
    of this group has chosen this.
    """
    ours = {sheet.answers["q"]: n for n, sheet in enumerate(sheets) if sheet.group == group}
    theirs = {(sheet.group, sheet.answers["q"]): n for n, sheet in enumerate(sheets) if sheet.group != group}
    mine = ours[chosen]
    changed = [{mine: other} for other in CHOICES[item] if other != chosen]
    changed += [{n: chosen} for other, n in ours.items() if other != chosen]
    changed += [
        {n: answer, place: held}
        for held, n in ours.items()
        for (_, answer), place in theirs.items()
        if held != answer and chosen in (held, answer)
    ]
    if item is MULTI:
        changed = [
            change
            for n in {**ours, **theirs}.values()
            for change in handed_over(sheets, mine, n)
            if sheets[n].group != group or chosen not in change.values()
        ] + changed
    return [
        [Sheet(sheet.group, {"q": change.get(n, sheet.answers["q"])}) for n, sheet in enumerate(sheets)]
        for change in changed
    ]


def handed_over(sheets: list[Sheet], one: int, other: int) -> Iterator[dict[int, frozenset[str]]]:
    """Of two people one has chosen an option of the other's instead of them."""
    for giver, taker in ((one, other), (other, one)):
        given, taken = sheets[giver].answers["q"], sheets[taker].answers["q"]
        if len(given) > 1:
            yield from ({giver: given - {option}, taker: taken | {option}} for option in given - taken)


@pytest.mark.parametrize(("number", "people"), [(2, 12), (2, 16), (3, 13), (3, 14)])
def test_of_several_choices_it_is_never_known_that_one_to_four_people_chose(number: int, people: int) -> None:
    """All ways in which so many people can have chosen, put together where they read alike: that just these
    of those options, or more than one, were chosen by one to four is then said of them, and no closer.
    """
    ways = subsets(MULTI.options[:number])
    events = {
        *(
            frozenset(way for way in ways if way & those == these)
            for those in ways
            for these in [frozenset(), *subsets(tuple(those))]
        ),
        frozenset(way for way in ways if len(way) > 1),
    }
    known: dict[tuple[int | str, ...], dict[frozenset[frozenset[str]], set[int]]] = {}
    for bars in combinations(range(people + len(ways) - 1), len(ways) - 1):
        ends = (-1, *bars, people + len(ways) - 1)
        chose = {way: end - start - 1 for way, (start, end) in zip(ways, pairwise(ends), strict=True)}
        options = (sum(chose[way] for way in ways if option in way) for option in MULTI.options[:number])
        if told := choices_of({frozenset({()}): (people, *options)}, EVERYBODY):
            for event, values in known.setdefault(told, {each: set() for each in events}).items():
                values.add(sum(chose[way] for way in event))
    few = [
        (told, values)
        for told, each in known.items()
        for values in each.values()
        if min(values) > 0 and max(values) < FEWEST and values != {1, 2, 3, 4}
    ]
    assert few == []
    assert len(known) > 10


def test_the_attack_finds_what_counting_options_as_they_are_tells() -> None:
    sheets = population(1, LIKERT, 22)
    exact = [found(LIKERT, sheets, wanted, is_named=True) for wanted in FILTERS]
    assert any(0 < (share.count or 0) < FEWEST for result in exact for share in result.shares)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (
            (1, 3, 8, 20, 13),
            [("Strongly disagree to neither", 12), ("Agree", 20), ("Strongly agree", 13)],
        ),
        (
            (5, 0, 6, 3, 9),
            [
                ("Strongly disagree", 5),
                ("Disagree", 0),
                ("Neither agree nor disagree", 6),
                ("Agree or strongly agree", 12),
            ],
        ),
        (
            (0, 0, 0, 0, 12),
            [
                ("Strongly disagree", 0),
                ("Disagree", 0),
                ("Neither agree nor disagree", 0),
                ("Agree", 0),
                ("Strongly agree", 12),
            ],
        ),
        ((1, 0, 0, 0, 11), []),
        ((4, 0, 0, 0, 5), []),
        ((0, 0, 0, 0, 9), []),
    ],
)
def test_neighbours_are_counted_together_and_who_agrees_last_with_who_does_not(
    counts: tuple[int, ...], told: list[tuple[str, int]]
) -> None:
    result = found(LIKERT, everybody_said(*counts), EVERYBODY)
    assert (spread(result), result.n, result.is_spread_hidden) == (told, sum(counts), not told)


def test_choices_without_an_order_join_the_least_chosen() -> None:
    result = found(SINGLE, everybody_said(9, 2, 12, 4, item=SINGLE), EVERYBODY)
    assert spread(result) == [("Teachers", 9), ("Leaders or Parents", 6), ("Governors", 12)]


def test_an_average_is_as_close_as_what_is_told() -> None:
    exact = found(LIKERT, everybody_said(5, 0, 5, 5, 5), EVERYBODY)
    assert (exact.mean, exact.agree) == (Mean(3.25, 3.25), 0.5)
    joined = found(LIKERT, everybody_said(5, 0, 6, 3, 6), EVERYBODY)
    assert (joined.mean, joined.agree) == (Mean(2.95, 3.4), 0.45)
    across = found(LIKERT, everybody_said(9, 6, 0, 2, 0), EVERYBODY)
    assert (spread(across)[-1], across.agree) == (("Disagree to strongly agree", 8), None)


def test_of_several_choices_each_that_few_chose_or_left_out_is_told_in_words() -> None:
    chosen = [["Training", "Mentors"]] * 9 + [["Training", "Support"]] * 3 + [["Mentors"]]
    sheets = [Sheet(frozenset({()}), {"q": options}) for options in chosen]
    assert spread(found(MULTI, sheets, EVERYBODY)) == [
        ("Training", "all but fewer than 5"),
        ("Support", "fewer than 5"),
        ("Mentors", "all but fewer than 5"),
    ]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"Training": 5, "Support": 5, "Mentors": 4}, []),
        ({"Training": 5, "Support": 4, "Mentors": 4}, []),
        ({"Training": 5, "Training Support": 2, "Support": 5}, []),
        (
            {"Training": 5, "Support": 5, "Training Mentors": 4},
            [("Training", 9), ("Support", 5), ("Mentors", "fewer than 5")],
        ),
        (
            {"Training": 5, "Training Support": 5, "Support": 5},
            [("Training", 10), ("Support", 10), ("Mentors", 0)],
        ),
    ],
)
def test_of_several_choices_none_is_told_where_they_tell_of_each_other(
    chosen: dict[str, int], told: list[tuple[str, int | str]]
) -> None:
    sheets = in_cell((), chosen)
    result = found(MULTI, sheets, EVERYBODY)
    assert (spread(result), result.n, result.is_spread_hidden) == (told, len(sheets), not told)
    by_name = found(MULTI, sheets, EVERYBODY, is_named=True)
    assert [share.count for share in by_name.shares] == [
        sum(count for options, count in chosen.items() if option in options) for option in MULTI.options
    ]


def test_of_several_choices_filters_tell_of_groups_each_of_which_could_be_told_by_itself() -> None:
    primary: Filter = {"phase": frozenset({"Primary"})}
    one = in_cell(CELLS[0], {"Training": 6, "Training Support": 6})
    told = [*one, *in_cell(CELLS[1], {"Training": 7, "Mentors": 8})]
    assert spread(found(MULTI, told, primary)) == [("Training", 12), ("Support", 6), ("Mentors", 0)]
    few = [*one, *in_cell(CELLS[1], {"Training": 7, "Mentors": 8, "Mentors Support": 2})]
    assert found(MULTI, few, primary).is_hidden
    assert spread(found(MULTI, few, EVERYBODY)) == [("Training", 19), ("Support", 8), ("Mentors", 10)]


def in_cell(cell: Cell, chosen: dict[str, int]) -> list[Sheet]:
    """How many chose which options."""
    return [
        Sheet(frozenset({cell}), {"q": options.split()})
        for options, count in chosen.items()
        for _ in range(count)
    ]
