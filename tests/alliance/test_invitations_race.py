"""What happens when two people press at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.actions import invitations, memberships
from alliance.actions.credentials import make_credential, rotate_credential
from alliance.actions.partners import end_partnership
from alliance.choices import ApiScope, Role
from alliance.logic.access_rules import Access
from alliance.models import Alliance, ApiCredential, Invitation, Membership, User
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy_alliance() -> Alliance:
    return AllianceFactory()


def at_once(*attempts: Callable[[], object]) -> list[str]:
    """Run each in its own thread and connection, started together: "done", or the code of what refused it."""
    start = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            attempt()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(run, attempts))


@pytest.mark.parametrize("round_", range(5))
def test_an_invitation_is_accepted_once(busy_alliance: Alliance, round_: int) -> None:
    with acting_within(busy_alliance):
        invitation = invitations.invite_person(
            alliance=busy_alliance, email="leah@fernwold.example", access=Access.of([Role.SLE]), by=None
        )

    def accept(name: str) -> Callable[[], object]:
        return lambda: invitations.accept_as_new_person(
            invitation=invitation, full_name=name, password="orbit velvet candle mosaic"
        )

    assert at_once(accept("First"), accept("Second"), accept("Third")) == [
        "done",
        "invitation_closed",
        "invitation_closed",
    ]
    assert User.objects.count() == 1
    assert Membership.objects.count() == 1


def test_an_address_is_invited_once(busy_alliance: Alliance) -> None:
    def invite() -> object:
        with acting_within(busy_alliance):
            return invitations.invite_person(
                alliance=busy_alliance, email="leah@fernwold.example", access=Access.of([Role.SLE]), by=None
            )

    assert at_once(invite, invite) == ["already_invited", "done"]


def test_two_last_owners_cannot_end_each_other(busy_alliance: Alliance) -> None:
    first, second = MembershipFactory.create_batch(2, alliance=busy_alliance, roles=[Role.OWNER])

    def end(whose: Membership, by: Membership) -> Callable[[], object]:
        return lambda: memberships.end_access(membership=whose, by=by.user)

    codes = at_once(end(second, first), end(first, second))
    assert codes[-1] in {"done", "last_owner"}
    assert codes.count("done") == 1
    assert Membership.objects.current().holding(Role.OWNER).count() == 1


@pytest.mark.parametrize("way", ["invited", "given"])
def test_nobody_gets_access_through_a_partner_that_is_just_leaving(busy_alliance: Alliance, way: str) -> None:
    left, user = Event(), UserFactory()
    member = MembershipFactory(alliance=busy_alliance, roles=[Role.SLE])
    with acting_within(busy_alliance), transaction.atomic():
        partner = PartnerFactory()
    access = Access.of([Role.PARTNER_CONTACT], partner.pk)

    def end() -> None:
        with acting_within(busy_alliance), transaction.atomic():
            end_partnership(partner=partner, left_on=timezone.localdate(), by=user)
            left.set()
            sleep(0.3)

    def let_in() -> object:
        left.wait(timeout=10)
        with acting_within(busy_alliance):
            if way == "given":
                return memberships.change_access(membership=member, access=access, by=None)
            return invitations.invite_person(
                alliance=busy_alliance, email="leah@fernwold.example", access=access, by=None
            )

    assert at_once(end, let_in) == ["access_refused", "done"]
    assert Membership.objects.filter(partner=partner.pk).count() == 0
    assert Invitation.objects.pending().count() == 0


def test_an_invitation_accepted_while_its_partner_leaves_lets_nobody_stay(busy_alliance: Alliance) -> None:
    accepted, user = Event(), UserFactory()
    with acting_within(busy_alliance), transaction.atomic():
        partner = PartnerFactory()
        invitation = invitations.invite_person(
            alliance=busy_alliance,
            email="leah@fernwold.example",
            access=Access.of([Role.PARTNER_CONTACT], partner.pk),
            by=None,
        )

    def accept() -> None:
        with transaction.atomic():
            invitations.accept_as_new_person(
                invitation=invitation, full_name="Leah Okafor", password="orbit velvet candle mosaic"
            )
            accepted.set()
            sleep(0.3)

    def end() -> None:
        accepted.wait(timeout=10)
        with acting_within(busy_alliance):
            end_partnership(partner=partner, left_on=timezone.localdate(), by=user)

    assert at_once(accept, end) == ["done", "done"]
    assert (Membership.objects.count(), Membership.objects.current().count()) == (1, 0)


def test_a_credential_rotated_while_its_partner_leaves_does_not_go_on(busy_alliance: Alliance) -> None:
    rotated, user = Event(), UserFactory()
    with acting_within(busy_alliance), transaction.atomic():
        partner = PartnerFactory()
        scopes = [ApiScope.READ_SCHOOLS]
        credential, _ = make_credential(partner=partner, name="Arbor sync", scopes=scopes, by=user)

    def rotate() -> None:
        with acting_within(busy_alliance), transaction.atomic():
            rotate_credential(credential=credential, overlap=timedelta(days=7), by=user)
            rotated.set()
            sleep(0.3)

    def end() -> None:
        rotated.wait(timeout=10)
        with acting_within(busy_alliance):
            end_partnership(partner=partner, left_on=timezone.localdate(), by=user)

    assert at_once(rotate, end) == ["done", "done"]
    assert (ApiCredential.objects.count(), ApiCredential.objects.live(timezone.now()).count()) == (2, 0)
