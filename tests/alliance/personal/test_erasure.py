"""Erasing somebody: counts stay, other alliances are left alone, and no backup brings them back."""

from pathlib import Path
from typing import Any

import pytest

from alliance.actions.personal.erasing import CannotErase, erase_person, erase_person_again
from alliance.choices import Role
from alliance.models import Contact, Employment, Engagement, Partner, Person, User
from foundation.audit.models import AuditEvent
from foundation.erasure.models import Erasure
from tests.alliance.personal.traces import FAMILY, LOG_IN, everywhere
from tests.factories.alliance import MembershipFactory, UserFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def person(alliance: Any) -> Person:
    return everywhere(alliance)


def test_counts_stay_and_who_they_were_is_a_former_member(person: Person) -> None:
    partner, days = (
        Partner.objects.get(),
        list(Employment.objects.values("partner", "started_on", "ended_on")),
    )
    events = AuditEvent.objects.count()
    erase_person(person=person, by=UserFactory())
    person.refresh_from_db()
    assert (person.name, person.is_erased, person.user_id) == ("Former member", True, None)
    assert list(Employment.objects.values("partner", "started_on", "ended_on")) == days
    assert [contact.name for contact in Contact.objects.filter(partner=partner)] == ["Leah Winterbourne"]
    assert Engagement.objects.get().description == "Training given by former member (former member)"
    assert AuditEvent.objects.count() >= events
    user = User.objects.get(email__endswith="@erased.invalid")
    assert (user.full_name, user.is_active, user.has_usable_password()) == ("Former member", False, False)


def test_a_log_in_of_another_alliance_stays_there(person: Person) -> None:
    user = person.user
    other = MembershipFactory(user=user)
    erase_person(person=person, by=UserFactory())
    user.refresh_from_db()
    assert (user.email, list(user.memberships.all())) == (LOG_IN, [other])


def test_a_restored_backup_has_them_erased_again(person: Person) -> None:
    erase_person(person=person, by=UserFactory())
    erasure = Erasure.objects.get(kind="alliance.person")
    assert (erasure.subject, erasure.alliance_id) == (str(person.public_id), person.alliance_id)
    restored = EmploymentFactory(person__family_name=FAMILY).person
    erase_person_again(str(restored.public_id))
    erase_person_again(str(restored.public_id))
    restored.refresh_from_db()
    assert (restored.name, restored.is_erased) == ("Former member", True)


def test_an_owner_and_oneself_are_not_erased(person: Person) -> None:
    with pytest.raises(CannotErase, match="cannot erase yourself"):
        erase_person(person=person, by=person.user)
    person.user.memberships.update(roles=[Role.OWNER])
    with pytest.raises(CannotErase, match="owner of the alliance"):
        erase_person(person=person, by=UserFactory())
    person.refresh_from_db()
    assert (person.family_name, Erasure.objects.count()) == (FAMILY, 0)
