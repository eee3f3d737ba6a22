"""The colour roles keep the contrast that the design promises, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from foundation.ui.colour import contrast

SHEET = (Path(settings.ROOT) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")


def declarations(block: str) -> dict[str, str]:
    return dict(DECLARATION.findall(block))


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The light roles, the dark ones by preference, the dark ones by data-theme."""
    seams = r"@media screen and \(prefers-color-scheme: dark\)|@media screen {\s*:root\[data-theme=\"dark\"\]"
    light, preferred, chosen = re.split(seams, SHEET)
    chosen = chosen.partition("/* The pattern libraries")[0]
    return declarations(light), declarations(preferred), declarations(chosen)


LIGHT, PREFERRED, CHOSEN = blocks()
DARK = {**LIGHT, **PREFERRED}


def colour(roles: dict[str, str], name: str) -> str:
    value = roles[name]
    while (reference := re.fullmatch(r"var\(--([\w-]+)\)", value)) is not None:
        value = roles[reference.group(1)]
    return value


def test_dark_by_preference_and_dark_by_choice_are_the_same() -> None:
    assert PREFERRED
    assert PREFERRED == CHOSEN


# (text, ground, at least): 4.5 for text, 3 for what one must see to use the page.
PAIRS = [
    ("ink", "ground", 7), ("ink", "surface", 7), ("ink", "sunk", 7), ("ink", "tint", 7),
    ("ink-2", "ground", 4.5), ("ink-2", "surface", 4.5), ("ink-2", "sunk", 4.5), ("ink-2", "tint", 4.5),
    ("ink-2", "none-tint", 4.5),
    ("link", "surface", 4.5), ("link", "ground", 4.5), ("link", "tint", 4.5),
    ("fill-ink", "fill", 7), ("fill-ink", "fill-hover", 7),
    ("spine-ink-2", "spine", 4.5), ("accent-ink", "accent", 4.5),
    ("good", "good-tint", 4.5), ("warn", "warn-tint", 4.5), ("bad", "bad-tint", 4.5),
    ("info", "info-tint", 4.5),
    ("good", "surface", 4.5), ("warn", "surface", 4.5), ("bad", "surface", 4.5), ("bad", "ground", 4.5),
    ("bar-ink", "bar", 7), ("bar-ink-2", "bar", 4.5),
    ("edge", "surface", 3), ("edge", "ground", 3), ("alliance", "surface", 3), ("alliance", "track", 3),
    ("good-mark", "surface", 3), ("warn-mark", "surface", 3), ("bad-mark", "surface", 3),
    ("info-mark", "surface", 3),
    ("focus", "surface", 3), ("focus", "ground", 3),
    ("chart-1", "surface", 3), ("chart-2", "surface", 3), ("chart-3", "surface", 3),
    ("chart-4", "surface", 3),
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("over", "under", "at_least"), PAIRS)
def test_contrast(theme: str, over: str, under: str, at_least: float) -> None:
    roles = LIGHT if theme == "light" else DARK
    assert contrast(colour(roles, over), colour(roles, under)) >= at_least


def test_the_ring_is_seen_against_its_gap_on_the_spine() -> None:
    assert contrast("#6a27c9", "#ffffff") >= 3


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    # Published examples: black on white 21, #767676 on white 4.54.
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
