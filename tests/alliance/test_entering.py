"""Whom a page is served to: read in one statement, as Django itself would read it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.choices import Role
from alliance.models import Membership, User
from alliance.queries.entering import LEAD_SCHOOL, memberships_to_enter
from tests.factories.alliance import AllianceFactory, MembershipFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return UserFactory()


def fields(row: Any, *, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a row holds, column by column."""
    columns = only or tuple(field.attname for field in row._meta.concrete_fields)
    return {column: getattr(row, column) for column in columns}


def test_a_membership_its_alliance_and_the_lead_school_are_what_the_database_holds(user: User) -> None:
    joined = MembershipFactory(
        user=user,
        roles=[Role.OWNER, Role.STRATEGIC_LEAD],
        ends_on=date(2050, 7, 31),
        alliance=AllianceFactory(lead_school=SchoolFactory(easting=430_000, northing=515_000)),
    )
    with CaptureQueriesContext(connection) as asked:
        (found,) = memberships_to_enter(user)
        read = fields(found), fields(found.alliance), fields(found.alliance.lead_school, only=LEAD_SCHOOL)
    stored = Membership.objects.select_related("alliance__lead_school").get(pk=joined.pk)
    assert read == (
        fields(stored),
        fields(stored.alliance),
        fields(stored.alliance.lead_school, only=LEAD_SCHOOL),
    )
    assert (len(asked), found.user) == (1, user)


def test_what_is_not_shown_of_the_lead_school_is_read_when_it_is_asked_for(user: User) -> None:
    MembershipFactory(user=user, alliance=AllianceFactory(lead_school=SchoolFactory(postcode="DL1 2AB")))
    (found,) = memberships_to_enter(user)
    assert "postcode" in found.alliance.lead_school.get_deferred_fields()
    assert found.alliance.lead_school.postcode == "DL1 2AB"


def test_an_alliance_without_a_lead_school_has_none(user: User) -> None:
    MembershipFactory(user=user, alliance=AllianceFactory(lead_school=None))
    with CaptureQueriesContext(connection) as asked:
        (found,) = memberships_to_enter(user)
        assert (found.alliance.lead_school, len(asked)) == (None, 1)


def test_each_person_gets_their_own_and_whether_they_have_a_second_factor(user: User) -> None:
    other = UserFactory()
    for person, name in ((user, "Eastmoor"), (user, "Fernwold"), (other, "Westerby")):
        MembershipFactory(user=person, alliance=AllianceFactory(name=name))
    TOTP.activate(other, "JBSWY3DPEHPK3PXP")

    def seen(person: User) -> set[tuple[str, bool]]:
        return {(found.alliance.name, found.has_second_factor) for found in memberships_to_enter(person)}

    assert seen(user) == {("Eastmoor", False), ("Fernwold", False)}
    assert seen(other) == {("Westerby", True)}


def test_a_last_day_counts_in_full_and_the_day_after_nobody_enters(user: User) -> None:
    MembershipFactory(user=user, ends_on=date(2026, 3, 6))
    with time_machine.travel("2026-03-06T23:30Z", tick=False) as clock:
        assert len(memberships_to_enter(user)) == 1
        clock.move_to("2026-03-07T00:30Z")
        assert memberships_to_enter(user) == []


def test_what_was_ended_by_hand_cannot_be_entered(user: User) -> None:
    MembershipFactory(user=user, ended_at="2026-03-06T12:00Z")
    assert memberships_to_enter(user) == []
