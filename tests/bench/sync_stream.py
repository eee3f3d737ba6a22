"""How near a stream comes to PostgreSQL itself: all of 100,000 partners at once, against `psql` and COPY.

The portal's own server answers `Accept: application/x-ndjson` over HTTP, uncompressed, with row-level
security and a school's view on. The limit is that of `sync`: the rows as `row_to_json`, read without either.
"""

import http.client
import json
import subprocess
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from tests.bench import sync

NAME = "sync_stream"
LIMIT = {"ratio": (">=", 0.9)}
GOAL = {"ratio": (">=", 1.0)}

PIECE = 1 << 18
PATH = "/api/v1/alliances/eastmoor/partners"


def prepare() -> None:
    """The same rows as `sync`; every one comes, and as the limit writes it."""
    sync.prepare()
    pieces: list[bytes] = []
    stream(pieces.append)
    *lines, end = b"".join(pieces).splitlines()
    rows = sync.copied(subprocess.PIPE).splitlines()
    assert json.loads(end)["count"] == len(lines) == len(rows) == sync.ROWS
    told = {each["id"]: each for each in map(json.loads, lines)}
    assert all(told[each["id"]] == each for each in map(json.loads, rows))


def measure() -> dict[str, float]:
    """The two take turns; seconds of each are summed."""
    api = limit = 0.0
    for _ in range(sync.TURNS):
        began = time.perf_counter()
        stream(len)
        turned = time.perf_counter()
        sync.copied(subprocess.DEVNULL)
        limit += time.perf_counter() - turned
        api += turned - began
    return {"ratio": limit / api, "rows_per_second": sync.TURNS * sync.ROWS / api}


def finish() -> None:
    sync.finish()


def stream(take: Callable[[bytes], object]) -> None:
    """Read the whole stream, in pieces so large that the client's own work is next to nothing."""
    host = urlsplit(sync.BENCH.address)
    client = http.client.HTTPConnection(host.hostname or "", host.port)
    client.request("GET", PATH, headers={**sync.BENCH.headers, "Accept": "application/x-ndjson"})
    response = client.getresponse()
    assert response.status == HTTPStatus.OK
    while piece := response.read1(PIECE):
        take(piece)
    client.close()
