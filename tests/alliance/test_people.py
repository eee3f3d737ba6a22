"""Who may do what, and until when: changed by those who may, never leaving an alliance without an owner."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions import memberships
from alliance.choices import Role
from alliance.logic.access_rules import Access
from alliance.models import Membership
from foundation.audit.timeline import timeline_of
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from foundation.words import day
from tests.alliance.people_pages import in_words, page
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(alliance: object) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani")


def person(membership: Membership, name: str = "person") -> str:
    return page(membership.alliance, name, membership_id=membership.public_id)


def names(response: HttpResponse) -> list[str]:
    """Of the people in the rows of the list."""
    return re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a>', response.content.decode())


def change(membership: Membership, *roles: str, by: Membership, **access: object) -> Membership:
    return memberships.change_access(membership=membership, access=Access.of(roles, **access), by=by.user)


def test_a_change_of_roles_is_kept_told_and_written_down(alliance: object, owner: Membership) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    with acting_within(alliance, user=owner.user):
        change(member, Role.LEAD_MENTOR, Role.MENTOR, by=owner)
    member.refresh_from_db()
    assert member.roles == [Role.MENTOR, Role.LEAD_MENTOR]
    assert (
        Notification.objects.get(user=member.user).sentence
        == f"You are now Mentor and Lead mentor of {alliance}"
    )
    entry = timeline_of(member)[0]
    assert (entry.who, entry.text) == ("Priya Nandwani", "Roles: Mentor → Mentor and Lead mentor.")


def test_the_only_owner_stays_one(alliance: object, owner: Membership) -> None:
    sentence = f"Priya Nandwani is the only owner of {alliance}: make somebody else owner first."
    with pytest.raises(memberships.LastOwner) as refusal:
        change(owner, Role.CPD_LEAD, by=owner)
    assert refusal.value.sentence == sentence
    with pytest.raises(memberships.LastOwner) as refusal:
        memberships.end_access(membership=owner, by=owner.user)
    assert refusal.value.sentence == sentence
    second = MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    memberships.end_access(membership=owner, by=second.user)
    assert list(Membership.objects.current().filter(alliance=alliance)) == [second]


def test_an_owner_whose_access_has_ended_does_not_count(alliance: object, owner: Membership) -> None:
    MembershipFactory(alliance=alliance, roles=[Role.OWNER], ended_at=timezone.now())
    with pytest.raises(memberships.LastOwner):
        memberships.end_access(membership=owner, by=owner.user)


def test_another_alliances_owner_does_not_count(
    alliance: object, other_alliance: object, owner: Membership
) -> None:
    MembershipFactory(alliance=other_alliance, roles=[Role.OWNER])
    with pytest.raises(memberships.LastOwner):
        memberships.end_access(membership=owner, by=owner.user)


@pytest.mark.parametrize(("before", "after"), [(Role.CPD_LEAD, Role.OWNER), (Role.OWNER, Role.CPD_LEAD)])
def test_only_owners_make_and_unmake_owners(
    alliance: object, owner: Membership, before: Role, after: Role
) -> None:
    administrator = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])
    member = MembershipFactory(alliance=alliance, roles=[before])
    with pytest.raises(memberships.AccessRefused, match="Only an owner can make somebody an owner"):
        change(member, after, by=administrator)
    assert change(member, after, by=owner).roles == [after]


def test_an_administrator_cannot_end_an_owners_access(alliance: object, owner: Membership) -> None:
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    administrator = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])
    with pytest.raises(memberships.AccessRefused, match="Only an owner can end"):
        memberships.end_access(membership=owner, by=administrator.user)


def test_access_that_has_ended_is_given_back_as_it_was(alliance: object, owner: Membership) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.SLE, Role.FACILITATOR])
    memberships.end_access(membership=member, by=owner.user)
    with pytest.raises(memberships.AccessEnded):
        change(member, Role.SLE, by=owner)
    memberships.restore_access(membership=member, by=owner.user)
    member.refresh_from_db()
    assert (member.is_current, member.roles) == (True, [Role.SLE, Role.FACILITATOR])
    with pytest.raises(memberships.AccessEnded):
        memberships.restore_access(membership=member, by=owner.user)


def test_access_past_its_last_day_is_not_given_back_as_it_was(alliance: object, owner: Membership) -> None:
    reviewer = MembershipFactory(
        alliance=alliance, roles=[Role.EXTERNAL_REVIEWER], ends_on=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(memberships.AccessRefused, match="The last day is in the past"):
        memberships.restore_access(membership=reviewer, by=owner.user)


def test_the_last_day_counts_in_full(alliance: object, client: Client) -> None:
    reviewer = MembershipFactory(alliance=alliance, roles=[Role.EXTERNAL_REVIEWER], ends_on=date(2026, 7, 31))
    with time_machine.travel("2026-07-31 22:30:00 +0000"):  # 23:30 in London
        client.force_login(reviewer.user)
        assert client.get(page(alliance, "my_alliance")).status_code == 200
    with time_machine.travel("2026-07-31 23:30:00 +0000"):
        assert client.get(page(alliance, "my_alliance")).status_code == 404


def test_the_next_request_after_access_ended_finds_no_alliance(
    alliance: object, owner: Membership, sign_in: object
) -> None:
    client, member = sign_in(alliance, Role.CPD_LEAD)
    assert client.get(page(alliance, "notifications")).status_code == 200
    memberships.end_access(membership=member, by=owner.user)
    assert client.get(page(alliance, "notifications")).url.startswith(reverse("account_login"))
    assert client.get("/").url == reverse("account_login"), "there is nothing left here to be signed in for"


def test_the_list_shows_members_of_this_alliance_only(
    alliance: object, other_alliance: object, owner: Membership, sign_in: object
) -> None:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR, user__full_name="Adam Alder")
    MembershipFactory(alliance=other_alliance, user__full_name="Hidden Hawthorn")
    MembershipFactory(alliance=alliance, user__full_name="Gone Gorse", ended_at=timezone.now())
    current = client.get(page(alliance, "people")).content.decode()
    former = client.get(page(alliance, "people") + "?show=former").content.decode()
    assert [
        name in current for name in ("Adam Alder", "Priya Nandwani", "Gone Gorse", "Hidden Hawthorn")
    ] == [
        True,
        True,
        False,
        False,
    ]
    rows = former.split("<tbody>")[1]
    assert ["Gone Gorse" in rows, "Priya Nandwani" in rows] == [True, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=nandwani", ["Priya Nandwani"]),
        ("?q=priya+nand", ["Priya Nandwani"]),
        ("?q=fernwold.example", ["Leah Okafor"]),
        ("?role=sle", ["Leah Okafor"]),
        ("?q=priya&role=sle", []),
        ("?role=nonsense", ["Leah Okafor", "Priya Nandwani"]),
    ],
)
def test_the_list_is_searched_by_name_address_and_role(
    alliance: object, owner: Membership, client: Client, query: str, found: list[str]
) -> None:
    MembershipFactory(
        alliance=alliance,
        roles=[Role.SLE, Role.FACILITATOR],
        user__full_name="Leah Okafor",
        user__email="leah@fernwold.example",
    )
    client.force_login(owner.user)
    response = client.get(page(alliance, "people") + query)
    assert names(response) == found


def test_a_row_says_what_somebody_may_do_and_nothing_that_runs(
    alliance: object, owner: Membership, client: Client
) -> None:
    partner = PartnerFactory(name="<i>Netherholme</i>")
    roles = [Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER]
    member = MembershipFactory(
        alliance=alliance,
        roles=roles,
        partner=partner,
        ends_on=date(2099, 2, 3),
        user=UserFactory(full_name="Ada <Marsh>", email="ada@fernwold.example"),
    )
    client.force_login(owner.user)
    answer = client.get(page(alliance, "people"), {"q": "ada"})
    row = answer.content.decode().split("<tbody>")[1].split("</tr>")[0]
    assert f'<a href="{person(member)}">' in row
    assert in_words(row) == [
        "Ada &lt;Marsh&gt;",
        "ada@fernwold.example",
        "Partner-school contact and Headteacher approver",
        "· &lt;i&gt;Netherholme&lt;/i&gt;",
        "Not set up",
        day(member.created_at),
        "until Tue 3 Feb 2099",
    ]


def test_the_list_counts_who_is_there_who_has_left_and_who_holds_which_role(
    alliance: object, other_alliance: object, owner: Membership, client: Client
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    MembershipFactory(alliance=alliance, roles=[Role.MENTOR, Role.SLE])
    MembershipFactory(alliance=alliance, roles=[Role.SLE], ends_on=timezone.localdate())
    MembershipFactory(alliance=alliance, roles=[Role.SLE], ends_on=yesterday)
    MembershipFactory(alliance=alliance, roles=[Role.TRAINEE], ended_at=timezone.now())
    MembershipFactory(alliance=other_alliance, roles=[Role.MENTOR])
    client.force_login(owner.user)
    seen = client.get(page(alliance, "people")).context
    offered = [(option.value, option.count) for option in seen["groups"][0].options]
    assert offered == [("owner", 1), ("mentor", 1), ("sle", 2)]
    assert [(tab.label, tab.count) for tab in seen["tabs"]] == [
        ("Members", 3),
        ("Invited", 0),
        ("Former members", 2),
    ]
    assert len(names(client.get(page(alliance, "people")))) == 3
    assert len(names(client.get(page(alliance, "people") + "?show=former"))) == 2


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_takes_the_same_queries_however_many_there_are(
    alliance: object, owner: Membership, client: Client, others: int
) -> None:
    for _ in range(others):
        MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    client.force_login(owner.user)
    client.get(page(alliance, "people"))
    with CaptureQueriesContext(connection) as queries:
        client.get(page(alliance, "people"))
    assert (
        len(
            [
                query
                for query in queries
                if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]
            ]
        )
        == 9
    )


def test_roles_are_changed_on_the_page(alliance: object, owner: Membership, client: Client) -> None:
    partner = PartnerFactory()
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    client.force_login(owner.user)
    form = {"roles": ["partner_contact"], "version": member.version}
    wrong = client.post(person(member), {**form, "partner": "", "ends_on": ""})
    assert (wrong.status_code, "Choose the partner this person speaks for." in wrong.content.decode()) == (
        422,
        True,
    )
    right = client.post(person(member), {**form, "partner": partner.pk, "ends_on": "31/8/2099"})
    assert right.status_code == 302
    member.refresh_from_db()
    assert (member.roles, member.partner_id, member.ends_on) == (
        [Role.PARTNER_CONTACT],
        partner.pk,
        date(2099, 8, 31),
    )


def test_two_leads_who_change_one_member_at_once_lose_neither_change(
    alliance: object, owner: Membership, client: Client
) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    client.force_login(owner.user)
    opened = client.get(person(member)).context["form"].initial["version"]
    change(member, Role.SLE, by=owner)
    form = {"roles": ["facilitator"], "partner": "", "ends_on": "", "version": opened}
    second = client.post(person(member), form)
    member.refresh_from_db()
    assert (second.status_code, member.roles) == (409, [Role.SLE])
    assert [(row.label, row.saved, row.yours) for row in second.context["form"].differences] == [
        ("Roles", "SLE", "Facilitator")
    ]
    assert "Somebody else changed this while you were writing" in second.content.decode()
    chosen = {"over": second.context["form"].over, "asked": "roles", "keep_roles": "yours"}
    client.post(person(member), {**form, **chosen})
    member.refresh_from_db()
    assert member.roles == [Role.FACILITATOR], "saved over it, having seen it"


def test_ending_and_undoing_on_the_page(alliance: object, owner: Membership, client: Client) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.SLE])
    client.force_login(owner.user)
    ended = client.post(person(member, "end_access"), follow=True)
    assert f"{person(member, 'restore_access')}" in ended.content.decode(), "the toast offers the way back"
    client.post(person(member, "restore_access"))
    member.refresh_from_db()
    assert member.is_current


def test_the_only_owner_is_told_why_on_the_page(alliance: object, owner: Membership, client: Client) -> None:
    client.force_login(owner.user)
    answer = client.post(person(owner, "end_access"), follow=True).content.decode()
    assert "is the only owner of" in answer


@pytest.mark.parametrize("name", ["person", "end_access", "restore_access"])
def test_another_alliances_member_is_not_found(
    alliance: object, other_alliance: object, owner: Membership, client: Client, name: str
) -> None:
    theirs, mine = MembershipFactory(alliance=other_alliance), MembershipFactory(alliance=alliance)
    client.force_login(owner.user)
    address = page(alliance, name, membership_id=theirs.public_id)
    form = {"roles": ["sle"], "partner": "", "ends_on": "", "version": 1}
    assert client.post(address, form).status_code == 404
    assert client.post(page(other_alliance, name, membership_id=theirs.public_id), form).status_code == 404
    assert client.post(page(alliance, name, membership_id=mine.public_id), form).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.roles, theirs.is_current) == ([Role.ADMINISTRATOR], True)


def test_access_for_a_partner_that_has_left_is_not_given_back(alliance: object, owner: Membership) -> None:
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    memberships.end_access(membership=contact, by=owner.user)
    contact.partner.left_on = timezone.localdate()
    contact.partner.save()
    with pytest.raises(memberships.AccessRefused, match="a partner of the alliance now"):
        memberships.restore_access(membership=contact, by=owner.user)


def test_a_search_for_nothing_that_can_be_read_shows_everybody(
    alliance: object, owner: Membership, client: Client
) -> None:
    client.force_login(owner.user)
    shown = client.get(page(alliance, "people") + "?q=%00")
    assert names(shown) == [owner.user.full_name]


def test_people_are_sorted_by_the_heads_of_the_table(alliance, sign_in):
    client, me = sign_in(alliance, Role.ADMINISTRATOR)
    for days, name in ((9, "Aaron Ash"), (3, "Zoe Zebra")):
        member = MembershipFactory(alliance=alliance, user=UserFactory(full_name=name))
        Membership.objects.filter(pk=member.pk).update(created_at=timezone.now() - timedelta(days=days))
    me.user.full_name = "Mia Middle"
    me.user.save()
    address = reverse("people", args=[alliance.slug])

    def shown(query):
        return names(client.get(f"{address}?{query}"))

    assert shown("") == ["Aaron Ash", "Mia Middle", "Zoe Zebra"]
    assert shown("sort=-name") == ["Zoe Zebra", "Mia Middle", "Aaron Ash"]
    assert shown("sort=since") == ["Aaron Ash", "Zoe Zebra", "Mia Middle"]
    assert shown("sort=evil") == shown("sort=ended") == shown("")
    heads = client.get(f"{address}?sort=since&q=a").context["columns"]
    assert [(head.label, head.aria_sort) for head in heads] == [
        ("Name", "none"),
        ("Roles", ""),
        ("Second factor", ""),
        ("Member since", "ascending"),
    ]
    assert heads[3].sort_href == f"{address}?q=a&sort=-since"
