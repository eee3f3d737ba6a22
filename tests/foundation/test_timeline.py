"""The audit trail, read by people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.choices import PartnerKind, Role
from alliance.models import Contact, Partner, PartnerRole
from foundation.audit.timeline import timeline_of
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import (
    ContactFactory,
    LocalAuthorityFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def told(records: object, **options: object) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.title, entry.text) for entry in timeline_of(records, **options)]


def test_a_change_says_who_and_what_it_was_and_is(alliance: object) -> None:
    partner = PartnerFactory(school=SchoolFactory(name="Fernwold Primary"))
    with acting_within(alliance, user=UserFactory(full_name="Priya Nandwani")):
        partner.listed = False
        partner.name = "Fernwold Academy"
        partner.save()
    assert told(partner)[0] == (
        "Priya Nandwani",
        "Partner changed",
        "Name: Fernwold Primary → Fernwold Academy. Shown to other partners: yes → no.",
    )


def test_a_choice_a_reference_and_a_day_are_said_in_words(alliance: object) -> None:
    first, second = (
        LocalAuthorityFactory(code="901", name="Eastmoor"),
        LocalAuthorityFactory(code="902", name="Tarn"),
    )
    partner = PartnerFactory(school=None, organisation="local_authority", name="LA", local_authority=first)
    partner.local_authority = second
    partner.left_on = "2026-02-03"
    partner.save()
    assert told(partner)[0][2] == "Local authority: Eastmoor → Tarn. Left: nothing → Tue 3 Feb 2026."


def test_several_roles_are_listed(alliance: object) -> None:
    membership = MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    membership.roles = [Role.OWNER, Role.CPD_LEAD, Role.MENTOR]
    membership.save()
    assert told(membership)[0] == (
        "The portal",
        "Membership changed",
        "Roles: Owner → Owner, CPD lead and Mentor.",
    )


def test_personal_columns_are_said_to_have_changed_and_never_how(alliance: object) -> None:
    contact = ContactFactory(name="Leah Quill")
    contact.name, contact.is_main = "Leah Marsh", True
    contact.save()
    (_who, title, text), *_ = told(contact)
    assert (title, text) == ("Contact changed", "Name changed. Main contact: no → yes.")


def test_parts_are_told_with_the_whole_even_after_they_are_gone(alliance: object) -> None:
    partner, other = PartnerFactory(), PartnerFactory()
    role = PartnerRoleFactory(partner=partner, kind=PartnerKind.MEMBER, academic_year=2025)
    PartnerRoleFactory(partner=other)
    role.delete()
    assert [entry.title for entry in timeline_of(partner, parts=[(PartnerRole, "partner")])] == [
        "Partner role removed",
        "Partner role added",
        "Partner added",
    ]


def test_somebody_who_has_been_removed_is_not_named(alliance: object) -> None:
    user = UserFactory()
    with acting_within(alliance, user=user):
        partner = PartnerFactory()
    user.delete()
    assert told(partner)[0][0] == "Somebody who has since been removed"


def test_another_alliance_has_another_timeline(alliance: object, other_alliance: object) -> None:
    with acting_within(other_alliance):
        theirs = PartnerFactory()
    assert timeline_of(theirs) == []
    with acting_within(other_alliance):
        assert len(timeline_of(theirs)) == 1


@pytest.mark.parametrize("partners", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_events(alliance: object, partners: int) -> None:
    rows = PartnerFactory.create_batch(partners)
    for row in rows:
        ContactFactory(partner=row)
    rows = list(Partner.objects.all())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        timeline_of(rows, parts=[(Contact, "partner")])
    assert len(queries) == 2 + 1 + 2, [query["sql"] for query in queries]


def test_a_removed_row_says_what_it_said(alliance: object) -> None:
    partner = PartnerFactory()
    PartnerRoleFactory(partner=partner, kind=PartnerKind.MEMBER, academic_year=2025).delete()
    removed = timeline_of(partner, parts=[(PartnerRole, "partner")])[0]
    assert removed.text.endswith("Kind: Alliance member. Academic year: 2025.")


def test_a_whole_table_can_be_told(alliance: object) -> None:
    ContactFactory()
    assert [entry.title for entry in timeline_of(alliance, tables=[Contact])] == [
        "Contact added",
        "Alliance added",
    ]
