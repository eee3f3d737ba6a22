"""How many requests a reader may make: so many in each minute, whichever web process answers.

The count stands in Redis, which all processes share, and is one round trip. Redis is a hint here as
everywhere: when it does not answer at once, each process counts for itself and asks Redis again some seconds
later. With several processes a reader may then get up to so many times the allowance, never less of it. It
keeps a runaway client from filling the portal; it does not meter.
"""

import math
import threading
import time
from dataclasses import dataclass

import redis
import structlog

REQUESTS = 600
WINDOW_SECONDS = 60
POLICY = f'"default";q={REQUESTS};w={WINDOW_SECONDS}'
"""`RateLimit-Policy`, as in the IETF's draft "RateLimit header fields for HTTP"."""
PATIENCE_SECONDS = 0.05
PAUSE_SECONDS = 5.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Standing:
    """What is left in this window, and in how many seconds the next one begins."""

    left: int
    resets_in: int

    @property
    def exhausted(self) -> bool:
        return self.left < 0

    @property
    def header(self) -> str:
        """`RateLimit`."""
        return f'"default";r={max(self.left, 0)};t={self.resets_in}'


class SharedCounts:
    """Counts in Redis. `name` keeps portals apart that share one."""

    def __init__(self, url: str, name: str) -> None:
        self._client = redis.Redis.from_url(
            url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS, retry=None
        )
        self._name = name
        self._ask_from = 0.0

    def add(self, reader: str, window: int, seconds: int) -> int | None:
        """The count of this window with this request in it; None while Redis does not answer."""
        if time.monotonic() < self._ask_from:
            return None
        key = f"{self._name}:allowance:{reader}:{window}"
        try:
            with self._client.pipeline(transaction=False) as pipeline:
                pipeline.incr(key)
                pipeline.expire(key, 2 * seconds)
                return int(pipeline.execute()[0])
        except (redis.RedisError, OSError) as problem:
            self._ask_from = time.monotonic() + PAUSE_SECONDS
            log.warning("allowance_counted_alone", because=type(problem).__name__)
            return None


class Allowance:
    """A count for each reader in the present window: everybody's, or at least this process's own."""

    def __init__(
        self, requests: int = REQUESTS, window: int = WINDOW_SECONDS, shared: SharedCounts | None = None
    ) -> None:
        self.requests, self.window, self.shared = requests, window, shared
        self._lock = threading.Lock()
        self._began = 0
        self._counts: dict[str, int] = {}

    def take(self, reader: str, now: float | None = None) -> Standing:
        """Count one request of `reader` at `now` (seconds since 1970, which all processes agree on)."""
        now = time.time() if now is None else now
        began = int(now // self.window)
        own = self._own(reader, began)
        everybodys = self.shared.add(reader, began, self.window) if self.shared else None
        count = own if everybodys is None else max(own, everybodys)
        return Standing(self.requests - count, math.ceil((began + 1) * self.window - now))

    def _own(self, reader: str, began: int) -> int:
        with self._lock:
            if began != self._began:
                self._began, self._counts = began, {}
            count = self._counts[reader] = self._counts.get(reader, 0) + 1
        return count
