"""The HTML part of a letter, laid out by MJML for every mail program.

MJML sees our own layout only, never a letter's words: it is compiled once for each shape of letter (which
blocks, in which order) into a Django template, and Django fills and escapes the words.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.template import engines
from django.template.backends.django import Template

from foundation.ui.components.page import initials

if TYPE_CHECKING:
    from foundation.emails.letter import Letter

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "emails"
BLOCKS = "<!-- blocks -->"


def draw(letter: "Letter", *, logo: str) -> str:
    """The whole document; `logo` is the address of the picture, "" for none."""
    shape = tuple(block.kind for block in letter.blocks)
    words = {
        "letter": letter,
        "sender": letter.sender,
        "initials": initials(letter.sender.name),
        "brand": letter.sender.branding,
        "blocks": letter.blocks,
        "logo": logo,
    }
    return laid_out(shape).render(words)


@lru_cache(maxsize=64)
def laid_out(shape: tuple[str, ...]) -> Template:
    """The template of every letter with these kinds of block in this order."""
    blocks = "\n".join(
        _source(f"blocks/{kind}.mjml").replace("block.", f"blocks.{position}.")
        for position, kind in enumerate(shape)
    )
    from mjml import mjml2html  # a compiler, for the few processes that write letters

    compiled = mjml2html(_source("layout.mjml").replace(BLOCKS, blocks))
    return cast(Template, engines["django"].from_string("{% load ui %}" + compiled))


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
