"""The list of what is waited for, and what staff do about it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role
from alliance.queries.today import attention
from foundation.approvals.actions import decide, withdraw
from foundation.approvals.models import Approval
from foundation.words import day
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.approvals import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    return sign_in(alliance, Role.ADMINISTRATOR)[0]


def titles(client: Client, alliance: Any, query: str = "") -> list[str]:
    page = client.get(reverse("approvals", args=[alliance.slug]) + query)
    return re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a>', page.content.decode())


def test_the_list_shows_what_is_waited_for_and_finds_the_rest(alliance: Any, staff: Client) -> None:
    waiting, answered, withdrawn, run_out = (
        asked(PartnerFactory(), title=title) for title in ("Waiting", "Answered", "Withdrawn", "Run out")
    )
    decide(approval=answered, agreed=True, name="Hana Reyes")
    withdraw(approval=withdrawn, by=None)
    Approval.objects.filter(pk=run_out.pk).update(
        asked_at=timezone.now() - timedelta(days=20), expires_at=timezone.now() - timedelta(days=6)
    )
    assert titles(staff, alliance) == ["Waiting"]
    assert titles(staff, alliance, "?standing=run-out") == ["Run out"]
    assert titles(staff, alliance, "?standing=answered") == ["Answered"]
    assert titles(staff, alliance, "?standing=withdrawn") == ["Withdrawn"]
    assert titles(staff, alliance, "?standing=all&sort=asked") == [
        "Run out",
        "Waiting",
        "Answered",
        "Withdrawn",
    ]
    assert titles(staff, alliance, "?standing=all&q=run") == ["Run out"]
    assert waiting.is_waiting


def test_a_row_says_who_was_asked_what_and_offers_to_ask_again(alliance: Any, staff: Client) -> None:
    by = UserFactory(full_name="Ada <Marsh>")
    answered = asked(PartnerFactory(), title="Done")
    approval = asked(PartnerFactory(), by=by, name="Hana <Reyes>", title="<i>Consent</i>")
    decide(approval=answered, agreed=True, name="Hana Reyes")
    page = staff.get(reverse("approvals", args=[alliance.slug]), {"standing": "all"})
    row, over = page.content.decode().split("<tbody>")[1].split("</tr>")[:2]
    texts = re.split(r"<[^>]*>", re.sub(r"<svg.*?</svg>", "", row, flags=re.S))
    assert [text.strip() for text in texts if text.strip()] == [
        "&lt;i&gt;Consent&lt;/i&gt;",
        "Hana &lt;Reyes&gt;",
        "Samples",
        "Hana &lt;Reyes&gt;",
        approval.approver_email,
        day(approval.asked_at),
        "by Ada &lt;Marsh&gt;",
        "Letter not sent yet",
        f"until {day(approval.expires_at)}",
        "Send again",
        "Withdraw",
    ]
    posts = re.findall(r'<form method="post" action="([^"]*)"><input type="hidden" name="(\w+)"', row)
    assert posts == [
        (reverse(name, args=[alliance.slug, approval.public_id]), "csrfmiddlewaretoken")
        for name in ("resend_approval", "withdraw_approval")
    ]
    assert ("Agreed" in over, "<form" in over) == (True, False)
    assert page.context["summary"] == "1 answer waited for · 0 not answered in time"


def test_one_row_and_three_cost_the_same(alliance: Any, staff: Client) -> None:
    asked(PartnerFactory())
    titles(staff, alliance)
    with CaptureQueriesContext(
        connection,
    ) as one:
        titles(staff, alliance)
    asked(PartnerFactory())
    asked(PartnerFactory())
    with CaptureQueriesContext(connection) as three:
        assert len(titles(staff, alliance)) == 3
    assert len(one) == len(three)


def test_an_answer_that_did_not_come_stands_on_today(alliance: Any) -> None:
    lead = MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD])
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    asked(PartnerFactory())

    def due(member: Any) -> list[str]:
        rows = attention(member, timezone.localdate())
        return [row.title for row in rows if row.action_label == "Send again"]

    assert due(lead) == []
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert due(lead) == ["Hana Reyes has not answered"]
        assert due(contact) == []


def test_staff_send_it_again_and_withdraw_it(alliance: Any, staff: Client) -> None:
    approval = asked(PartnerFactory())
    arguments = [alliance.slug, approval.public_id]
    before = approval.expires_at
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert staff.post(reverse("resend_approval", args=arguments)).status_code == 302
    approval.refresh_from_db()
    assert timedelta(days=2) < approval.expires_at - before < timedelta(days=4)
    assert staff.post(reverse("withdraw_approval", args=arguments)).status_code == 302
    approval.refresh_from_db()
    assert approval.state == "withdrawn"
    again = staff.post(reverse("resend_approval", args=arguments), follow=True)
    assert "This was withdrawn already" in again.content.decode()


def test_the_page_of_one_tells_who_answered_and_how(alliance: Any, staff: Client) -> None:
    approval = asked(PartnerFactory())
    decide(approval=approval, agreed=False, name="Hana Reyes", remark="Not before Easter")
    page = staff.get(reverse("approval", args=[alliance.slug, approval.public_id]))
    facts = {fact.key: (fact.value, fact.note) for fact in page.context["facts"]}
    assert facts["Answered"] == ("Declined, as Hana Reyes", "by the link in the letter")
    assert facts["They add"] == ("Not before Easter", "")
    assert "Send again" not in page.content.decode()
