"""Contacts from a table, each row naming its partner: what it would do, did, and what the undo put back."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.actions.contacts import ContactDetails, add_contact
from alliance.actions.import_contacts import ContactTarget
from alliance.models import Contact, Partner
from foundation.importer.choices import Outcome
from foundation.importer.target import Entry, Plan
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, PartnerFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
TARGET = ContactTarget()


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary", school__urn=800_777)


def entry(**cells: str) -> Entry:
    return Entry(2, {key: TARGET.field(key).parse(cell) for key, cell in cells.items()})


def plan(**cells: str) -> Plan:
    return TARGET.plan([entry(**cells)])[0]


def done(*rows: dict[str, str]) -> list[dict[str, Any]]:
    """Carry rows out as one batch, planned together; gives back their traces."""
    entries = [entry(**row) for row in rows]
    plans = TARGET.plan(entries)
    by = UserFactory()
    return [TARGET.apply(given, its, by=by) for given, its in zip(entries, plans, strict=True)]


def contacts() -> list[tuple[Any, ...]]:
    return list(
        Contact.objects.order_by("pk").values_list(
            "name", "post", "email", "phone", "is_main", "verified_at", "verified_by"
        )
    )


@pytest.mark.parametrize("named", [{"urn": "800777"}, {"partner": "fernwold primary"}])
def test_a_contact_is_added_to_the_partner_that_the_row_names(
    partner: Partner, named: dict[str, str]
) -> None:
    row = {**named, "first_name": "Leah", "surname": "Winterbourne", "email": "Leah@Fernwold.example"}
    found = plan(**row)
    assert (found.outcome, found.about) == (Outcome.CREATE, "Leah Winterbourne, Fernwold Primary")
    done(row)
    contact = Contact.objects.get()
    assert (contact.partner, contact.name, contact.email, contact.is_main) == (
        partner,
        "Leah Winterbourne",
        "leah@fernwold.example",
        True,
    )


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"name": "Leah", "email": "l@f.example"}, "The row names no partner."),
        ({"name": "Leah", "email": "l@f.example", "urn": "800778"}, "No partner has the URN 800778."),
        ({"name": "Leah", "email": "l@f.example", "partner": "Wren"}, "No partner is called “Wren”."),
        ({"name": "Leah", "email": "l@f.example", "partner": "Twin"}, "2 partners are called Twin."),
        ({"urn": "800777", "email": "l@f.example"}, "The row names nobody."),
        ({"urn": "800777", "name": "Leah"}, "Write an e-mail address or a phone number"),
    ],
)
def test_a_row_that_will_not_do_says_why(partner: Partner, cells: dict[str, str], sentence: str) -> None:
    SchoolFactory(urn=800_778)
    for _ in range(2):
        PartnerFactory(name="Twin")
    found = plan(**cells)
    assert (found.outcome, found.reason[: len(sentence)]) == (Outcome.ERROR, sentence)


def test_two_people_may_share_a_mailbox(partner: Partner) -> None:
    office = {"urn": "800777", "email": "office@fernwold.example"}
    plans = TARGET.plan([entry(**office, name="Leah"), entry(**office, name="Colin")])
    assert [one.outcome for one in plans] == [Outcome.CREATE, Outcome.CREATE]
    assert len({one.identity for one in plans}) == 2


def test_who_is_there_already_is_changed_and_not_added_twice(partner: Partner) -> None:
    ContactFactory(partner=partner, name="Leah", email="leah@fernwold.example", post="Deputy")
    same = {"urn": "800777", "name": "leah", "email": "leah@fernwold.example"}
    assert plan(**{**same, "name": "Leah"}).outcome == Outcome.SKIP
    found = plan(**{**same, "name": "Leah"}, post="Headteacher", is_main="yes")
    assert [(change.label, change.before, change.after) for change in found.changes] == [
        ("Post", "Deputy", "Headteacher"),
        ("Main contact", "no", "yes"),
    ]


def test_undo_puts_every_contact_back_as_it_was(partner: Partner) -> None:
    ContactFactory(partner=partner, name="Old Head", email="old@fernwold.example", is_main=True)
    before = contacts()
    traces = done(
        {"urn": "800777", "name": "New Head", "email": "new@fernwold.example", "is_main": "yes"},
        {"urn": "800777", "name": "Old Head", "email": "former@fernwold.example", "phone": "01642 000001"},
    )
    assert [(row[0], row[2], row[4]) for row in contacts()] == [
        ("Old Head", "former@fernwold.example", False),
        ("New Head", "new@fernwold.example", True),
    ]
    for trace in reversed(traces):
        TARGET.undo(trace, by=UserFactory())
    assert contacts() == before


def test_undo_leaves_who_was_changed_since(partner: Partner) -> None:
    (trace,) = done({"urn": "800777", "name": "Leah", "email": "leah@fernwold.example"})
    Contact.objects.update(post="Headteacher")
    with pytest.raises(Refused) as refusal:
        TARGET.undo(trace, by=UserFactory())
    assert refusal.value.sentence == "Leah was changed since, so this contact stays as it is now."


def test_a_contact_that_somebody_changes_meanwhile_is_left_alone(partner: Partner) -> None:
    contact = ContactFactory(partner=partner, name="Leah", post="Deputy")
    given = entry(urn="800777", name="Leah", post="Headteacher")
    (found,) = TARGET.plan([given])
    Contact.objects.filter(pk=contact.pk).update(post="Acting head")
    with pytest.raises(Refused):
        TARGET.apply(given, found, by=UserFactory())
    contact.refresh_from_db()
    assert contact.post == "Acting head"


def test_another_alliances_partners_have_no_contacts_here(alliance: Any, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        theirs = PartnerFactory(name="Fernwold Primary", school__urn=800_777)
        add_contact(partner=theirs, details=ContactDetails("Leah", email="l@f.example"), by=UserFactory())
    for named in ({"urn": "800777"}, {"partner": "Fernwold Primary"}):
        assert plan(**named, name="Leah", email="l@f.example").outcome == Outcome.ERROR


@pytest.mark.parametrize("count", [1, 3])
def test_a_table_is_checked_in_the_same_queries_however_long_it_is(alliance: Any, count: int) -> None:
    for number in range(count):
        ContactFactory(partner=PartnerFactory(school__urn=800_100 + number), name="Leah")
        PartnerFactory(name=f"Hub {number}")
    rows = [
        *(entry(urn=str(800_100 + number), name="Leah", post="Head") for number in range(count)),
        *(entry(partner=f"Hub {number}", name="Colin", phone="1") for number in range(count)),
    ]
    with CaptureQueriesContext(connection) as queries:
        TARGET.plan(rows)
    assert len(queries) == 4
