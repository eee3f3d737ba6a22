"""States and figures: marks, tags, tiles, meters, steps, frames for charts."""

from collections.abc import Sequence
from typing import Any

from foundation.ui.component import component
from foundation.ui.items import BuildStep, EquationPart, ReadinessCell, ReadinessGap, Step, Tile
from foundation.ui.states import OUTLINED_STATES, PHASES, STATES


@component(choices={"state": STATES}, pure=True)
def mark(state: str, *, label: str = "") -> dict[str, Any]:
    """The shape of a state. Without ``label`` it is hidden from screen readers: the word stands beside it."""
    return locals()


@component(choices={"state": STATES}, pure=True)
def state(state: str, word: str = "") -> dict[str, Any]:
    """Mark and word without a tint, for dense tables."""
    return {"state": state, "word": word or STATES[state]}


@component(choices={"state": STATES}, pure=True)
def badge(state: str, word: str = "") -> dict[str, Any]:
    """Mark and word on a tint; outlined for no data, not published and suppressed."""
    return {"state": state, "word": word or STATES[state], "outlined": state in OUTLINED_STATES}


@component(choices={"phase": PHASES}, pure=True)
def phase_glyph(phase: str, *, label: str = "") -> dict[str, Any]:
    """The glyph of a school's phase, the same in list and map, with its name as title."""
    return {"phase": phase, "label": label or PHASES[phase]}


@component()
def map_key(*, phases: Sequence[tuple[str, int]], selected: bool = False, credit: str = "") -> dict[str, Any]:
    """What a map's glyphs mean, with (phase, how many) and whose boundaries they are; for a panel's foot."""
    return {
        "rows": [(phase, PHASES[phase], count) for phase, count in phases],
        "selected": selected,
        "credit": credit,
    }


TARGET_WORDS = {"good": "On target", "warn": "Near target", "bad": "Below target"}


@component()
def tile(item: Tile) -> dict[str, Any]:
    """One key measure: mark and name, figure, target, sparkline; one link, whose name says the state."""
    words = {**STATES, **TARGET_WORDS}
    return {"tile": item, "word": item.state_word or words[item.state]}


@component()
def tile_grid(*, tiles: Sequence[Tile], label: str, key: bool = True) -> dict[str, Any]:
    """Key measures as one ruled block of four across, with the key of the marks beneath."""
    shown = {item.state for item in tiles}
    words = {**TARGET_WORDS, **{state: STATES[state] for state in STATES if state in OUTLINED_STATES}}
    legend = [(state, word) for state, word in words.items() if state in shown | set(TARGET_WORDS)]
    return {"tiles": tiles, "label": label, "legend": legend if key else []}


@component(block=True, slots=("table", "foot"), choices={"level": (2, 3, 4)})
def chart_frame(*, title: str, sub: str = "", level: int = 3, frame: bool = True) -> dict[str, Any]:
    """A chart (its SVG is the content) under its finding, with the table alternative in slot ``table``.

    ``title`` is the finding, ``sub`` what is counted, where and when; slot ``foot`` says n. ``frame=False``
    inside a panel.
    """
    return locals()


@component()
def readiness(
    *,
    cells: Sequence[ReadinessCell],
    gaps: Sequence[ReadinessGap] = (),
    ready: int,
    due: str = "",
    noun: str = "sections",
) -> dict[str, Any]:
    """How far a report is: a numbered cell a section, then only the gaps, each with whose job and when."""
    return {**locals(), "total": len(cells)}


@component()
def meter(*, value: int, max: int, label: str = "") -> dict[str, Any]:
    """A bare bar beside its words; with no words beside it, ``label`` says them to screen readers."""
    share = value / max if max else 0.0
    return {"percent": round(100 * min(share, 1.0), 1), "label": label}


@component(block=True)
def progress(
    *, label: str, value: int, max: int, left: str = "", note: str = "", live: bool = True
) -> dict[str, Any]:
    """One piece of long work: what it is doing, the bar, the time left; polite live region."""
    return locals()


@component()
def build_progress(*, steps: Sequence[BuildStep], announce: str = "") -> dict[str, Any]:
    """One row a step: mark, name, meter, "23 of 31"; put it in a ``panel`` with ``poll_url``.

    ``announce`` is the sentence screen readers hear when it changes; by default the running step.
    """
    running = next((step for step in steps if step.state == "info"), None)
    sentence = announce or (f"{running.label}, {running.words}" if running else "")
    return {"steps": steps, "announce": sentence}


@component()
def stepper(*, steps: Sequence[Step], label: str) -> dict[str, Any]:
    """The life of an edition: ticked, current, to come; each with when, or what it waits for."""
    return locals()


@component()
def equation(*, parts: Sequence[EquationPart]) -> dict[str, Any]:
    """How a figure is worked out: numerator ÷ denominator = value, each with its words."""
    return locals()
