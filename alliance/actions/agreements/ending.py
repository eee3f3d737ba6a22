"""How an agreement goes on after its last day, ends before it, or moves to the school's next URN."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.actions.agreements.drafting import Content, draft_agreement
from alliance.actions.agreements.refusals import NextAgreementThere, locked, refuse_unless
from alliance.actions.agreements.signing import back_to_draft
from alliance.choices import AgreementState
from alliance.logic.agreements import Owed, a_year_after, next_term, title_a_year_after
from alliance.models import Agreement, Novation, Obligation, Partner, School, User
from alliance.queries.agreements import AGREEMENT_KIND
from foundation import words
from foundation.approvals.actions import withdraw_all_about
from foundation.refusal import Refused

PARTNERSHIP_ENDED = "The partnership ended."
"""All that the partner reads of why: the rest is in the partner's record, for staff."""


@transaction.atomic
def renew(*, agreement: Agreement, by: User) -> Agreement:
    """The next agreement as a draft: the same words for the year after. Raises NextAgreementThere."""
    agreement = locked(agreement)
    may = agreement.is_in_force or agreement.state == AgreementState.LAPSED
    refuse_unless(agreement, may, "Only what is in force or has lapsed can be renewed.")
    there = Agreement.objects.filter(previous=agreement).first()
    if there is not None:
        raise NextAgreementThere(f"“{there.title}” renews it already.", existing=there.public_id)
    starts_on, ends_on = next_term(agreement.ends_on)
    owed = Obligation.objects.filter(agreement=agreement).order_by("id")
    content = Content(
        title=title_a_year_after(agreement.title),
        terms=agreement.terms,
        starts_on=starts_on,
        ends_on=ends_on,
        tier=agreement.tier,
        fee_pence=agreement.fee_pence,
        notice_days=agreement.notice_days,
        obligations=tuple(
            Owed(one.party, one.text, one.owner, a_year_after(one.due_on) if one.due_on else None)
            for one in owed
        ),
    )
    return draft_agreement(partner=agreement.partner, content=content, previous=agreement, by=by)


@transaction.atomic
def terminate(
    *, agreement: Agreement, ends_on: date, reason: str, both_agree: bool = False, by: User
) -> Agreement:
    """End it before its last day, for a reason: after the days of notice, or sooner where both sides agree.

    One that renews it stays as it is. Raises WrongState, Refused.
    """
    agreement, today = locked(agreement), timezone.localdate()
    may = agreement.is_in_force_on(today) or agreement.state == AgreementState.SIGNED
    refuse_unless(agreement, may, "There is nothing to end.")
    earliest = today if both_agree else today + timedelta(days=agreement.notice_days)
    if earliest > agreement.ends_on:
        last = words.day(agreement.ends_on)
        if both_agree:
            raise Refused(f"Its last day was {last}: there is nothing to end early.", field="ends_on")
        raise Refused(
            f"It ends on {last}, before {agreement.notice_days} days of notice are over. It ends sooner only "
            "where both sides agree to the day: tick that they do.",
            field="ends_on",
        )
    if not earliest <= ends_on <= agreement.ends_on:
        why = "" if both_agree else f": {agreement.notice_days} days of notice, unless both sides agree"
        raise Refused(
            f"Write a day from {words.day(earliest)} to {words.day(agreement.ends_on)}{why}.", field="ends_on"
        )
    agreement.state, agreement.ended_on, agreement.end_reason = AgreementState.TERMINATED, ends_on, reason
    agreement.save()
    return agreement


def novate(*, partner: Partner, before: School, after: School) -> int:
    """The school became another record of the register: its agreements go with it, and say so.

    Part of `partners.follow_successor`; how many agreements that were.
    """
    today = timezone.localdate()
    carried = Agreement.objects.filter(partner=partner).open(today)
    made = Novation.objects.bulk_create(
        Novation(
            agreement=agreement,
            from_name=before.name,
            from_urn=str(before.urn),
            to_name=after.name,
            to_urn=str(after.urn),
            made_on=today,
        )
        for agreement in carried
    )
    return len(made)


def end_with_partnership(*, partner: Partner, left_on: date, by: User) -> None:
    """What was signed ends with the partnership; what waits to be signed is a draft again.

    Part of `partners.end_partnership`, which holds the partner: nothing more is sent to it meanwhile.
    """
    whole = Agreement.objects.filter(partner=partner).open(left_on)
    for public_id in whole.to_sign().order_by("id").values_list("public_id", flat=True):
        withdraw_all_about(kind=AGREEMENT_KIND, subject=public_id)
    for agreement in whole.select_for_update(of=("self",), no_key=True).order_by("id"):
        if agreement.state == AgreementState.SENT:
            back_to_draft(agreement)
            continue
        agreement.state, agreement.ended_on = AgreementState.TERMINATED, min(left_on, agreement.ends_on)
        agreement.end_reason = PARTNERSHIP_ENDED
        agreement.save()


@transaction.atomic
def mark_obligation(*, obligation: Obligation, done: bool, by: User) -> Obligation:
    """Say that it has been done, today, or not yet after all."""
    current: Obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    current.done_on = timezone.localdate() if done else None
    current.save(update_fields=["done_on"])
    return current
