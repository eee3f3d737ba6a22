"""A version's sections: how many of their figures have a value, and what stands for the others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reporting.logic.chapters import CHAPTERS, Chapter
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen, FrozenFigure

GLANCE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Schools reached", "reach", {}),
    ("Reached so far", "reach_so_far", {}),
    ("Two kinds of work or more", "depth", {"strands": "2"}),
    ("Partner schools", "partner_schools", {}),
    ("Joined in the year", "partners_joined", {}),
    ("Contacts checked within a year", "contacts_checked", {}),
    ("Distance to the lead school", "distance_to_lead", {}),
    ("Typical distance between partners", "typical_distance", {}),
)
"""The eight tiles of the year at a glance: name, metric, filters."""


@dataclass(frozen=True)
class Section:
    """A chapter with its figures. `state` is ready, partly (some figures have no value) or empty."""

    chapter: Chapter
    figures: tuple[FrozenFigure, ...]

    @property
    def with_value(self) -> int:
        return sum(figure.value is not None for figure in self.figures)

    @property
    def state(self) -> str:
        if not self.figures:
            return "empty"
        return "ready" if self.with_value == len(self.figures) else "partly"

    @property
    def missing(self) -> Sequence[tuple[State, int]]:
        """How many figures have no value, by why."""
        return Counter(figure.state for figure in self.figures if figure.value is None).most_common()


def glance(frozen: Frozen) -> list[tuple[str, FrozenFigure, dict[str, str]]]:
    """The tiles whose figures are in the register: name, figure, filters."""
    found = ((name, frozen.find(metric, **filters), filters) for name, metric, filters in GLANCE)
    return [(name, figure, filters) for name, figure, filters in found if figure is not None]


def sections(frozen: Frozen | None) -> list[Section]:
    """Every chapter of the report, in order; without locked figures all are empty."""
    if frozen is None:
        return [Section(chapter, ()) for chapter in CHAPTERS]
    return [Section(chapter, _figures(frozen, chapter)) for chapter in CHAPTERS]


def _figures(frozen: Frozen, chapter: Chapter) -> tuple[FrozenFigure, ...]:
    if chapter.section == "glance":
        return tuple(figure for _, figure, _ in glance(frozen))
    return tuple(figure for figure in frozen.figures if figure.section == chapter.section)
