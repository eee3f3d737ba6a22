"""Titles that say what a chart shows, worked out from its figures."""

from collections.abc import Sequence
from itertools import pairwise

from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.wording import finding, percent

NOTHING = "There is nothing to compare yet"


def reach_title(figures: Sequence[FrozenFigure]) -> str:
    """Which authorities lead, and which has most room to grow."""
    return finding([(figure.label, figure.value) for figure in figures if figure.value is not None])


def strand_title(figures: Sequence[FrozenFigure]) -> str:
    """Which kind of work reaches most schools."""
    shown = [(figure.value, figure.label) for figure in figures if figure.value]
    if not shown:
        return "No kind of work has reached a school yet"
    value, label = max(shown, key=lambda item: (item[0], item[1]))
    return f"{label} reached most schools: {percent(value)}"


def depth_title(frozen: Frozen) -> str:
    """How many schools do more than one kind of work with us."""
    figure = frozen.find("depth", strands="2")
    if figure is None or figure.value is None:
        return NOTHING
    return f"{percent(figure.value)} of open schools took part in two kinds of work or more"


def growth_title(noun: str, years: Sequence[tuple[str, FrozenFigure]]) -> str:
    """Whether a run of years grew, fell, or did both. `noun` is plural or a mass noun: "Partner schools",
    "Reach".
    """
    shown = [(year, figure) for year, figure in years if figure.value is not None]
    if len(shown) < 2:
        return f"{noun}: {shown[0][1].text} in {shown[0][0]}" if shown else NOTHING
    values = [figure.value for _, figure in years if figure.value is not None]
    steps = [after - before for before, after in pairwise(values)]
    first, last = shown[0], shown[-1]
    if all(step > 0 for step in steps) and len(steps) > 1:
        return f"{noun} grew every year, from {first[1].text} to {last[1].text}"
    if all(step < 0 for step in steps) and len(steps) > 1:
        return f"{noun} fell every year, from {first[1].text} to {last[1].text}"
    if steps[-1] == 0:
        return f"{noun} stayed at {last[1].text}"
    moved = "rose" if steps[-1] > 0 else "fell"
    return f"{noun} {moved} to {last[1].text}, from {shown[-2][1].text} the year before"


def phase_title(figures: Sequence[FrozenFigure], whole: FrozenFigure | None) -> str:
    """Which phase most partner schools are of."""
    shown = [figure for figure in figures if figure.numerator]
    if not shown or whole is None or not whole.numerator:
        return "No partner schools are on record for the year"
    most = max(shown, key=lambda figure: (figure.numerator or 0, figure.label))
    return f"{most.numerator} of {whole.numerator} partner schools are {most.label.lower()}"


def trend_sentence(years: Sequence[tuple[str, FrozenFigure]]) -> str:
    """A small line in words: `Year by year the line runs from 51% in 2022/23 to 67% in 2024/25, with 64% in
    between.`
    """
    (first, began), *between, (last, ended) = years
    said = f"Year by year the line runs from {began.text} in {first} to {ended.text} in {last}"
    if between:
        said += f", with {', '.join(figure.text for _, figure in between)} in between"
    return f"{said}."
