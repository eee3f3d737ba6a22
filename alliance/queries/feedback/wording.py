"""What results say in words, the same on pages, in files and in documents."""

from collections.abc import Iterator
from typing import Any

from alliance.choices import QuestionKind
from alliance.logic.feedback.results import Found, Mean, Share
from alliance.queries.feedback.results import SectionResults
from foundation import words

HIDDEN = "hidden (too few people)"
SPREAD_HIDDEN = "how they answered is hidden (too few people)"
WHY_HIDDEN = "What fewer than five people answered is hidden, and so is what would let it be worked out."
WHY_TOGETHER = (
    "Answers that fewer than five chose are counted together with others, and how answers spread is told of"
    " ten people or more."
)
HEADS = (
    "Section",
    "Question",
    "Answer",
    "Count",
    "Share",
    "Answered",
    "Mean, at least",
    "Mean, at most",
    "Runs counted together",
)
WIDEST = {QuestionKind.LIKERT: 1.0, QuestionKind.SCORE: 2.0}
"""Points between which an average is still worth telling."""


def why_hidden(*, is_named: bool) -> str:
    """Of a named survey single answers are read, so options are counted as they are."""
    return WHY_HIDDEN if is_named else f"{WHY_HIDDEN} {WHY_TOGETHER}"


def who_answered(number: int | None, runs: int) -> str:
    together = f", {runs} runs counted together" if runs > 1 else ""
    return f"{words.counted(number or 0, 'person', 'people')} answered{together}"


def finding_of(found: Found) -> str:
    """What the chart says, in a few words; "" where nothing stands out, because nothing is told."""
    parts = [] if found.agree is None else [f"{found.agree:.0%} agree"]
    if found.mean is not None and found.mean.most - found.mean.least <= WIDEST[QuestionKind(found.item.kind)]:
        highest = 5 if found.item.kind == QuestionKind.LIKERT else 10
        parts.append(f"{_mean_in_words(found.mean)} on average of {highest}")
    if parts:
        return ", ".join(parts)
    told = [share for share in found.shares if share.count is not None]
    if not told:
        return ""
    most = max(told, key=lambda share: share.count or 0)
    return f"{most.share:.0%} chose “{most.label}”"


def count_of(share: Share) -> str:
    return share.instead if share.count is None else f"{share.count:,}"


def share_of(share: Share) -> str:
    return share.instead if share.share is None else f"{share.share:.0%}"


def text_of(question: str, found: Found) -> str:
    """The question, and of a grid its statement."""
    return question if found.item.text == question else f"{question} {found.item.text}"


def lines(sections: list[SectionResults]) -> Iterator[tuple[Any, ...]]:
    """Under `HEADS`, a line for each answer that could be given, each text that was, and each item that is
    hidden.
    """
    for section in sections:
        for question in section.questions:
            for found in question.found:
                start = (section.title, text_of(question.text, found))
                for line in _lines_of(found):
                    yield (*start, *line)


def _lines_of(found: Found) -> Iterator[tuple[Any, ...]]:
    if found.is_hidden:
        yield (HIDDEN, None, None, None, None, None, None)
        return
    mean = (None, None) if found.mean is None else (round(found.mean.least, 2), round(found.mean.most, 2))
    end = (found.n, *mean, found.runs)
    if found.is_spread_hidden:
        yield (SPREAD_HIDDEN, None, None, *end)
    for share in found.shares:
        part = None if share.share is None else round(share.share, 4)
        yield (share.label, share.instead if share.count is None else share.count, part, *end)
    for written in found.texts:
        yield (written, None, None, *end)


def _mean_in_words(mean: Mean) -> str:
    least, most = f"{mean.least:.1f}", f"{mean.most:.1f}"
    return least if least == most else f"{least} to {most}"
