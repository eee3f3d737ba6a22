"""Today: what waits for the team, what was measured, what happened lately."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.contacts import verify_contact
from alliance.actions.getting_started import skip_step
from alliance.choices import Role, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import Invitation, Membership
from alliance.queries import today
from alliance.queries.activity import lately
from alliance.queries.getting_started import WHOLE, shown_to
from alliance.queries.partners_due import invitations_due, partner_tiles, partners_due
from alliance.queries.today import Due
from alliance.views.today import groups_of
from foundation.tenancy.scope import acting_within
from foundation.ui.items import Tile
from tests.factories.alliance import (
    ContactFactory,
    EngagementFactory,
    MembershipFactory,
    PartnerFactory,
    SchoolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 3)


@pytest.fixture
def member(alliance: Any) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])


def checked(days_ago: int) -> datetime:
    return datetime(2026, 2, 3, 9, tzinfo=UTC) - timedelta(days=days_ago)


def titles(found: list[Due]) -> list[str]:
    return [due.title for due in found]


def main(name: str, **fields: Any) -> None:
    ContactFactory(partner=PartnerFactory(name=name), is_main=True, name=f"{name}’s contact", **fields)


def test_a_closed_partner_is_named_with_the_school_it_became(alliance: Any, member: Membership) -> None:
    new = SchoolFactory(name="Tarnley Academy")
    old = SchoolFactory(successor=new, status=SchoolStatus.CLOSED, closed_on=date(2025, 8, 31))
    partner = PartnerFactory(school=old, name="Tarnley Primary")
    ContactFactory(partner=partner, is_main=True, verified_at=checked(1))
    PartnerFactory(school=SchoolFactory(status=SchoolStatus.CLOSED), left_on=date(2025, 7, 1))
    (due,) = partners_due(member, DAY)
    assert (due.title, due.why, due.due_on, due.action_label) == (
        "Tarnley Primary has closed",
        "Carried on by Tarnley Academy",
        date(2025, 8, 31),
        "Move record",
    )


def test_a_school_that_is_proposed_to_close_is_named(alliance: Any, member: Membership) -> None:
    partner = PartnerFactory(school=SchoolFactory(status=SchoolStatus.CLOSING), name="Ottermere")
    ContactFactory(partner=partner, is_main=True, verified_at=checked(1))
    assert titles(partners_due(member, DAY)) == ["Ottermere is proposed to close"]


def test_up_to_three_contacts_are_named_and_more_are_counted(alliance: Any, member: Membership) -> None:
    main("Fernwold", verified_at=checked(365))
    assert partners_due(member, DAY) == []
    main("Foxdale", verified_at=checked(366))
    main("Tarnley")
    assert titles(partners_due(member, DAY)) == [
        "Foxdale’s contact, Foxdale: still the right person?",
        "Tarnley’s contact, Tarnley: still the right person?",
    ]
    main("Penderby", verified_at=checked(500))
    main("Saltscar", verified_at=checked(400))
    (due,) = partners_due(member, DAY)
    assert (due.title, due.why, due.due_on) == (
        "4 main contacts not verified for a year",
        "The longest: Penderby’s contact, Penderby",
        DAY - timedelta(days=135),
    )


def test_partners_without_a_main_contact_are_counted(alliance: Any, member: Membership) -> None:
    for name in ("Ashlow", "Birkholme", "Cawthwaite", "Dunmarsh"):
        PartnerFactory(name=name)
    (due,) = partners_due(member, DAY)
    assert (due.title, due.why) == (
        "4 partners have no main contact",
        "Ashlow, Birkholme, Cawthwaite and 1 more",
    )


def test_only_who_can_do_something_about_it_is_told(alliance: Any) -> None:
    PartnerFactory()
    finance = MembershipFactory(alliance=alliance, roles=[Role.FINANCE_OFFICER])
    assert partners_due(finance, DAY) == []


def test_invitations_are_named_when_they_run_out(
    alliance: Any, other_alliance: Any, member: Membership
) -> None:
    def invite(name: str, days: int, **fields: Any) -> None:
        Invitation.objects.create(
            **{"alliance": alliance, **fields},
            email=f"{name}@eastmoor.example",
            roles=[Role.FACILITATOR],
            token_digest=f"{name:0<64}",
            expires_at=timezone.now() + timedelta(days=days),
        )

    invite("soon", 2)
    invite("past", -2)
    invite("later", 10)
    invite("forgotten", -40)
    invite("accepted", 1, accepted_at=timezone.now())
    invite("elsewhere", 1, alliance=other_alliance)
    assert [(due.title, due.why.split("@")[0]) for due in invitations_due(member, DAY)] == [
        ("An invitation has run out", "past"),
        ("An invitation runs out", "soon"),
    ]
    lead = MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD])
    assert invitations_due(lead, DAY) == []


def test_what_is_due_stands_under_overdue_this_fortnight_later_and_any_time() -> None:
    def due(title: str, days: int | None) -> Due:
        return Due("warn", title, "", None if days is None else DAY + timedelta(days=days))

    groups = groups_of(
        [due("a", -6), due("b", -1), due("c", 0), due("d", 14), due("e", 15), due("f", None)], DAY
    )
    assert [
        (group.label, [(item.title, item.when, item.late) for item in group.items]) for group in groups
    ] == [
        ("Overdue", [("a", "6 days late", True), ("b", "1 day late", True)]),
        ("This fortnight", [("c", "Today", False), ("d", "Tue 17 Feb", False)]),
        ("Later", [("e", "Wed 18 Feb", False)]),
        ("Any time", [("f", "", False)]),
    ]


@pytest.fixture
def reporting() -> Iterator[None]:
    """Another app that has something due and something measured."""

    def approval(member: Membership, day: date) -> list[Due]:
        return [Due("info", "Report 2025/26 waits for approval", "", day)]

    def reach(member: Membership, year: Any) -> list[Tile]:
        return [Tile("Schools reached", "warn", "73%", "208 of 285", "Target 75%")]

    today.register_attention(approval)
    today.register_attention(approval)
    today.register_tiles(reach)
    yield
    today._ATTENTION.remove(approval)
    today._TILES.remove(reach)


def test_other_apps_bring_what_is_due_and_what_they_measure(
    alliance: Any, sign_in: Any, reporting: None
) -> None:
    client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
    text = client.get(reverse("today", args=[alliance.slug])).content.decode()
    assert text.count("Report 2025/26 waits for approval</span>") == 1
    assert [words in text for words in ("73%", "208 of 285", "Target 75%")] == [True, True, True]


def test_partners_and_their_contacts_are_measured(alliance: Any, member: Membership) -> None:
    year = AcademicYear(2025)
    assert partner_tiles(member, year) == []
    main("Fernwold", verified_at=timezone.now())
    main("Foxdale", verified_at=timezone.now() - timedelta(days=400))
    PartnerFactory(joined_on=date(2025, 10, 1), left_on=date(2025, 11, 1))
    partners, contacts = partner_tiles(member, year)
    assert (partners.figure, partners.target) == ("2", "1 joined, 1 left")
    assert (contacts.figure, contacts.of, contacts.state) == ("50%", "1 of 2", "bad")


def test_the_first_steps_stand_there_while_any_is_open(
    alliance: Any, member: Membership, sign_in: Any
) -> None:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    today = reverse("today", args=[alliance.slug])
    text = client.get(today).content.decode()
    assert ("Getting started" in text, "Bring in your partners" in text) == (True, True)
    skip_step(key=WHOLE, by=member.user)
    assert "Getting started" not in client.get(today).content.decode()
    assert shown_to(MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD])) is None


def test_what_happened_is_told_with_who_did_it(alliance: Any) -> None:
    partner = PartnerFactory(name="Fernwold Primary")
    contact = ContactFactory(partner=partner)
    user = UserFactory(full_name="Owen Birtles")
    with acting_within(alliance, user=user):
        verify_contact(contact=contact, by=user)
        EngagementFactory(school=partner.school, description="Leading maths 3")
    assert [(line.subject, line.words) for line in lately(alliance.slug, limit=8)] == [
        (partner.school.name, "took part in “Leading maths 3”, by Owen Birtles"),
        ("Fernwold Primary", "had a contact verified, by Owen Birtles"),
        ("Fernwold Primary", "has a new contact"),
        ("Fernwold Primary", "joined"),
    ]


def test_many_of_one_kind_are_one_line(alliance: Any) -> None:
    for _ in range(3):
        PartnerFactory()
    contacts = [ContactFactory(partner=PartnerFactory()) for _ in range(2)]
    contacts[0].delete()
    lines = [(line.subject, line.words) for line in lately(alliance.slug, limit=8)]
    assert lines[0] == (contacts[0].partner.name, "had a contact removed")
    assert lines[-1] == ("4", "partners joined")


def test_another_alliances_doings_are_not_told(alliance: Any, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        PartnerFactory()
    assert lately(alliance.slug, limit=8) == []


def test_the_page_says_how_much_waits_or_that_nothing_does(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    page = reverse("today", args=[alliance.slug])
    assert client.get(page).context["summary"].endswith(" · nothing needs you or your team")
    assert "Nothing is due" in client.get(page).content.decode()
    PartnerFactory(name="Fernwold <b>Primary</b>")
    answer = client.get(page)
    assert answer.context["summary"].endswith(" · 1 thing needs you or your team")
    assert "<b>Primary</b>" not in answer.content.decode()


def test_one_partner_and_four_cost_the_same_queries(alliance: Any, client: Client, sign_in: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("today", args=[alliance.slug]))
        return len(captured)

    sign_in(alliance, Role.ADMINISTRATOR)
    main("One")
    client.get(reverse("today", args=[alliance.slug]))
    one = queries()
    for name in ("Two", "Three"):
        main(name)
    assert queries() == one


@pytest.mark.parametrize(
    ("role", "page"), [(Role.PARTNER_CONTACT, "my_school"), (Role.MENTOR, "my_alliance")]
)
def test_who_is_not_staff_is_sent_to_the_page_of_their_role(
    alliance: Any, sign_in: Any, role: Role, page: str
) -> None:
    client, _ = sign_in(alliance, role, partner=PartnerFactory())
    answer = client.get(reverse("today", args=[alliance.slug]))
    assert answer.url == reverse(page, args=[alliance.slug])
