"""People and imports who write at once: short and long transactions, kept and rolled back."""

import random
import threading
import time
from datetime import date
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from alliance.choices import PartnerKind
from alliance.models import Contact, Partner, PartnerRole, School
from foundation.feed.write import note_change
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, PartnerFactory, SchoolFactory

LEFT = date(2026, 1, 31)


class RolledBack(Exception):
    """The writer thinks better of it, or finds gone what it wanted to change."""


class Writer(threading.Thread):
    """Makes `rounds` transactions of random changes in one alliance, on a connection of its own."""

    def __init__(self, alliance_id: int, keep: set[int], seed: int, rounds: int) -> None:
        super().__init__(name=f"writer {seed}", daemon=True)
        self.alliance_id, self.keep, self.rounds = alliance_id, keep, rounds
        self.random = random.Random(seed)
        self.committed = self.rolled_back = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            for _ in range(self.rounds):
                self._round()
        except BaseException as failure:  # the test's own thread raises it again
            self.failure = failure
        finally:
            connection.close()

    def _round(self) -> None:
        try:
            with acting_within(self.alliance_id), transaction.atomic():
                for _ in range(self.random.randint(1, 4)):
                    self.random.choice(CHANGES)(self)
                    if self.random.random() < 0.3:
                        time.sleep(self.random.random() * 0.02)
                if self.random.random() < 0.2:
                    raise RolledBack
            self.committed += 1
        except (RolledBack, IntegrityError):
            self.rolled_back += 1
        except OperationalError as deadlock:
            if "deadlock" not in str(deadlock):
                raise
            self.rolled_back += 1

    def partner(self) -> Partner:
        ids = list(Partner.objects.order_by("pk").values_list("pk", flat=True))
        partner = Partner.objects.filter(pk=self.random.choice(ids)).first()
        if partner is None:
            raise RolledBack
        return partner

    def contact(self) -> Contact | None:
        ids = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
        return Contact.objects.filter(pk=self.random.choice(ids)).first() if ids else None

    def word(self) -> str:
        return f"{self.random.getrandbits(40):x}"


def add_partner(writer: Writer) -> None:
    PartnerFactory(school=SchoolFactory(name=writer.word()), listed=writer.random.random() < 0.7)


def rename_partner(writer: Writer) -> None:
    Partner.objects.filter(pk=writer.partner().pk).update(name=writer.word())


def toggle_listed(writer: Writer) -> None:
    partner = writer.partner()
    Partner.objects.filter(pk=partner.pk).update(listed=not partner.listed)


def leave_or_return(writer: Writer) -> None:
    partner = writer.partner()
    if partner.pk not in writer.keep:
        Partner.objects.filter(pk=partner.pk).update(left_on=None if partner.left_on else LEFT)


def delete_partner(writer: Writer) -> None:
    partner = writer.partner()
    if partner.pk not in writer.keep:
        Partner.objects.filter(pk=partner.pk).delete()


def play_or_drop_a_role(writer: Writer) -> None:
    partner, kind = writer.partner(), writer.random.choice(PartnerKind.values)
    found = PartnerRole.objects.filter(partner=partner, kind=kind, academic_year=2025)
    if not found.delete()[0]:
        PartnerRole.objects.bulk_create(
            [PartnerRole(partner=partner, kind=kind, academic_year=2025)], ignore_conflicts=True
        )


def add_contact(writer: Writer) -> None:
    ContactFactory(partner=writer.partner(), name=writer.word())


def change_contact(writer: Writer) -> None:
    if contact := writer.contact():
        Contact.objects.filter(pk=contact.pk).update(email=f"{writer.word()}@example.org")


def move_contact(writer: Writer) -> None:
    contact = writer.contact()
    target = writer.random.choice([*sorted(writer.keep), writer.partner().pk])
    if contact and Partner.objects.filter(pk=target).select_for_update().exists():
        Contact.objects.filter(pk=contact.pk).update(partner_id=target)


def delete_contact(writer: Writer) -> None:
    if contact := writer.contact():
        Contact.objects.filter(pk=contact.pk).delete()


def change_register(writer: Writer) -> None:
    """As an import does: the register's row in the same transaction as the note, or in one before it."""
    school_id = writer.partner().school_id
    if school_id is not None:
        School.objects.filter(pk=school_id).update(name=writer.word())
        note_change("school", [school_id])


def follow_successor(writer: Writer) -> None:
    partner = writer.partner()
    if partner.school_id is not None:
        Partner.objects.filter(pk=partner.pk).update(school=SchoolFactory(name=writer.word()))


CHANGES: list[Any] = [
    add_partner,
    rename_partner,
    rename_partner,
    toggle_listed,
    leave_or_return,
    delete_partner,
    play_or_drop_a_role,
    add_contact,
    change_contact,
    move_contact,
    delete_contact,
    change_register,
    follow_successor,
]
