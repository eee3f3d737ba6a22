"""Whom a page is served to: the memberships that may be entered, read for every page of an alliance.

Django spends three times as long on composing this statement as PostgreSQL on answering it, so it is composed
once a day and for nobody in particular; who it is comes in when it is sent.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.utils import timezone

from alliance.models import Alliance, Membership, School, User
from foundation.accounts.second_factor import has_second_factor

SOMEBODY = -1
"""Nobody's id: stands in the statement where the person's goes."""


SHOWN = frozenset(
    ("id", "public_id", "urn", "name", "status", "successor_id", "resolved_id", "easting", "northing")
)
"""What pages show of a lead school; the register knows forty more columns."""


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    """In the order in which a row of the model takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


MEMBERSHIP, ALLIANCE = _columns(Membership), _columns(Alliance)
LEAD_SCHOOL = tuple(column for column in _columns(School) if column in SHOWN)
UNTIL_ALLIANCE, UNTIL_SCHOOL = len(MEMBERSHIP), len(MEMBERSHIP) + len(ALLIANCE)


def memberships_to_enter(user: User) -> list[Membership]:
    """All of one person's that have not ended, each with its alliance, what is shown of its lead school, and
    whether the person has a second factor.
    """
    statement, values = _statement(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(statement, [user.pk if value == SOMEBODY else value for value in values])
        return [_membership(row, user) for row in cursor.fetchall()]


@lru_cache(maxsize=1)
def _statement(today: date) -> tuple[str, tuple[Any, ...]]:
    """What `memberships_to_enter` asks on this day, and with which values."""
    mine = Membership.objects.current(today).filter(user=SOMEBODY)
    lead_school = (f"alliance__lead_school__{column}" for column in LEAD_SCHOOL)
    found = mine.annotate(has_one=has_second_factor(SOMEBODY)).values_list(
        *MEMBERSHIP, *(f"alliance__{column}" for column in ALLIANCE), *lead_school, "has_one"
    )
    return found.query.sql_with_params()


def _membership(row: Sequence[Any], user: User) -> Membership:
    *values, has_one = row
    membership = Membership.from_db(connection.alias, MEMBERSHIP, values[:UNTIL_ALLIANCE])
    alliance = Alliance.from_db(connection.alias, ALLIANCE, values[UNTIL_ALLIANCE:UNTIL_SCHOOL])
    if alliance.lead_school_id is not None:
        alliance.lead_school = School.from_db(connection.alias, LEAD_SCHOOL, values[UNTIL_SCHOOL:])
    membership.alliance, membership.user, membership.has_second_factor = alliance, user, has_one
    return membership
