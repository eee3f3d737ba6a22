"""Two people begin onboarding at once, and one place is left: one of them gets it, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.actions.growth.capacity import YearFull, set_capacity
from alliance.actions.growth.onboarding import begin_onboarding
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, OnboardingCapacity, Partner, Prospect, User
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, MembershipFactory
from tests.factories.growth import ProspectFactory, approved

TODAY = timezone.localdate()
YEAR = AcademicYear.for_date(TODAY)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once() -> None:
    alliance = AllianceFactory()
    user = MembershipFactory(alliance=alliance).user
    with acting_within(alliance, user=user), transaction.atomic():
        set_capacity(year=YEAR, places=1, by=user)
        prospects = [approved(ProspectFactory()) for _ in range(2)]
    together = Barrier(2)

    def attempt(prospect: Prospect) -> str:
        try:
            return _begin(alliance, prospect, user, together)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, prospects))
    with acting_within(alliance), transaction.atomic():
        used = OnboardingCapacity.objects.get().used
        stages = sorted(Prospect.objects.values_list("stage", flat=True))
        assert (outcomes, used, Partner.objects.count()) == (["began", "full"], 1, 1)
        assert stages == ["board_decision", "onboarding"]


def _begin(alliance: Alliance, prospect: Prospect, user: User, together: Barrier) -> str:
    with acting_within(alliance, user=user), transaction.atomic():
        together.wait(timeout=10)
        try:
            joins_on = min(TODAY + timedelta(days=30), YEAR.last_day)
            begin_onboarding(prospect=prospect, year=YEAR, joins_on=joins_on, by=user)
        except YearFull:
            transaction.set_rollback(True)
            return "full"
    return "began"
