"""Where people work: begun, ended, moved on, and as a partner's own system says it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alliance.actions.roster.details import EmploymentDetails, PersonDetails
from alliance.actions.roster.employments import (
    Overlaps,
    ReferenceTaken,
    add_employment,
    end_employment,
    move_on,
)
from alliance.actions.roster.people import add_person, link_log_in, update_person
from alliance.actions.roster.recording import Recorded, record_staff
from alliance.models import Employment, Partner, Person
from foundation.refusal import Refused
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.roster import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
AMIRA = PersonDetails("Amira", "Osgodby", "Amira@Fernwold.example", trn="123 4567")
SEPTEMBER = date(2025, 9, 1)
TEACHER = EmploymentDetails("Class teacher", started_on=SEPTEMBER, reference="T-17")


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


def works(person: Person) -> list[tuple[str, str, date | None, date | None]]:
    found = Employment.objects.filter(person=person).order_by("started_on", "pk")
    return [(each.partner.name, each.post, each.started_on, each.ended_on) for each in found]


def test_a_person_is_added_with_where_they_work(partner: Partner) -> None:
    further = ("Amira@Fernwold.example", "A.Osgodby@home.example", "a.osgodby@home.example")
    person, _ = add_person(
        partner=partner, details=replace(AMIRA, further_emails=further), employment=TEACHER, by=UserFactory()
    )
    person.refresh_from_db()
    assert (person.name, person.emails, person.trn) == (
        "Amira Osgodby",
        ["amira@fernwold.example", "a.osgodby@home.example"],
        "1234567",
    )
    assert works(person) == [("Fernwold Primary", "Class teacher", SEPTEMBER, None)]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (replace(AMIRA, family_name=" "), "family_name"),
        (replace(AMIRA, trn="12345"), "trn"),
        (replace(AMIRA, further_emails=tuple(f"{n}@a.example" for n in range(6))), "further_emails"),
    ],
)
def test_a_person_who_cannot_be_written_is_refused_where_it_is_wrong(
    partner: Partner, details: PersonDetails, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        add_person(partner=partner, details=details, employment=TEACHER, by=None)
    assert (refusal.value.field, Person.objects.count()) == (field, 0)


def test_nobody_works_twice_at_one_partner_and_is_told_so_in_words(partner: Partner) -> None:
    work = EmploymentFactory(partner=partner, started_on=SEPTEMBER, person__family_name="Osgodby")
    with pytest.raises(Overlaps) as refusal:
        add_employment(person=work.person, partner=partner, details=EmploymentDetails(), by=None)
    assert refusal.value.sentence == (
        "Amira Osgodby works at Fernwold Primary already since Mon 1 Sep 2025. End that employment first, or "
        "change it."
    )
    assert refusal.value.existing == work.public_id


def test_a_staff_reference_of_somebody_else_is_refused(partner: Partner) -> None:
    EmploymentFactory(partner=partner, reference="T-17", person__family_name="Marrick")
    with pytest.raises(ReferenceTaken, match="the staff reference T-17 is Amira Marrick’s"):
        add_person(partner=partner, details=AMIRA, employment=TEACHER, by=None)
    assert Person.objects.count() == 1


def test_a_teacher_who_moves_keeps_their_history(partner: Partner) -> None:
    work = EmploymentFactory(partner=partner, started_on=SEPTEMBER)
    wren = PartnerFactory(name="Wren Academy")
    lead = EmploymentDetails("Head of science", started_on=date(2026, 9, 1))
    move_on(employment=work, partner=wren, details=lead, by=None)
    assert works(work.person) == [
        ("Fernwold Primary", "Class teacher", SEPTEMBER, date(2026, 8, 31)),
        ("Wren Academy", "Head of science", date(2026, 9, 1), None),
    ]


def test_a_new_post_at_the_same_school_ends_the_one_before(partner: Partner) -> None:
    work = EmploymentFactory(partner=partner, started_on=SEPTEMBER)
    deputy = EmploymentDetails("Deputy head", started_on=date(2026, 1, 5))
    move_on(employment=work, partner=partner, details=deputy, by=None)
    assert works(work.person) == [
        ("Fernwold Primary", "Class teacher", SEPTEMBER, date(2026, 1, 4)),
        ("Fernwold Primary", "Deputy head", date(2026, 1, 5), None),
    ]


def test_a_new_post_does_not_begin_before_the_one_before_did(partner: Partner) -> None:
    work = EmploymentFactory(partner=partner, started_on=SEPTEMBER)
    with pytest.raises(Refused, match="which began on Mon 1 Sep 2025"):
        move_on(
            employment=work, partner=partner, details=EmploymentDetails("Head", started_on=SEPTEMBER), by=None
        )
    assert works(work.person) == [("Fernwold Primary", "Class teacher", SEPTEMBER, None)]


def test_an_employment_ends_on_its_last_day(partner: Partner) -> None:
    work = EmploymentFactory(partner=partner, started_on=SEPTEMBER)
    assert end_employment(employment=work, ended_on=date(2026, 8, 31), by=None).ended_on == date(2026, 8, 31)
    with pytest.raises(Refused, match="before the first one"):
        end_employment(employment=work, ended_on=date(2025, 8, 31), by=None)


def record(partner: Partner, details: PersonDetails = AMIRA, work: EmploymentDetails = TEACHER) -> Recorded:
    """As the partner's own system does it, which sees its own people only."""
    among = Person.objects.filter(employments__partner=partner)
    return record_staff(partner=partner, details=details, employment=work, among=among, by=None)


