"""Two people add the same school in the same moment: one of them does, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.actions.partner_refusals import AlreadyPartner
from alliance.actions.partners import add_school
from alliance.choices import SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, Partner, School, User
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, SchoolFactory, UserFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_record", [True, False])
def test_two_at_once_add_one_partner(same_record: bool) -> None:
    alliance, user = AllianceFactory(), UserFactory()
    school = SchoolFactory(name="Tarnley Academy")
    other = school if same_record else SchoolFactory(successor=school, status=SchoolStatus.OPEN)
    together = Barrier(2)

    def attempt(chosen: School) -> str:
        try:
            return _add(alliance, chosen, user, together)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, [school, other]))
    with acting_within(alliance), transaction.atomic():
        assert (outcomes, Partner.objects.count()) == (["added", "refused"], 1)


def _add(alliance: Alliance, school: School, user: User, together: Any) -> str:
    with acting_within(alliance, user=user), transaction.atomic():
        together.wait(timeout=10)
        try:
            add_school(
                school=school, kinds=["member"], year=AcademicYear(2025), joined_on=date(2025, 9, 1), by=user
            )
        except AlreadyPartner:
            return "refused"
    return "added"
