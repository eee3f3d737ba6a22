"""What one cell may hold, and what it means. A reader takes the cell's text and answers a value, None for
nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

Value = str | int | Decimal | date | None
Reader = Callable[[str], Value]

NOTHING = frozenset({"", "na", "n/a", "ne", "supp", "not applicable"})
"""What stands in a column of numbers or dates where there is none."""
DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")
EARLIEST_YEAR = 1000
LONGEST_POSTCODE = 8
EAST_EDGE, NORTH_EDGE = 700_000, 1_300_000
"""Metres: the British National Grid ends there."""


class BadValue(ValueError):
    """The cell cannot mean what its column says; the message goes on from the column's name: 'is …'."""


def cleaned(cell: str) -> str:
    """Without white space at the ends, runs of it (line ends too) made one space."""
    return " ".join(cell.split())


def text(longest: int) -> Reader:
    """Words of at most `longest` characters."""

    def read(cell: str) -> Value:
        words = cleaned(cell)
        if len(words) > longest:
            raise BadValue(f"is longer than {longest} characters")
        return words or None

    return read


def whole_number(highest: int) -> Reader:
    """A whole number from 0 to `highest`, with or without thousands separators or a needless '.0'."""

    def read(cell: str) -> Value:
        words = cleaned(cell)
        if words.casefold() in NOTHING:
            return None
        digits = words.removesuffix(".0").replace(",", "")
        if not (digits.isascii() and digits.isdigit()) or int(digits[:12]) > highest:
            raise BadValue(f'is "{words[:40]}", not a whole number up to {highest:,}')
        return int(digits)

    return read


def digits(length: int, what: str, *, pad: bool = False) -> Reader:
    """A code of exactly `length` digits; with `pad`, leading zeros that a spreadsheet took away are put
    back."""

    def read(cell: str) -> Value:
        words = cleaned(cell)
        if words.casefold() in NOTHING:
            return None
        code = words.zfill(length) if pad else words
        if not (code.isascii() and code.isdigit()) or len(code) != length:
            raise BadValue(f'is "{words[:40]}", not {what}')
        return code

    return read


def listed(names: Mapping[str, str], what: str) -> Reader:
    """One of a closed list, by its code ("2", "02") or its name, in any case: answers what the list gives for
    it."""

    def read(cell: str) -> Value:
        words = cleaned(cell)
        if not words:
            return None
        key = words.casefold().lstrip("0") or "0"
        if key not in names:
            raise BadValue(f'is "{words[:40]}", which is no {what}')
        return names[key]

    return read


def named(names: Mapping[str, str]) -> Reader:
    """A code ("2", "02"), answered by its name; a code that is not on the list says nothing."""

    def read(cell: str) -> Value:
        words = cleaned(cell).casefold()
        return names.get(words.lstrip("0") or "0") if words else None

    return read


def urn(cell: str) -> Value:
    """A URN: five digits (children's centres) or six."""
    words = cleaned(cell)
    if not re.fullmatch(r"[1-9]\d{4,5}", words, re.ASCII):
        raise BadValue(f'is "{words[:40]}", not a URN of five or six digits' if words else "is empty")
    return int(words)


def day(cell: str) -> Value:
    """dd-mm-yyyy, dd/mm/yyyy or yyyy-mm-dd."""
    words = cleaned(cell)
    if words.casefold() in NOTHING:
        return None
    if found := DAY.fullmatch(words):
        parts = found.group(3, 2, 1)
    elif found := ISO_DAY.fullmatch(words):
        parts = found.group(1, 2, 3)
    else:
        raise BadValue(f'is "{words[:40]}", not a date dd-mm-yyyy')
    try:
        read = date(*map(int, parts))
    except ValueError:
        raise BadValue(f'is "{words}", a day that does not exist') from None
    if read.year < EARLIEST_YEAR:
        raise BadValue(f'is "{words}", before any school')
    return read


def share(cell: str) -> Value:
    """A percentage from 0 to 100, to one decimal place."""
    words = cleaned(cell)
    if words.casefold() in NOTHING:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", words, re.ASCII) or Decimal(words) > 100:
        raise BadValue(f'is "{words[:40]}", not a percentage')
    return Decimal(words).quantize(Decimal("0.1"))


def uk_postcode(cell: str) -> Value:
    """In capitals, with one space before the last three characters."""
    words = cleaned(cell).upper()
    if not words:
        return None
    found = POSTCODE.fullmatch(words)
    if found is None:
        raise BadValue(f'is "{words[:40]}", not a postcode')
    return f"{found[1]} {found[2]}"


def postcode(cell: str) -> Value:
    """A UK postcode, or what stands there for a school abroad, as far as the register has room for it."""
    try:
        return uk_postcode(cell)
    except BadValue:
        return cleaned(cell)[:LONGEST_POSTCODE].strip()


easting = whole_number(EAST_EDGE)
northing = whole_number(NORTH_EDGE)
