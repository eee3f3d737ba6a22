"""Two answers at the same moment: one counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from alliance.models import Alliance, Partner
from foundation.approvals.actions import decide, send_again, withdraw
from foundation.approvals.links import digest_of, token_in_force
from foundation.approvals.models import Approval
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, PartnerFactory
from tests.factories.approvals import asked

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(alliance: Alliance, *attempts: Callable[[], object]) -> list[str]:
    """Each in its own thread and connection, started together: "done", or the code of what refused it."""
    start = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            with acting_within(alliance), transaction.atomic():
                attempt()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(run, attempts))


@pytest.mark.parametrize("round_", range(5))
def test_of_two_answers_at_once_one_counts(round_: int) -> None:
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        approval = asked(PartnerFactory())

    def answer(agreed: bool) -> Callable[[], object]:
        return lambda: decide(approval=approval, agreed=agreed, name="Hana Reyes", remark="As I said")

    codes = at_once(alliance, answer(True), answer(False), answer(True))
    assert codes == ["approval_closed", "approval_closed", "done"]
    with acting_within(alliance), transaction.atomic():
        approval = Approval.objects.get()
        assert Partner.objects.get().reason == approval.state


@pytest.mark.parametrize("round_", range(3))
def test_an_answer_and_a_withdrawal_at_once_are_one_or_the_other(round_: int) -> None:
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        approval = asked(PartnerFactory())
    codes = at_once(
        alliance,
        lambda: decide(approval=approval, agreed=True, name="Hana Reyes"),
        lambda: withdraw(approval=approval, by=None),
    )
    assert codes == ["approval_closed", "done"]
    with acting_within(alliance), transaction.atomic():
        state, reason = Approval.objects.get().state, Partner.objects.get().reason
    assert (state, reason) in [("agreed", "agreed"), ("withdrawn", "")]


def test_an_answer_by_a_link_that_is_just_replaced_does_not_count() -> None:
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        approval = asked(PartnerFactory())
        digest = digest_of(token_in_force(approval))
        send_again(approval=approval, by=None)
    assert at_once(
        alliance, lambda: decide(approval=approval, agreed=True, name="Hana Reyes", digest=digest)
    ) == ["approval_closed"]
