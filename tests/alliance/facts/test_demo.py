"""The demo shows every kind of gap and every source, and is made once."""

from typing import Any

import pytest

from alliance.choices import Role
from alliance.demo.facts import add_facts
from alliance.demo.parts import DemoAlliance
from alliance.models import PupilMeasure, WorkforceSnapshot
from tests.factories.alliance import MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def test_every_state_and_source_is_there_and_a_second_run_changes_nothing(alliance: Any) -> None:
    for number in range(24):
        phase = ("primary", "secondary", "special")[number % 3]
        PartnerFactory(school__phase_group=phase, school__pupils=60 + 40 * number)
    lead = MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD])
    demo = DemoAlliance(alliance, lead, lead)
    add_facts(demo)
    counts = PupilMeasure.objects.count(), WorkforceSnapshot.objects.count()
    assert set(PupilMeasure.objects.values_list("state", flat=True)) == {
        "value",
        "not_published",
        "suppressed",
    }
    assert set(PupilMeasure.objects.values_list("source", flat=True)) == {"dfe", "school"}
    assert set(WorkforceSnapshot.objects.values_list("source", flat=True)) == {"school", "alliance"}
    assert PupilMeasure.objects.filter(stands=False).exists()
    assert not WorkforceSnapshot.objects.filter(stands=False).exists()
    add_facts(demo)
    assert (PupilMeasure.objects.count(), WorkforceSnapshot.objects.count()) == counts
