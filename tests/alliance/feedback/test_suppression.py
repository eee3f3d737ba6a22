"""No group under five can be worked out: the rule, over anything that can be asked.

Of counts within a group `test_spread.py` tells.
"""

from collections import Counter
from itertools import chain, combinations, product
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.choices import QuestionKind
from alliance.logic.feedback.ballots import Sheet, unlinked
from alliance.logic.feedback.questionnaire import Item, Question, Questionnaire, Section
from alliance.logic.feedback.results import Run, found, found_across, found_in
from alliance.logic.feedback.suppression import FEWEST, atoms, cell_of, matches, pools, shown

KINDS, PHASES = ("Member", "Strategic partner", "University"), ("Primary", "Secondary", "Special")
CELLS = [cell_of({"kind": kind, "phase": phase}) for kind, phase in product(KINDS, PHASES)]
ITEM = Item("q", QuestionKind.LIKERT, "We have a say")


def subsets(values: tuple[str, ...]) -> list[frozenset[str]]:
    sizes = range(1, len(values) + 1)
    return [frozenset(part) for part in chain.from_iterable(combinations(values, size) for size in sizes)]


FILTERS: list[dict[str, frozenset[str]]] = [
    {},
    *({"kind": kinds} for kinds in subsets(KINDS)),
    *({"phase": phases} for phases in subsets(PHASES)),
    *({"kind": kinds, "phase": phases} for kinds, phases in product(subsets(KINDS), subsets(PHASES))),
]
"""Every filter that can be set."""


def finest(groups: list[frozenset[int]]) -> list[frozenset[int]]:
    """What anybody can tell apart who may add, subtract and intersect these groups as they like."""
    marks: dict[int, tuple[bool, ...]] = {
        person: tuple(person in group for group in groups) for person in frozenset().union(*groups)
    }
    return [frozenset(person for person, mark in marks.items() if mark == one) for one in set(marks.values())]


def people(*sizes: int) -> list[Sheet]:
    """So many respondents in each cell, in the order of `CELLS`."""
    return [
        Sheet(frozenset({cell}), {"q": 1 + number % 5})
        for cell, size in zip(CELLS, sizes, strict=False)
        for number in range(size)
    ]


sheets = st.lists(st.integers(0, 9), min_size=len(CELLS), max_size=len(CELLS)).map(
    lambda sizes: people(*sizes)
)


@settings(deadline=None, max_examples=60)
@given(sheets)
def test_whatever_is_combined_no_group_under_five_can_be_told_apart(population: list[Sheet]) -> None:
    parts = atoms(Counter(sheet.group for sheet in population))
    told = [group for wanted in FILTERS if (group := shown(parts, wanted)) is not None]
    groups = [frozenset(n for n, sheet in enumerate(population) if sheet.group <= group) for group in told]
    assert [len(part) for part in finest(groups) if len(part) < FEWEST] == []


@settings(deadline=None, max_examples=60)
@given(sheets)
def test_what_is_shown_of_a_filter_is_exactly_those_whom_it_picks(population: list[Sheet]) -> None:
    for wanted in FILTERS:
        result = found(ITEM, population, wanted, is_named=True)
        picked = [sheet for sheet in population if all(matches(cell, wanted) for cell in sheet.group)]
        assert result.n in (None, len(picked))
        if result.n is not None:
            assert sum(share.count for share in result.shares) == len(picked) >= FEWEST


@settings(deadline=None, max_examples=60)
@given(sheets)
def test_everybody_together_is_shown_from_five_on(population: list[Sheet]) -> None:
    result = found(ITEM, population, {})
    assert result.n == (len(population) if len(population) >= FEWEST else None)


def test_a_filter_whose_rest_is_small_is_hidden_too() -> None:
    population = people(10, 2)
    assert [found(ITEM, population, {"phase": frozenset({phase})}, is_named=True).n for phase in PHASES] == [
        None
    ] * 3
    assert found(ITEM, population, {}).n == 12


def test_groups_of_five_are_shown() -> None:
    population = people(5, 6)
    assert [found(ITEM, population, {"phase": frozenset({phase})}, is_named=True).n for phase in PHASES] == [
        5,
        6,
        None,
    ]


