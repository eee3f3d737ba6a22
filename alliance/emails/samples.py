"""An invented example of each letter of this app."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from alliance.choices import Role
from alliance.emails.account import CHANGES, LEADING_ON, account_letter
from alliance.emails.agreements import ending_letter
from alliance.emails.approvals import approval_letter
from alliance.emails.invitations import invitation_letter
from alliance.emails.notifications import digest_letter, notification_letter
from alliance.models import Agreement, AgreementNotice, Alliance, Invitation, Membership, Partner, User
from alliance.queries.agreements.letters import Reader
from foundation.approvals.kinds import Shown
from foundation.approvals.models import Approval
from foundation.emails.letter import Letter
from foundation.notifications.choices import Pace
from foundation.notifications.models import Notification
from foundation.ui.items import Fact

TO = "leah.moor@tarnley.example"
CONTEXT = {
    "activate_url": "/account/confirm-email/Mw:1a2b3c/",
    "password_reset_url": "/account/password/reset/key/3-c0ffee/",
    "code": "406184",
    "timestamp": datetime(2026, 2, 3, 16, 5, tzinfo=UTC),
    "ip": "192.0.2.17",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "from_email": "leah@tarnley.example",
    "to_email": TO,
    "deleted_email": "leah@tarnley.example",
    "provider": "Microsoft Entra ID",
}


def samples() -> dict[str, Callable[[], Letter]]:
    """By the name that the living page shows."""
    account = {
        name.replace("/email/", "_"): partial(account_letter, name, TO, CONTEXT)
        for name in (*LEADING_ON, *CHANGES)
    }
    letters = {"approval": approval, "digest": digest, "invitation": invitation}
    return {**letters, "agreement_ends": agreement_ends, "notifications": notifications, **account}


def invitation() -> Letter:
    return invitation_letter(
        Invitation(
            alliance=Alliance(name="Eastmoor & Coast", slug="eastmoor"),
            email=TO,
            roles=[Role.CPD_LEAD, Role.BOARD_MEMBER],
            invited_by=User(full_name="Priya Nandwani"),
            expires_at=datetime(2026, 2, 17, 12, tzinfo=UTC),
        ),
        "an-invented-token",
    )


def approval() -> Letter:
    asked = Approval(
        alliance=Alliance(name="Eastmoor & Coast", slug="eastmoor"),
        approver_name="Leah Moor",
        approver_email=TO,
        asked_by=User(full_name="Priya Nandwani"),
        expires_at=datetime(2026, 2, 17, 12, tzinfo=UTC),
    )
    shown = Shown(
        title="Partnership agreement 2026/27",
        asks="Eastmoor & Coast asks you to sign its agreement with Tarnley Primary School.",
        facts=(Fact("From", "Tue 1 Sep 2026"), Fact("Fee", "£1,850.00 a year")),
    )
    return approval_letter(asked, shown, "an-invented-token")


def agreement_ends() -> Letter:
    agreement = Agreement(
        alliance=Alliance(name="Eastmoor & Coast", slug="eastmoor"),
        partner=Partner(name="Tarnley Primary School"),
        title="Partnership agreement 2025/26",
        party="Tarnley Primary School",
        ends_on=date(2026, 8, 31),
        notice_days=60,
    )
    notice = AgreementNotice(agreement=agreement, days=90)
    return ending_letter(notice, Reader("Leah Moor", TO), None, today=date(2026, 6, 2))


def notifications() -> Letter:
    alliance = Alliance(name="Eastmoor & Coast", slug="eastmoor")
    member = Membership(alliance=alliance, user=User(email=TO), roles=[Role.STRATEGIC_LEAD])
    sentences = (
        "Saltscar Academy has closed",
        "The draft of the impact report 2024/25 is ready to read.",
    )
    return notification_letter(member, [Notification(sentence=sentence) for sentence in sentences])


def digest() -> Letter:
    alliance = Alliance(name="Eastmoor & Coast", slug="eastmoor")
    member = Membership(alliance=alliance, user=User(email=TO), roles=[Role.STRATEGIC_LEAD])
    told = [
        Notification(kind="announcements", sentence="Term dates 2026/27 are in the calendar"),
        Notification(kind="partner_news", sentence="Saltscar Academy has closed"),
    ]
    return digest_letter(member, told, Pace.WEEKLY)
