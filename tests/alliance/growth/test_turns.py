"""Actions wait for the alliance's turn before they hold a prospect or a partner: who has the turn may need it
next, and neither would ever go on.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from queue import Queue
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.actions.growth.capacity import set_capacity
from alliance.actions.growth.onboarding import begin_onboarding, complete_onboarding, tick_item
from alliance.actions.growth.selection import appoint_assessor
from alliance.actions.import_partners import PartnerTarget
from alliance.actions.partners import add_school, follow_successor
from alliance.actions.turns import take_turns
from alliance.choices import OnboardingItem, ProspectStage, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, Partner, Prospect, User
from foundation.importer.target import Entry
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory, SchoolFactory
from tests.factories.growth import ProspectFactory, approved, at_stage

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
YEAR = AcademicYear.for_date(TODAY)
JOINS = min(TODAY + timedelta(days=30), YEAR.last_day)
PATIENCE = 20


@pytest.fixture
def alliance() -> Alliance:
    return AllianceFactory()


@pytest.fixture
def by(alliance: Alliance) -> User:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD]).user


@pytest.fixture
def scene(alliance: Alliance, by: User) -> Iterator[Any]:
    """Acting in the alliance, with two places this year."""
    with acting_within(alliance, user=by):
        with transaction.atomic():
            set_capacity(year=YEAR, places=2, by=by)
        yield by


def begin(prospect: Prospect, by: User) -> Prospect:
    return begin_onboarding(prospect=prospect, year=YEAR, joins_on=JOINS, by=by)


def add(prospect: Prospect, by: User) -> Partner:
    return add_school(school=prospect.school, kinds=["member"], year=YEAR, joined_on=TODAY, by=by)


def while_it_waits(by: User, alliance: Alliance, late: Callable[[], Any], first: Callable[[], Any]) -> str:
    """`first`, by whoever has the turn already, once `late` waits in another connection; how `late` ended."""
    pids: Queue[int] = Queue()

    def attempt() -> str:
        try:
            with acting_within(alliance, user=by), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    pids.put(cursor.fetchone()[0])
                late()
        except Refused as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take_turns()
            outcome = pool.submit(attempt)
            until_it_waits(pids.get(timeout=PATIENCE))
            first()
        return outcome.result(timeout=PATIENCE)


def until_it_waits(pid: int) -> None:
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)", [pid])
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < until, "It never waited for the turn."
            time.sleep(0.02)


def test_beginning_onboarding_waits_for_who_adds_the_school(alliance: Alliance, scene: User) -> None:
    with transaction.atomic():
        prospect = approved(ProspectFactory())
    ended = while_it_waits(scene, alliance, lambda: begin(prospect, scene), lambda: add(prospect, scene))
    with transaction.atomic():
        prospect.refresh_from_db()
        assert (prospect.stage, Partner.objects.count()) == ("member", 1)
    assert ended == f"{prospect.name} is at the stage “Member”: the board decides first."


def test_appointing_an_assessor_waits_for_who_adds_the_school(alliance: Alliance, scene: User) -> None:
    with transaction.atomic():
        prospect = at_stage(ProspectFactory(), ProspectStage.ENQUIRY)
    ended = while_it_waits(
        scene,
        alliance,
        lambda: appoint_assessor(prospect=prospect, assessor=scene, by=scene),
        lambda: add(prospect, scene),
    )
    with transaction.atomic():
        prospect.refresh_from_db()
        assert (prospect.stage, prospect.assessments.count()) == ("member", 0)
    assert ended == f"It is decided about {prospect.name}: what led to it stands."


def test_completing_a_former_partner_waits_for_who_begins_it_again(alliance: Alliance, scene: User) -> None:
    with transaction.atomic():
        former = PartnerFactory(joined_on=date(2019, 9, 1), left_on=date(2023, 8, 31))
        prospect = begin(approved(ProspectFactory(school=former.school)), scene)
        for item in OnboardingItem:
            tick_item(prospect=prospect, item=item, note="Seen", by=scene)
    ended = while_it_waits(
        scene,
        alliance,
        lambda: complete_onboarding(prospect=prospect, kinds=["member"], joined_on=TODAY, by=scene),
        lambda: begin(prospect, scene),
    )
    with transaction.atomic():
        prospect.refresh_from_db()
        assert (ended, prospect.stage, Partner.objects.get().left_on) == ("done", "member", None)


def test_a_table_of_partners_waits_before_it_changes_one(alliance: Alliance, scene: User) -> None:
    """It adds another in the same transaction."""
    target = PartnerTarget()
    with transaction.atomic():
        moving = PartnerFactory(school=SchoolFactory(successor=SchoolFactory()))
        cells = ({"urn": moving.school.urn, "kinds": "Alliance member"}, {"urn": SchoolFactory().urn})
        entries = [
            Entry(number, {name: target.field(name).parse(str(cell)) for name, cell in row.items()})
            for number, row in enumerate(cells, start=2)
        ]
        plans = target.plan(entries)

    def table() -> None:
        for entry, plan in zip(entries, plans, strict=True):
            target.apply(entry, plan, by=scene)

    assert [(plan.outcome, plan.reason) for plan in plans] == [("update", ""), ("create", "")]
    ended = while_it_waits(scene, alliance, table, lambda: follow_successor(partner=moving, by=scene))
    assert ended.startswith("Somebody else changed this")
