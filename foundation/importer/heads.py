"""Which column goes to which field, guessed from its head."""

import re
import unicodedata
from collections.abc import Sequence

from foundation.importer.target import Field

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
LIKE_ENOUGH = 0.5
"""Of a head's words: how many must be a field's for the two to be thought the same."""


def guess_columns(heads: Sequence[str], fields: Sequence[Field]) -> list[str]:
    """The key of a field for each column, "" for none; each field once, the first column that is called it.

    A head that is a field's name outright is taken before one that only holds its words.
    """
    found = [""] * len(heads)
    words = [words_of(head) for head in heads]
    for exact in (True, False):
        for column, head in enumerate(words):
            if not found[column] and head:
                found[column] = _best(head, [field for field in fields if field.key not in found], exact)
    return found


def looks_like_heads(cells: Sequence[str], fields: Sequence[Field]) -> bool:
    """Whether the first row names the columns: it says the name of a field, or nothing that data would."""
    if any(guess_columns(cells, fields)):
        return True
    return not any("@" in cell or any(letter.isdigit() for letter in cell) for cell in cells)


def words_of(head: str) -> tuple[str, ...]:
    """`EstablishmentName` and `establishment_name` are the same two words."""
    plain = unicodedata.normalize("NFKD", CAMEL.sub(" ", head))
    return tuple(re.findall(r"[a-z0-9]+", plain.casefold().replace("e-mail", "email")))


def column_name(heads: Sequence[str], column: int, *, has_heads: bool = True) -> str:
    """What a column is called: its head, or its letter on the sheet."""
    head = heads[column].strip() if has_heads and column < len(heads) else ""
    return head or f"Column {column_letter(column)}"


def column_letter(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _best(head: tuple[str, ...], fields: Sequence[Field], exact: bool) -> str:
    best, how_like = "", 0.0
    for field in fields:
        like = max(_likeness(head, words_of(name)) for name in (field.key, field.label, *field.synonyms))
        if like > how_like and (like == 1.0 or (not exact and like >= LIKE_ENOUGH)):
            best, how_like = field.key, like
    return best


def _likeness(head: tuple[str, ...], name: tuple[str, ...]) -> float:
    """1 for the same words in the same order; else the share of the head that the whole name makes up."""
    if head == name:
        return 1.0
    return 0.99 * len(set(name)) / len(set(head)) if name and set(name) <= set(head) else 0.0