def test_a_system_that_says_it_twice_has_said_it_once(partner: Partner) -> None:
    first = record(partner)
    version = first.person.version
    again = record(partner)
    again.person.refresh_from_db()
    assert (first.is_new, again.is_new, again.person.pk) == (True, False, first.person.pk)
    assert (again.person.version, Person.objects.count(), Employment.objects.count()) == (version, 1, 1)


def test_the_schools_own_reference_names_somebody_who_married(partner: Partner) -> None:
    record(partner)
    again = record(partner, replace(AMIRA, family_name="Marrick", email="a.marrick@fernwold.example"))
    assert (again.is_new, again.person.name, Person.objects.count()) == (False, "Amira Marrick", 1)


def test_a_list_that_names_a_later_day_and_another_post_tells_of_a_new_post(partner: Partner) -> None:
    person = record(partner).person
    record(partner, work=replace(TEACHER, post="Deputy head", started_on=date(2026, 1, 5)))
    record(partner, work=replace(TEACHER, post="Deputy headteacher", started_on=date(2026, 1, 5)))
    assert works(person) == [
        ("Fernwold Primary", "Class teacher", SEPTEMBER, date(2026, 1, 4)),
        ("Fernwold Primary", "Deputy headteacher", date(2026, 1, 5), None),
    ]


def test_a_system_does_not_learn_from_a_trn_that_somebody_works_elsewhere(partner: Partner) -> None:
    elsewhere = EmploymentFactory(person__trn="1234567", person__family_name="Osgodby").person
    found = record(partner)
    assert (found.is_new, found.person.pk == elsewhere.pk, Person.objects.count()) == (True, False, 2)


def test_among_its_own_people_a_system_knows_somebody_again_by_trn(partner: Partner) -> None:
    known = EmploymentFactory(partner=partner, person__trn="1234567", person__family_name="Osgodby")
    found = record(partner)
    assert (found.is_new, found.person.pk, found.employment.pk) == (False, known.person_id, known.pk)


def test_a_trn_under_quite_another_name_is_asked_about(partner: Partner) -> None:
    EmploymentFactory(
        partner=partner, person__trn="1234567", person__given_name="Tom", person__family_name="Rudd"
    )
    with pytest.raises(Refused, match="The TRN is Tom Rudd’s here, and the row says Amira Osgodby"):
        record(partner)


def test_a_shared_mailbox_alone_means_nobody(partner: Partner) -> None:
    office = "amira@fernwold.example"
    EmploymentFactory(
        partner=partner, person__email=office, person__given_name="Tom", person__family_name="Rudd"
    )
    assert record(partner, replace(AMIRA, trn="")).is_new is True


def test_a_school_that_somebody_left_no_longer_says_what_they_are_called(partner: Partner) -> None:
    person = record(partner).person
    move_on(
        employment=Employment.objects.get(),
        partner=PartnerFactory(),
        details=EmploymentDetails(started_on=date(2026, 1, 5)),
        by=None,
    )
    record(partner, replace(AMIRA, family_name="Old"), replace(TEACHER, ended_on=date(2025, 12, 31)))
    person.refresh_from_db()
    assert person.name == "Amira Osgodby"
    assert Employment.objects.get(partner=partner).ended_on == date(2025, 12, 31)


def test_a_change_that_changes_nothing_is_no_new_version(partner: Partner) -> None:
    person = PersonFactory()
    details = PersonDetails.of(person)
    update_person(person=person, version=1, details=details, by=UserFactory())
    person.refresh_from_db()
    assert person.version == 1


def test_a_log_in_belongs_to_one_person(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance)
    first, second = PersonFactory(family_name="Osgodby"), PersonFactory()
    assert link_log_in(person=first, membership=member, by=member.user).user == member.user
    with pytest.raises(Refused, match="belongs to Amira Osgodby already"):
        link_log_in(person=second, membership=member, by=member.user)
