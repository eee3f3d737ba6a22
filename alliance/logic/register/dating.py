"""Of which day a register file is, when nobody says."""

import re
from datetime import date

from alliance.logic.register.table import Table

STAMP = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")


def day_of_file(name: str, table: Table, today: date) -> date:
    """The day in the file's name (edubasealldata20250422.csv), else the latest LastChangedDate, else today.

    Never later than today: a file from the future would be newer than every one after it.
    """
    return min(_stamp(name) or table.newest_change or today, today)


def _stamp(name: str) -> date | None:
    for found in STAMP.finditer(name):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None
