"""What somebody typed into a search box for schools and partners: a number, a postcode, or words."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 100
"""Characters that are read; more is a paste, not a search."""
NUMBER = re.compile(r"\d{3,8}")
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})?")


@dataclass(frozen=True)
class SearchText:
    """The cleaned text; `number` (URN, UID, UKPRN) and `postcode` are set where it could be one."""

    words: str = ""
    number: int | None = None
    postcode: str = ""
    """As it is stored, "TS18 1AA", or its first half."""

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def urn(self) -> int | None:
        """The number, if it has as many digits as a URN."""
        return self.number if self.number is not None and 10_000 <= self.number < 10_000_000 else None

    @property
    def is_number_or_place(self) -> bool:
        """Something that is either found or not, and never misspelt into something else."""
        return self.number is not None or bool(self.postcode)


def read_search(text: str) -> SearchText:
    """Clean `text` of what no name holds (control characters, runs of spaces) and see what it could be."""
    words = " ".join(_printable(text[: 4 * LONGEST]).split())[:LONGEST].strip()
    number = int(words) if NUMBER.fullmatch(words) else None
    found = POSTCODE.fullmatch(words.upper())
    postcode = " ".join(part for part in found.groups() if part) if found else ""
    return SearchText(words, number, postcode)


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(character)[0] == "C" else character for character in text)
