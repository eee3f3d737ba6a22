"""How long a signed-in member of staff waits for each list of 20,000 rows, and how often it asks.

`p50_ms` and `queries` are those of the slowest and of the busiest list; every list has figures of its own
beside them. A list that lands gets its line in `LISTS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench._signed_in import (
    alliance_of,
    as_people_use_it,
    client_of,
    in_batches,
    queries,
    schools_of,
    vacuum,
    word,
)

SLUG, ROWS = "many", 20_000
WARM_UP, ROUNDS = 3, 20

NAME = "lists"
LIMIT = {"p50_ms": ("<=", 20), "queries": ("<=", 12)}
GOAL: dict[str, tuple[str, float]] = {}


@dataclass(frozen=True)
class Listed:
    """A list page: its address below the alliance's, and what one page of it shows at least.

    `fill` makes its 20,000 rows, within the alliance's scope; None where they are there already.
    """

    name: str
    path: str
    shows: int
    fill: Callable[[Any], None] | None = None


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
    for listed in LISTS:
        if listed.fill is not None:
            with acting_within(alliance), transaction.atomic():
                listed.fill(alliance)
    vacuum()


def measure() -> dict[str, float]:
    """The figures of one run: milliseconds and queries of each list, and of the worst of them."""
    client = client_of(SLUG)
    times = {listed.name: _p50(client, listed) for listed in LISTS}
    asked = {listed.name: queries(client, f"/a/{SLUG}/{listed.path}") for listed in LISTS}
    return {
        "p50_ms": max(times.values()),
        "queries": max(asked.values()),
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
        shown = answer.content.count(b'<th scope="row"')
        if answer.status_code != 200 or shown < listed.shows:
            raise AssertionError(f"{listed.name} answered {answer.status_code} with {shown} rows.")
    return median(taken)


def _members(alliance: Any) -> None:
    from alliance.choices import Role
    from alliance.models import Membership, User

    users = in_batches(
        User.objects,
        (
            User(email=f"member{place}@bench.example", full_name=f"{word(place)} {word(place // 3)}")
            for place in range(ROWS)
        ),
    )
    roles = [Role.MENTOR, Role.CPD_LEAD, Role.TRAINEE, Role.SLE]
    in_batches(
        Membership.objects,
        (
            Membership(alliance=alliance, user=user, roles=[roles[place % len(roles)]])
            for place, user in enumerate(users)
        ),
    )


def _invitations(alliance: Any) -> None:
    from django.utils import timezone

    from alliance.choices import Role
    from alliance.models import Invitation

    now = timezone.now()
    in_batches(
        Invitation.objects,
        (
            Invitation(
                alliance=alliance,
                email=f"invited{place}@bench.example",
                roles=[Role.FACILITATOR],
                token_digest=f"{place:064d}",
                sent_at=now,
                expires_at=now + timedelta(days=14),
            )
            for place in range(ROWS)
        ),
    )


def _prospects(alliance: Any) -> None:
    from django.utils import timezone

    from alliance.models import Prospect

    since = timezone.now()
    in_batches(
        Prospect.objects,
        (
            Prospect(
                organisation="other",
                name=f"{word(place)} {word(place // 5)} {place}",
                reason="Known from a conference.",
                stage_since=since - timedelta(days=place % 300),
            )
            for place in range(ROWS)
        ),
    )


def _approvals(alliance: Any) -> None:
    from django.utils import timezone

    from foundation.approvals.models import Approval
    from foundation.identifiers import new_public_id

    until = timezone.now() + timedelta(days=14)
    in_batches(
        Approval.objects,
        (
            Approval(
                kind="bench",
                subject=new_public_id(),
                title=f"Agreement {place}",
                approver_name=f"{word(place)} Head",
                approver_email=f"head{place}@bench.example",
                expires_at=until,
            )
            for place in range(ROWS)
        ),
    )


def _pupils(alliance: Any) -> None:
    from alliance.models import PupilMeasure

    def rows() -> Iterator[Any]:
        for place, partner in enumerate(_partners()):
            for year in (2024, 2025):
                yield PupilMeasure(
                    partner_id=partner,
                    source="dfe",
                    stands=True,
                    academic_year=year,
                    measure="ks2_rwm_expected",
                    pupil_group="all",
                    cohort=30,
                    state="value",
                    value=Decimal(30 + place % 70),
                )

    in_batches(PupilMeasure.objects, rows())


def _teachers(alliance: Any) -> None:
    from alliance.models import WorkforceSnapshot

    in_batches(
        WorkforceSnapshot.objects,
        (
            WorkforceSnapshot(
                partner_id=partner,
                source="school",
                stands=True,
                census_year=2025,
                teachers=40,
                stayed=40 - place % 9,
                moved_within=place % 9,
                moved_elsewhere=0,
                left=0,
                unknown=0,
            )
            for place, partner in enumerate(_partners())
        ),
    )


def _partners() -> list[int]:
    from alliance.models import Partner

    return list(Partner.objects.order_by("pk").values_list("pk", flat=True))


LISTS = (
    Listed("partners", "partners/", 50),
    Listed("members", "settings/people/", 50, _members),
    Listed("invitations", "settings/people/invited/", 50, _invitations),
    Listed("prospects", "prospects/table/", 50, _prospects),
    Listed("approvals", "approvals/", 50, _approvals),
    Listed("pupils", "facts/", 50, _pupils),
    Listed("pupils_by_figure", "facts/?sort=-figure", 50),
    Listed("teachers", "facts/teachers/", 50, _teachers),
)
