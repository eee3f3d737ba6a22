"""The letter that an agreement ends: to a main contact without a log-in, once at 90 and once at 30 days."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone
from structlog.testing import capture_logs

from alliance import jobs
from alliance.actions.agreements.ending import renew, terminate
from alliance.actions.agreements.nightly import agreements_by_night
from alliance.actions.agreements.signing import send_for_signature
from alliance.choices import Role
from alliance.models import Agreement, AgreementNotice, Membership, Partner
from alliance.queries.agreements import AGREEMENT_LETTER
from alliance.queries.agreements.record import history_of
from foundation import words
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.queue import end
from foundation.jobs.run import Run
from foundation.notifications.models import Notification
from tests.factories.agreements import HEAD, ending
from tests.factories.alliance import ContactFactory, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(alliance: Any) -> Partner:
    partner: Partner = PartnerFactory(name="Fernwold Primary")
    ContactFactory(partner=partner, name="Hana Reyes", email="hana@fernwold.example", is_main=True)
    ContactFactory(partner=partner, name="Tom Ashe", email="tom@fernwold.example")
    return partner


def queued() -> list[Job]:
    return list(Job.objects.filter(kind=AGREEMENT_LETTER, state=JobState.QUEUED).order_by("id"))


def run(job: Job) -> None:
    """Without a heartbeat, which would look from outside this transaction."""
    held = claim(job.pk, worker="a test")
    assert held is not None
    jobs.write_agreement_letter(Run(held))
    end(job, JobState.SUCCEEDED)


def write_letters() -> None:
    for job in queued():
        run(job)


def night_in(days: int) -> list[str]:
    """A night that many days from now, with the letters that it asks for; their subjects so far."""
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        agreements_by_night(timezone.now())
        write_letters()
    return [letter.subject.rsplit(" ends ")[1] for letter in mail.outbox]


@transaction.atomic
def half_a_night() -> None:
    agreements_by_night(timezone.now())
    raise RuntimeError("the power went")


def test_the_main_contact_gets_one_at_90_and_one_at_30_days(lead: Membership, partner: Partner) -> None:
    ending(100, by=lead.user, partner=partner)
    told = [len(night_in(days)) for days in (9, 10, 11, 40, 69, 70, 71, 99, 101)]
    assert told == [0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert night_in(102) == ["in 90 days", "in 30 days"]
    assert [letter.to for letter in mail.outbox] == [["hana@fernwold.example"]] * 2


def test_it_says_which_agreement_when_it_ends_and_what_comes_next(lead: Membership, partner: Partner) -> None:
    agreement = ending(100, by=lead.user, partner=partner)
    night_in(10)
    (letter,) = mail.outbox
    assert letter.subject == f"Your agreement with {lead.alliance} ends in 90 days"
    for said in (
        "Dear Hana Reyes,",
        f"Agreement: {agreement.title}",
        f"Between: {lead.alliance} and Fernwold Primary",
        f"Last day: {words.day(agreement.ends_on)}, in 90 days",
        f"{lead.alliance} sends the next agreement for signature",
    ):
        assert said in letter.body
    (html, kind) = letter.alternatives[0]
    assert (kind, "Fernwold Primary" in html) == ("text/html", True)


def test_one_whose_next_one_waits_for_signatures_says_so(lead: Membership, partner: Partner) -> None:
    following = renew(agreement=ending(100, by=lead.user, partner=partner), by=lead.user)
    send_for_signature(agreement=following, approver=HEAD, by=lead.user)
    night_in(10)
    assert f"The next one, from {words.day(following.starts_on)}, has been sent" in mail.outbox[0].body


def test_nothing_goes_to_a_partner_that_has_left(lead: Membership, partner: Partner) -> None:
    ending(80, by=lead.user, partner=partner)
    agreements_by_night(timezone.now())
    assert len(queued()) == 1
    Notification.objects.all().delete()
    Partner.objects.filter(pk=partner.pk).update(left_on=timezone.localdate())
    write_letters()
    night_in(60)
    assert (len(mail.outbox), len(queued()), Notification.objects.count()) == (0, 0, 0)


def test_a_night_that_runs_twice_sends_one(lead: Membership, partner: Partner) -> None:
    ending(80, by=lead.user, partner=partner)
    agreements_by_night(timezone.now())
    agreements_by_night(timezone.now())
    assert len(queued()) == 1
    write_letters()
    agreements_by_night(timezone.now())
    assert (len(queued()), len(mail.outbox), AgreementNotice.objects.count()) == (0, 1, 1)


def test_a_night_that_dies_half_way_leaves_nothing_and_the_next_sends_one(
    lead: Membership, partner: Partner
) -> None:
    agreement = ending(80, by=lead.user, partner=partner)
    with pytest.raises(RuntimeError):
        half_a_night()
    assert (len(queued()), AgreementNotice.objects.count()) == (0, 0)
    assert Agreement.objects.get(pk=agreement.pk).told_days == 0
    assert night_in(0) == ["in 80 days"]


def test_a_letter_that_could_not_go_goes_the_night_after(
    lead: Membership, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending(80, by=lead.user, partner=partner)
    agreements_by_night(timezone.now())
    (job,) = queued()
    with monkeypatch.context() as without_mail:
        without_mail.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _down)
        held = claim(job.pk, worker="a test")
        assert held is not None
        with pytest.raises(ConnectionRefusedError):
            jobs.write_agreement_letter(Run(held))
    end(job, JobState.FAILED)
    assert AgreementNotice.objects.get().sent_at is None
    assert night_in(1) == ["in 79 days"]
    assert night_in(2) == ["in 79 days"]


def test_a_worker_killed_after_sending_sends_the_same_letter_under_the_same_name(
    lead: Membership, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = ending(80, by=lead.user, partner=partner)
    agreements_by_night(timezone.now())
    (job,) = queued()
    with monkeypatch.context() as killed:
        killed.setattr(jobs, "mark_notice_sent", _die)
        held = claim(job.pk, worker="a test")
        assert held is not None
        with pytest.raises(SystemExit):
            jobs.write_agreement_letter(Run(held))
    end(job, JobState.FAILED)
    night_in(1)
    names = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert names == [f"<{agreement.public_id}.ends-90@localhost>"] * 2


def test_whoever_is_told_in_the_portal_gets_no_letter_besides(lead: Membership, partner: Partner) -> None:
    theirs = MembershipFactory(
        alliance=lead.alliance,
        roles=[Role.PARTNER_CONTACT],
        partner=partner,
        user__email="hana@fernwold.example",
    )
    ending(80, by=lead.user, partner=partner)
    assert night_in(0) == []
    assert Notification.objects.filter(user=theirs.user, kind="agreement_news").count() == 1


def test_a_log_in_of_somebody_else_at_the_partner_does_not_stand_for_the_main_contact(
    lead: Membership, partner: Partner
) -> None:
    MembershipFactory(alliance=lead.alliance, roles=[Role.HEADTEACHER_APPROVER], partner=partner)
    ending(80, by=lead.user, partner=partner)
    assert night_in(0) == ["in 80 days"]


def test_where_nobody_can_be_told_the_leads_read_so(lead: Membership) -> None:
    nobody = PartnerFactory(name="Moor End School")
    ContactFactory(partner=nobody, email="", phone="01900 000000", is_main=True)
    ending(80, by=lead.user, partner=nobody)
    assert night_in(0) == []
    told = Notification.objects.filter(user=lead.user, kind="agreement_news").latest("id").sentence
    assert told.endswith(
        "Nobody at Moor End School is told: it has no main contact with an e-mail address, and no mailbox."
    )


def test_one_that_ended_in_between_is_not_written_about(lead: Membership, partner: Partner) -> None:
    agreement = ending(80, by=lead.user, partner=partner)
    agreements_by_night(timezone.now())
    terminate(
        agreement=agreement, ends_on=timezone.localdate(), reason="Closed", both_agree=True, by=lead.user
    )
    write_letters()
    assert mail.outbox == []


def test_the_agreements_history_says_that_it_went_and_to_nobody_by_name(
    lead: Membership, partner: Partner
) -> None:
    agreement = ending(80, by=lead.user, partner=partner)
    night_in(0)
    (sent, added) = [
        entry for entry in history_of(agreement, limit=50) if entry.title.startswith("Letter that it ends")
    ]
    assert (added.title, added.text) == (
        "Letter that it ends added",
        f"Agreement: {agreement.title}. Days before the last one: 90.",
    )
    assert sent.title == "Letter that it ends changed"
    assert sent.text.startswith("Sent: nothing → ")


def test_logs_name_nobody(lead: Membership, partner: Partner) -> None:
    ending(80, by=lead.user, partner=partner)
    with capture_logs() as logged:
        night_in(0)
    assert len(mail.outbox) == 1
    said = str(logged).lower()
    assert [word for word in ("hana", "reyes", "fernwold") if word in said] == []


def _down(*args: Any) -> None:
    raise ConnectionRefusedError


def _die(**named: Any) -> None:
    raise SystemExit
