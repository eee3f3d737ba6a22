"""What views hand to components: small frozen records, no behaviour beyond derived text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """An area in the spine or the bottom bar. ``count`` only where someone must answer."""

    label: str
    href: str
    icon: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class AllianceLink:
    """One line of the alliance switcher."""

    name: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumb; the page itself comes last and has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab is a link; ``count`` is small text after the label, such as "14" or "5 of 7"."""

    label: str
    href: str
    count: str | int = ""
    current: bool = False


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu: a link, or with ``post`` a button that posts to ``href``. ``ruled``: after a rule."""

    label: str
    href: str
    post: bool = False
    destructive: bool = False
    current: bool = False
    ruled: bool = False


@dataclass(frozen=True)
class Column:
    """A table head. ``sort_href`` makes it sortable; ``sorted`` is "", "ascending" or "descending"."""

    label: str
    sort_href: str = ""
    sorted: str = ""
    numeric: bool = False
    hidden: bool = False
    """The label is for screen readers only (checkbox and ⋯ columns)."""
    roomy: bool = False
    """Left out beside a small map; its cells have the class ``table__roomy``."""

    @property
    def aria_sort(self) -> str:
        return (self.sorted or "none") if self.sort_href else ""


@dataclass(frozen=True)
class Chip:
    """A filter in force; ``remove_href`` is the list's address without it."""

    label: str
    value: str
    remove_href: str


@dataclass(frozen=True)
class FilterOption:
    value: str
    label: str
    selected: bool = False
    count: int | None = None


@dataclass(frozen=True)
class FilterGroup:
    """One filter of the "+ Filter" menu: ``name`` is the query parameter."""

    label: str
    name: str
    options: Sequence[FilterOption]
    multiple: bool = True

    def __post_init__(self) -> None:
        """A tuple, so that equal groups are known as such and drawn once."""
        object.__setattr__(self, "options", tuple(self.options))


@dataclass(frozen=True)
class TimelineEntry:
    """Who did what when. ``when`` is written out; ``at`` is its ISO form for machines."""

    title: str
    who: str = ""
    when: str = ""
    at: str = ""
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class ActivityItem:
    """A line of recent activity: ``subject`` is set bold between ``before`` and ``after``."""

    when: str
    subject: str = ""
    before: str = ""
    after: str = ""
    href: str = ""


@dataclass(frozen=True)
class NewsItem:
    """Something that a person was told; ``id`` names it to the address that marks it as read."""

    sentence: str
    href: str
    when: str
    at: str = ""
    unread: bool = False
    id: str = ""

    @property
    def read_label(self) -> str:
        return f"Mark as read: {self.sentence}"


@dataclass(frozen=True)
class Fact:
    """Key, value and where the value comes from ("Verified Mon 5 Jan 2026")."""

    key: str
    value: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class AttentionItem:
    """One thing that is due or stuck, and the verb that settles it."""

    state: str
    title: str
    why: str = ""
    whose: str = ""
    when: str = ""
    late: bool = False
    href: str = ""
    action_label: str = ""
    action_href: str = ""
    post: bool = False

    @property
    def action_name(self) -> str:
        """The button's accessible name: its verb, then what it is about."""
        return f"{self.action_label}: {self.title}"


@dataclass(frozen=True)
class AttentionGroup:
    label: str
    items: Sequence[AttentionItem]


@dataclass(frozen=True)
class Tile:
    """A key measure. No figure → ``state_word`` is said in its place and no sparkline is drawn."""

    name: str
    state: str
    figure: str = ""
    of: str = ""
    target: str = ""
    href: str = ""
    state_word: str = ""
    sparkline: str = ""
    """Safe SVG, 88 × 28."""


@dataclass(frozen=True)
class ReadinessCell:
    number: int
    name: str
    state: str
    word: str = ""


@dataclass(frozen=True)
class ReadinessGap:
    state: str
    title: str
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a life: ``state`` is done, current or todo; ``note`` says when or what it waits for."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class BuildStep:
    """A row of build progress: ``done`` of ``total``; ``total`` 0 means it has not started."""

    label: str
    state: str
    done: int = 0
    total: int = 0
    note: str = ""

    @property
    def words(self) -> str:
        return self.note or (f"{self.done} of {self.total}" if self.total else "Waiting")


@dataclass(frozen=True)
class DayEvent:
    title: str
    time: str = ""
    href: str = ""


@dataclass(frozen=True)
class Day:
    """A day of the fortnight; ``date`` is ISO, ``label`` written out ("Tue 3 Feb")."""

    label: str
    date: str = ""
    events: Sequence[DayEvent] = ()
    today: bool = False
    past: bool = False


@dataclass(frozen=True)
class EquationPart:
    """A term of an equation: the sign before it ("÷", "="), the figure, what it counts."""

    figure: str
    words: str
    sign: str = ""


@dataclass(frozen=True)
class BoardMove:
    """A button of a card: its verb, and where it posts or, with ``post=False``, leads to.

    ``name`` is what it is called to whoever does not see the card: it begins with the label.
    """

    label: str
    href: str
    name: str
    post: bool = True
    kind: str = "secondary"


@dataclass(frozen=True)
class BoardCard:
    """Something on its way through the columns; ``state`` and ``word`` only where it needs a look."""

    title: str
    href: str
    lines: Sequence[str] = ()
    state: str = ""
    word: str = ""
    moves: Sequence[BoardMove] = ()


@dataclass(frozen=True)
class BoardColumn:
    """A stage: the cards that are shown of ``count``, and where the others are."""

    label: str
    cards: Sequence[BoardCard]
    count: int
    more_href: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True)
class AgendaItem:
    """Something on a day: `time` is "16:00–17:30" or "" for whole days, `note` what else tells it apart.

    `join_label` ("Join on Teams") and `join_href` lead to where one takes part online; `menu` takes it over
    into one's own calendar.
    """

    title: str
    time: str = ""
    kind: str = ""
    note: str = ""
    href: str = ""
    join_label: str = ""
    join_href: str = ""
    menu: Sequence[MenuItem] = ()


@dataclass(frozen=True)
class AgendaDay:
    """A day of the agenda; ``date`` is ISO, ``label`` written out ("Tue 3 Feb")."""

    label: str
    date: str
    items: Sequence[AgendaItem]
    today: bool = False
    past: bool = False
