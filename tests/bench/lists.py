"""How long a signed-in member of staff waits for each list of 20,000 rows, and how often it asks.

`p50_ms` and `queries` are those of the slowest and of the busiest list; every list has figures of its own
beside them. A list that lands gets its line in `LISTS`.

Two pages are no list of one table: My tasks, and the calendar with what is due in it, ask every app what
waits for somebody. Their figures stand apart (`gathered_…`): they grow with the kinds there are, and not with
the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench import _rows
from tests.bench._signed_in import alliance_of, as_people_use_it, client_of, queries, schools_of, vacuum

SLUG, ROWS = "many", 20_000
WARM_UP, ROUNDS = 3, 20

NAME = "lists"
LIMIT = {"p50_ms": ("<=", 20), "queries": ("<=", 12), "gathered_queries": ("<=", 36)}
GOAL = {"gathered_p50_ms": ("<=", 20), "gathered_queries": ("<=", 12)}


@dataclass(frozen=True)
class Listed:
    """A list page: its address below the alliance's, and how many rows one page of it shows at least, each of
    which has `row` in its markup.

    `fill` makes so many rows, within the alliance's scope; None where they are there already.
    """

    name: str
    path: str
    shows: int
    fill: Callable[[Any, int], None] | None = None
    row: bytes = b'<th scope="row"'


def prepare() -> None:
    """One alliance of 20,000 partner schools, and 20,000 rows of everything that has a list.

    Each in a transaction of its own: the database ends those that take five minutes.
    """
    from django.db import transaction

    from foundation.tenancy.scope import acting_within

    as_people_use_it()
    with transaction.atomic():
        schools = schools_of(ROWS)
    with transaction.atomic():
        alliance = alliance_of(SLUG, schools)
    for listed in (*LISTS, *GATHERED):
        if listed.fill is not None:
            with acting_within(alliance), transaction.atomic():
                listed.fill(alliance, ROWS)
    vacuum()


def measure() -> dict[str, float]:
    """The figures of one run: milliseconds and queries of each list, and of the worst of them."""
    client = client_of(SLUG)
    return {**_worst("", client, LISTS), **_worst("gathered_", client, GATHERED)}


def _worst(prefix: str, client: Any, lists: tuple[Listed, ...]) -> dict[str, float]:
    times = {listed.name: _p50(client, listed) for listed in lists}
    asked = {listed.name: queries(client, f"/a/{SLUG}/{listed.path}") for listed in lists}
    return {
        f"{prefix}p50_ms": max(times.values()),
        f"{prefix}queries": max(asked.values()),
        **{f"{name}_p50_ms": value for name, value in times.items()},
        **{f"{name}_queries": value for name, value in asked.items()},
    }


def _p50(client: Any, listed: Listed) -> float:
    taken = []
    for number in range(WARM_UP + ROUNDS):
        begun = perf_counter()
        answer = client.get(f"/a/{SLUG}/{listed.path}")
        if number >= WARM_UP:
            taken.append((perf_counter() - begun) * 1000)
        shown = answer.content.count(listed.row)
        if answer.status_code != 200 or shown < listed.shows:
            raise AssertionError(f"{listed.name} answered {answer.status_code} with {shown} rows.")
    return median(taken)


AGENDA = b'<li class="agenda__item"'
WRITTEN_DOWN = "kind=meeting&kind=visit&kind=deadline&kind=other"

LISTS = (
    Listed("partners", "partners/", 50),
    Listed("members", "settings/people/", 50, _rows.members),
    Listed("invitations", "settings/people/invited/", 50, _rows.invitations),
    Listed("prospects", "prospects/table/", 50, _rows.prospects),
    Listed("approvals", "approvals/", 50, _rows.approvals),
    Listed("pupils", "facts/", 50, _rows.pupils),
    Listed("pupils_by_figure", "facts/?sort=-figure", 50),
    Listed("teachers", "facts/teachers/", 50, _rows.teachers),
    Listed("agreements", "agreements/", 50, _rows.agreements),
    Listed("due_diligence", "partners/due-diligence/", 50, _rows.reviews),
    Listed("surveys", "surveys/", 50, _rows.surveys),
    Listed("people", "people/", 50, _rows.people),
    Listed("resources", "resources/", 25, _rows.resources),
    Listed("announcements", "announcements/", 25, _rows.announcements),
    Listed("dates", f"calendar/?view=agenda&{WRITTEN_DOWN}", 45, _rows.dates, AGENDA),
)
GATHERED = (
    Listed("calendar", "calendar/?view=agenda", 45, row=AGENDA),
    Listed("tasks", "tasks/", 200, _rows.tasks, b'<li class="attention__item"'),
)
