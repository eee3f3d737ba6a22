"""Readers of one cell: text in, a value out, or a `Refused` that says what to write instead."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from foundation.forms.days import NotADay, read_day
from foundation.refusal import Refused
from foundation.words import listed

Parse = Callable[[str], Any]
YES = {"yes", "y", "true", "1", "x", "✓", "✔"}
NO = {"no", "n", "false", "0", "-"}
BETWEEN_CHOICES = re.compile(r"\s*[,;|\n]\s*")
SHOWN_CHOICES = 12


def line(most: int = 200) -> Parse:
    """Text of at most `most` characters, its spaces and line ends made one space."""

    def parse(cell: str) -> str:
        return _short_enough(" ".join(cell.split()), most)

    return parse


def lines(most: int) -> Parse:
    """Text that may have several lines."""

    def parse(cell: str) -> str:
        return _short_enough(cell, most)

    return parse


def matching(pattern: str, sentence: str) -> Parse:
    """Text of a shape, without spaces; `sentence` says what to write for one that has another."""
    shape = re.compile(pattern)

    def parse(cell: str) -> str:
        text = re.sub(r"\s+", "", cell)
        if not shape.fullmatch(text):
            raise Refused(f"“{_quoted(cell)}” will not do. {sentence}")
        return text

    return parse


def email(cell: str) -> str:
    text = cell.removeprefix("mailto:").strip().lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise Refused(
            f"“{_quoted(cell)}” is no e-mail address. Write a whole one, such as name@school.example."
        ) from error
    return _short_enough(text, 254)


def day(cell: str) -> Any:
    """A day however people write it; a spreadsheet's own arrive as 2026-02-03."""
    try:
        return read_day(cell, timezone.localdate())
    except NotADay as error:
        raise Refused(f"“{_quoted(cell)}” is no day. {error}") from error


def yes_no(cell: str) -> bool:
    word = cell.casefold()
    if word in YES | NO:
        return word in YES
    raise Refused(f"“{_quoted(cell)}” is neither yes nor no. Write one of them.")


def one_of(choices: Mapping[str, str]) -> Parse:
    """A value of `choices` (value → label), written as either, whatever its case."""
    known = _known(choices)

    def parse(cell: str) -> str:
        return _chosen(cell, known, choices)

    return parse


def several_of(choices: Mapping[str, str]) -> Parse:
    """Values of `choices`, with commas or semicolons between them."""
    known = _known(choices)

    def parse(cell: str) -> tuple[str, ...]:
        found = (_chosen(part, known, choices) for part in BETWEEN_CHOICES.split(cell) if part)
        return tuple(dict.fromkeys(found))

    return parse


def _known(choices: Mapping[str, str]) -> dict[str, str]:
    return {_plain(word): value for value, label in choices.items() for word in (value, label)}


def _chosen(cell: str, known: Mapping[str, str], choices: Mapping[str, str]) -> str:
    value = known.get(_plain(cell))
    if value is None:
        labels = list(choices.values())
        shown = listed(labels) if len(labels) <= SHOWN_CHOICES else f"{', '.join(labels[:SHOWN_CHOICES])} …"
        raise Refused(f"“{_quoted(cell)}” is not known here. Write one of: {shown}.")
    return value


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", " ", word.casefold()).strip()


def _short_enough(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused(f"This has {len(text):,} characters, and at most {most:,} fit: “{_quoted(text)}”.")
    return text


def _quoted(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"
