"""Databases in which surveys were opened before partners' systems read of them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from foundation.tenancy.scope import acting_within
from tests.database import migrate_to, migrated_aside

BEFORE, AFTER = ("alliance", "0038_log_in_of_a_person"), ("alliance", "0039_survey_sync")


@pytest.mark.slow
def test_partners_that_were_asked_are_named_where_surveys_were_opened_before(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), migrated_aside("survey_sync"):
        apps = migrate_to(BEFORE).apps
        survey, partner = asked(lambda model: apps.get_model("alliance", model).objects)
        migrate_to(AFTER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT survey_id, partner_id FROM alliance_surveypartner")
            named = cursor.fetchall()
            cursor.execute("SELECT answered FROM alliance_survey")
            answered = cursor.fetchall()
    assert (named, answered) == ([(survey, partner)], [(1,)])


def asked(rows: Any) -> tuple[int, int]:
    """A survey that has closed, to two people of one partner and one of none; their ids."""
    alliance = rows("alliance").create(name="Eastmoor", slug="eastmoor")
    with acting_within(alliance.pk):
        of = {"alliance": alliance}
        partner = rows("partner").create(
            **of, organisation="other", name="A", reason="Museum", joined_on=date(2025, 9, 1)
        )
        template = rows("surveytemplate").create(**of, title="Partner survey")
        version = rows("templateversion").create(**of, template=template, number=1, content={})
        survey = rows("survey").create(
            **of,
            version=version,
            title="Partner survey",
            mode="named",
            audience="contacts",
            state="closed",
            opened_on=date(2026, 2, 3),
            closes_on=date(2026, 2, 24),
            closed_at="2026-02-25T00:01Z",
        )
        for n, place in enumerate((partner, partner, None)):
            rows("surveyinvitation").create(
                **of,
                survey=survey,
                name="Leah",
                email=f"{n}@fernwold.example",
                partner=place,
                answered=n == 0,
            )
    return survey.pk, partner.pk
