#!/usr/bin/env python3
"""Mirror what an alliance shares with you into SQLite, and keep it in step. Python 3.11, nothing to install.

    export TSA_PORTAL=https://portal.example.org TSA_ALLIANCE=eastmoor TSA_TOKEN=tsa_…
    python tsa_sync.py mirror.sqlite            # up to now; run it as often as you like
    python tsa_sync.py mirror.sqlite --follow   # and stay in step until it is stopped

The objects of a page and the place behind them are written in one transaction. Stopped at any moment, killed
or without power, it goes on where it stood: nothing is missed, and what comes twice does no harm.

Use it as a library, too: `Mirror(path).sync(Portal(address, alliance, token))`.
"""

import argparse
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

PAGE = 1_000
TIMEOUT_SECONDS = 60
LONGEST_PAUSE = 60.0
TRIES = 8
SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, json TEXT NOT NULL,
    round INTEGER NOT NULL,
    PRIMARY KEY (type, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
    one INTEGER PRIMARY KEY CHECK (one = 1), next TEXT NOT NULL, round INTEGER NOT NULL);
"""
KEEP = """
INSERT INTO object (type, id, version, json, round) VALUES (:type, :id, :version, :json, :round)
ON CONFLICT (type, id) DO UPDATE SET version = excluded.version, json = excluded.json, round = excluded.round
"""


class Refused(Exception):
    """The portal said no, and asking again would not help; the text says why and what to do."""


@dataclass
class Portal:
    """One alliance of a portal, as one credential sees it."""

    address: str
    alliance: str
    token: str
    page: int = PAGE

    def __post_init__(self) -> None:
        if not self.address.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise Refused(f"{self.address} is no https address: the credential would be readable on the way.")

    @property
    def beginning(self) -> str:
        """Where the full state begins."""
        return f"{self.address.rstrip('/')}/api/v1/alliances/{self.alliance}/changes?limit={self.page}"

    def get(self, address: str) -> tuple[int, dict[str, Any], float]:
        """Status, body, and the seconds to wait before asking again. Tries again what may pass."""
        for attempt in range(TRIES):
            try:
                return self._ask(address)
            except (urllib.error.URLError, OSError) as problem:
                if attempt == TRIES - 1:
                    raise
                pause = min(LONGEST_PAUSE, 2.0**attempt)
                print(f"{problem}: trying again in {pause:g} s", file=sys.stderr)
                time.sleep(pause)
        raise AssertionError("not reached")

    def _ask(self, address: str) -> tuple[int, dict[str, Any], float]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310  # checked when it was given
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # likewise
                return answer.status, json.load(answer), float(answer.headers.get("Retry-After", 0))
        except urllib.error.HTTPError as problem:
            if problem.code == 410:
                return problem.code, json.load(problem), 0.0
            if problem.code == 429 or problem.code >= 500:
                time.sleep(min(LONGEST_PAUSE, float(problem.headers.get("Retry-After", 1))))
                raise
            raise Refused(_reason(problem)) from None


def _reason(problem: urllib.error.HTTPError) -> str:
    try:
        return f"{problem.code}: {json.load(problem)['detail']}"
    except (ValueError, KeyError):
        return str(problem)


class Mirror:
    """A copy in a SQLite file: table `object`, a row for each object, its members in `json`.

    `round` is raised when the portal says to start again: what the new full state did not name is removed
    once it is whole.
    """

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.executescript(SCHEMA)

    def sync(self, portal: Portal) -> float:
        """Bring the copy in step; the seconds after which the portal suggests to ask again."""
        while True:
            address, number = self._place(portal)
            status, answer, wait = portal.get(address)
            if status == 410:
                self._start_again(answer["resync"], number)
                continue
            self._take_over(answer, number)
            if answer["meta"]["head"]:
                return wait

    def count(self) -> int:
        """How many objects there are."""
        return int(self.database.execute("SELECT count(*) FROM object").fetchone()[0])

    def _place(self, portal: Portal) -> tuple[str, int]:
        found = self.database.execute("SELECT next, round FROM place").fetchone()
        return found or (portal.beginning, 1)

    def _take_over(self, answer: dict[str, Any], number: int) -> None:
        """A page and the place behind it: both, or neither."""
        with self.database:
            self.database.execute("BEGIN")
            for each in answer["data"]:
                if each.get("deleted"):
                    self.database.execute("DELETE FROM object WHERE type = :type AND id = :id", each)
                else:
                    row = {"type": each["type"], "id": each["id"], "version": each["version"]}
                    self.database.execute(KEEP, {**row, "json": json.dumps(each), "round": number})
            if not answer["meta"]["full_state"]:
                self.database.execute("DELETE FROM object WHERE round < ?", [number])
            self._remember(answer["links"]["next"], number)

    def _start_again(self, address: str, number: int) -> None:
        with self.database:
            self._remember(address, number + 1)

    def _remember(self, address: str, number: int) -> None:
        self.database.execute(
            "INSERT INTO place (one, next, round) VALUES (1, ?, ?)"
            " ON CONFLICT (one) DO UPDATE SET next = excluded.next, round = excluded.round",
            [address, number],
        )


def run(mirror: Mirror, portal: Portal, *, follow: bool) -> None:
    """Once, or for ever."""
    while True:
        wait = mirror.sync(portal)
        print(f"In step: {mirror.count()} objects", flush=True)
        if not follow:
            return
        time.sleep(wait)


def main() -> int:
    """The command line; 0 when the copy is in step."""
    parser = argparse.ArgumentParser(description="Mirror what an alliance shares with you into SQLite.")
    parser.add_argument("mirror", help="the SQLite file; made when it is not there")
    parser.add_argument("--follow", action="store_true", help="stay in step until stopped")
    parser.add_argument("--page", type=int, default=PAGE, help="objects a page, 1 to 5000 (%(default)s)")
    options = parser.parse_args()
    try:
        where = [os.environ[name] for name in ("TSA_PORTAL", "TSA_ALLIANCE", "TSA_TOKEN")]
        run(Mirror(options.mirror), Portal(*where, page=options.page), follow=options.follow)
        return 0
    except KeyError as missing:
        print(f"Set {missing.args[0]}: see the beginning of this file.", file=sys.stderr)
        return 2
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
