"""Due diligence on pages: the list, the record, the waiver, the checklists, Today and the API."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.diligence.opening import ask_for_diligence
from alliance.actions.diligence.reviews import ask_for_waiver
from alliance.choices import PartnerKind, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import ChecklistLine, DiligenceAction, DiligenceReview, Partner
from alliance.queries.diligence.checklists import checklists
from alliance.queries.diligence.due import diligence_due
from tests.api_client import system_of
from tests.factories.alliance import MembershipFactory, PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.diligence import ActionFactory, CheckFactory, ReviewFactory

pytestmark = pytest.mark.django_db


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def test_a_review_goes_from_nothing_to_passed_on_pages(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    page, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
    steps = []

    def step() -> str:
        context = page.get(address(partner, "partner_diligence")).context
        steps.append(context["step"].name if context["step"] else "")
        return steps[-1]

    assert step() == "ask"
    assert page.post(address(partner, "ask_for_diligence")).status_code == 302
    while step() == "answer":
        check = page.get(address(partner, "partner_diligence")).context["step"].check
        given = {"state": "met", "evidence": "Seen", "version": check.version}
        assert page.post(address(partner, "answer_check", check.public_id), given).status_code == 302
    assert steps[-1] == "decide"
    assert page.post(address(partner, "decide_diligence"), {"outcome": "passed"}).status_code == 302
    assert (step(), DiligenceReview.objects.get().state) == ("", "passed")


def test_a_decision_that_the_checks_do_not_bear_stands_on_the_form(alliance: Any, sign_in: Any) -> None:
    review = ReviewFactory(begun=True)
    CheckFactory(review=review, state="open", evidence="", answered_at=None, answered_by=None)
    page, _ = sign_in(alliance, Role.OWNER)
    answer = page.post(address(review.partner, "decide_diligence"), {"outcome": "passed"})
    assert (answer.status_code, "1 check is not answered yet" in answer.content.decode()) == (422, True)


def test_a_waiver_is_asked_by_one_lead_and_approved_by_another(
    alliance: Any, sign_in: Any, client: Any
) -> None:
    review = ReviewFactory(begun=True)
    page, asker = sign_in(alliance, Role.ADMINISTRATOR)
    given = {"reason": "The DfE has just looked into it"}
    assert page.post(address(review.partner, "ask_for_waiver"), given).status_code == 302
    assert page.get(address(review.partner, "partner_diligence")).context["step"].name == "own_waiver"
    page.post(address(review.partner, "approve_waiver"))
    review.refresh_from_db()
    assert review.is_open
    other, approver = sign_in(alliance, Role.OWNER)
    assert other.get(address(review.partner, "partner_diligence")).context["step"].name == "waiver"
    other.post(address(review.partner, "approve_waiver"))
    review.refresh_from_db()
    assert (review.state, review.waiver_asked_by, review.decided_by) == (
        "waived",
        asker.user,
        approver.user,
    )


def test_a_programme_lead_takes_back_their_own_waiver_and_turns_down_no_other(
    alliance: Any, sign_in: Any
) -> None:
    page, member = sign_in(alliance, Role.CPD_LEAD)
    own, other = ReviewFactory(), ReviewFactory()
    ask_for_waiver(review=own, reason="x", by=member.user)
    ask_for_waiver(review=other, reason="x", by=UserFactory())
    assert page.post(address(own.partner, "turn_down_waiver")).status_code == 302
    assert page.post(address(other.partner, "turn_down_waiver")).status_code == 403
    assert page.post(address(other.partner, "approve_waiver")).status_code == 403


def test_an_action_has_an_owner_and_is_done(alliance: Any, sign_in: Any) -> None:
    review = ReviewFactory(begun=True)
    page, member = sign_in(alliance, Role.ADMINISTRATOR)
    given = {"what": "Send the plan", "owner": str(member.user.public_id), "due_on": "31/12/2099"}
    assert page.post(address(review.partner, "add_diligence_action"), given).status_code == 302
    action = DiligenceAction.objects.get()
    assert [due.title for due in diligence_due(member, timezone.localdate())][-1] == "Send the plan"
    assert page.post(address(review.partner, "finish_diligence_action", action.public_id)).status_code == 302
    action.refresh_from_db()
    assert action.done_by == member.user


def test_an_outsider_is_given_no_action(alliance: Any, sign_in: Any) -> None:
    review, outsider = ReviewFactory(begun=True), MembershipFactory(alliance=alliance, roles=[Role.TRAINEE])
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    given = {"what": "Plan", "owner": str(outsider.user.public_id), "due_on": "31/12/2099"}
    assert page.post(address(review.partner, "add_diligence_action"), given).status_code == 422


def of_kind(kind: PartnerKind, **about: Any) -> DiligenceReview:
    partner = PartnerFactory()
    year = AcademicYear.for_date(timezone.localdate()).start
    PartnerRoleFactory(partner=partner, kind=kind, academic_year=year)
    return ReviewFactory(partner=partner, **about)


def test_the_list_is_narrowed_by_state_kind_and_day(alliance: Any, sign_in: Any) -> None:
    today = timezone.localdate()
    late = of_kind(PartnerKind.MEMBER, due_on=today - timedelta(days=1))
    going = of_kind(PartnerKind.STRATEGIC_PARTNER, begun=True, due_on=today)
    gone = of_kind(PartnerKind.MEMBER, due_on=today)
    Partner.objects.filter(pk=gone.partner_id).update(left_on=today)
    page, _ = sign_in(alliance, Role.FINANCE_OFFICER)

    def names(**query: str) -> list[str]:
        answer = page.get(reverse("diligence", args=[alliance.slug]), query)
        return [row.name for row in answer.context["rows"]]

    assert names() == [late.partner.name, going.partner.name]
    assert names(overdue="yes") == names(state="due") == names(kind="member") == [late.partner.name]
    assert names(state="in_progress") == names(q=going.partner.name) == [going.partner.name]
    assert names(show="decided") == []
    assert names(sort="-due") == [going.partner.name, late.partner.name]


def test_the_export_has_what_the_list_shows(alliance: Any, sign_in: Any) -> None:
    review = of_kind(PartnerKind.MEMBER, due_on=date(2026, 12, 18))
    page, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    text = page.get(reverse("diligence_export", args=[alliance.slug])).content.decode("utf-8-sig")
    assert text.splitlines() == [
        "Partner,Kind,State,Due,Why,Checks answered,Checks,Decided,Next due",
        f"{review.partner.name},Alliance member,Due,2026-12-18,New partner,0,0,,",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_long_it_is(alliance: Any, sign_in: Any, rows: int) -> None:
    for _ in range(rows):
        review = of_kind(PartnerKind.MEMBER, begun=True)
        CheckFactory(review=review)
    page, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    here = reverse("diligence", args=[alliance.slug])
    page.get(here)
    with CaptureQueriesContext(connection) as captured:
        page.get(here)
    asked = [query for query in captured.captured_queries if "alliance_" in query["sql"]]
    assert len(asked) <= 12
    assert len([query for query in asked if "alliance_diligence" in query["sql"]]) == 3


def test_an_alliance_makes_a_checklist_its_own_and_goes_back(alliance: Any, sign_in: Any) -> None:
    page, _ = sign_in(alliance, Role.OWNER)
    here = reverse("checklist", args=[alliance.slug, "member"])
    given = {"codes": ["safeguarding", "data"], "own": "Website up to date\n\n  Website   up to date \n"}
    assert page.post(here, given).status_code == 302
    assert [line.title for line in checklists()[PartnerKind.MEMBER]] == [
        "Safeguarding",
        "Data-sharing agreement",
        "Website up to date",
    ]
    assert page.post(here, {"own": ""}).status_code == 422
    assert page.post(reverse("restore_checklist", args=[alliance.slug, "member"])).status_code == 302
    assert ChecklistLine.objects.count() == 0


def test_the_cycle_is_a_number_of_months(alliance: Any, sign_in: Any) -> None:
    page, _ = sign_in(alliance, Role.OWNER)
    here = reverse("diligence_settings", args=[alliance.slug])
    assert page.post(here, {"months": "2", "version": alliance.version}).status_code == 422
    assert page.post(here, {"months": "24", "version": alliance.version}).status_code == 302
    alliance.refresh_from_db()
    assert alliance.diligence_months == 24


def test_today_names_few_reviews_and_sums_up_many(alliance: Any) -> None:
    today, member = timezone.localdate(), MembershipFactory(alliance=alliance)
    first = ReviewFactory(due_on=today - timedelta(days=1))
    assert [(due.state, due.title) for due in diligence_due(member, today)] == [
        ("bad", f"Due diligence of {first.partner.name}")
    ]
    for _ in range(3):
        ReviewFactory(due_on=today)
    assert [(due.title, due.why) for due in diligence_due(member, today)] == [
        ("Due diligence of 4 partners is due", "1 review past its day")
    ]


def test_today_asks_another_lead_about_a_waiver_and_never_who_asked(alliance: Any) -> None:
    asker, other = MembershipFactory(alliance=alliance), MembershipFactory(alliance=alliance)
    review = ask_for_diligence(partner=PartnerFactory(name="Ash"), by=asker.user)
    ask_for_waiver(review=review, reason="x", by=asker.user)
    today = timezone.localdate()
    titles = {
        name: [due.title for due in diligence_due(member, today)]
        for name, member in (("asker", asker), ("other", other))
    }
    assert titles == {
        "asker": [],
        "other": [f"{review.partner.name}: may this round of due diligence be waived?"],
    }


def test_a_school_contact_sees_no_page_of_it(alliance: Any, sign_in: Any) -> None:
    own = PartnerFactory()
    ReviewFactory(partner=own)
    page, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    assert page.get(address(own, "partner_diligence")).status_code == 403
    assert "Due diligence" not in page.get(address(own, "partner")).content.decode()


def test_a_partners_system_reads_where_it_stands_and_nothing_staff_wrote(alliance: Any) -> None:
    own = PartnerFactory()
    review = ReviewFactory(partner=own, begun=True, due_on=date(2026, 12, 18))
    CheckFactory(review=review, evidence="Canary evidence")
    ActionFactory(review=review, what="Canary action")
    ask_for_waiver(review=review, reason="Canary reason", by=UserFactory())
    ReviewFactory(partner=PartnerFactory())
    system = system_of(own)
    found = system.objects("diligence-reviews")
    assert [(row["id"], row["state"], row["because"], row["due_on"]) for row in found] == [
        (str(review.public_id), "in_progress", ["new"], "2026-12-18")
    ]
    assert "Canary" not in str(found)
