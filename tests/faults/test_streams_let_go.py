"""The portal's own server streams much, holds little of it, and lets go when its reader goes."""

import http.client
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import psutil
import pytest
from django.db import connection, transaction

from alliance.models import Partner
from foundation.tenancy.scope import acting_within
from tests.api_client import System, system_of
from tests.factories.alliance import AllianceFactory, PartnerFactory
from tests.faults.conftest import eventually
from tsa_portal.runtime.bench_database import with_database
from tsa_portal.runtime.web import serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]

PARTNERS, LENGTH = 1_500, 28_000
STREAMED = PARTNERS * LENGTH
HELD_AT_MOST = STREAMED // 3
PIECE = 1 << 16


@pytest.fixture
def system(transactional_db: None) -> System:
    """One partner's, in an alliance whose list is some forty megabytes."""
    with acting_within(AllianceFactory()), transaction.atomic():
        Partner.objects.bulk_create(
            Partner(
                organisation="other",
                name=f"Organisation {number}",
                reason="Charity",
                address="x" * LENGTH,
                joined_on=date(2025, 9, 1),
            )
            for number in range(PARTNERS)
        )
        return system_of(PartnerFactory())


@pytest.fixture
def server(system: System) -> Iterator[str]:
    database = with_database(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    with serving({"DATABASE_URL": database}) as address:
        yield address


def stream(
    server: str, system: System, path: str = "partners"
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    host = urlsplit(server)
    client = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    headers = {"Authorization": f"Bearer {system.text}", "Accept": "application/x-ndjson"}
    client.request("GET", f"/api/v1/alliances/{system.slug}/{path}", headers=headers)
    response = client.getresponse()
    assert response.status == 200
    return client, response


def copies_under_way(system: System) -> int:
    with acting_within(system.credential.alliance_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query ~ '^\\s*COPY' AND state <> 'idle'"
        )
        return int(cursor.fetchone()[0])


def memory() -> int:
    """Bytes that the server's processes hold."""
    children = psutil.Process().children(recursive=True)
    return sum(each.memory_info().rss for each in children if "granian" in " ".join(each.cmdline()))


def test_a_stream_is_passed_on_and_not_gathered(server: str, system: System) -> None:
    for path in ("schools", "contacts"):  # what the first requests load stays, whatever they stream
        client, response = stream(server, system, path)
        response.read()
        client.close()
    before, most, length, pieces, last = memory(), 0, 0, 0, b""
    client, response = stream(server, system)
    while piece := response.read1(PIECE):
        length, last = length + len(piece), last[-1_000:] + piece
        pieces += 1
        most = max(most, memory()) if pieces % 20 == 0 else most
    client.close()
    end = json.loads(last.splitlines()[-1])
    assert (end["type"], end["count"]) == ("end", PARTNERS + 1)
    assert length > STREAMED
    assert 0 < before <= most < before + HELD_AT_MOST


@pytest.mark.parametrize("number", [1, 6])
def test_a_reader_that_leaves_takes_its_transaction_along(number: int, server: str, system: System) -> None:
    """Also more of them, one after the other, than there is room for at once."""
    for _ in range(number):
        client, response = stream(server, system)
        response.read1(PIECE)
        assert copies_under_way(system) == 1
        response.close()
        client.close()
        eventually(_none_of(system), seconds=20)


def _none_of(system: System) -> Callable[[], bool]:
    return lambda: copies_under_way(system) == 0
