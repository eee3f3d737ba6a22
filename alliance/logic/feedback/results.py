"""What answers come to, item by item: only of groups that may be shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from alliance.choices import QuestionKind
from alliance.logic.feedback.ballots import Answer, Sheet
from alliance.logic.feedback.questionnaire import AGREEMENT, HIGHEST_SCORE, Item, Questionnaire
from alliance.logic.feedback.suppression import Filter, Group, atoms, pools, shown

AGREES = 4
"""Points of an agreement from which somebody agrees."""


@dataclass(frozen=True)
class Share:
    label: str
    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of


@dataclass(frozen=True)
class Found:
    """What one item comes to. Where `n` is None it is hidden: too few, or it would tell of too few.

    `mean` is of scores and agreements, `agree` the share of those who agree; None for other kinds. `runs` is
    how many runs of the survey were counted together.
    """

    item: Item
    n: int | None = None
    shares: tuple[Share, ...] = ()
    mean: float | None = None
    agree: float | None = None
    texts: tuple[str, ...] = ()
    runs: int = 1

    @property
    def is_hidden(self) -> bool:
        return self.n is None


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


def found_in(run: Run, wanted: Filter) -> list[Found]:
    """What every item of one run comes to among those whom the filter picks."""
    return [found(item, run.answered(item), wanted) for item in run.items.values()]


def found_across(runs: Sequence[Run], at: int, wanted: Filter) -> list[Found]:
    """The same for run `at` of several, the earliest first: small ones are counted together with others."""
    results = []
    for item in runs[at].items.values():
        answered = [run.answered(item) for run in runs]
        pool = next((pool for pool in pools([len(sheets) for sheets in answered]) if at in pool), range(0))
        together = [sheet for number in pool for sheet in answered[number]]
        results.append(found(item, together, wanted, runs=max(len(pool), 1)))
    return results


def found(item: Item, sheets: Sequence[Sheet], wanted: Filter, *, runs: int = 1) -> Found:
    """What these sheets, all of which answer the item, come to among those whom the filter picks."""
    group = shown(atoms(Counter(sheet.group for sheet in _joined(sheets))), wanted)
    if group is None:
        return Found(item, runs=runs)
    answers = [sheet.answers[item.key] for sheet in sheets if sheet.group <= group]
    numbers = [answer for answer in answers if isinstance(answer, int)]
    is_agreement = item.kind == QuestionKind.LIKERT
    return Found(
        item,
        n=len(answers),
        shares=_shares(item, answers),
        mean=sum(numbers) / len(numbers) if numbers else None,
        agree=sum(number >= AGREES for number in numbers) / len(numbers) if is_agreement else None,
        texts=_shuffled(answers) if item.kind == QuestionKind.TEXT else (),
        runs=runs,
    )


def _joined(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets of several runs, whose groups may overlap: groups that share a cell are one."""
    groups: list[Group] = []
    for group in {sheet.group for sheet in sheets}:
        touching = [other for other in groups if other & group]
        groups = [other for other in groups if not other & group]
        groups.append(group.union(*touching))
    return [Sheet(next(group for group in groups if sheet.group <= group), sheet.answers) for sheet in sheets]


def _shares(item: Item, answers: Sequence[Answer]) -> tuple[Share, ...]:
    """How many chose each, in the order of the question. Of several choices the shares may exceed one."""
    if item.kind == QuestionKind.TEXT:
        return ()
    chosen = Counter(one for answer in answers for one in (answer if isinstance(answer, list) else [answer]))
    return tuple(Share(label, chosen[value], len(answers)) for value, label in points_of(item))


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
