"""Databases in which people left their school before the change feed went by it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from foundation.tenancy.scope import acting_within
from tests.database import migrate_to, migrated_aside

BEFORE, AFTER = ("alliance", "0055_people_at_work"), ("alliance", "0057_employments_ended_before")


@pytest.mark.slow
def test_systems_are_told_of_whoever_left_before(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), migrated_aside("employments_ended"):
        apps = migrate_to(BEFORE).apps
        gone = employed(lambda model: apps.get_model("alliance", model).objects)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM foundation_change")
        migrate_to(AFTER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_id FROM alliance_employment WHERE has_ended")
            ended = cursor.fetchall()
            cursor.execute("SELECT object_id FROM foundation_change WHERE type = 'staff_person'")
            told = cursor.fetchall()
    assert (ended, told) == ([(gone,)], [(gone,)])


def employed(rows: Any) -> int:
    """Of two people at one partner one has left and one is to leave; the id of who has left."""
    alliance = rows("alliance").create(name="Eastmoor", slug="eastmoor")
    with acting_within(alliance.pk):
        of = {"alliance": alliance}
        partner = rows("partner").create(
            **of, organisation="other", name="A", reason="Museum", joined_on=date(2025, 9, 1)
        )
        gone, stays = (rows("person").create(**of, family_name=name) for name in ("Gone", "Stays"))
        for person, last in ((gone, date(2025, 7, 31)), (stays, date(2099, 7, 31))):
            rows("employment").create(**of, person=person, partner=partner, ended_on=last)
    return int(gone.pk)
