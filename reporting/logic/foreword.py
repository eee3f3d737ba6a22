"""The foreword as paragraphs."""

import re

LONGEST = 6_000
"""Letters: two pages of the report."""


def paragraphs(text: str) -> tuple[str, ...]:
    """The text at its blank lines; lines within a paragraph are joined."""
    found = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return tuple(part for part in found if part)
