"""The published files read the plainest way there is, apart from the portal's own reader, to check it
against."""

import csv
import os
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

DATA = Path(os.environ.get("TSA_REAL_DATA") or settings.ROOT.parent / "shared" / "data")
ENGLAND = DATA / "gias" / "schools_england_2022.csv"
LIST_2018 = DATA / "gias" / "schools_open_20180312.csv"
EXTRACT = DATA / "gias" / "gias_extract_surrey_hampshire_20220420.csv"
LINKS = DATA / "gias" / "links_edubasealldata20250422.csv"
TEACHING_SCHOOLS = DATA / "alliances" / "teaching_schools_20180312.csv"
SITES = DATA / "itt" / "provider_sites_with_urn.csv"
FILES = (ENGLAND, LIST_2018, EXTRACT, LINKS, TEACHING_SCHOOLS, SITES)

STATUS = {"Open": "1", "Closed": "2", "Open, but proposed to close": "3"}
PHASE = {
    "Not applicable": "0",
    "Nursery": "1",
    "Primary": "2",
    "Middle deemed primary": "3",
    "Secondary": "4",
    "Middle deemed secondary": "5",
    "16 plus": "6",
    "All through": "7",
    "All-through": "7",
}


def missing() -> list[str]:
    return [str(path) for path in FILES if not path.exists()]


def rows(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    """Every row after the header; runs of spaces are one, those around a value none."""
    with path.open(encoding=encoding, newline="") as file:
        return [[" ".join(cell.split()) for cell in row] for row in csv.reader(file)][1:]


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Rows by header; what runs over the last column is dropped."""
    with path.open(encoding=encoding, newline="") as file:
        names = [name.strip() for name in next(csv.reader(file))]
    return [dict(zip(names, row, strict=False)) for row in rows(path, encoding)]


def day(text: str) -> date | None:
    return datetime.strptime(text, "%d-%m-%Y").date() if text else None  # noqa: DTZ007  # a day has no zone


def number(text: str) -> int | None:
    return int(text) if text else None


class Chains:
    """Who became whom, by walking the links from each school anew.

    `still_open` is from URN to (whether proposed to close, the day it was seen open).
    """

    def __init__(self, still_open: dict[int, tuple[bool, date]]) -> None:
        self.still_open = still_open
        self.after: dict[int, dict[int, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        self.arrivals: Counter[int] = Counter()
        for urn, linked, _, kind, on in rows(LINKS, "cp1252"):
            if kind.startswith("Successor"):
                self.after[int(urn)][int(linked)].append((kind, on))
            elif kind.startswith("Predecessor"):
                self.after[int(linked)][int(urn)].append((kind, on))
        for targets in self.after.values():
            self.arrivals.update(targets.keys())

    def step(self, urn: int) -> tuple[date, bool, int] | None:
        """The succession that counts: its day, whether it is none of a part, and minus the URN it leads
        to."""
        choices = []
        for target, told in self.after.get(urn, {}).items():
            rows_of_successor = [row for row in told if row[0].startswith("Successor")] or told
            on = max(day(row[1]) or date.min for row in rows_of_successor)
            whole = any("Split" not in row[0] for row in rows_of_successor)
            if urn in self.still_open:
                closing, seen = self.still_open[urn]
                if not whole or (not closing and on <= seen):
                    continue
            choices.append((on, whole, -target))
        return max(choices, default=None)

    def end(self, urn: int) -> int:
        walked = [urn]
        while (found := self.step(walked[-1])) is not None:
            following = -found[2]
            if following in walked:
                return self.end_of_loop(walked[walked.index(following) :])
            walked.append(following)
        return walked[-1]

    def end_of_loop(self, loop: list[int]) -> int:
        still_open = [urn for urn in loop if urn in self.still_open]
        if len(still_open) == 1:
            return still_open[0]
        into = {loop[(at + 1) % len(loop)]: self.step(urn) for at, urn in enumerate(loop)}
        return max(still_open or loop, key=lambda urn: (into[urn][0], self.arrivals[urn], -urn))
