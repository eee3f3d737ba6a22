"""API credentials: made, rotated, narrowed and ended; and nobody keeps their secret."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alliance.actions import credentials as actions
from alliance.actions.credentials import CredentialRefused
from alliance.choices import ApiScope
from alliance.logic.bearer import Bearer
from alliance.models import ApiCredential
from foundation.audit.models import AuditEvent
from tests.factories.alliance import PartnerFactory, UserFactory


def make(partner: Any, **fields: Any) -> tuple[ApiCredential, str]:
    given = {"name": "Arbor", "scopes": ["read:partners"], "by": None, **fields}
    return actions.make_credential(partner=partner, **given)


class TestBearer:
    def test_a_new_one_is_read_back(self) -> None:
        bearer = Bearer.new()
        assert Bearer.read(bearer.text) == bearer
        assert bearer.matches(hashlib.sha256(bearer.secret.encode()).hexdigest())

    def test_no_two_are_alike_and_the_secret_has_256_bits(self) -> None:
        many = [Bearer.new() for _ in range(200)]
        assert len({each.prefix for each in many}) == len({each.secret for each in many}) == 200
        assert {len(bytes.fromhex(each.secret)) for each in many} == {32}

    @pytest.mark.parametrize(
        "text",
        ["", "tsa_", "tsa_abcdefgh_", "tsa_abcdefgh_" + "0" * 63, "tsa_ABCDEFGH_" + "0" * 64,
         "tsa_abcdefgh_" + "0" * 64 + "\n", "xtsa_abcdefgh_" + "0" * 64, "tsa_abcdefgh_" + "g" * 64],
    )  # fmt: skip
    def test_anything_else_is_not_read(self, text: str) -> None:
        assert Bearer.read(text) is None

    def test_another_secret_does_not_match(self) -> None:
        assert not Bearer.new().matches(Bearer.new().digest)


@pytest.mark.django_db
class TestMaking:
    def test_the_database_keeps_the_digest_and_never_the_text(self, alliance: Any) -> None:
        credential, text = make(PartnerFactory(), by=UserFactory())
        bearer = Bearer.read(text)
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(c)::text FROM alliance_apicredential c")
            (row,) = cursor.fetchone()
        assert bearer.digest in row
        assert bearer.secret not in row
        assert (credential.prefix, credential.view_number) == (bearer.prefix, 1)

    def test_the_audit_trail_names_neither_secret_nor_digest(self, alliance: Any) -> None:
        credential, text = make(PartnerFactory())
        events = list(AuditEvent.objects.filter(table="alliance_apicredential"))
        assert [event.action for event in events] == ["I"]
        told = str(events[0].changes)
        assert credential.digest not in told
        assert Bearer.read(text).secret not in told

    def test_it_expires_in_a_year(self, alliance: Any) -> None:
        credential, _ = make(PartnerFactory())
        assert abs(credential.expires_at - timezone.now() - timedelta(days=365)) < timedelta(minutes=1)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"name": "  "}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["read:everything"]}, "scopes"),
            ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expires_at"),
            ({"expires_at": timezone.now() + timedelta(days=731)}, "expires_at"),
        ],
    )
    def test_what_cannot_be_is_refused(self, fields: dict[str, Any], field: str, alliance: Any) -> None:
        with pytest.raises(CredentialRefused) as refusal:
            make(PartnerFactory(), **fields)
        assert refusal.value.field == field
        assert ApiCredential.objects.count() == 0

    def test_a_partner_that_has_left_gets_none(self, alliance: Any) -> None:
        with pytest.raises(CredentialRefused, match="has left the alliance"):
            make(PartnerFactory(left_on=date(2025, 12, 1)))

    def test_twenty_at_once_are_enough(self, alliance: Any) -> None:
        partner = PartnerFactory()
        made = [make(partner)[0] for _ in range(20)]
        with pytest.raises(CredentialRefused, match="has 20 credentials"):
            make(partner)
        actions.revoke_credential(credential=made[0], by=None)
        make(partner)
        make(PartnerFactory())

    def test_the_database_knows_the_scopes_too(self, alliance: Any) -> None:
        credential, _ = make(PartnerFactory())
        for scopes in ([], ["write:everything"]):
            with pytest.raises(IntegrityError, match="credential_known_scopes"), transaction.atomic():
                ApiCredential.objects.filter(pk=credential.pk).update(scopes=scopes)


@pytest.mark.django_db
class TestRotating:
    def test_the_successor_has_the_same_rights_and_the_old_one_its_overlap(self, alliance: Any) -> None:
        old, _ = make(PartnerFactory(), scopes=["read:contacts", "read:partners"])
        actions.change_scopes(credential=old, scopes=["read:partners"], by=None)
        new, text = actions.rotate_credential(credential=old, overlap=timedelta(days=7), by=None)
        old.refresh_from_db()
        assert (new.name, new.scopes, new.partner_id) == (old.name, old.scopes, old.partner_id)
        assert new.view_number == old.view_number == 2
        assert Bearer.read(text).digest == new.digest != old.digest
        assert abs(old.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
        assert old.is_live(timezone.now())

    def test_the_overlap_lengthens_nothing(self, alliance: Any) -> None:
        soon = timezone.now() + timedelta(days=2)
        old, _ = make(PartnerFactory(), expires_at=soon)
        actions.rotate_credential(credential=old, overlap=timedelta(days=30), by=None)
        old.refresh_from_db()
        assert old.expires_at == soon

    def test_without_an_overlap_the_old_one_stops_now(self, alliance: Any) -> None:
        old, _ = make(PartnerFactory())
        actions.rotate_credential(credential=old, overlap=timedelta(0), by=None)
        old.refresh_from_db()
        assert not old.is_live(timezone.now())

    @pytest.mark.parametrize("days", [-1, 31])
    def test_an_overlap_out_of_range_is_refused(self, days: int, alliance: Any) -> None:
        old, _ = make(PartnerFactory())
        with pytest.raises(CredentialRefused, match="from 0 to 30 days"):
            actions.rotate_credential(credential=old, overlap=timedelta(days=days), by=None)

    def test_what_no_longer_works_is_not_rotated(self, alliance: Any) -> None:
        old, _ = make(PartnerFactory())
        actions.revoke_credential(credential=old, by=None)
        with pytest.raises(CredentialRefused, match="no longer works"):
            actions.rotate_credential(credential=old, overlap=timedelta(days=1), by=None)


@pytest.mark.django_db
class TestScopes:
    def test_other_scopes_are_another_view(self, alliance: Any) -> None:
        credential, _ = make(PartnerFactory())
        both = [ApiScope.READ_PARTNERS, ApiScope.READ_CONTACTS]
        assert actions.change_scopes(credential=credential, scopes=both, by=None).view_number == 2
        assert actions.change_scopes(credential=credential, scopes=both[::-1], by=None).view_number == 2

    def test_none_are_refused(self, alliance: Any) -> None:
        credential, _ = make(PartnerFactory())
        with pytest.raises(CredentialRefused):
            actions.change_scopes(credential=credential, scopes=[], by=None)


@pytest.mark.django_db
class TestRevoking:
    def test_it_says_who_and_when(self, alliance: Any) -> None:
        credential, _ = make(PartnerFactory())
        user = UserFactory()
        revoked = actions.revoke_credential(credential=credential, by=user)
        assert (revoked.revoked_by, revoked.is_live(timezone.now())) == (user, False)

    def test_once(self, alliance: Any) -> None:
        credential, _ = make(PartnerFactory())
        actions.revoke_credential(credential=credential, by=None)
        with pytest.raises(CredentialRefused, match="already"):
            actions.revoke_credential(credential=credential, by=None)


@pytest.mark.django_db(transaction=True)
def test_noting_the_use_waits_for_nobody(alliance: Any) -> None:
    """Somebody holds the row, as a rotation does: the reader is answered all the same."""
    with transaction.atomic():
        credential, _ = make(PartnerFactory())
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            holder.set_autocommit(False)
            cursor.execute("SELECT 1 FROM alliance_apicredential WHERE id = %s FOR UPDATE", [credential.pk])
            with transaction.atomic(), connection.cursor() as own:
                own.execute("SET LOCAL lock_timeout = '2s'")
                actions.note_use(credential=credential, now=timezone.now())
    finally:
        holder.close()
    assert ApiCredential.objects.get(pk=credential.pk).last_used_at is None
