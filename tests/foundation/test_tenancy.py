"""Python fails closed, and PostgreSQL fails closed behind it."""

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from alliance.models import Contact, Partner
from foundation.audit.models import AuditEvent
from foundation.tenancy.scope import OutsideAlliance, acting_as, acting_within, current_scope
from tests.factories.alliance import AllianceFactory, ContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def test_outside_an_alliance_the_manager_raises() -> None:
    with pytest.raises(OutsideAlliance):
        Partner.objects.count()


def test_outside_an_alliance_the_database_refuses_even_raw_sql(alliance: object) -> None:
    PartnerFactory()
    with acting_as(), pytest.raises((DataError, ProgrammingError)), transaction.atomic():
        connection.cursor().execute("SELECT count(*) FROM alliance_partner")


def test_none_is_refused_as_an_alliance() -> None:
    with pytest.raises(OutsideAlliance), acting_within(None):
        pass


def test_the_scope_nests_and_is_restored(alliance: object, other_alliance: object) -> None:
    mine = PartnerFactory()
    with acting_within(other_alliance):
        theirs = PartnerFactory()
        assert list(Partner.objects.all()) == [theirs]
    assert list(Partner.objects.all()) == [mine]
    assert current_scope().alliance_id == alliance.pk


def test_raw_sql_sees_only_the_alliance_in_scope(alliance: object, other_alliance: object) -> None:
    mine = PartnerFactory()
    with acting_within(other_alliance):
        PartnerFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM alliance_partner")
        assert cursor.fetchall() == [(mine.pk,)]


def test_a_row_cannot_be_written_for_another_alliance(alliance: object, other_alliance: object) -> None:
    partner = PartnerFactory.build(school=None, alliance=other_alliance)
    with pytest.raises(ValueError, match="another alliance"):
        partner.save()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO foundation_notification"
            " (alliance_id, public_id, user_id, sentence, href, created_at)"
            " VALUES (%s, gen_random_uuid(), 1, '', '', now())",
            [other_alliance.pk],
        )


def test_a_row_cannot_be_moved_to_another_alliance(alliance: object, other_alliance: object) -> None:
    partner = PartnerFactory()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(alliance=other_alliance)


def test_a_foreign_key_cannot_reach_into_another_alliance(alliance: object) -> None:
    theirs_alliance = AllianceFactory()
    with acting_within(theirs_alliance):
        theirs = PartnerFactory()
    ContactFactory(partner=theirs)
    with pytest.raises(IntegrityError, match="contact_partner_fk"), transaction.atomic():
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


def test_a_refused_savepoint_keeps_the_scope(alliance: object) -> None:
    PartnerFactory()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), acting_within(AllianceFactory()):
        raise ZeroDivisionError
    assert Partner.objects.count() == 1


def test_the_audit_trail_names_personal_columns_without_their_values(alliance: object) -> None:
    contact = ContactFactory(name="Anselm Goodacre")
    Contact.objects.filter(pk=contact.pk).update(name="Leah Winterbourne", is_main=True)
    event = AuditEvent.objects.about(contact).first()
    assert event.changes == {"name": None, "is_main": [False, True]}


def test_the_application_cannot_write_the_audit_trail(alliance: object) -> None:
    ContactFactory()
    for statement in (
        "UPDATE foundation_auditevent SET action = 'D'",
        "DELETE FROM foundation_auditevent",
        "INSERT INTO foundation_auditevent SELECT * FROM foundation_auditevent",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("tsa_app", False)
