"""A partner's system reads its own agreements, from the day they were sent, and nobody else's."""

from typing import Any

import pytest

from alliance.choices import Role
from alliance.models import Membership, Partner
from tests.alliance.test_api_access import assert_problem
from tests.api_client import EVERY_SCOPE, system_of
from tests.factories.agreements import draft, in_force, sent
from tests.factories.alliance import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own")


def test_it_reads_its_own_from_the_day_they_were_sent(own: Partner, lead: Membership) -> None:
    draft(own, by=lead.user, title="Not sent")
    sent(PartnerFactory(), by=lead.user, title="Another's")
    agreement = in_force(own, by=lead.user, title="Ours")
    system = system_of(own)
    (found,) = system.objects("agreements")
    assert {name: found[name] for name in ("title", "state", "tier", "fee_pence", "notice_days")} == {
        "title": "Ours",
        "state": "active",
        "tier": "Core",
        "fee_pence": 185_000,
        "notice_days": 90,
    }
    assert found["starts_on"] == agreement.starts_on.isoformat()
    assert found["partner_id"] == str(own.public_id)
    assert "terms" not in found
    assert "partner_signed_name" not in found
    assert system.get(f"agreements/{agreement.public_id}").json()["data"] == found


def test_without_the_scope_it_reads_none(own: Partner, lead: Membership) -> None:
    sent(own, by=lead.user)
    system = system_of(own, [scope for scope in EVERY_SCOPE if scope != "read:agreements"])
    assert_problem(system.get("agreements"), 403, "permission_denied")
    assert [each for each in system.objects("changes") if each["type"] == "agreement"] == []


def test_another_partners_and_a_draft_are_not_there(own: Partner, lead: Membership) -> None:
    system = system_of(own)
    for hidden in (sent(PartnerFactory(), by=lead.user), draft(own, by=lead.user)):
        assert_problem(system.get(f"agreements/{hidden.public_id}"), 404, "not_found")


def test_a_head_has_no_session_on_the_api(own: Partner, alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.HEADTEACHER_APPROVER, partner=own)
    assert client.get(f"/api/v1/alliances/{alliance.slug}/agreements").status_code == 403
