"""Two colours make an alliance's palette, and no choice of them makes a page unreadable."""

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from foundation.ui.branding import DARK_SURFACE, WHITE, Branding, derive
from foundation.ui.colour import contrast, mix, parse

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
DARK_INK_ON_FILL = "#06252b"
SPINE_INK = "#c4dade"


@given(alliance=COLOURS, accent=COLOURS)
def test_any_two_colours_give_a_readable_palette(alliance: str, accent: str) -> None:
    made = derive(alliance, accent)
    assert contrast(made.alliance, WHITE) >= 7
    assert contrast(made.hover, WHITE) >= 7
    assert contrast(made.accent, made.alliance) >= 3
    assert contrast(SPINE_INK, made.spine) >= 4.5
    assert contrast("#16232a", made.tint) >= 7
    assert contrast(made.alliance, made.tint) >= 4.5
    assert contrast(made.link_dark, DARK_SURFACE) >= 7
    assert contrast(DARK_INK_ON_FILL, made.fill_dark) >= 4.5
    assert contrast("#e9eff0", made.tint_dark) >= 7
    assert contrast("#a9c6cc", made.spine_dark) >= 4.5


def test_a_good_pair_is_kept_as_it_is() -> None:
    made = derive("#5B2150", "#d8a13b")
    assert (made.alliance, made.accent) == ("#5b2150", "#d8a13b")
    assert not made.adjusted("#5B2150", "#d8a13b")


def test_a_pale_alliance_colour_is_darkened_until_white_can_be_read_on_it() -> None:
    made = derive("#ffee00", "#e3a72f")
    assert made.adjusted("#ffee00", "#e3a72f")
    assert contrast(made.alliance, WHITE) >= 7


@pytest.mark.parametrize("wrong", ["red", "#fff", "0e4f5c", "#0e4f5", "#zzzzzz", ""])
def test_what_is_not_a_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        parse(wrong)


def test_mixing_moves_each_channel_by_the_share() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#0e4f5c", "#ffffff", 0) == "#0e4f5c"


def style_for(branding: object) -> str:
    template = engines["django"].get_template("layout/branding.html")
    return template.render({"branding": branding})


def test_the_layout_writes_the_palette_as_custom_properties() -> None:
    drawn = style_for(derive("#5b2150", "#d8a13b"))
    assert "--brand-alliance:#5b2150;" in drawn
    assert "--brand-accent:#d8a13b;" in drawn


def test_without_a_palette_there_is_no_style_element() -> None:
    assert "<style" not in style_for(None)


def test_nothing_but_a_hex_colour_enters_the_style_element() -> None:
    good = derive()
    evil = Branding(**{**vars(good), "alliance": "red;}body{display:none", "link_dark": "</style><script>"})
    drawn = style_for(evil)
    assert "display" not in drawn
    assert "script" not in drawn
    assert "--brand-alliance:#0e4f5c;" in drawn
