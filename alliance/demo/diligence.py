"""Due diligence in the demo: passed, under way, a waiver asked for, and one due since the register."""

from datetime import date, timedelta

from django.utils import timezone

from alliance.actions.diligence.checks import Answer, add_action, answer_check
from alliance.actions.diligence.opening import ask_for_diligence, reopen_after_register
from alliance.actions.diligence.reviews import ask_for_waiver, decide_review, start_review
from alliance.choices import CheckState, DiligenceState
from alliance.demo.parts import DemoAlliance
from alliance.models import DiligenceReview, Partner, User

SEEN = {
    "register": "Looked up in the School register",
    "ofsted": "Report read, in the words of its framework",
    "safeguarding": "Policy of September, single central record seen",
    "finance": "Budget of this year, no notice to improve",
    "data": "Signed, version 3",
    "dbs": "Policy seen; the business manager keeps the record",
    "capacity": "Said by the head on the phone",
    "conflict": "Declared: none",
    "accreditation": "Letter of the DfE",
    "insurance": "Certificate seen",
}
PASSED, WITH_ACTIONS, UNDER_WAY = 14, 3, 4
"""How many partners are so far; a waiver and a register change come after them."""


def add_diligence(demo: DemoAlliance) -> None:
    """Once. What is left over is opened by the clock, at night."""
    if DiligenceReview.objects.exists():
        return
    lead, administrator = demo.strategic_lead.user, demo.administrator.user
    partners = list(Partner.objects.current().exclude(school=None).order_by("joined_on", "pk"))
    for number, partner in enumerate(partners[: PASSED + WITH_ACTIONS + UNDER_WAY]):
        review = start_review(review=ask_for_diligence(partner=partner, by=lead), by=administrator)
        if number < PASSED:
            _decide(review, DiligenceState.PASSED, administrator, lead)
        elif number < PASSED + WITH_ACTIONS:
            day = timezone.localdate() + timedelta(days=20 + number)
            what = "Send the three-year budget plan to the alliance"
            add_action(review=review, what=what, owner=administrator, due_on=day, by=administrator)
            _decide(review, DiligenceState.PASSED_WITH_ACTIONS, administrator, lead)
        else:
            _answer(review, administrator, most=number % 5 + 1)
    rest = partners[PASSED + WITH_ACTIONS + UNDER_WAY :]
    _further(rest, administrator)


def _further(partners: list[Partner], by: User) -> None:
    """A waiver that waits for another lead, and a school of which the register has news."""
    if len(partners) < 2:
        return
    waived, changed = partners[:2]
    review = ask_for_diligence(partner=waived, by=by)
    reason = "The DfE looked into the trust in October and found nothing to mend."
    ask_for_waiver(review=review, reason=reason, by=by)
    news = {changed.school_id: {"trust": ["", "Tidewater Academies"]}}
    reopen_after_register([changed], news, as_at=_month_ago(timezone.localdate()))


def _decide(review: DiligenceReview, outcome: DiligenceState, by: User, lead: User) -> None:
    _answer(review, by, most=99)
    decide_review(review=review, outcome=outcome, note="", next_due_on=None, by=lead)


def _answer(review: DiligenceReview, by: User, *, most: int) -> None:
    for check in review.checks.order_by("position")[:most]:
        answer = Answer(CheckState.MET, SEEN.get(check.code, "Seen"))
        answer_check(check=check, version=check.version, answer=answer, by=by)


def _month_ago(today: date) -> date:
    return today - timedelta(days=26)