@settings(deadline=None, max_examples=60)
@given(sheets, st.randoms(use_true_random=False), st.floats(0, 1))
def test_a_question_that_not_all_answer_tells_no_more(
    population: list[Sheet], random: Random, share: float
) -> None:
    """Its own answerers are what the rule looks at, however few of a large group they are."""
    some = [sheet if random.random() < share else Sheet(sheet.group, {}) for sheet in population]
    run = Run({"q": ITEM}, some)
    answering = run.answered(ITEM)
    groups = []
    for wanted in FILTERS:
        (result,) = found_in(run, wanted, is_named=True)
        if result.n is not None:
            picked = frozenset(
                n for n, sheet in enumerate(answering) if all(matches(cell, wanted) for cell in sheet.group)
            )
            assert len(picked) == result.n
            groups.append(picked)
    assert [len(part) for part in finest(groups) if len(part) < FEWEST] == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 8), max_size=8), st.integers(0, 8))
def test_runs_that_are_counted_together_never_change_afterwards(sizes: list[int], more: int) -> None:
    before, after = pools(sizes), pools([*sizes, more])
    assert after[: len(before)] == before
    assert [pool for pool in before if sum(sizes[number] for number in pool) < FEWEST] == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=5))
def test_across_runs_no_pool_under_five_can_be_worked_out(sizes: list[int]) -> None:
    runs = [Run({"q": ITEM}, [Sheet(frozenset({()}), {"q": 3})] * size) for size in sizes]
    told = {}
    for at in range(len(runs)):
        (result,) = found_across(runs, at, {})
        if result.n is not None:
            pool = next(pool for pool in pools(sizes) if at in pool)
            told[pool] = result.n
            assert result.n == sum(sizes[number] for number in pool) >= FEWEST
    assert list(told) == pools(sizes)


def test_a_question_asked_otherwise_is_not_counted_together() -> None:
    other = Item("q", QuestionKind.LIKERT, "We have little say")
    runs = [Run({"q": ITEM}, people(4)), Run({"q": other}, people(4))]
    assert [found_across(runs, at, {})[0].n for at in (0, 1)] == [None, None]
    same = [Run({"q": ITEM}, people(4)), Run({"q": ITEM}, people(4))]
    assert [found_across(same, at, {})[0].n for at in (0, 1)] == [8, 8]


TEXTS = Questionnaire(
    (
        Section(
            "s",
            "S",
            "",
            (
                Question("q", QuestionKind.LIKERT, "We have a say"),
                Question("m", QuestionKind.MULTI, "Used", options=("Training", "Support")),
                Question("t", QuestionKind.TEXT, "Better?"),
            ),
        ),
    )
)


def answers(number: int) -> dict[str, Any]:
    given: dict[str, Any] = {"q": 1 + number % 5}
    if number % 3:
        given["m"] = ["Training"] if number % 2 else ["Training", "Support"]
    if number % 4:
        given["t"] = f"Text of {number}"
    return given


marked = st.lists(st.integers(0, 9), min_size=len(CELLS), max_size=len(CELLS)).map(
    lambda sizes: [Sheet(sheet.group, answers(number)) for number, sheet in enumerate(people(*sizes))]
)


@settings(deadline=None, max_examples=60)
@given(marked, st.randoms(use_true_random=False))
def test_a_dealt_sheet_is_nobodys_and_every_figure_stays_the_same(
    population: list[Sheet], random: Random
) -> None:
    dealt = unlinked(population, [item.key for item in TEXTS.items], random)
    before, after = Run.of(TEXTS, population), Run.of(TEXTS, dealt)
    assert found_in(after, {}) == found_in(before, {})
    assert [size for size in Counter(sheet.group for sheet in dealt).values() if size < FEWEST] == []


def test_what_one_person_answered_no_longer_stands_together() -> None:
    """Forty people whose every answer carries their number: no sheet carries one number only."""
    population = [Sheet(frozenset({()}), dict.fromkeys("abcdef", number)) for number in range(40)]
    dealt = unlinked(population, "abcdef", Random(7))
    whole = [sheet for sheet in dealt if len(set(sheet.answers.values())) == 1]
    assert (whole, [len(sheet.answers) for sheet in dealt]) == ([], [6] * 40)
    assert [sorted(sheet.answers[key] for sheet in dealt) for key in "abcdef"] == [list(range(40))] * 6


def test_of_four_answers_nothing_is_kept() -> None:
    assert unlinked(people(4), ["q"], Random(1)) == []


def test_a_question_that_four_of_many_answered_is_not_kept() -> None:
    population = [Sheet(frozenset({()}), {"q": 3, **({"t": "rare"} if n < 4 else {})}) for n in range(20)]
    assert [set(sheet.answers) for sheet in unlinked(population, ["q", "t"], Random(1))] == [{"q"}] * 20
