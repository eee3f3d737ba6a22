"""The feed's table: who may write it, how it is noted by hand and forgotten, and when it begins anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from alliance.models import School
from foundation.feed import write
from foundation.feed.generation import GENERATION
from foundation.feed.models import Change, FeedGeneration
from foundation.feed.operations import CreateVersionFunction, FeedPart, FeedTable, VersionTable
from foundation.feed.resources import UnknownType
from foundation.feed.write import note_change, prune_changes
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, PartnerFactory, PartnerRoleFactory, SchoolFactory

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def changes() -> list[tuple[str, int]]:
    return list(Change.objects.order_by("id").values_list("type", "object_id"))


def age_of(days: float) -> None:
    """A change as it was written so many days ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_change (alliance_id, at, xid, type, object_id, public_id, shared_before,"
            " shared_after) VALUES (current_setting('app.alliance_id')::bigint, %s, pg_current_xact_id(),"
            " 'aged', %s, gen_random_uuid(), false, false)",
            [NOW - timedelta(days=days), int(days)],
        )


@pytest.mark.django_db
class TestTriggers:
    def test_a_change_carries_its_transaction_and_who_could_see_the_object(self, alliance: Any) -> None:
        partner = PartnerFactory()
        other = PartnerFactory(listed=False)
        contact = ContactFactory(partner=partner)
        contact.partner = other
        contact.save()
        contact_id = contact.pk
        contact.delete()
        found = Change.objects.filter(type="contact").order_by("id")
        assert list(found.values_list("object_id", "holder_before", "holder_after", "shared_before")) == [
            (contact_id, None, partner.pk, False),
            (contact_id, partner.pk, other.pk, False),
            (contact_id, other.pk, None, False),
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text")
            assert {str(xid) for xid in found.values_list("xid", flat=True)} == {cursor.fetchone()[0]}

    def test_a_partners_school_comes_and_goes_with_it(self, alliance: Any) -> None:
        partner = PartnerFactory()
        partner.listed = False
        partner.save()
        partner.name = "Renamed"
        partner.save()
        partner_id, school_id = partner.pk, partner.school_id
        partner.delete()
        school = ("school", school_id)
        told = [("partner", partner_id), school, ("partner", partner_id), school]
        assert changes() == [*told, ("partner", partner_id), ("partner", partner_id), school]

    def test_a_role_is_a_change_of_its_partner(self, alliance: Any) -> None:
        partner = PartnerFactory(school=None, organisation="other", reason="Charity")
        before = changes()
        role = PartnerRoleFactory(partner=partner)
        role.delete()
        assert changes() == [*before, ("partner", partner.pk), ("partner", partner.pk)]

    def test_the_register_keeps_versions_of_its_schools(self, db: None) -> None:
        school = SchoolFactory()
        School.objects.filter(pk=school.pk).update(town="Fernwold")
        School.objects.filter(pk=school.pk).update(town="Eastmoor")
        school = School.objects.get(pk=school.pk)
        assert school.version == 3
        assert abs(school.updated_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.django_db
class TestRights:
    def test_the_application_cannot_rewrite_the_feed(self, alliance: Any) -> None:
        PartnerFactory()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Change.objects.update(type="other")

    def test_the_feed_of_another_alliance_is_not_there(self, alliance: Any, other_alliance: Any) -> None:
        with acting_within(other_alliance):
            PartnerFactory()
        assert changes() == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM foundation_change")
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db
class TestNoting:
    def test_each_object_that_the_alliance_knows_is_noted_once(self, alliance: Any) -> None:
        partner, elsewhere = PartnerFactory(), SchoolFactory()
        before = changes()
        assert note_change("school", [partner.school_id, elsewhere.pk, partner.school_id]) == 1
        assert changes() == [*before, ("school", partner.school_id)]

    def test_nothing_to_note_is_nothing_noted(self, alliance: Any) -> None:
        assert note_change("school", []) == 0

    def test_an_unknown_type_is_refused(self, alliance: Any) -> None:
        with pytest.raises(UnknownType):
            note_change("evil", [1])


@pytest.mark.django_db
class TestForgetting:
    def test_what_no_cursor_may_ask_for_is_deleted(
        self, alliance: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(write, "BATCH", 2)
        for days in (900, 500, 402, 401.5, 400.5, 399, 1):
            age_of(days)
        assert prune_changes(NOW) == 4
        assert [age for _, age in changes()] == [400, 399, 1]
        assert prune_changes(NOW) == 0

    def test_another_alliances_history_is_left_alone(self, alliance: Any, other_alliance: Any) -> None:
        with acting_within(other_alliance):
            age_of(900)
        age_of(900)
        assert prune_changes(NOW) == 1
        with acting_within(other_alliance):
            assert changes() == [("aged", 900)]


@contextmanager
def as_owner() -> Iterator[None]:
    """The connection logs in as the owning role, as the command does."""
    app = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({**settings.DATABASE_OWNER, "NAME": app["NAME"]})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(app)


def generation() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {GENERATION}")
        return str(cursor.fetchone()[0])


def told_by(*arguments: str) -> str:
    output = StringIO()
    with as_owner():
        call_command("renew_feed", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.django_db(transaction=True)
class TestGenerations:
    def test_it_stays_the_same_until_it_is_renewed(self, alliance: Any) -> None:
        first = generation()
        assert generation() == first
        with transaction.atomic():
            PartnerFactory()
        assert "begins a new generation" in told_by()
        assert generation() != first
        with transaction.atomic():
            assert changes() == []

    def test_the_database_it_was_written_in_goes_on(self, transactional_db: None) -> None:
        assert "goes on" in told_by("--if-moved")
        known = generation()
        assert "goes on" in told_by("--if-moved")
        assert generation() == known

    def test_another_database_begins_anew(self, transactional_db: None) -> None:
        told_by("--if-moved")
        FeedGeneration.objects.update(cluster="where the backup was made")
        known = generation()
        assert "begins a new generation" in told_by("--if-moved")
        assert generation() != known

    def test_the_application_cannot_renew_it(self, transactional_db: None) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            call_command("renew_feed")


def test_operations_can_be_written_and_reversed() -> None:
    operations = [
        CreateVersionFunction(),
        VersionTable("thing"),
        FeedTable(
            "thing", type="thing", holder="id", shared="{row}.shown", related={"of": ["other", "other_id"]}
        ),
        FeedPart("part", whole="thing", column="thing_id", type="thing", holder="id"),
    ]
    for operation in operations:
        name, args, kwargs = operation.deconstruct()
        again = {each.__name__: each for each in map(type, operations)}[name](*args, **kwargs)
        assert (again.sql, again.reverse_sql) == (operation.sql, operation.reverse_sql)
        assert operation.describe()
        assert operation.reversible
