"""The feed tells of an agreement once it was sent, and of its going where it is taken back."""

from typing import Any

import pytest
from django.db import transaction

from alliance.actions.agreements.signing import send_for_signature, take_back
from foundation.tenancy.scope import acting_within
from tests.api_client import system_of
from tests.factories.agreements import HEAD, draft
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory
from tests.sync.follower import Follower

pytestmark = pytest.mark.django_db(transaction=True)


def agreements_of(follower: Follower) -> list[str]:
    follower.to_the_end()
    return [found["state"] for (type_, _), found in follower.mirror.items() if type_ == "agreement"]


def test_a_draft_is_told_of_to_nobody_and_one_taken_back_goes(db: Any) -> None:
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        by, partner = MembershipFactory(alliance=alliance).user, PartnerFactory()
        own, other = Follower(system_of(partner)), Follower(system_of(PartnerFactory()))
        agreement = draft(partner, by=by)
    assert agreements_of(own) == []
    with acting_within(alliance), transaction.atomic():
        send_for_signature(agreement=agreement, approver=HEAD, by=by)
    assert (agreements_of(own), agreements_of(other)) == (["sent"], [])
    with acting_within(alliance), transaction.atomic():
        take_back(agreement=agreement, by=by)
    told = own.to_the_end()
    assert [each.get("deleted") for each in told if each["type"] == "agreement"] == [True]
    assert (agreements_of(own), agreements_of(other)) == ([], [])
    assert not any(type_ == "agreement" for page in other.told for type_, _ in page)
