"""Taking passages out of locked figures: which there are, and what is left without some of them.

A passage is known by an id that says nothing about its words, so that the record of a redaction does not
keep what was removed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reporting.logic.snapshot import Frozen

NAME_REMOVED = "(name removed)"
NAMED_BY_RECORDS = ("authority",)
"""Dimensions whose labels are names taken from records; the others are the portal's own words."""


@dataclass(frozen=True)
class Passage:
    """Words that people wrote or records brought: `id` names them, `place` says where they stand."""

    id: str
    place: str
    text: str
    is_name: bool = False


@dataclass(frozen=True)
class Redaction:
    """When, in words, and why, as a sentence for readers."""

    on: str
    why: str


def passages(frozen: Frozen) -> tuple[Passage, ...]:
    """Everything that can be taken out and is still there, in the order of the document."""
    taken_out = {NAME_REMOVED, *(notice(entry["on"], entry["why"]) for entry in frozen.redactions)}
    return tuple(passage for passage in _passages(frozen) if passage.text not in taken_out)


def notice(on: str, why: str) -> str:
    """What stands in the place of a paragraph."""
    return f"Removed on {on}. {why}"


def _passages(frozen: Frozen) -> Iterator[Passage]:
    for number, text in enumerate(frozen.foreword, start=1):
        yield Passage(f"foreword-{number}", f"Foreword, paragraph {number}", text)
    lead = frozen.context["alliance"]["lead_school"]
    if lead:
        yield Passage("lead-school", "Name of the lead school", lead, is_name=True)
    named: set[str] = set()
    for figure in frozen.figures:
        by_records = any(dimension in figure.filters for dimension in NAMED_BY_RECORDS)
        if by_records and figure.label and figure.label not in named:
            named.add(figure.label)
            yield Passage(
                f"label-{figure.register_id}",
                f"Name in figure {figure.register_id}",
                figure.label,
                is_name=True,
            )


def without(frozen: Frozen, removed: Collection[str], redaction: Redaction) -> Frozen:
    """What is left: each passage is replaced wherever its words stand, by when and why it was removed."""
    said = notice(redaction.on, redaction.why)
    instead = {
        passage.text: NAME_REMOVED if passage.is_name else said
        for passage in passages(frozen)
        if passage.id in removed
    }
    left = _replaced(frozen, instead, keep_foreword=True)
    return left.noting({"on": redaction.on, "why": redaction.why, "before": frozen.digest})


def emptied(frozen: Frozen) -> Frozen:
    """What is left of a withdrawn version: its figures, without a word of what people wrote or records
    named.
    """
    names = {passage.text: NAME_REMOVED for passage in passages(frozen) if passage.is_name}
    return _replaced(frozen, names, keep_foreword=False)


def _replaced(frozen: Frozen, instead: Mapping[str, str], *, keep_foreword: bool) -> Frozen:
    """The snapshot with other words in the places that `passages` reads, and in those that repeat them."""
    context = dict(frozen.context)
    alliance = dict(context["alliance"])
    alliance["lead_school"] = instead.get(alliance["lead_school"], alliance["lead_school"])
    alliance["served"] = [[code, instead.get(name, name)] for code, name in alliance["served"]]
    context["alliance"] = alliance
    context["map"] = _areas_renamed(context["map"], instead)
    if "foreword" in context:
        context["foreword"] = [instead.get(text, text) for text in frozen.foreword] if keep_foreword else []
    figures = tuple(replace(one, label=instead.get(one.label, one.label)) for one in frozen.figures)
    return Frozen(context, figures)


def _areas_renamed(picture: Mapping[str, Any], instead: Mapping[str, str]) -> dict[str, Any]:
    areas = [{**area, "name": instead.get(area["name"], area["name"])} for area in picture["areas"]]
    return {**picture, "areas": areas}
