"""People come into a school's view and leave it with where they work, and nothing is missed."""

import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.actions.personal.erasing import erase_person
from alliance.actions.roster.employments import end_employment, note_ends
from alliance.actions.roster.merging import merge_people, undo_merge
from alliance.models import Employment, Partner, Person
from foundation.tenancy.scope import acting_within
from tests.api_client import system_of
from tests.factories.alliance import AllianceFactory, PartnerFactory, UserFactory
from tests.factories.roster import EmploymentFactory
from tests.sync.follower import Follower

pytestmark = pytest.mark.django_db(transaction=True)
TYPES = ("staff_person", "employment")


class School:
    """A school, its people, and a system that follows the feed from before anything happened."""

    def __init__(self) -> None:
        self.alliance = AllianceFactory()
        with acting_within(self.alliance), transaction.atomic():
            self.partner: Partner = PartnerFactory()
            self.other: Partner = PartnerFactory()
        self.follower = Follower(system_of(self.partner))
        self.follower.to_the_head()

    def do(self, act: Any) -> Any:
        with acting_within(self.alliance), transaction.atomic():
            return act()

    def seen(self) -> dict[str, list[str]]:
        """Last names and posts that the follower knows of, once it is at the head."""
        self.follower.to_the_end()
        said = {"staff_person": "family_name", "employment": "post"}
        return {
            kind: sorted(
                each[said[kind]] for (type_, _), each in self.follower.mirror.items() if type_ == kind
            )
            for kind in TYPES
        }


@pytest.fixture
def school(settings: Any, tmp_path: Any) -> School:
    settings.DATA_DIR = tmp_path
    return School()


def test_a_person_is_seen_from_their_first_day_changed_moved_merged_and_erased(school: School) -> None:
    work = school.do(lambda: EmploymentFactory(partner=school.other, person__family_name="Osgodby"))
    assert school.seen() == {"staff_person": [], "employment": []}
    own = school.do(
        lambda: EmploymentFactory(
            partner=school.partner, person=work.person, post="Head", started_on=date(2026, 9, 1)
        )
    )
    assert school.seen() == {"staff_person": ["Osgodby"], "employment": ["Head"]}
    school.do(lambda: Person.objects.filter(pk=work.person_id).update(family_name="Marrick"))
    assert school.seen() == {"staff_person": ["Marrick"], "employment": ["Head"]}
    school.do(
        lambda: Employment.objects.filter(pk=own.pk).update(
            partner=school.other, started_on=date(2020, 1, 1), ended_on=date(2021, 1, 1)
        )
    )
    assert school.seen() == {"staff_person": [], "employment": []}
    school.do(
        lambda: Employment.objects.filter(pk=own.pk).update(
            partner=school.partner, started_on=date(2026, 9, 1), ended_on=None
        )
    )
    double = school.do(lambda: EmploymentFactory(partner=school.partner, person__family_name="Double"))
    assert school.seen()["staff_person"] == ["Double", "Marrick"]
    merge = school.do(lambda: merge_people(kept=work.person, other=double.person, by=UserFactory()))
    assert school.seen()["staff_person"] == ["Marrick"]
    school.do(lambda: undo_merge(merge=merge, by=UserFactory()))
    assert school.seen()["staff_person"] == ["Double", "Marrick"]
    school.do(lambda: erase_person(person=Person.objects.get(family_name="Marrick"), by=UserFactory()))
    assert school.seen() == {"staff_person": ["Double", "Former member"], "employment": ["", "Class teacher"]}


def test_a_table_of_people_leaves_out_the_address_of_who_has_left(school: School) -> None:
    for partner, name in ((school.partner, "Osgodby"), (school.other, "Marrick")):
        school.do(
            lambda partner=partner, name=name: EmploymentFactory(
                partner=partner, person__family_name=name, person__email=f"{name}@f.example".lower()
            )
        )
    gone = school.do(
        lambda: EmploymentFactory(
            partner=school.partner,
            person=Person.objects.get(family_name="Marrick"),
            ended_on=date(2025, 7, 31),
        )
    )
    assert gone.has_ended
    table = b"".join(school.follower.system.get("people?format=csv").streaming_content).decode()
    assert [name in table for name in ("Osgodby", "osgodby@f.example", "Marrick", "marrick@f.example")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_system_is_told_to_forget_the_address_of_who_has_left_and_learns_it_again(school: School) -> None:
    today = timezone.localdate()
    work = school.do(lambda: EmploymentFactory(partner=school.partner, person__email="old@own.example"))

    def told() -> list[Any]:
        school.follower.to_the_end()
        return [each["email"] for (kind, _), each in school.follower.mirror.items() if kind == "staff_person"]

    assert told() == ["old@own.example"]
    school.do(lambda: end_employment(employment=work, ended_on=today, by=None))
    assert told() == ["old@own.example"], "the last day counts in full"
    school.do(lambda: note_ends(timezone.now() + timedelta(days=1)))
    assert told() == [""]
    school.do(lambda: Person.objects.update(email="new@next.example"))
    assert told() == [""]
    back = school.do(
        lambda: EmploymentFactory(
            partner=school.partner, person=work.person, started_on=today + timedelta(days=9)
        )
    )
    assert told() == ["new@next.example"]
    school.do(back.delete)
    assert told() == [""]
    school.do(lambda: Employment.objects.update(ended_on=None, has_ended=False))
    assert told() == ["new@next.example"]


def test_a_change_under_way_while_somebody_begins_is_not_missed(school: School) -> None:
    """The employment's transaction waits for the change of the person: whoever is told finds the new name."""
    work = school.do(lambda: EmploymentFactory(partner=school.other, person__family_name="Osgodby"))
    begun = threading.Event()

    def begin() -> None:
        begun.set()
        try:
            school.do(lambda: EmploymentFactory(partner=school.partner, person=work.person))
        finally:
            connection.close()

    thread = threading.Thread(target=begin)
    with acting_within(school.alliance), transaction.atomic():
        Person.objects.filter(pk=work.person_id).update(family_name="Marrick")
        thread.start()
        begun.wait(10)
        time.sleep(0.3)
        assert thread.is_alive(), "it waits for this transaction"
    thread.join(20)
    assert school.seen()["staff_person"] == ["Marrick"]
