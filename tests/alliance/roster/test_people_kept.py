"""What the database promises about people and where they work."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.choices import Role
from alliance.models import FORMER_MEMBER, Employment, Membership, Partner, Person
from foundation.audit.models import AuditEvent
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory, SchoolFactory
from tests.factories.roster import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
SEPTEMBER, JULY = date(2025, 9, 1), date(2026, 7, 31)


@pytest.fixture(autouse=True)
def inside() -> Any:
    alliance = AllianceFactory()
    with acting_within(alliance):
        yield alliance


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"family_name": ""}, "person_named"),
        ({"trn": "123456"}, "person_trn"),
        ({"trn": "12345678"}, "value too long"),
        ({"trn": "123456a"}, "person_trn"),
        ({"email": "A.Person@fernwold.example"}, "person_email_lower"),
        ({"further_emails": ["fine@a.example", "Not@a.example"]}, "person_email_lower"),
    ],
)
def test_a_person_is_refused_who_has(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        PersonFactory(**fields)


def test_the_name_that_is_searched_follows_its_parts() -> None:
    person = PersonFactory(given_name="", family_name="Osgodby")
    Person.objects.filter(pk=person.pk).update(given_name="Amira")
    person.refresh_from_db()
    assert (person.name, person.full_name, person.version) == ("Amira Osgodby", "Amira Osgodby", 2)


def test_an_erased_person_says_nothing() -> None:
    person = PersonFactory(trn="1234567")
    with refused("person_erased_says_nothing"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(erased_at=timezone.now(), family_name=FORMER_MEMBER)


def test_one_log_in_belongs_to_one_person_of_an_alliance(inside: Any) -> None:
    user = MembershipFactory(alliance=inside).user
    PersonFactory(user=user)
    with refused("person_user_once"), transaction.atomic():
        PersonFactory(user=user)
    with acting_within(AllianceFactory()):
        assert PersonFactory(user=user).user == user


@pytest.mark.parametrize(
    ("started_on", "ended_on", "overlaps"),
    [
        (date(2026, 7, 31), None, True),
        (date(2026, 8, 1), None, False),
        (None, SEPTEMBER, True),
        (None, date(2025, 8, 31), False),
        (None, None, True),
    ],
)
def test_nobody_works_twice_at_one_partner_at_a_time(
    started_on: date | None, ended_on: date | None, overlaps: bool
) -> None:
    first = EmploymentFactory(started_on=SEPTEMBER, ended_on=JULY)
    again = {"person": first.person, "started_on": started_on, "ended_on": ended_on}
    assert EmploymentFactory(**again).pk
    if not overlaps:
        assert EmploymentFactory(**again, partner=first.partner).pk
        return
    with refused("employment_no_overlap"), transaction.atomic():
        EmploymentFactory(**again, partner=first.partner)


def test_a_staff_reference_names_one_person_however_often_they_come_back() -> None:
    first = EmploymentFactory(reference="T-17", started_on=SEPTEMBER, ended_on=JULY)
    same = {"partner": first.partner, "reference": "T-17"}
    assert EmploymentFactory(**same, person=first.person, started_on=date(2027, 1, 4)).pk
    assert EmploymentFactory(reference="T-17").pk, "at another partner it is another number"
    with refused("employment_reference_names_one"), transaction.atomic():
        EmploymentFactory(**same)


@pytest.mark.parametrize("fte", ["0", "1.01"])
def test_fte_is_a_share_of_full_time(fte: str) -> None:
    with refused("employment_fte"), transaction.atomic():
        EmploymentFactory(fte=fte)


def test_an_employment_does_not_end_before_it_starts() -> None:
    with refused("employment_ends_after_start"), transaction.atomic():
        EmploymentFactory(started_on=JULY, ended_on=SEPTEMBER)


def test_a_contact_sees_the_people_of_their_own_school_and_a_trusts_contact_of_its_schools(
    inside: Any,
) -> None:
    own, other = (
        EmploymentFactory(partner=PartnerFactory(school=SchoolFactory(trust_uid=uid))) for uid in ("77", "")
    )
    trust = PartnerFactory(organisation="trust", school=None, trust_uid="77", name="Fernwold Trust")

    def seen(partner: Partner | None, role: Role) -> list[str]:
        member: Membership = MembershipFactory(alliance=inside, partner=partner, roles=[role])
        people = set(Person.objects.visible_to(member))
        assert people == {each.person for each in Employment.objects.visible_to(member)}
        return sorted(each.name for each in people)

    assert seen(own.partner, Role.PARTNER_CONTACT) == [own.person.name]
    assert seen(other.partner, Role.PARTNER_CONTACT) == [other.person.name]
    assert seen(trust, Role.PARTNER_CONTACT) == [own.person.name]
    assert seen(None, Role.ADMINISTRATOR) == sorted([own.person.name, other.person.name])
    assert seen(None, Role.PARTICIPANT) == []


def test_current_is_who_works_somewhere_today() -> None:
    today = timezone.localdate()
    staying = EmploymentFactory(ended_on=today).person
    gone = EmploymentFactory(ended_on=date(2025, 7, 31)).person
    nowhere = PersonFactory()
    assert list(Person.objects.current()) == [staying]
    assert set(Person.objects.former()) == {gone, nowhere}


def test_the_trail_keeps_no_word_about_a_person() -> None:
    employment = EmploymentFactory(reference="T-17", post="Headteacher", person__trn="1234567")
    Person.objects.filter(pk=employment.person_id).update(family_name="Marrick")
    kept = [event.changes for event in AuditEvent.objects.order_by("id")]
    text = str(kept)
    for word in ("Amira", "Osgodby", "Marrick", "1234567", "T-17", "Headteacher", "fernwold.example"):
        assert word not in text
    assert kept[-1] == {"family_name": None}
