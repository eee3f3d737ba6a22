"""Agreements of a demo alliance: one in every state, with what they begin with."""

from datetime import date, timedelta

from django.utils import timezone

from alliance.actions.agreements.drafting import Content, TemplateContent, draft_agreement, save_template
from alliance.actions.agreements.ending import renew, terminate
from alliance.actions.agreements.nightly import agreements_by_night
from alliance.actions.agreements.signing import countersign, send_for_signature, sign_for_partner
from alliance.actions.contacts import name_mailbox
from alliance.choices import AgreementState, Organisation, Party
from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from alliance.logic.agreements import Owed
from alliance.models import Agreement, AgreementTemplate, Contact, Partner, User
from alliance.queries.agreements import AGREEMENT_KIND
from foundation.approvals.actions import Approver, decide
from foundation.approvals.models import Approval

TERMS = """The partners work together so that every child of the area is taught well. Each keeps its own
governance, staff and budget; nothing here makes one the agent of the other.

The alliance offers its programmes to the staff of the partner at the partner's rate, keeps what it knows
about the partner to the purposes of this agreement, and answers within five working days.

The partner names a contact, keeps its entry on the portal right, and lets its staff take part in what they
have booked.

Each side may end this agreement with the days of notice named in it. Personal data is shared under the
data-sharing agreement that is signed with it."""
CORE, ASSOCIATE = "Core", "Associate"
FEES = {CORE: 185_000, ASSOCIATE: 65_000}
FIRST = "Kelderby St Hild’s Academy"
"""Whose contact, who is among the log-ins, finds an agreement to sign."""


def add_agreements(demo: DemoAlliance) -> None:
    """Once: a second run finds them."""
    if AgreementTemplate.objects.exists():
        return
    by = demo.administrator.user
    for tier in (CORE, ASSOCIATE):
        save_template(template=None, content=_template(tier), by=by)
    partners = list(
        Partner.objects.current()
        .filter(organisation=Organisation.SCHOOL, contacts__is_main=True)
        .exclude(contacts__email="")
        .order_by("-name")
        .distinct()[:14]
    )
    first = Partner.objects.current().filter(name=FIRST).first()
    others = [partner for partner in partners if partner != first]
    if len(others) < 9:
        return
    _in_every_state(others, first, by=by, lead=demo.strategic_lead.user)
    with_office = Partner.objects.get(pk=others[6].pk)
    name_mailbox(partner=with_office, version=with_office.version, mailbox="office@school.example", by=by)
    agreements_by_night(timezone.now())


def _in_every_state(others: list[Partner], first: Partner | None, *, by: User, lead: User) -> None:
    today = timezone.localdate()
    year = AcademicYear.for_date(today)
    this_year, next_year = _days(year), _days(AcademicYear(year.start + 1))
    ending = (today - timedelta(days=310), today + timedelta(days=54))
    draft_agreement(partner=others[0], content=_content(CORE, *next_year), by=by)
    _sent(first or others[1], _content(CORE, *next_year), by)
    _signed(others[2], _content(ASSOCIATE, *this_year), by)
    for partner in others[3:5]:
        _in_force(partner, _content(CORE, *this_year), by, lead)
    for partner, days in zip(others[5:7], (54, 21), strict=True):
        ends_on = today + timedelta(days=days)
        _in_force(partner, _content(ASSOCIATE, ending[0], ends_on), by, lead)
    old = _in_force(others[7], _content(CORE, *ending), by, lead)
    following = renew(agreement=old, by=by)
    _sign(_send(following, by))
    countersign(agreement=following, name=lead.full_name, by=lead)
    _lapsed(others[8], _content(ASSOCIATE, today - timedelta(days=380), today - timedelta(days=15)), lead)
    if len(others) > 9:
        ended = _in_force(others[9], _content(CORE, *this_year), by, lead)
        reason = "The school joins the alliance of its new trust."
        terminate(agreement=ended, ends_on=today + timedelta(days=30), reason=reason, both_agree=True, by=by)


def _template(tier: str) -> TemplateContent:
    lines = [
        "Partner: Name a contact and check its entry on the portal once a year | Headteacher",
        "Partner: Host two trainees a year | Professional tutor",
        "Alliance: Offer five places on each programme | CPD lead",
    ]
    return TemplateContent(
        name=f"{tier} partnership", terms=TERMS, tier=tier, fee_pence=FEES[tier], obligations="\n".join(lines)
    )


def _content(tier: str, starts_on: date, ends_on: date) -> Content:
    middle = starts_on + (ends_on - starts_on) / 2
    return Content(
        title=f"{tier} partnership {AcademicYear.for_date(starts_on)}",
        terms=TERMS,
        starts_on=starts_on,
        ends_on=ends_on,
        tier=tier,
        fee_pence=FEES[tier],
        obligations=(
            Owed(Party.PARTNER, "Host two trainees a year", "Professional tutor", ends_on),
            Owed(Party.PARTNER, "Check the contact on the portal", "Headteacher"),
            Owed(Party.ALLIANCE, "Offer five places on each programme", "CPD lead", middle),
        ),
    )


def _days(year: AcademicYear) -> tuple[date, date]:
    return year.first_day, year.last_day


def _sent(partner: Partner, content: Content, by: User) -> Agreement:
    return _send(draft_agreement(partner=partner, content=content, by=by), by)


def _send(agreement: Agreement, by: User) -> Agreement:
    contact = Contact.objects.get(partner=agreement.partner, is_main=True)
    return send_for_signature(agreement=agreement, approver=Approver(contact.name, contact.email), by=by)


def _sign(agreement: Agreement) -> None:
    """As the contact does by the link in the letter."""
    asked = Approval.objects.about(AGREEMENT_KIND, agreement.public_id).waiting().get()
    decide(approval=asked, agreed=True, name=asked.approver_name)


def _signed(partner: Partner, content: Content, by: User) -> Agreement:
    agreement = _sent(partner, content, by)
    _sign(agreement)
    return agreement


def _in_force(partner: Partner, content: Content, by: User, lead: User) -> Agreement:
    return countersign(agreement=_signed(partner, content, by), name=lead.full_name, by=lead)


def _lapsed(partner: Partner, content: Content, lead: User) -> None:
    """Signed in time, long ago; the night finds that it has lapsed."""
    agreement = draft_agreement(partner=partner, content=content, by=lead)
    agreement.state, agreement.sent_at, agreement.party = AgreementState.SENT, timezone.now(), partner.name
    agreement.save()
    sign_for_partner(agreement, name=Contact.objects.get(partner=partner, is_main=True).name)
    countersign(agreement=agreement, name=lead.full_name, by=lead)
