"""What answers come to, item by item: only of groups that may be shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from alliance.choices import QuestionKind
from alliance.logic.feedback.ballots import Answer, Sheet
from alliance.logic.feedback.questionnaire import AGREEMENT, HIGHEST_SCORE, Item, Questionnaire
from alliance.logic.feedback.several import Told, choices_of
from alliance.logic.feedback.spread import Band, Scale, Spread, Table, spread_of
from alliance.logic.feedback.suppression import Filter, Group, atoms, pools, shown

AGREES = 4
"""Points of an agreement from which somebody agrees."""
UNDECIDED = " agree nor disagree"
"""What goes without saying behind “neither” where it is counted together with others."""


@dataclass(frozen=True)
class Share:
    """How many of `of` people chose an option, or one of several that are counted together.

    Where `count` is None, `instead` is said of it.
    """

    label: str
    count: int | None
    of: int
    instead: str = ""

    @property
    def share(self) -> float | None:
        return None if self.count is None else self.count / self.of


@dataclass(frozen=True)
class Mean:
    """The average, as closely as what is told lets anybody work it out: exactly, or from one to another."""

    least: float
    most: float


@dataclass(frozen=True)
class Found:
    """What one item comes to. Where `n` is None it is hidden: too few, or it would tell of too few. Where
    only `shares` is empty, how the answers spread is hidden.

    `mean` is of scores and agreements, `agree` the share of those who agree, where it is told; None for other
    kinds. `runs` is how many runs of the survey were counted together.
    """

    item: Item
    n: int | None = None
    shares: tuple[Share, ...] = ()
    mean: Mean | None = None
    agree: float | None = None
    texts: tuple[str, ...] = ()
    runs: int = 1

    @property
    def is_hidden(self) -> bool:
        return self.n is None

    @property
    def is_spread_hidden(self) -> bool:
        return self.n is not None and not self.shares and self.item.kind != QuestionKind.TEXT


@dataclass(frozen=True)
class Run:
    """One run of a survey that has closed."""

    items: Mapping[str, Item]
    sheets: Sequence[Sheet]

    @classmethod
    def of(cls, questionnaire: Questionnaire, sheets: Iterable[Sheet]) -> "Run":
        return cls({item.key: item for item in questionnaire.items}, tuple(sheets))

    def answered(self, item: Item) -> list[Sheet]:
        """The sheets that answer exactly this item: one that was asked otherwise is another."""
        if self.items.get(item.key) != item:
            return []
        return [sheet for sheet in self.sheets if item.key in sheet.answers]


def found_in(run: Run, wanted: Filter, *, is_named: bool = False) -> list[Found]:
    """What every item of one run comes to among those whom the filter picks."""
    return [found(item, run.answered(item), wanted, is_named=is_named) for item in run.items.values()]


def found_across(runs: Sequence[Run], at: int, wanted: Filter) -> list[Found]:
    """The same for run `at` of several, the earliest first: small ones are counted together with others."""
    results = []
    for item in runs[at].items.values():
        answered = [run.answered(item) for run in runs]
        pool = next((pool for pool in pools([len(sheets) for sheets in answered]) if at in pool), range(0))
        together = [sheet for number in pool for sheet in answered[number]]
        results.append(found(item, together, wanted, runs=max(len(pool), 1)))
    return results


def found(
    item: Item, sheets: Sequence[Sheet], wanted: Filter, *, is_named: bool = False, runs: int = 1
) -> Found:
    """What these sheets, all of which answer the item, come to among those whom the filter picks.

    Of a named survey each option is counted as it is: its single answers are read anyway.
    """
    sheets = _joined(sheets)
    group = shown(atoms(Counter(sheet.group for sheet in sheets)), wanted)
    if group is None:
        return Found(item, runs=runs)
    picked = [sheet.answers[item.key] for sheet in sheets if sheet.group <= group]
    if item.kind == QuestionKind.TEXT:
        return Found(item, n=len(picked), texts=_shuffled(picked), runs=runs)
    if item.kind == QuestionKind.MULTI:
        shares = _each_option(item, sheets, picked, wanted, is_named=is_named)
        spread = None
    else:
        spread = _exactly(item, picked) if is_named else spread_of(_table(item, sheets), wanted, _scale(item))
        shares = _shares(item, spread) if spread else ()
    if not shares and len(picked) < len(sheets):
        return Found(item, runs=runs)
    mean, agree = _mean(item, spread), _agree(item, spread)
    return Found(item, n=len(picked), shares=shares, mean=mean, agree=agree, runs=runs)


def _joined(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets of several runs, whose groups may overlap: groups that share a cell are one."""
    groups: list[Group] = []
    for group in {sheet.group for sheet in sheets}:
        touching = [other for other in groups if other & group]
        groups = [other for other in groups if not other & group]
        groups.append(group.union(*touching))
    return [Sheet(next(group for group in groups if sheet.group <= group), sheet.answers) for sheet in sheets]


