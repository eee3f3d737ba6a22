"""Subject access: a copy of everything the registry knows of, for those who may, for a week."""

import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.personal.exports import ask_for_copy, forget_copies, make_copy
from alliance.actions.personal.subjects import subject_of
from alliance.choices import Role
from alliance.jobs import make_subject_access_copy
from alliance.models import Person, SubjectAccess
from foundation.audit.models import AuditEvent
from foundation.jobs.models import Job
from foundation.jobs.registry import kind_named
from foundation.notifications.models import Notification
from foundation.personal.registry import holdings
from foundation.personal.rows import rows_of
from tests.alliance.personal.traces import EMAIL, FAMILY, GIVEN, LOG_IN, REFERENCE, TRN, everywhere
from tests.factories.alliance import MembershipFactory, UserFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(alliance: Any, settings: Any, tmp_path: Any) -> Person:
    settings.DATA_DIR = tmp_path
    EmploymentFactory(person__family_name="Bystander", person__email="bystander@other.example")
    return everywhere(alliance)


def unpacked(access: SubjectAccess) -> dict[str, str]:
    access.refresh_from_db()
    with ZipFile(io.BytesIO(bytes(access.archive))) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def copy_of(person: Person) -> dict[str, str]:
    SubjectAccess.objects.all().delete()
    access = ask_for_copy(person=person, by=MembershipFactory(alliance=person.alliance).user)
    make_copy(access)
    return unpacked(access)


def test_the_copy_is_complete_against_the_registry(person: Person) -> None:
    handed_out = [holding for holding in holdings() if holding.fields]
    access = ask_for_copy(person=person, by=UserFactory())
    subject = subject_of(person)
    held = {each.model: 0 if each.seen_by_each else _count(each, subject) for each in handed_out}
    make_copy(access)
    data = json.loads(unpacked(access)["personal-data.json"])
    told = {table["table"]: table for table in data["tables"]}
    assert {model: len(told[model]["rows"]) for model in held} == held
    assert sum(1 for found in held.values() if found) >= 10
    for holding in handed_out:
        table = told[holding.model]
        assert list(table["classes"]) == list(holding.fields)
        assert all(list(row) == list(holding.fields) for row in table["rows"])


def _count(holding: Any, subject: Any) -> int:
    keys = rows_of(holding.model).filter(holding.found(subject)).values("pk")
    return apps.get_model(holding.model)._base_manager.filter(pk__in=keys).count()


def test_the_copy_is_about_that_person_and_nobody_else(person: Person) -> None:
    files = copy_of(person)
    assert {"personal-data.json", "personal-data.html", "tables/alliance-person.csv"} <= set(files)
    for name in ("personal-data.json", "personal-data.html"):
        for word in (GIVEN, FAMILY, TRN, REFERENCE, EMAIL, LOG_IN):
            assert word in files[name]
        assert "Bystander" not in files[name]


def test_a_job_makes_it_and_tells_whoever_asked(person: Person, alliance: Any) -> None:
    by = MembershipFactory(alliance=alliance).user
    SubjectAccess.objects.all().delete()
    access = ask_for_copy(person=person, by=by)
    assert ask_for_copy(person=person, by=by) == access, "asked for twice, it is made once"
    job = Job.objects.get(kind="subject_access", subject=str(access.public_id))
    assert kind_named(job.kind).handler is make_subject_access_copy
    make_copy(access)
    access.refresh_from_db()
    assert access.expires_at - access.made_at == timedelta(days=7)
    assert Notification.objects.filter(user=by, kind="personal_data").count() == 1


def test_leads_fetch_it_others_do_not_and_that_is_written_down(person: Person, alliance: Any) -> None:
    copy_of(person)
    access = SubjectAccess.objects.get()
    address = reverse("fetch_copy", args=[alliance.slug, person.public_id, access.public_id])
    answers = {}
    for role in (Role.ADMINISTRATOR, Role.CPD_LEAD):
        client, member = Client(), MembershipFactory(alliance=alliance, roles=[role])
        client.force_login(member.user)
        answers[role] = client.post(address).status_code
        if role is Role.ADMINISTRATOR:
            event = AuditEvent.objects.about(access).first()
            assert (event.user_id, event.changes["fetched"]) == (member.user_id, [0, 1])
    assert answers == {Role.ADMINISTRATOR: 200, Role.CPD_LEAD: 403}


def test_after_a_week_it_is_gone(person: Person, alliance: Any) -> None:
    copy_of(person)
    now = timezone.now()
    assert forget_copies(now + timedelta(days=6, hours=23)) == 0
    assert (forget_copies(now + timedelta(days=7, minutes=1)), SubjectAccess.objects.count()) == (1, 0)


def test_nothing_is_left_to_hand_out_of_an_erased_person(person: Person, alliance: Any) -> None:
    from alliance.actions.personal.erasing import erase_person
    from foundation.refusal import Refused

    erase_person(person=person, by=UserFactory())
    person.refresh_from_db()
    with pytest.raises(Refused, match="nothing is held about them but a count"):
        ask_for_copy(person=person, by=UserFactory())
