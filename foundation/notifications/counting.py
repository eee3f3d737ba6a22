"""How many notifications are unread: asked for by every page.

What a member was told is read first, by an index and in plain SQL. Whether they may still see it is asked
only of the kinds that this found, and only where something of them can be kept from the member.
"""

from typing import Any

from django.db import connection

from foundation.notifications.kinds import sees_all_of
from foundation.notifications.models import Notification
from foundation.tenancy.scope import current_alliance_id

LATEST_UNREAD = """
SELECT kind, count(*)
  FROM (SELECT kind FROM foundation_notification
         WHERE alliance_id = %s AND user_id = %s AND read_at IS NULL
         ORDER BY id DESC LIMIT %s) AS latest
 GROUP BY kind
"""


def unread_count(member: Any, *, most: int) -> int:
    """How many this member has not read, of things they may still see; up to `most`."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST_UNREAD, (current_alliance_id(), member.user_id, most))
        told = dict(cursor.fetchall())
    count = sum(told.values())
    if sees_all_of(member, told):
        return count
    among = told if count < most else None  # of earlier ones the kinds are not known
    return int(Notification.objects.for_member(member, among).unread()[:most].count())