def _scale(item: Item) -> Scale:
    if item.kind == QuestionKind.LIKERT:
        return Scale(is_ordered=True, cut=AGREES - 1)
    return Scale(is_ordered=item.kind == QuestionKind.SCORE)


def _table(item: Item, sheets: Sequence[Sheet]) -> Table:
    """How many of each group chose each option of a question that has one answer."""
    table: dict[Group, list[int]] = {}
    places = {value: place for place, (value, _) in enumerate(points_of(item))}
    for sheet in sheets:
        table.setdefault(sheet.group, [0] * len(places))[places[sheet.answers[item.key]]] += 1
    return table


def _exactly(item: Item, answers: Sequence[Answer]) -> Spread:
    chosen, points = Counter(answers), points_of(item)
    return Spread(
        tuple((place,) for place in range(len(points))),
        tuple(chosen[value] for value, _ in points),
        len(answers),
    )


def _shares(item: Item, spread: Spread) -> tuple[Share, ...]:
    """In the order of the question; what is counted together, where its first option stands."""
    return tuple(
        Share(_label(item, band), count, spread.of)
        for band, count in zip(spread.bands, spread.counts, strict=True)
    )


def _label(item: Item, band: Band) -> str:
    first, *others = (label for place, (_, label) in enumerate(points_of(item)) if place in band)
    if item.kind == QuestionKind.LIKERT:
        others = [label[0].lower() + label[1:].removesuffix(UNDECIDED) for label in others]
    if not others:
        return first
    if _scale(item).is_ordered and len(others) > 1:
        return f"{first} to {others[-1]}"
    return f"{', '.join([first, *others[:-1]])} or {others[-1]}"


def _each_option(
    item: Item, sheets: Sequence[Sheet], picked: Sequence[Answer], wanted: Filter, *, is_named: bool
) -> tuple[Share, ...]:
    """Each by itself: the shares may exceed one together. None where they are hidden."""
    told: Sequence[Told]
    if is_named:
        told = [sum(option in answer for answer in picked) for option in item.options]
    else:
        told = choices_of(_choices(item, sheets), wanted)
    return tuple(
        Share(option, None, len(picked), one) if isinstance(one, str) else Share(option, one, len(picked))
        for option, one in zip(item.options, told, strict=False)
    )


def _choices(item: Item, sheets: Sequence[Sheet]) -> Table:
    """How many of each group answered, and then how many of them chose each option."""
    table: dict[Group, list[int]] = {}
    for sheet in sheets:
        row = table.setdefault(sheet.group, [0] * (1 + len(item.options)))
        chosen = (option in sheet.answers[item.key] for option in item.options)
        row[:] = [count + more for count, more in zip(row, (True, *chosen), strict=True)]
    return table


def _mean(item: Item, spread: Spread | None) -> Mean | None:
    if spread is None or not _scale(item).is_ordered:
        return None
    values = [value for value, _ in points_of(item)]
    least, most = (
        sum(count * values[band[end]] for band, count in zip(spread.bands, spread.counts, strict=True))
        for end in (0, -1)
    )
    return Mean(least / spread.of, most / spread.of)


def _agree(item: Item, spread: Spread | None) -> float | None:
    """None also where some who agree are counted together with others."""
    if spread is None or item.kind != QuestionKind.LIKERT:
        return None
    agrees = AGREES - 1
    if any(band[0] < agrees <= band[-1] for band in spread.bands):
        return None
    agreeing = (n for band, n in zip(spread.bands, spread.counts, strict=True) if band[0] >= agrees)
    return sum(agreeing) / spread.of


def points_of(item: Item) -> list[tuple[Answer, str]]:
    """What can be chosen, as (value, label)."""
    if item.kind == QuestionKind.LIKERT:
        return list(enumerate(AGREEMENT, start=1))
    if item.kind == QuestionKind.SCORE:
        return [(score, str(score)) for score in range(HIGHEST_SCORE + 1)]
    return [(option, option) for option in item.options]


def _shuffled(texts: Sequence[str]) -> tuple[str, ...]:
    """In an order that says nothing of when or by whom they were written, the same every time."""
    return tuple(sorted(texts, key=lambda text: sha256(text.encode()).digest()))
