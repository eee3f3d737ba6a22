"""The published files imported once for these tests, and taken out after them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.realdata import published


@dataclass(frozen=True)
class Imported:
    """The reports of the imports, in the order they were made; `again` the same files once more; what was
    loaded."""

    england: object
    list_2018: object
    extract: object
    again: list[object]
    loaded: object
    loaded_again: object


@pytest.fixture(scope="package")
def imported(django_db_setup: None, django_db_blocker: object) -> Iterator[Imported]:
    missing = published.missing()
    if missing:
        pytest.skip(f"{missing[0]} is not there: set TSA_REAL_DATA to the folder of the published files.")
    from alliance.actions.import_register import import_register
    from alliance.actions.load_alliances import load_alliances

    def england() -> object:
        return import_register(file=published.ENGLAND)

    def list_2018() -> object:
        return import_register(file=published.LIST_2018, layout="list2018")

    def extract() -> object:
        return import_register(file=published.EXTRACT, links=published.LINKS)

    def load() -> object:
        return load_alliances(teaching_schools=published.TEACHING_SCHOOLS, sites=published.SITES)

    with django_db_blocker.unblock():
        try:
            first = (england(), list_2018(), extract())
            analyse()
            again = [england(), list_2018(), extract()]
            yield Imported(*first, again, load(), load())
        finally:
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


def analyse() -> None:
    """Statistics of what was imported, which a server gathers by itself some minutes later."""
    at = connection.settings_dict
    owner = settings.DATABASE_OWNER
    with (
        closing(
            psycopg2.connect(
                host=at["HOST"],
                port=at["PORT"] or None,
                user=owner["USER"],
                password=owner["PASSWORD"],
                dbname=at["NAME"],
            )
        ) as as_owner,
        as_owner,
        as_owner.cursor() as cursor,
    ):
        cursor.execute("ANALYZE")
