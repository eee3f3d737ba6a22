"""How the portal writes days, times and lists: "Tue 3 Feb 2026", "16:00", "one, two and three"."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format


def day(value: date | datetime | None) -> str:
    """`Tue 3 Feb 2026`, in local time; "" for None."""
    if value is None:
        return ""
    return _written(timezone.localdate(value) if isinstance(value, datetime) else value)


@lru_cache(maxsize=4_096)
def _written(value: date) -> str:
    """Kept: lists say the same few days over and over."""
    return date_format(value, "D j M Y")


def moment(value: datetime | None) -> str:
    """`Tue 3 Feb 2026, 16:05`, in local time; "" for None."""
    return "" if value is None else date_format(timezone.localtime(value), "D j M Y, H:i")


def listed(words: Sequence[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def either(words: Sequence[str]) -> str:
    """`one`, `one or two`, `one, two or three`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 partner`, `2 partners`, `1,204 partners`; `many` where an s is not enough."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
