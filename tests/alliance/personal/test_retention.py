"""How long people are kept who have left: whom a rule would remove and when, and the clock that does it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliance.actions.personal.retention import carry_out_rules, set_rule
from alliance.choices import RetentionKind, Role
from alliance.logic.retention import is_past_keeping, months_after
from alliance.models import Contact, Membership, Person, RetentionRule
from alliance.queries.roster.retention import due_until
from foundation.erasure.models import Erasure
from tests.factories.alliance import ContactFactory, MembershipFactory, PartnerFactory, UserFactory
from tests.factories.roster import EmploymentFactory

NOON = datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_months_after_a_day(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected
    assert is_past_keeping(day, months, expected) is True


@pytest.fixture
def now(db: None) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield NOON


def left(day: date, **fields: Any) -> Person:
    return EmploymentFactory(started_on=None, ended_on=day, **fields).person


def test_a_rule_finds_who_left_long_enough_ago_and_nobody_else(now: Any, alliance: Any) -> None:
    due, later = left(date(2025, 11, 28)), left(date(2025, 11, 29))
    left(date(2024, 1, 1), person=EmploymentFactory().person)  # works elsewhere today
    left(date(2024, 1, 1), person__user=MembershipFactory(alliance=alliance).user)  # has access
    EmploymentFactory()
    found = due_until(RetentionKind.FORMER_STAFF, 12, date(2026, 11, 28))
    assert [(each.record, each.left_on, each.due_on) for each in found] == [
        (due, date(2025, 11, 28), date(2026, 11, 28))
    ]
    tomorrow = due_until(RetentionKind.FORMER_STAFF, 12, date(2026, 11, 29))
    assert [each.record for each in tomorrow] == [due, later]


def test_the_clock_removes_whom_the_rules_name(now: Any, alliance: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    gone, kept = left(date(2024, 8, 31)), left(date(2026, 8, 31))
    past = MembershipFactory(alliance=alliance, ended_at=datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC")))
    owner = MembershipFactory(
        alliance=alliance, roles=[Role.OWNER], ended_at=datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC"))
    )
    old = ContactFactory(partner=PartnerFactory(left_on=date(2025, 1, 1)))
    ContactFactory()
    assert carry_out_rules(now) == 0, "without a rule everybody is kept"
    for kind in RetentionKind:
        set_rule(kind=kind, months=12, by=UserFactory())
    assert (carry_out_rules(now), carry_out_rules(now)) == (3, 0)
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.is_erased, kept.is_erased) == (True, False)
    assert set(Membership.objects.filter(alliance=alliance)) == {owner}
    assert not Contact.objects.filter(pk=old.pk).exists()
    assert Contact.objects.count() == 1
    assert sorted(Erasure.objects.values_list("kind", flat=True)) == [
        "alliance.contact",
        "alliance.member",
        "alliance.person",
    ]
    assert past.user.memberships.count() == 0


def test_the_page_tries_months_out_before_they_are_saved(now: Any, alliance: Any, sign_in: Any) -> None:
    person = left(date(2025, 12, 31), person__family_name="Osgodby")
    client: Client = sign_in(alliance, Role.ADMINISTRATOR)[0]
    address = reverse("retention", args=[alliance.slug])
    tried = client.post(address, {"former_staff": "12", "try": "1"}).content.decode()
    assert ("Amira Osgodby" in tried, "Thu 31 Dec 2026" in tried, "0 people tonight" in tried) == (
        True,
        True,
        True,
    )
    assert RetentionRule.objects.count() == 0
    assert client.post(address, {"former_staff": "12"}).status_code == 302
    assert [(rule.kind, rule.months) for rule in RetentionRule.objects.all()] == [("former_staff", 12)]
    assert "Amira Osgodby" in client.get(address).content.decode()
    client.post(address, {"former_staff": ""})
    assert RetentionRule.objects.count() == 0
    assert client.post(address, {"former_staff": "0"}).status_code == 422
    person.refresh_from_db()
    assert person.is_erased is False
