"""An agreement's life: draft, sent, signed by both, in force, renewed, lapsed or ended."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from alliance.actions.agreements.drafting import draft_agreement, remove_draft, update_draft
from alliance.actions.agreements.ending import renew, terminate
from alliance.actions.agreements.nightly import agreements_by_night
from alliance.actions.agreements.refusals import NextAgreementThere, WrongState
from alliance.actions.agreements.signing import (
    answer_in_portal,
    countersign,
    send_for_signature,
    take_back,
)
from alliance.actions.partners import follow_successor
from alliance.choices import AGREEMENT_TRANSITIONS, AgreementState, Role, SchoolStatus
from alliance.models import Agreement, Membership, Novation, Obligation
from alliance.queries.agreements import AGREEMENT_DOCUMENT, shown_to_sign
from alliance.queries.agreements.onboarding import has_agreement
from alliance.queries.agreements.record import check_code
from alliance.queries.growth.onboarding import InPlace
from foundation import words
from foundation.approvals.actions import ApprovalClosed, Approver, decide
from foundation.jobs.models import Job
from foundation.notifications.models import Notification
from foundation.refusal import ChangedMeanwhile, Refused
from tests.factories.agreements import (
    HEAD,
    approval_of,
    content,
    draft,
    ending,
    in_force,
    renewed,
    sent,
    signed,
)
from tests.factories.alliance import MembershipFactory, PartnerFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def state(agreement: Agreement) -> str:
    return str(Agreement.objects.values_list("state", flat=True).get(pk=agreement.pk))


def night(days: float = 0) -> None:
    agreements_by_night(timezone.now() + timedelta(days=days))


def test_it_goes_from_draft_to_in_force_by_two_signatures(lead: Membership) -> None:
    agreement = draft(by=lead.user)
    assert state(agreement) == "draft"
    send_for_signature(agreement=agreement, approver=HEAD, by=lead.user)
    assert state(agreement) == "sent"
    decide(approval=approval_of(agreement), agreed=True, name="Hana Reyes")
    agreement.refresh_from_db()
    assert (agreement.state, agreement.partner_signed_name) == ("signed", "Hana Reyes")
    countersign(agreement=agreement, name="Priya Nandwani", by=lead.user)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.alliance_signed_name) == ("active", "Priya Nandwani")
    made = Job.objects.filter(kind=AGREEMENT_DOCUMENT).order_by("id").values_list("subject", flat=True)
    assert list(made) == [f"{agreement.public_id}:1", f"{agreement.public_id}:2"]


def test_one_that_begins_later_waits_for_its_first_day(lead: Membership) -> None:
    first = timezone.localdate() + timedelta(days=20)
    agreement = in_force(by=lead.user, starts_on=first, ends_on=first + timedelta(days=300))
    assert state(agreement) == "signed"
    night(19)
    assert state(agreement) == "signed"
    night(20)
    assert state(agreement) == "active"


def test_a_no_makes_it_a_draft_again_and_tells_whoever_sent_it(lead: Membership) -> None:
    agreement = sent(by=lead.user)
    decide(approval=approval_of(agreement), agreed=False, name="Hana Reyes", remark="The fee is too high")
    assert state(agreement) == "draft"
    told = Notification.objects.get(user=lead.user)
    assert told.sentence == f"Hana Reyes has not agreed: Partnership agreement, {agreement.partner.name}"


def test_taken_back_its_link_is_dead_and_it_can_be_changed(lead: Membership) -> None:
    agreement = sent(by=lead.user)
    asked = approval_of(agreement)
    take_back(agreement=agreement, by=lead.user)
    with pytest.raises(ApprovalClosed):
        decide(approval=asked, agreed=True, name="Hana Reyes")
    agreement.refresh_from_db()
    changed = content(title="Another title", fee_pence=0)
    update_draft(agreement=agreement, version=agreement.version, content=changed, by=lead.user)
    agreement.refresh_from_db()
    assert (agreement.title, agreement.fee_pence, agreement.state) == ("Another title", 0, "draft")


def test_two_editors_of_a_draft_do_not_overwrite_each_other(lead: Membership) -> None:
    agreement = draft(by=lead.user)
    update_draft(agreement=agreement, version=agreement.version, content=content(tier="One"), by=lead.user)
    with pytest.raises(ChangedMeanwhile):
        update_draft(agreement=agreement, version=agreement.version, content=content(), by=lead.user)


def test_what_was_sent_is_not_changed_nor_removed(lead: Membership) -> None:
    agreement = sent(by=lead.user)
    agreement.refresh_from_db(fields=["version"])
    with pytest.raises(WrongState):
        update_draft(agreement=agreement, version=agreement.version, content=content(), by=lead.user)
    with pytest.raises(WrongState):
        remove_draft(agreement=agreement, by=lead.user)
    with pytest.raises(WrongState):
        countersign(agreement=agreement, name="Priya", by=lead.user)


def test_somebody_without_an_address_cannot_be_asked(lead: Membership) -> None:
    agreement = draft(by=lead.user)
    with pytest.raises(Refused, match="has no e-mail address"):
        send_for_signature(agreement=agreement, approver=Approver("Hana", ""), by=lead.user)


def test_signed_in_the_partner_signs_what_it_has_read(lead: Membership) -> None:
    partner = PartnerFactory()
    head = MembershipFactory(alliance=lead.alliance, roles=[Role.HEADTEACHER_APPROVER], partner=partner)
    agreement = sent(partner, by=lead.user)
    answer: dict[str, Any] = {"agreed": True, "name": "Hana Reyes", "remark": "", "by": head.user}
    with pytest.raises(ChangedMeanwhile):
        answer_in_portal(agreement=agreement, seen="another", **answer)
    answer_in_portal(agreement=agreement, seen=shown_to_sign(agreement).fingerprint, **answer)
    assert state(agreement) == "signed"
    assert approval_of(agreement).decided_by == head.user


def test_notice_is_given_at_90_and_at_30_days_to_both_sides_once_each(lead: Membership) -> None:
    partner = PartnerFactory()
    theirs = MembershipFactory(alliance=lead.alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
    stranger = MembershipFactory(
        alliance=lead.alliance, roles=[Role.PARTNER_CONTACT], partner=PartnerFactory()
    )
    agreement = ending(100, by=lead.user, partner=partner)
    Notification.objects.all().delete()
    told = []
    for days in (9, 10, 11, 40, 69, 70, 71, 99):
        night(days)
        told.append(Notification.objects.filter(user=theirs.user).count())
    assert told == [0, 1, 1, 1, 1, 2, 2, 2]
    assert state(agreement) == "renewal_due"
    sentences = Notification.objects.filter(user=lead.user).order_by("id").values_list("sentence", flat=True)
    assert [sentence.rsplit(", ", 1)[1] for sentence in sentences] == ["in 90 days.", "in 30 days."]
    assert Notification.objects.filter(user=stranger.user).count() == 0


def test_a_night_that_was_missed_is_made_up_for(lead: Membership) -> None:
    agreement = ending(100, by=lead.user)
    Notification.objects.all().delete()
    night(85)
    assert (state(agreement), Notification.objects.count()) == ("renewal_due", 1)


def test_it_lapses_the_day_after_its_last(lead: Membership) -> None:
    agreement = ending(50, by=lead.user)
    night(50)
    assert state(agreement) == "renewal_due"
    night(51)
    assert state(agreement) == "lapsed"
    assert "lapsed on" in Notification.objects.filter(user=lead.user).latest("id").sentence
    night(52)
    assert Notification.objects.filter(user=lead.user, sentence__contains="lapsed").count() == 1


def test_renewing_makes_the_next_one_and_signing_that_renews_this(lead: Membership) -> None:
    agreement = ending(50, by=lead.user)
    night()
    following = renew(agreement=agreement, by=lead.user)
    assert (following.state, following.previous) == ("draft", agreement)
    assert following.starts_on == agreement.ends_on + timedelta(days=1)
    assert (following.terms, following.fee_pence, following.tier) == (
        agreement.terms,
        agreement.fee_pence,
        agreement.tier,
    )
    assert Obligation.objects.filter(agreement=following).count() == 2
    assert state(agreement) == "renewal_due"
    with pytest.raises(NextAgreementThere) as refused:
        renew(agreement=agreement, by=lead.user)
    assert refused.value.existing == following.public_id
    send_for_signature(agreement=following, approver=HEAD, by=lead.user)
    decide(approval=approval_of(following), agreed=True, name="Hana Reyes")
    countersign(agreement=following, name="Priya Nandwani", by=lead.user)
    assert (state(agreement), state(following)) == ("renewed", "signed")
    night(60)
    assert (state(agreement), state(following)) == ("renewed", "active")


def test_the_next_one_is_named_after_its_own_year(lead: Membership) -> None:
    agreement = ending(50, by=lead.user, title="Full partnership 2025/26")
    assert renew(agreement=agreement, by=lead.user).title == "Full partnership 2026/27"


def test_ending_it_early_needs_the_days_of_notice_or_both_sides(lead: Membership) -> None:
    agreement, today = in_force(by=lead.user), timezone.localdate()
    soon = today + timedelta(days=10)
    with pytest.raises(Refused, match="90 days of notice, unless both sides agree"):
        terminate(agreement=agreement, ends_on=soon, reason="It moves", by=lead.user)
    terminate(agreement=agreement, ends_on=soon, reason="It moves", both_agree=True, by=lead.user)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_on, agreement.end_reason) == ("terminated", soon, "It moves")
    other = in_force(by=lead.user)
    terminate(agreement=other, ends_on=today + timedelta(days=90), reason="It moves", by=lead.user)
    assert state(other) == "terminated"


def test_one_that_is_renewed_still_ends_early_until_its_last_day_and_the_next_one_stays(
    lead: Membership,
) -> None:
    agreement, following = renewed(by=lead.user)
    today = timezone.localdate()
    with pytest.raises(Refused, match="before 90 days of notice are over"):
        terminate(agreement=agreement, ends_on=today + timedelta(days=90), reason="It moves", by=lead.user)
    soon = today + timedelta(days=10)
    terminate(agreement=agreement, ends_on=soon, reason="It moves", both_agree=True, by=lead.user)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_on, state(following)) == ("terminated", soon, "signed")
    over, _ = renewed(by=lead.user)
    day_after = time_machine.travel(timezone.now() + timedelta(days=51), tick=False)
    with day_after, pytest.raises(WrongState, match="There is nothing to end"):
        terminate(agreement=over, ends_on=over.ends_on, reason="Late", both_agree=True, by=lead.user)


def test_an_agreement_is_not_ended_after_its_last_day(lead: Membership) -> None:
    agreement = ending(20, by=lead.user)
    day_after = time_machine.travel(timezone.now() + timedelta(days=21), tick=False)
    with day_after, pytest.raises(Refused, match="Its last day was"):
        terminate(
            agreement=agreement, ends_on=timezone.localdate(), reason="Late", both_agree=True, by=lead.user
        )


def test_an_academised_school_takes_its_agreements_along_and_they_say_so(lead: Membership) -> None:
    after = SchoolFactory(name="Tarnley Academy")
    before = SchoolFactory(
        name="Tarnley School",
        status=SchoolStatus.CLOSED,
        closed_on=date(2026, 8, 31),
        successor=after,
    )
    partner = PartnerFactory(school=before, name="Tarnley School")
    agreement = in_force(partner, by=lead.user)
    code = check_code(agreement)
    other, (before_it, after_it) = in_force(by=lead.user), renewed(partner, by=lead.user)
    follow_successor(partner=partner, by=lead.user)
    carried = Novation.objects.values_list("agreement", flat=True)
    assert set(carried) == {agreement.pk, before_it.pk, after_it.pk}
    novation = Novation.objects.get(agreement=agreement)
    assert (novation.agreement, novation.from_urn, novation.to_urn, novation.to_name) == (
        agreement,
        str(before.urn),
        str(after.urn),
        "Tarnley Academy",
    )
    agreement.refresh_from_db()
    assert (agreement.party, agreement.party_urn, agreement.state) == (
        "Tarnley School",
        str(before.urn),
        "active",
    )
    assert check_code(Agreement.objects.select_related("partner").get(pk=agreement.pk)) == code
    assert state(other) == "active"


def test_a_newcomers_agreement_is_in_place_once_both_have_signed(lead: Membership) -> None:
    newcomer, other = PartnerFactory(), PartnerFactory()
    in_force(other, by=lead.user)
    signed(newcomer, by=lead.user)
    assert has_agreement(newcomer) is None
    agreement = in_force(newcomer, by=lead.user)
    assert has_agreement(newcomer) == InPlace(f"Signed by both, until {words.day(agreement.ends_on)}")


def test_nobody_drafts_with_a_partner_that_has_left(lead: Membership) -> None:
    partner = PartnerFactory(left_on=timezone.localdate())
    with pytest.raises(Refused, match="has left the alliance"):
        draft_agreement(partner=partner, content=content(), by=lead.user)


@pytest.mark.parametrize("start", list(AgreementState))
@pytest.mark.parametrize("end", list(AgreementState))
def test_the_database_lets_no_other_move_happen(lead: Membership, start: str, end: str) -> None:
    """Each pair of states: only those of the table, whatever a statement says."""
    if start == end or (start, end) in AGREEMENT_TRANSITIONS:
        return
    agreement = _at(AgreementState(start), lead.user)
    with pytest.raises(DatabaseError, match="transition"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(state=end)


def _at(where: AgreementState, by: Any) -> Agreement:
    match where:
        case AgreementState.DRAFT:
            return draft(by=by)
        case AgreementState.SENT:
            return sent(by=by)
        case AgreementState.SIGNED:
            return signed(by=by)
        case AgreementState.ACTIVE:
            return in_force(by=by)
        case AgreementState.RENEWED:
            return renewed(by=by)[0]
    agreement = ending(50, by=by)
    night()
    agreement.refresh_from_db()
    if where == AgreementState.LAPSED:
        night(51)
    elif where == AgreementState.TERMINATED:
        today = timezone.localdate()
        terminate(agreement=agreement, ends_on=today, reason="It moves", both_agree=True, by=by)
    agreement.refresh_from_db()
    assert agreement.state == where
    return agreement


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alliance_agreement SET fee_pence = 1",
        "UPDATE alliance_agreement SET terms = 'Other terms'",
        "UPDATE alliance_agreement SET ends_on = ends_on + 1",
        "UPDATE alliance_agreement SET partner_signed_name = 'Eve'",
        "UPDATE alliance_agreement SET alliance_signed_at = now()",
        "UPDATE alliance_obligation SET text = 'Something else'",
        "DELETE FROM alliance_obligation",
        "DELETE FROM alliance_agreement",
    ],
)
def test_the_database_keeps_what_was_signed(lead: Membership, change: str) -> None:
    in_force(by=lead.user)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_an_obligation_can_still_be_marked_as_done(lead: Membership) -> None:
    from alliance.actions.agreements.ending import mark_obligation

    agreement = in_force(by=lead.user)
    owed = Obligation.objects.filter(agreement=agreement).earliest("id")
    assert mark_obligation(obligation=owed, done=True, by=lead.user).done_on == timezone.localdate()
    assert mark_obligation(obligation=owed, done=False, by=lead.user).done_on is None


def test_the_database_lets_no_agreement_begin_signed(lead: Membership) -> None:
    agreement = draft(by=lead.user)
    with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
        Agreement.objects.create(
            partner=agreement.partner,
            title="Forged",
            terms="x",
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
            state=AgreementState.SENT,
            sent_at=timezone.now(),
            party="x",
        )


def test_the_clock_is_the_one_of_england(lead: Membership) -> None:
    with time_machine.travel("2026-06-30 23:30 +0000", tick=False):  # 00:30 on 1 July
        agreement = in_force(by=lead.user, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
        assert state(agreement) == "active"
