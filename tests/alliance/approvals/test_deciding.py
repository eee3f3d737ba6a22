"""A head decides by a signed link: GET shows, POST decides, once, for fourteen days."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from alliance.choices import Role
from alliance.models import Membership, Partner
from alliance.views.approvals import deciding
from foundation.api.allowance import Allowance
from foundation.approvals.actions import AlreadyAsked, ApprovalClosed, remind, send_again, withdraw
from foundation.approvals.models import Approval, ApprovalLink
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_as, acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory
from tests.factories.approvals import LEAVING, asked, link_of, write_letters
from tsa_portal.logging import without_personal_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(alliance: Any) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD], user__full_name="Priya Nandwani")


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(address="1 Quay Street")


@pytest.fixture
def question(lead: Membership, partner: Partner) -> Approval:
    return asked(partner, by=lead.user)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def answer(client: Client, approval: Approval, decision: str = "agree", **said: str) -> Any:
    """Read the page, then press one of its buttons."""
    link = link_of(approval)
    with acting_as():
        seen = re.search(r'name="seen" value="([0-9a-f]{16})"', client.get(link).content.decode())
        assert seen is not None
        return client.post(
            link, {"name": "Hana Reyes", "decision": decision, "seen": seen[1], "remark": "", **said}
        )


def everything() -> list[Any]:
    """All that an answer could change."""
    return [
        list(Approval.objects.values()),
        list(ApprovalLink.objects.values()),
        list(Partner.objects.order_by("id").values()),
        Notification.objects.count(),
        AuditEvent.objects.count(),
    ]


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing_however_often_a_mail_scanner_does(
    client: Client, question: Approval, method: str
) -> None:
    before = everything()
    link = link_of(question)
    with acting_as():
        answers = [getattr(client, method)(link) for _ in range(3)]
    assert [response.status_code for response in answers] == [200, 200, 200]
    assert everything() == before


def test_the_page_says_what_is_asked_and_tells_nobody_its_address(client: Client, question: Approval) -> None:
    with acting_as():
        page = client.get(link_of_outside(question))
    said = words(page)
    assert "Consent for a teacher" in said
    assert f"{question.alliance.name}" in said
    assert "1 Quay Street" in said
    assert "You lend a teacher for five days." in said
    assert "Questions? Ask Priya Nandwani." in said
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page.cookies == {}


def link_of_outside(approval: Approval) -> str:
    with acting_within(approval.alliance_id):
        return link_of(approval)


def test_agreeing_does_what_was_asked_and_tells_whoever_asked(
    client: Client, question: Approval, partner: Partner, lead: Membership
) -> None:
    response = answer(client, question)
    assert (response.status_code, response["Location"]) == (302, link_of(question))
    question.refresh_from_db()
    partner.refresh_from_db()
    assert (question.state, question.decided_name, question.decided_by) == ("agreed", "Hana Reyes", None)
    assert timezone.now() - question.decided_at < timedelta(minutes=1)
    assert partner.reason == "agreed"
    assert list(Notification.objects.values_list("user_id", "sentence", "href")) == [
        (
            lead.user_id,
            "Hana Reyes has agreed: Consent for a teacher",
            f"/a/{question.alliance.slug}/partners/{partner.public_id}/",
        )
    ]
    with acting_as():
        after = client.get(link_of_outside(question))
    assert after.status_code == 200
    assert "Agreed: thank you" in words(after)


def test_a_no_says_why(client: Client, question: Approval, partner: Partner) -> None:
    refused = answer(client, question, "decline")
    assert (refused.status_code, "Say in a sentence why not" in words(refused)) == (422, True)
    assert answer(client, question, "decline", remark="Not before Easter").status_code == 302
    question.refresh_from_db()
    partner.refresh_from_db()
    assert (question.state, question.remark, partner.reason) == ("declined", "Not before Easter", "declined")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"name": ""}, "Type your full name"),
        ({"decision": ""}, "Press “I agree” or “I do not agree”"),
        ({"decision": "perhaps"}, "Press “I agree” or “I do not agree”"),
    ],
)
def test_an_answer_without_a_name_or_a_button_is_none(
    client: Client, question: Approval, said: dict[str, str], reason: str
) -> None:
    before = everything()
    response = answer(client, question, **said)
    assert response.status_code == 422
    assert reason in words(response)
    assert everything() == before


def test_a_second_answer_counts_for_nothing(client: Client, question: Approval, partner: Partner) -> None:
    answer(client, question)
    link = link_of(question)
    with acting_as():
        again = client.post(link, {"name": "Eve", "decision": "decline", "remark": "No", "seen": "0" * 16})
    assert (again.status_code, "Hana Reyes agreed on" in words(again)) == (200, True)
    question.refresh_from_db()
    assert (question.state, question.decided_name) == ("agreed", "Hana Reyes")


def test_a_link_works_for_fourteen_days(client: Client, question: Approval) -> None:
    link = link_of(question)
    with acting_as():
        with time_machine.travel(timezone.now() + timedelta(days=13, hours=23), tick=False):
            assert client.get(link).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
            late = client.get(link)
            answered = client.post(link, {"name": "Hana", "decision": "agree", "seen": "0" * 16})
    assert (late.status_code, answered.status_code) == (410, 410)
    assert "The time to answer has ended" in words(late)
    assert "Ask Priya Nandwani to send it again" in words(late)
    question.refresh_from_db()
    assert question.state == "waiting"


def test_sent_again_the_link_before_is_replaced_and_says_so(
    client: Client, question: Approval, lead: Membership
) -> None:
    first = link_of(question)
    send_again(approval=question, by=lead.user)
    second = link_of(question)
    assert first != second
    with acting_as():
        old, new = client.get(first), client.get(second)
    assert (old.status_code, new.status_code) == (410, 200)
    assert "A newer link has replaced this one" in words(old)


def test_withdrawn_it_says_so_and_cannot_be_answered(
    client: Client, question: Approval, lead: Membership, partner: Partner
) -> None:
    withdraw(approval=question, by=lead.user)
    link = link_of(question)
    with acting_as():
        response = client.post(link, {"name": "Hana", "decision": "agree", "seen": "0" * 16})
    assert (response.status_code, "You are not asked any more" in words(response)) == (410, True)
    partner.refresh_from_db()
    assert partner.reason == ""
    with pytest.raises(ApprovalClosed):
        send_again(approval=question, by=lead.user)


def test_another_alliances_address_finds_nothing(
    client: Client, question: Approval, other_alliance: Any
) -> None:
    token = link_of(question).split("/")[-2]
    with acting_as():
        elsewhere = client.get(f"/p/{other_alliance.slug}/approvals/{token}/")
        nowhere = client.get(f"/p/nowhere/approvals/{token}/")
        guessed = client.get(f"/p/{question.alliance.slug}/approvals/{'A' * 43}/")
    assert [page.status_code for page in (elsewhere, nowhere, guessed)] == [404, 404, 404]
    assert words(elsewhere) == words(nowhere) == words(guessed)


def test_what_changed_while_it_was_read_is_read_again(
    client: Client, question: Approval, partner: Partner
) -> None:
    link = link_of(question)
    with acting_as():
        seen = re.search(r'name="seen" value="([0-9a-f]{16})"', client.get(link).content.decode())
    partner.address = "2 Harbour Road"
    partner.save()
    assert seen is not None
    with acting_as():
        response = client.post(link, {"name": "Hana Reyes", "decision": "agree", "seen": seen[1]})
    assert (response.status_code, "changed while you were reading" in words(response)) == (409, True)
    assert "2 Harbour Road" in words(response)
    question.refresh_from_db()
    assert question.state == "waiting"
    assert answer(client, question).status_code == 302


def test_where_the_thing_refuses_nothing_is_answered(
    client: Client, question: Approval, partner: Partner
) -> None:
    partner.left_on = timezone.localdate()
    partner.save()
    response = answer(client, question)
    assert (response.status_code, LEAVING in words(response)) == (409, True)
    question.refresh_from_db()
    assert (question.state, Notification.objects.count()) == ("waiting", 0)


def test_what_is_gone_cannot_be_answered(client: Client, question: Approval, partner: Partner) -> None:
    partner.delete()
    link = link_of(question)
    with acting_as():
        response = client.get(link)
    assert (response.status_code, "no longer there" in words(response)) == (410, True)


def test_the_trail_tells_that_and_when_and_neither_who_nor_from_where(
    client: Client, question: Approval
) -> None:
    answer(client, question)
    event = AuditEvent.objects.about(question).first()
    assert event is not None
    assert event.changes["state"] == ["waiting", "agreed"]
    assert event.changes["decided_name"] is None
    assert "decided_at" in event.changes
    assert "127.0.0.1" not in str(list(AuditEvent.objects.values())) + str(list(Approval.objects.values()))


def test_neither_the_database_nor_the_log_holds_a_way_in(question: Approval) -> None:
    link = link_of(question)
    token = link.split("/")[-2]
    rows = [*ApprovalLink.objects.values(), *Approval.objects.values(), *AuditEvent.objects.values()]
    assert token not in str(rows)
    slug = question.alliance.slug
    assert without_personal_data(None, "info", {"request": f"POST {link}"}) == {
        "request": f"POST /p/{slug}/approvals/…/"
    }


def test_guessing_is_slowed(client: Client, question: Approval, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "allowance", Allowance(requests=2))
    link = f"/p/{question.alliance.slug}/approvals/guess/"
    with acting_as():
        answers = [client.get(link) for _ in range(3)]
    assert [response.status_code for response in answers] == [404, 404, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_nobody_is_asked_twice_about_one_thing(question: Approval, partner: Partner) -> None:
    with pytest.raises(AlreadyAsked):
        asked(partner)
    asked(partner, name="Noor Reyes")
    assert Approval.objects.count() == 2


def test_the_letter_asks_names_whoever_asks_and_carries_the_link(question: Approval) -> None:
    write_letters()
    (letter,) = mail.outbox
    assert letter.to == [question.approver_email]
    assert letter.subject.startswith(f"{question.alliance} asks you to decide: by ")
    assert "Hana" not in letter.subject
    assert link_of(question) in letter.body
    assert "Priya Nandwani" in letter.body
    question.refresh_from_db()
    assert question.sent_at is not None


def test_a_reminder_comes_a_week_and_two_days_before_the_end_once_each_with_the_same_link(
    question: Approval,
) -> None:
    write_letters()
    began = timezone.now()
    for days, expected in [(6, 0), (7.5, 1), (8, 0), (12.5, 1), (13, 0), (15, 0)]:
        with time_machine.travel(began + timedelta(days=days), tick=False):
            assert remind(timezone.now()) == expected, days
            write_letters()
    assert len(mail.outbox) == 3
    assert [letter.subject.split(":")[0] for letter in mail.outbox[1:]] == [
        f"{question.alliance} still waits for your answer"
    ] * 2
    assert {link_of(question) in letter.body for letter in mail.outbox} == {True}


def test_nobody_is_reminded_who_has_answered(client: Client, question: Approval) -> None:
    write_letters()
    answer(client, question)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert remind(timezone.now()) == 0


def test_a_link_outlives_a_new_secret_and_reminders_go_on(
    client: Client, question: Approval, settings: Any
) -> None:
    link = link_of(question)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret"
    assert link_of(question) == link
    settings.SECRET_KEY_FALLBACKS = []
    replaced = link_of(question)
    assert replaced != link
    with acting_as():
        assert [client.get(link).status_code, client.get(replaced).status_code] == [410, 200]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE foundation_approval SET state = 'waiting', decided_at = NULL, decided_name = ''",
        "UPDATE foundation_approval SET decided_name = 'Somebody else'",
        "UPDATE foundation_approval SET state = 'declined'",
    ],
)
def test_the_database_keeps_an_answer_as_it_was_given(
    client: Client, question: Approval, change: str
) -> None:
    answer(client, question)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_lets_no_approval_begin_with_its_answer(question: Approval) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(
            kind="sample",
            subject=question.subject,
            title="Forged",
            approver_name="Eve",
            approver_email="eve@evil.example",
            expires_at=timezone.now() + timedelta(days=1),
            state="agreed",
            decided_at=timezone.now(),
            decided_name="Eve",
        )
