"""Days as people write them: 3/2/26, 3 Feb, 3rd February 2026, 2026-02-03, yesterday, next Tuesday."""

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}
EXAMPLE = "such as 3/2/26 or 3 Feb 2026"
LONGEST = 40

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FIGURES = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
WRITTEN = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?(?:,? (\d{4}|\d{2}))?")
WEEKDAY = re.compile(r"(?:(next|last|this|on) )?([a-z]{3,9})")


class NotADay(ValueError):
    """The text names no day; the message says what is wrong and what to write."""


def read_day(text: str, today: date) -> date:
    """The day that `text` means when it is written on `today`. Raises NotADay.

    Two-digit years are 19xx from 70 on. A day without a year is the nearest one. A bare weekday is the coming
    one, today included; "next" starts tomorrow, "last" ends yesterday.
    """
    words = " ".join(text.lower().split())[:LONGEST]
    if words in NEAR:
        return today + timedelta(days=NEAR[words])
    if found := ISO.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := FIGURES.fullmatch(words):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if (found := WRITTEN.fullmatch(words)) and found[2][:3] in MONTHS:
        month = MONTHS.index(found[2][:3]) + 1
        return (
            _day(_year(found[3]), month, int(found[1])) if found[3] else _nearest(month, int(found[1]), today)
        )
    if (found := WEEKDAY.fullmatch(words)) and found[2][:3] in WEEKDAYS:
        return _weekday(found[1] or "this", WEEKDAYS.index(found[2][:3]), today)
    raise NotADay(f"Write a date {EXAMPLE}.")


def _year(figures: str) -> int:
    year = int(figures)
    return year if len(figures) == 4 else year + (1900 if year >= 70 else 2000)


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise NotADay(f"There is no month {month}: write day, month, year, {EXAMPLE}.")
    try:
        return date(year, month, day)
    except ValueError as error:
        first = date(year, month, 1) if 1 <= year <= 9999 else date(2000, month, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        sentence = f"{first:%B} has {last.day} days: write a date such as 1/{month}/{year % 100:02d}."
        raise NotADay(sentence) from error


def _nearest(month: int, day: int, today: date) -> date:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(_day(year, month, day))
        except NotADay:
            if day != 29 or month != 2:
                raise
    if not found:
        raise NotADay("February had 28 days in the years around: write the year too, such as 29/2/28.")
    return min(found, key=lambda candidate: abs(candidate - today))


def _weekday(which: str, weekday: int, today: date) -> date:
    ahead = (weekday - today.weekday()) % 7
    if which == "last":
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return today + timedelta(days=ahead or (7 if which == "next" else 0))
