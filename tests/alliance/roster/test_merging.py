"""Two who are one: shown side by side, merged with everything that refers to them, and told apart again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from alliance.actions.roster.merging import (
    CannotMerge,
    ask_again,
    forget_merges,
    merge_people,
    references,
    say_two,
    undo_merge,
)
from alliance.models import Employment, Partner, Person, PersonMerge
from alliance.queries.roster.duplicates import likely_duplicates
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.roster import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory()


def amira(partner: Partner, **fields: Any) -> Person:
    named = {"person__given_name": "Amira", "person__family_name": "Osgodby", **fields}
    return EmploymentFactory(partner=partner, **named).person


def pairs() -> list[tuple[int, int, tuple[str, ...]]]:
    return [(pair.one.pk, pair.other.pk, pair.reasons) for pair in likely_duplicates()]


def test_likely_are_a_trn_a_name_at_one_partner_and_an_address_with_a_name_in_common(
    partner: Partner, other_alliance: Any
) -> None:
    first = amira(partner, person__trn="1234567", person__email="amira@a.example")
    same_name = amira(partner, person__given_name="AMIRA", person__email="")
    same_trn = amira(PartnerFactory(), person__family_name="Marrick", person__trn="1234567", person__email="")
    same_email = amira(
        PartnerFactory(), person__email="x@a.example", person__further_emails=["amira@a.example"]
    )
    amira(PartnerFactory(), person__email="z@a.example")  # the same name elsewhere: two people, as a rule
    EmploymentFactory(person__given_name="Tom", person__family_name="Rudd", person__email="amira@a.example")
    with acting_within(other_alliance):
        amira(PartnerFactory(), person__trn="1234567")
    assert pairs() == [
        (first.pk, same_name.pk, ("the same name at the same partner",)),
        (first.pk, same_trn.pk, ("the same TRN",)),
        (first.pk, same_email.pk, ("the same e-mail address",)),
    ]


def test_two_who_are_known_to_be_two_are_not_asked_about_again(partner: Partner) -> None:
    one, other = amira(partner), amira(partner)
    say_two(one=other, other=one, by=UserFactory())
    say_two(one=one, other=other, by=UserFactory())
    assert pairs() == []
    ask_again(one=one, other=other, by=UserFactory())
    assert len(pairs()) == 1


def everything() -> list[list[tuple[Any, ...]]]:
    """Both tables as they stand, row by row and column by column, but for what counts the versions."""
    with connection.cursor() as cursor:
        tables = []
        for table in ("alliance_person", "alliance_employment"):
            cursor.execute(f"SELECT to_jsonb(r) - 'version' - 'updated_at' FROM {table} r ORDER BY id")  # noqa: S608  # two names of ours
            tables.append(cursor.fetchall())
    return tables


def test_a_merge_moves_where_they_worked_and_the_undo_is_exact(partner: Partner) -> None:
    kept = amira(partner, person__email="amira@a.example", post="", reference="")
    elsewhere = PartnerFactory()
    other = amira(partner, person__email="a.osgodby@b.example", person__trn="1234567", reference="T-17")
    EmploymentFactory(
        person=other, partner=elsewhere, started_on=date(2020, 9, 1), ended_on=date(2024, 8, 31)
    )
    before = everything()
    merge = merge_people(kept=kept, other=other, by=UserFactory())
    kept.refresh_from_db()
    assert Person.objects.count() == 1
    assert (kept.emails, kept.trn) == (["amira@a.example", "a.osgodby@b.example"], "1234567")
    works = Employment.objects.filter(person=kept).order_by("started_on")
    assert [(work.partner, work.post, work.reference) for work in works] == [
        (elsewhere, "Class teacher", ""),
        (partner, "Class teacher", "T-17"),
    ]
    restored = undo_merge(merge=merge, by=UserFactory())
    assert (restored.pk, restored.public_id) == (other.pk, other.public_id)
    assert everything() == before


def test_what_was_changed_and_what_came_after_the_merge_stays_with_the_kept_person(partner: Partner) -> None:
    kept, other = (
        amira(partner, person__email="a@a.example"),
        amira(PartnerFactory(), person__email="b@b.example"),
    )
    merge = merge_people(kept=kept, other=other, by=UserFactory())
    later = EmploymentFactory(person=kept)
    Person.objects.filter(pk=kept.pk).update(email="new@a.example")
    undo_merge(merge=merge, by=UserFactory())
    kept.refresh_from_db()
    later.refresh_from_db()
    assert (kept.email, kept.further_emails, later.person) == ("new@a.example", [], kept)


def test_a_merge_can_be_undone_for_thirty_days_and_is_then_forgotten(partner: Partner) -> None:
    merges = [
        merge_people(kept=amira(partner), other=amira(PartnerFactory()), by=UserFactory()) for _ in "ab"
    ]
    ago = timezone.now() - timedelta(days=30)
    PersonMerge.objects.filter(pk=merges[0].pk).update(merged_at=ago - timedelta(minutes=1))
    PersonMerge.objects.filter(pk=merges[1].pk).update(merged_at=ago + timedelta(minutes=1))
    with pytest.raises(CannotMerge, match="for 30 days"):
        undo_merge(merge=merges[0], by=UserFactory())
    assert (forget_merges(timezone.now()), list(PersonMerge.objects.all())) == (1, [merges[1]])


def test_two_with_a_log_in_each_are_not_merged(alliance: Any, partner: Partner) -> None:
    one, other = (
        amira(PartnerFactory(), person__user=MembershipFactory(alliance=alliance).user) for _ in range(2)
    )
    with pytest.raises(CannotMerge, match="Both have a log-in"):
        merge_people(kept=one, other=other, by=UserFactory())
    assert Person.objects.count() == 2


def test_a_merge_reaches_every_column_of_every_app_that_refers_to_a_person() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conrelid::regclass::text, attname FROM pg_constraint
              JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey) AND attname <> 'alliance_id'
             WHERE contype = 'f' AND confrelid = 'alliance_person'::regclass
            """
        )
        in_the_database = set(cursor.fetchall())
    assert {(field.model._meta.db_table, field.column) for field in references()} == in_the_database


def test_a_person_of_a_merge_may_be_merged_again(partner: Partner) -> None:
    one, two, three = amira(partner), amira(PartnerFactory()), amira(PartnerFactory())
    merge_people(kept=two, other=three, by=UserFactory())
    second = merge_people(kept=one, other=two, by=UserFactory())
    assert Employment.objects.filter(person=one).count() == 3
    undo_merge(merge=second, by=UserFactory())
    first = PersonMerge.objects.get()
    undo_merge(merge=first, by=UserFactory())
    assert sorted(Person.objects.values_list("pk", flat=True)) == sorted([one.pk, two.pk, three.pk])
    assert {work.person_id for work in Employment.objects.all()} == {one.pk, two.pk, three.pk}


def test_a_merge_from_before_a_column_was_added_is_undone_with_what_new_rows_say(partner: Partner) -> None:
    work = EmploymentFactory(partner=partner)
    merge = merge_people(kept=work.person, other=amira(partner), by=UserFactory())
    for kept in merge.removed:
        kept["row"].pop("has_ended", None)
    merge.save()
    undo_merge(merge=merge, by=UserFactory())
    assert [each.has_ended for each in Employment.objects.all()] == [False, False]


def test_nobody_is_merged_with_themselves(alliance: Any) -> None:
    person = PersonFactory()
    with pytest.raises(CannotMerge, match="one person already"):
        merge_people(kept=person, other=person, by=UserFactory())
