"""A partnership ends while somebody else is at its agreements: one waits for the other, neither breaks."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.actions.agreements.ending import renew
from alliance.actions.agreements.nightly import agreements_by_night
from alliance.actions.agreements.refusals import locked
from alliance.actions.agreements.signing import countersign, send_for_signature
from alliance.actions.partners import end_partnership
from alliance.models import Agreement, Alliance, Partner
from foundation.approvals.actions import decide
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.agreements import HEAD, approval_of, ending, in_force
from tests.factories.alliance import AllianceFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
AWHILE = 0.3
"""Seconds after which the other one stands at the lock that it needs."""


def within(alliance: Alliance, act: Callable[[], object]) -> str:
    """In a connection and transaction of its own: "done", or the code of what refused it."""
    try:
        with acting_within(alliance), transaction.atomic():
            act()
    except Refused as refusal:
        return refusal.code
    finally:
        connection.close()
    return "done"


def behind(agreement: Agreement, *acts: Callable[[], object]) -> list[str]:
    """Begin one after the other while somebody holds this agreement, who then lets it go: how each went."""
    held, free = Event(), Event()

    def hold() -> None:
        locked(agreement)
        held.set()
        free.wait(timeout=10)

    with ThreadPoolExecutor(1 + len(acts)) as pool:
        pool.submit(within, agreement.alliance, hold)
        held.wait(timeout=10)
        waiting: list[Future[str]] = []
        for act in acts:
            waiting.append(pool.submit(within, agreement.alliance, act))
            sleep(AWHILE)
        free.set()
        return [one.result(timeout=30) for one in waiting]


def states() -> list[str]:
    return list(Agreement.objects.order_by("id").values_list("state", flat=True))


@pytest.fixture
def alliance() -> Alliance:
    return AllianceFactory()


@pytest.fixture
def partner(alliance: Alliance) -> Partner:
    with acting_within(alliance), transaction.atomic():
        return PartnerFactory()


def test_the_alliance_signs_the_next_agreement_while_the_partner_leaves(
    alliance: Alliance, partner: Partner
) -> None:
    user = UserFactory()
    with acting_within(alliance), transaction.atomic():
        running = ending(50, by=user, partner=partner)
        following = renew(agreement=running, by=user)
        send_for_signature(agreement=following, approver=HEAD, by=user)
        decide(approval=approval_of(following), agreed=True, name="Hana Reyes")

    def end() -> None:
        end_partnership(partner=partner, left_on=timezone.localdate(), by=user)

    def sign() -> None:
        countersign(agreement=following, name="Priya Nandwani", by=user)

    assert behind(running, end, sign) == ["done", "wrong_state"]
    with acting_within(alliance), transaction.atomic():
        assert states() == ["terminated", "terminated"]


def test_the_night_begins_and_ends_agreements_while_the_partner_leaves(
    alliance: Alliance, partner: Partner
) -> None:
    user, first = UserFactory(), timezone.localdate() + timedelta(days=20)
    with acting_within(alliance), transaction.atomic():
        nearly_over = ending(50, by=user, partner=partner)
        in_force(partner, by=user, starts_on=first, ends_on=first + timedelta(days=300))

    def end() -> None:
        end_partnership(partner=partner, left_on=timezone.localdate(), by=user)

    def night() -> None:
        agreements_by_night(timezone.now() + timedelta(days=20))

    assert behind(nearly_over, end, night) == ["done", "done"]
    with acting_within(alliance), transaction.atomic():
        assert states() == ["terminated", "terminated"]


def test_an_agreement_is_renewed_while_the_partner_leaves(alliance: Alliance, partner: Partner) -> None:
    user, renewed = UserFactory(), Event()
    with acting_within(alliance), transaction.atomic():
        running = ending(50, by=user, partner=partner)

    def draft_the_next() -> None:
        renew(agreement=running, by=user)
        renewed.set()
        sleep(AWHILE)

    def end() -> None:
        renewed.wait(timeout=10)
        end_partnership(partner=partner, left_on=timezone.localdate(), by=user)

    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(within, alliance, act) for act in (draft_the_next, end)]
        assert [one.result(timeout=30) for one in waiting] == ["done", "done"]
    with acting_within(alliance), transaction.atomic():
        assert states() == ["terminated", "draft"]
