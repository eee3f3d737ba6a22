"""How many belong to an alliance, are invited, and did belong, and what those who do hold.

An index has everybody in the order of their roles. So each set of roles that is held is found by one step
into it, and counted there: in a quarter of the time that taking apart the roles of 20,000 takes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from alliance.choices import Role
from alliance.models import Alliance, Invitation

BY_ROLES = """
WITH RECURSIVE held AS (
    (SELECT roles FROM alliance_membership
      WHERE alliance_id = %(alliance)s
      ORDER BY roles LIMIT 1)
    UNION ALL
    SELECT (SELECT membership.roles FROM alliance_membership AS membership
             WHERE membership.alliance_id = %(alliance)s AND membership.roles > held.roles
             ORDER BY membership.roles LIMIT 1)
      FROM held
     WHERE held.roles IS NOT NULL
)
SELECT held.roles, counted.current, counted.everybody
  FROM held
 CROSS JOIN LATERAL (
       SELECT count(*) AS everybody,
              count(*) FILTER (WHERE ended_at IS NULL AND (ends_on IS NULL OR ends_on >= %(today)s))
              AS current
         FROM alliance_membership
        WHERE alliance_id = %(alliance)s AND roles = held.roles) AS counted
 WHERE held.roles IS NOT NULL
"""
"""Who goes on is said as `Membership.objects.current` says it."""


@dataclass(frozen=True)
class PeopleCounts:
    """`holding` says of each role that a member holds how many do, in the order of the glossary."""

    members: int
    invited: int
    former: int
    holding: Mapping[str, int]


def people_counts(alliance: Alliance) -> PeopleCounts:
    """Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(BY_ROLES, {"alliance": alliance.pk, "today": timezone.localdate()})
        counted = cursor.fetchall()
    members = sum(current for _, current, _ in counted)
    holding = Counter[str]()
    for roles, current, _ in counted:
        holding.update(dict.fromkeys(roles, current))
    return PeopleCounts(
        members=members,
        invited=Invitation.objects.pending().filter(alliance=alliance).count(),
        former=sum(everybody for _, _, everybody in counted) - members,
        holding={role.value: holding[role] for role in Role if holding[role]},
    )
