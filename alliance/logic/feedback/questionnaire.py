"""What a survey asks: sections of questions, and how they are changed. Versions keep it as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from alliance.choices import QuestionKind

AGREEMENT = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)
"""The points of an agreement, 1 to 5."""
HIGHEST_SCORE = 10
MOST_QUESTIONS = 60
WITH_OPTIONS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTI, QuestionKind.GRID})
"""Kinds that list something: choices, or statements."""


@dataclass(frozen=True)
class Item:
    """One thing that is answered: a question, or one statement of a grid. `key` names its answer."""

    key: str
    kind: str
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """`key` stays the same from version to version. `options` are choices or, of a grid, its statements."""

    key: str
    kind: str
    text: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        if self.kind == QuestionKind.GRID:
            return tuple(
                Item(f"{self.key}-{number}", QuestionKind.LIKERT, statement)
                for number, statement in enumerate(self.options, start=1)
            )
        return (Item(self.key, self.kind, self.text, self.options),)


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    help: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """Every change gives a new one."""

    sections: tuple[Section, ...] = ()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From the JSON that `as_json` gave."""
        return cls(
            tuple(
                Section(
                    section["key"],
                    section["title"],
                    section["help"],
                    tuple(
                        Question(**{**question, "options": tuple(question["options"])})
                        for question in section["questions"]
                    ),
                )
                for section in kept["sections"]
            )
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for question in self.questions for item in question.items)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def with_section(self, section: Section) -> Self:
        """A section at the end, or in the place of the one with its key."""
        if self.section(section.key) is None:
            return replace(self, sections=(*self.sections, section))
        return self._each(lambda one: section if one.key == section.key else one)

    def without_section(self, key: str) -> Self:
        return replace(self, sections=tuple(one for one in self.sections if one.key != key))

    def with_question(self, section_key: str, question: Question) -> Self:
        """A question at the end of a section, or in the place of the one with its key."""
        if self.question(question.key) is not None:
            return self._each(
                lambda one: replace(
                    one,
                    questions=tuple(question if old.key == question.key else old for old in one.questions),
                )
            )
        return self._each(
            lambda one: replace(one, questions=(*one.questions, question)) if one.key == section_key else one
        )

    def without_question(self, key: str) -> Self:
        return self._each(
            lambda one: replace(one, questions=tuple(old for old in one.questions if old.key != key))
        )

    def moved(self, key: str, *, up: bool) -> Self:
        """One place up or down; over the edge of a section into the next. At the very end nothing moves."""
        places: list[tuple[int, Question | None]] = []
        for number, section in enumerate(self.sections):
            places += [(number, None), *((number, question) for question in section.questions)]
        at = next((i for i, (_, question) in enumerate(places) if question and question.key == key), None)
        if at is None:
            return self
        to = at - 1 if up else at + 1
        if to < 1 or to >= len(places):
            return self
        places[at], places[to] = places[to], places[at]
        return self._placed([question for _, question in places])

    def _placed(self, line: list[Question | None]) -> Self:
        """`line` is every question in order, with None where a section begins."""
        parts: list[list[Question]] = []
        for question in line:
            if question is None:
                parts.append([])
            else:
                parts[-1].append(question)
        kept = zip(self.sections, parts, strict=True)
        return replace(self, sections=tuple(replace(one, questions=tuple(part)) for one, part in kept))

    def _each(self, change: Any) -> Self:
        return replace(self, sections=tuple(change(section) for section in self.sections))


def why_not_ready(questionnaire: Questionnaire) -> str:
    """Why it cannot be sent to anybody yet, as a sentence; "" when it can."""
    if not questionnaire.questions:
        return "It asks nothing yet. Add a question first."
    for section in questionnaire.sections:
        if not section.questions:
            return f"The section “{section.title}” asks nothing. Add a question to it, or remove it."
    return ""
