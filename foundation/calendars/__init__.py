"""One calendar for the whole portal: each app brings its dates, for whom, and where each leads.

The foundation knows no kind of date by name. A source is asked only for members whom its policy allows, and
answers with what this member may see.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from rules import Predicate


@dataclass(frozen=True)
class Item:
    """Something with a day. `key` is the same for as long as it is the same thing.

    Of something that takes whole days `starts` and `ends` are its first and its last day; else they are
    moments. `link` is where one takes part online, `folder` where its files lie, `href` its page here. `kind`
    is the name of the source, which the calendar fills in where the item does not say it.
    """

    key: str
    title: str
    starts: date | datetime
    ends: date | datetime
    place: str = ""
    link: str = ""
    folder: str = ""
    text: str = ""
    href: str = ""
    changed_at: datetime | None = None
    kind: str = ""

    @property
    def is_timed(self) -> bool:
        return isinstance(self.starts, datetime)

    @property
    def first_day(self) -> date:
        return _day(self.starts)

    @property
    def last_day(self) -> date:
        return _day(self.ends)

    @property
    def time(self) -> str:
        """`16:00`, in local time; "" for whole days."""
        return f"{timezone.localtime(self.starts):%H:%M}" if isinstance(self.starts, datetime) else ""


Items = Callable[[Any, date, date], Iterable[Item]]
"""(member, first day, last day) → what lies on these days, or reaches into them, and the member may see."""


@dataclass(frozen=True)
class Source:
    """One kind of date. `label` is what people filter by; sources stand in their `order`.

    Kinds that are read together share one function as their `items`, which is then asked once, and each of
    its items says of which kind it is.
    """

    name: str
    label: str
    policy: Predicate
    items: Items
    order: int


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Bring a kind of date; two apps may not bring one of the same name."""
    if _sources.get(source.name, source) != source:
        raise ValueError(f"The calendar source {source.name} is registered already.")
    _sources[source.name] = source


def sources_for(member: Any) -> list[Source]:
    """The kinds that this member may see, in order."""
    return sorted(
        (source for source in _sources.values() if source.policy.test(member)), key=lambda one: one.order
    )


def items_for(member: Any, first: date, last: date, *, kinds: Collection[str] = ()) -> list[Item]:
    """What `member` may see from `first` to `last`, by day; whole days before hours. No `kinds`: all."""
    asked: dict[Items, list[str]] = {}
    for source in sources_for(member):
        if not kinds or source.name in kinds:
            asked.setdefault(source.items, []).append(source.name)
    found = [
        item if item.kind else replace(item, kind=names[0])
        for items, names in asked.items()
        for item in items(member, first, last)
        if not item.kind or item.kind in names
    ]
    return sorted(found, key=lambda item: (item.first_day, item.time, item.title, item.key))


def item_named(member: Any, kind: str, key: str, on: date) -> Item | None:
    """One thing that lies on a day, if this member may see it."""
    found = items_for(member, on, on, kinds=[kind])
    return next((item for item in found if item.key == key), None)


def _day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
