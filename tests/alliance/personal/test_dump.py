"""Erasing somebody: no word of them is left in the whole database."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.actions.personal.erasing import erase_person
from foundation.tenancy.scope import acting_within
from tests.alliance.personal.traces import dump, everywhere, traces
from tests.factories.alliance import AllianceFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_word_of_an_erased_person_is_left_in_the_database(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    alliance = AllianceFactory()
    with acting_within(alliance):
        with transaction.atomic():
            person = everywhere(alliance)
        before = {line.partition(":")[0] for line in traces(dump())}
        assert {
            "alliance_person",
            "alliance_employment",
            "alliance_contact",
            "alliance_partner",
            "alliance_invitation",
            "alliance_user",
            "alliance_engagement",
            "alliance_personmerge",
            "account_emailaddress",
            "foundation_draft",
            "foundation_importrow",
            "foundation_keptanswer",
            "foundation_notification",
        } <= before
        erase_person(person=person, by=UserFactory())
        assert traces(dump()) == [f"alliance_contact: {row}" for row in _others_with_the_mailbox()]


def _others_with_the_mailbox() -> list[str]:
    """Another contact who shares the mailbox keeps the address: it is theirs too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM alliance_contact AS c")
        return [row for (row,) in cursor.fetchall()]
