"""What keeping alliances apart costs: a page's six queries in one transaction, with it and without.

With: as `tsa_app`, the scope sent to PostgreSQL, row-level security on every table read. Without: Django's
own backend, as a role that row-level security does not hold, the same queries with the alliance in them. They
take turns, and which goes first takes turns too.
"""

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

NAME = "tenancy"
LIMIT = {"overhead_percent": ("<=", 3)}
GOAL: dict[str, tuple[str, float]] = {}

ALLIANCES, PARTNERS, PAGE = 20, 1_000, 50
WARM_UP, ROUNDS = 20, 250
ALLIANCE: Any = None
PLAIN = "without"


def prepare() -> None:
    """Twenty alliances of a thousand partners each, of which one opens its list."""
    global ALLIANCE
    from alliance.models import Alliance, Contact, Partner, School
    from foundation.tenancy.scope import acting_within
    from tests.bench._signed_in import vacuum
    from tests.factories.alliance import AllianceFactory, SchoolFactory

    for _ in range(ALLIANCES):
        ALLIANCE = AllianceFactory()
        with transaction.atomic(), acting_within(ALLIANCE):
            school = SchoolFactory()
            partners = Partner.objects.bulk_create(
                Partner(
                    organisation="other", name=f"Partner {n:05d}", joined_on="2024-09-01", reason="Invented"
                )
                for n in range(PARTNERS)
            )
            Contact.objects.bulk_create(
                Contact(partner=partner, name="A Contact", email="a@example.org", is_main=True)
                for partner in partners
            )
    assert Alliance.objects.count() >= ALLIANCES
    assert School.objects.filter(pk=school.pk).exists()
    vacuum()
    connections.databases[PLAIN] = {
        **connections["default"].settings_dict,
        **{key: settings.DATABASE_OWNER[key] for key in ("USER", "PASSWORD")},
        "NAME": connections["default"].settings_dict["NAME"],
        "ENGINE": "django.db.backends.postgresql",
    }
    connections[PLAIN] = DatabaseWrapper(connections.databases[PLAIN], PLAIN)


def measure() -> dict[str, float]:
    """By how much the first takes longer, as the median over pairs that were taken one right after the other:
    what slows the machine for a while slows both of a pair alike. The medians of both are in milliseconds.
    """
    times: dict[str, list[float]] = {"default": [], PLAIN: []}
    for number in range(WARM_UP + ROUNDS):
        order = ("default", PLAIN) if number % 2 else (PLAIN, "default")
        for alias in order:
            taken = _timed(_with_scope if alias == "default" else _without)
            if number >= WARM_UP:
                times[alias].append(taken)
    kept_apart, without = times["default"], times[PLAIN]
    ratio = statistics.median(one / other for one, other in zip(kept_apart, without, strict=True))
    return {
        "overhead_percent": (ratio - 1) * 100,
        "with_ms": statistics.median(kept_apart) * 1000,
        "without_ms": statistics.median(without) * 1000,
    }


def _timed(page: Callable[[], int]) -> float:
    began = perf_counter()
    rows = page()
    taken = perf_counter() - began
    if rows != 2 * PAGE + 1:
        raise AssertionError(f"The six queries found {rows} rows.")
    return taken


def _with_scope() -> int:
    from foundation.tenancy.scope import acting_within

    with acting_within(ALLIANCE), transaction.atomic():
        return _six_queries("default")


def _without() -> int:
    with transaction.atomic(using=PLAIN):
        return _six_queries(PLAIN)


def _six_queries(alias: str) -> int:
    """Count, page and main contacts of partners, two figures and the alliance: what a list asks for."""
    from alliance.models import Alliance, Contact, Partner

    def of(model: Any) -> Any:
        return model._base_manager.using(alias).filter(alliance_id=ALLIANCE.pk)

    partners = of(Partner).filter(left_on=None)
    alliance = Alliance._base_manager.using(alias).get(pk=ALLIANCE.pk)
    partners.count()
    page = list(partners.order_by("name", "id")[:PAGE])
    contacts = list(of(Contact).filter(partner_id__in=[partner.pk for partner in page], is_main=True))
    partners.filter(listed=True).count()
    of(Contact).filter(verified_at=None).count()
    return len(page) + len(contacts) + bool(alliance)
