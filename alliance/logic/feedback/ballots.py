"""Answer sheets, and how those of an anonymous survey lose whoever wrote them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from alliance.logic.feedback.suppression import FEWEST, Group, atoms

Answer = Any
"""1–5 or 0–10 as a number, a choice or a text as words, several choices as a list of words."""


@dataclass(frozen=True)
class Sheet:
    """What one respondent answered, by the key of each item; `group` is what is known of them."""

    group: Group
    answers: dict[str, Answer]


def unlinked(sheets: Sequence[Sheet], keys: Iterable[str], random: Random) -> list[Sheet]:
    """The same answers, as sheets that are nobody's.

    Respondents are grouped so that none is told apart from four others, and within a group each item is
    dealt out anew by itself: what was answered to one question no longer stands beside what the same person
    answered to another. The sheets then come in any order. What could never be shown is dropped: everything
    where fewer than five answered, and items that fewer than five answered.
    """
    if len(sheets) < FEWEST:
        return []
    parts = atoms(Counter(sheet.group for sheet in sheets))
    by_part: dict[Group, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_part[next(part for part in parts if sheet.group <= part)].append(sheet)
    kept = [key for key in keys if sum(key in sheet.answers for sheet in sheets) >= FEWEST]
    dealt = [Sheet(part, answers) for part in by_part for answers in _deal(by_part[part], kept, random)]
    random.shuffle(dealt)
    return dealt


def _deal(sheets: list[Sheet], keys: list[str], random: Random) -> list[dict[str, Answer]]:
    dealt: list[dict[str, Answer]] = [{} for _ in sheets]
    for key in keys:
        places = random.sample(range(len(sheets)), len(sheets))
        for place, sheet in zip(places, sheets, strict=True):
            if key in sheet.answers:
                dealt[place][key] = sheet.answers[key]
    return dealt
