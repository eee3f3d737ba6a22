"""How many requests a reader may make: so many in each minute.

Counted in the memory of each web process, so that reading costs no write and no other service: with
several processes a reader may get up to so many times the allowance. It keeps a runaway client from filling
a process; it does not meter.
"""

import math
import threading
import time
from dataclasses import dataclass

REQUESTS = 600
WINDOW_SECONDS = 60
POLICY = f'"default";q={REQUESTS};w={WINDOW_SECONDS}'
"""`RateLimit-Policy`, as in the IETF's draft "RateLimit header fields for HTTP"."""


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


class Allowance:
    """A count for each reader in the present window."""

    def __init__(self, requests: int = REQUESTS, window: int = WINDOW_SECONDS) -> None:
        self.requests, self.window = requests, window
        self._lock = threading.Lock()
        self._began = 0
        self._counts: dict[str, int] = {}

    def take(self, reader: str, now: float | None = None) -> Standing:
        """Count one request of `reader` at `now` (seconds; the process's clock by default)."""
        now = time.monotonic() if now is None else now
        began = int(now // self.window)
        with self._lock:
            if began != self._began:
                self._began, self._counts = began, {}
            count = self._counts[reader] = self._counts.get(reader, 0) + 1
        return Standing(self.requests - count, math.ceil((began + 1) * self.window - now))
