"""Long lists stand in the order of an index: their first page is read without sorting all of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.models import Announcement, Prospect, Survey
from alliance.queries.approvals import Narrowed, found
from alliance.queries.approvals.rows import WAITING
from alliance.queries.facts.lists import MeasureList, SchoolFilters
from alliance.queries.feedback.surveys import surveys
from alliance.queries.growth.prospects import ProspectFilters, ProspectList
from alliance.queries.my_tasks import given_to_others, written_down
from alliance.queries.people import in_order, members, pending_invitations
from tests.factories.alliance import MembershipFactory

pytestmark = pytest.mark.django_db


def prospects_of(member: Any) -> ProspectList:
    prospects = Prospect.objects.visible_to(member)
    return ProspectList(prospects, ProspectFilters(), member.alliance.lead_school, timezone.localdate())


def waiting_for(member: Any) -> Any:
    return found(member, Narrowed(WAITING), timezone.now()).order_by("-asked_at", "-id")


def members_of(member: Any) -> Any:
    return list(in_order(members(member.alliance), "name", descending=False)[:50])


READS: dict[str, Callable[[Any], Any]] = {
    "announcement_in_order": lambda member: Announcement.objects.visible_to(member).in_order()[:25],
    "survey_in_order": lambda member: surveys(Survey.objects.visible_to(member))[:50],
    "approval_waiting_newest": lambda member: list(waiting_for(member)[:50]),
    "invitation_newest": lambda member: list(pending_invitations(member.alliance)[:50]),
    "user_by_name": members_of,
    "prospect_in_order": lambda member: prospects_of(member).rows(first=50),
    "task_open_of_owner": lambda member: written_down(member, timezone.localdate()),
    "task_open_by_maker": given_to_others,
}


@pytest.mark.parametrize("index", READS)
def test_the_index_gives_the_order_of_the_list(index: str, alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance)
    plan = _plan(lambda: READS[index](member))
    assert (f"using {index} " in plan, "Sort" in plan) == (True, False), plan


@pytest.mark.parametrize(
    ("descending", "index"), [(False, "pupil_measure_from_least"), (True, "pupil_measure_from_most")]
)
def test_of_figures_only_those_that_are_equal_are_sorted(descending: bool, index: str, alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance)
    facts = MeasureList(member, SchoolFilters(), "figure", descending, measure="attendance")
    plan = _plan(lambda: facts.ordered.values_list("partner")[:50])
    seen = (f"using {index} " in plan, "Presorted Key: alliance_pupilmeasure.value\n" in plan)
    assert seen == (True, True), plan


def _plan(read: Callable[[], Any]) -> str:
    """How the last statement is answered where there are many rows."""
    with CaptureQueriesContext(connection) as captured:
        list(read())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {captured[-1]['sql']}")
        return "\n".join(line for (line,) in cursor.fetchall())
