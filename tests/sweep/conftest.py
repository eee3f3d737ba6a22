"""The swept world, made once for all tests of a module, which each find it as it was made."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.sweep.world import World, build


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """In a transaction around those of the tests, so that each takes back only what it did itself.

    It may take longer than the five minutes that the portal's own transactions have.
    """
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        for limit in ("transaction_timeout", "idle_in_transaction_session_timeout"):
            _lift(limit)
        yield build()
        transaction.set_rollback(True)


def _lift(limit: str) -> None:
    """For this transaction; PostgreSQL before 17 knows no limit of whole transactions."""
    with connection.cursor() as cursor:
        known = "SELECT set_config(name, '0', true) FROM pg_settings WHERE name = %s"
        cursor.execute(known, [limit])
