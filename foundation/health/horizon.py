"""How far the change feed is held back: it ends below the oldest transaction still running (docs/adr/0007).

How old that transaction is no row tells: it may be another database's, or a role's that we may not look at.
So whoever asks now and again remembers which transactions were to come then. As long as one that was known
then is still running, the feed has not passed that moment.
"""

import time
from collections import deque

from django.db import connection

SNAPSHOT = """
SELECT pg_snapshot_xmin(seen)::text::bigint, pg_snapshot_xmax(seen)::text::bigint
  FROM pg_current_snapshot() AS seen
"""
MOST_REMEMBERED = 3_600


class Horizon:
    """Watched by asking `lag` every few seconds, which is also how precise the answer is."""

    def __init__(self) -> None:
        self._passed: deque[tuple[float, int]] = deque(maxlen=MOST_REMEMBERED)

    def lag(self) -> float:
        """Seconds since the moment up to which the feed can tell everything. Outside a transaction."""
        with connection.cursor() as cursor:
            cursor.execute(SNAPSHOT)
            oldest_running, next_to_come = cursor.fetchone()
        return self._lag(time.monotonic(), oldest_running, next_to_come)

    def _lag(self, now: float, oldest_running: int, next_to_come: int) -> float:
        while self._passed and self._passed[0][1] <= oldest_running:
            self._passed.popleft()
        held_back = oldest_running < next_to_come
        if held_back and (not self._passed or self._passed[-1][1] < next_to_come):
            self._passed.append((now, next_to_come))
        return now - self._passed[0][0] if self._passed else 0.0
