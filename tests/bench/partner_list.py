"""How long a signed-in member of staff waits for the partner list: of 20,000 partners, and compared with 100.

Everything a request does is in the figure: session, user, membership, second factor, layout, rendering. Both
sizes are asked for in turn, so that a busy machine slows both alike.
"""

from statistics import median
from time import perf_counter

from tests.bench._signed_in import alliance_of, as_people_use_it, client_of, queries, schools_of, vacuum

ALLIANCES = {"many": 20_000, "few": 100}
WARM_UP, ROUNDS = 5, 30

NAME = "partner_list"
LIMIT = {"p50_ms": ("<=", 20), "queries": ("<=", 12), "p50_ratio_20000_to_100": ("<=", 1.5)}
GOAL: dict[str, tuple[str, float]] = {}


def prepare() -> None:
    """Two alliances, each with a member of staff with a second factor, in a database of their own."""
    from django.db import transaction

    as_people_use_it()
    with transaction.atomic():
        schools = schools_of(max(ALLIANCES.values()))
        for slug, size in ALLIANCES.items():
            alliance_of(slug, schools[:size])
    vacuum()


def measure() -> dict[str, float]:
    """The figures of one run: milliseconds, queries without transaction control, ratio of the medians."""
    clients = {slug: client_of(slug) for slug in ALLIANCES}
    times: dict[str, list[float]] = {slug: [] for slug in ALLIANCES}
    for number in range(WARM_UP + ROUNDS):
        for slug, client in clients.items():
            begun = perf_counter()
            answer = client.get(f"/a/{slug}/partners/")
            if number >= WARM_UP:
                times[slug].append((perf_counter() - begun) * 1000)
            if answer.status_code != 200 or answer.content.count(b'<th scope="row"') != 50:
                raise AssertionError(f"The list of {slug} answered {answer.status_code} without its 50 rows.")
    many, few = median(times["many"]), median(times["few"])
    asked = queries(clients["many"], "/a/many/partners/")
    return {"p50_ms": many, "queries": asked, "p50_ratio_20000_to_100": many / few}
