"""The scope goes with the first statement of a transaction, whatever kind of statement that is."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alliance.models import Partner
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, PartnerFactory

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = "SELECT name FROM alliance_partner"


@pytest.fixture
def mine() -> Iterator[Any]:
    """An alliance with one partner, beside another with one."""
    mine, theirs = AllianceFactory(), AllianceFactory()
    for alliance, name in ((mine, "Ours"), (theirs, "Theirs")):
        with acting_within(alliance), transaction.atomic():
            PartnerFactory(name=name)
    return mine


def plain(cursor: Any) -> list[str]:
    cursor.execute(NAMES)
    return [name for (name,) in cursor.fetchall()]


def copied(cursor: Any) -> list[str]:
    sink = io.StringIO()
    cursor.copy_expert(f"COPY ({NAMES}) TO STDOUT", sink)
    return sink.getvalue().splitlines()


def on_the_server(_: Any) -> list[str]:
    with connection.chunked_cursor() as cursor:
        return plain(cursor)


def one_after_another(cursor: Any) -> list[str]:
    cursor.executemany("UPDATE alliance_partner SET name = name || %s", [("!",)])
    assert cursor.rowcount == 1
    return [name.removesuffix("!") for name in plain(cursor)]


@pytest.mark.parametrize("read", [plain, copied, on_the_server, one_after_another])
def test_the_first_statement_sees_the_alliance_in_scope_and_no_other(
    mine: Any, read: Callable[[Any], list[str]]
) -> None:
    with acting_within(mine), transaction.atomic(), connection.cursor() as cursor:
        assert read(cursor) == ["Ours"]


def test_a_called_function_knows_the_scope(mine: Any) -> None:
    with acting_within(mine), transaction.atomic(), connection.cursor() as cursor:
        cursor.callproc("current_setting", ["app.alliance_id"])
        assert cursor.fetchall() == [(str(mine.pk),)]


def test_a_scope_entered_before_the_first_statement_is_the_one_that_counts(mine: Any) -> None:
    theirs = AllianceFactory()
    with acting_within(theirs), transaction.atomic():
        with acting_within(mine):
            assert list(Partner.objects.values_list("name", flat=True)) == ["Ours"]
        assert Partner.objects.count() == 0


def test_after_a_first_statement_that_never_left_the_next_one_has_the_scope(mine: Any) -> None:
    with acting_within(mine), transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(ValueError, match="NUL"):
            cursor.execute("SELECT %s", ["a\0"])
        assert plain(cursor) == ["Ours"]


def test_after_a_savepoint_in_which_one_failed_the_next_statement_has_the_scope(mine: Any) -> None:
    with acting_within(mine), transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("SELECT no_such_column FROM alliance_partner")
        assert plain(cursor) == ["Ours"]


def test_after_a_savepoint_that_was_given_up_the_next_statement_has_the_scope(mine: Any) -> None:
    with acting_within(mine), transaction.atomic(), connection.cursor() as cursor:
        with transaction.atomic():
            assert plain(cursor) == ["Ours"]
            transaction.set_rollback(True)
        assert plain(cursor) == ["Ours"]


def test_the_next_transaction_does_not_inherit_the_scope(mine: Any) -> None:
    with acting_within(mine), transaction.atomic(), connection.cursor() as cursor:
        assert plain(cursor) == ["Ours"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.alliance_id')")
        assert cursor.fetchone() == ("",)


def test_what_is_shown_of_a_statement_is_the_statement_alone(mine: Any) -> None:
    with CaptureQueriesContext(connection) as captured, acting_within(mine), transaction.atomic():
        assert Partner.objects.count() == 1
    assert [query["sql"].split(" ")[0] for query in captured] == ["BEGIN", "SELECT", "COMMIT"]
    assert "set_config" not in "".join(query["sql"] for query in captured)


def test_a_transaction_without_a_statement_asks_the_server_nothing(mine: Any) -> None:
    with acting_within(mine), transaction.atomic():
        assert connection.connection.info.transaction_status == 0
