"""One thing done to many rows: selected, previewed, done in one action, taken back within half a minute."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.credentials import make_credential
from alliance.choices import Organisation, PartnerKind, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import ApiCredential, Contact, Invitation, Membership, Partner, PartnerRole
from foundation.audit.models import AuditEvent
from foundation.feed.models import Change
from foundation.lists.models import BulkChange, BulkRow
from foundation.tenancy.scope import acting_within
from tests.alliance.bulk import do, preview, undo_address
from tests.factories.alliance import (
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-02-03T10:00:00+00:00")
YEAR = AcademicYear(2025)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


def member(name: str, *kinds: PartnerKind, **fields: Any) -> Partner:
    partner = PartnerFactory(name=name, school=SchoolFactory(name=name), **fields)
    for kind in kinds or (PartnerKind.MEMBER,):
        PartnerRoleFactory(partner=partner, kind=kind, academic_year=YEAR.start)
    return partner


def kinds_of(partner: Partner) -> set[str]:
    return set(PartnerRole.objects.filter(partner=partner).values_list("kind", flat=True))


def select(client: Client, alliance: Any, verb: str, *partners: Any, **more: str) -> str:
    """The address of the preview."""
    ids = [str(getattr(partner, "public_id", partner)) for partner in partners]
    answer = client.post(reverse("select_partners", args=[alliance.slug]), {"verb": verb, "id": ids, **more})
    return str(answer["Location"])


GIVE = {"kind": "strategic_partner", "year": "2025"}


def test_the_preview_says_what_happens_to_each_row_and_who_is_left_out_and_why(
    alliance: Any, staff: Client
) -> None:
    one, two = member("Ashlow Primary"), member("Brackenwick High", PartnerKind.STRATEGIC_PARTNER)
    council = PartnerFactory(
        organisation=Organisation.OTHER, school=None, name="Read More", reason="A reading charity"
    )
    address = select(staff, alliance, "give_kind", one, two, council)
    shown = preview(staff, address, kind="lead_school", year="2025").context
    assert [(row["name"], row["sentence"]) for row in shown["ready"]] == [
        ("Ashlow Primary", "Lead school in 2025/26, besides Alliance member"),
        ("Brackenwick High", "Lead school in 2025/26, besides Strategic partner"),
    ]
    assert [(row["name"], row["sentence"]) for row in shown["left_out"]] == [
        ("Read More", "Cannot be Lead school: it is of the type Other organisation."),
    ]
    assert shown["summary"] == "2 will change · 1 left out"
    assert kinds_of(one) == {"member"}


def test_a_form_is_answered_before_anything_is_shown_or_done(alliance: Any, staff: Client) -> None:
    one = member("Ashlow Primary")
    address = select(staff, alliance, "give_kind", one)
    assert staff.get(address).context["ready_count"] == 0
    refused = staff.post(address, {"kind": "", "year": "2025", "previewed": ""})
    assert (refused.status_code, "Choose the part." in refused.content.decode()) == (422, True)
    assert kinds_of(one) == {"member"}


def test_other_answers_than_those_previewed_are_shown_first(alliance: Any, staff: Client) -> None:
    one = member("Ashlow Primary")
    address = select(staff, alliance, "give_kind", one)
    seen = preview(staff, address, **GIVE).context["previewed"]
    answer = staff.post(address, {**GIVE, "kind": "lead_school", "previewed": seen})
    assert answer.context["ready"][0]["sentence"] == "Lead school in 2025/26, besides Alliance member"
    assert kinds_of(one) == {"member"}


def test_a_part_is_given_to_many_and_taken_back(alliance: Any, staff: Client) -> None:
    one, two, other = member("One"), member("Two"), member("Other")
    answer = do(staff, select(staff, alliance, "give_kind", one, two), **GIVE)
    assert "2 partners given the part Strategic partner in 2025/26" in answer.content.decode()
    assert [kinds_of(each) for each in (one, two, other)] == [
        {"member", "strategic_partner"},
        {"member", "strategic_partner"},
        {"member"},
    ]
    undone = staff.post(undo_address(alliance), follow=True)
    assert "2 partners put back as before" in undone.content.decode()
    assert [kinds_of(each) for each in (one, two)] == [{"member"}, {"member"}]


def test_a_part_is_taken_away_but_for_the_last_one(alliance: Any, staff: Client) -> None:
    both = member("Both", PartnerKind.MEMBER, PartnerKind.TRAINING_PARTNER)
    only, without = member("Only"), member("Without", PartnerKind.TRAINING_PARTNER)
    address = select(staff, alliance, "take_kind", both, only, without)
    options = {"kind": "member", "year": "2025"}
    shown = preview(staff, address, **options).context
    assert [row["sentence"] for row in shown["ready"]] == [
        "No longer Alliance member in 2025/26; still Training partner"
    ]
    assert {row["name"]: row["sentence"] for row in shown["left_out"]} == {
        "Only": "Plays no other part in 2025/26: give it another one first, or end the partnership.",
        "Without": "Does not play the part Alliance member in 2025/26.",
    }
    do(staff, address, **options)
    assert [kinds_of(each) for each in (both, only)] == [{"training_partner"}, {"member"}]
    staff.post(undo_address(alliance))
    assert kinds_of(both) == {"member", "training_partner"}


@pytest.fixture
def ending(alliance: Any) -> Any:
    """A partner with somebody who has access, a member of staff who speaks for it too, and a credential."""
    partner = member("Tarnley Primary", joined_on=date(2020, 9, 1))
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
    both = MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD, Role.PARTNER_CONTACT], partner=partner)
    credential, _ = make_credential(partner=partner, name="MIS", scopes=["read:partners"], by=None)
    invitation = Invitation.objects.create(
        alliance=alliance,
        email="new@tarnley.example",
        roles=[Role.PARTNER_CONTACT],
        partner=partner,
        token_digest="x" * 64,
        expires_at=timezone.now() + timedelta(days=3),
    )
    return partner, contact, both, credential, invitation


def access_of(ending: Any) -> list[Any]:
    _, contact, both, credential, invitation = ending
    for row in (contact, both, credential, invitation):
        row.refresh_from_db()
    return [contact.ended_at, both.roles, both.partner_id, credential.revoked_at, invitation.revoked_at]


def test_partnerships_end_with_the_access_they_gave_and_come_back_with_it(
    alliance: Any, staff: Client, ending: Any
) -> None:
    before, partner = access_of(ending), ending[0]
    address = select(staff, alliance, "end_partnerships", partner, member("Late", joined_on=date(2026, 1, 5)))
    options = {"left_on": "31/12/2025", "because": "Merged"}
    shown = preview(staff, address, **options).context
    assert [row["sentence"] for row in shown["ready"]] == [
        "Ends on Wed 31 Dec 2025; access ends for 1 person and 1 API credential"
    ]
    assert [row["sentence"] for row in shown["left_out"]] == [
        "Write a day from Mon 5 Jan 2026, when they joined, to today."
    ]
    do(staff, address, **options)
    partner.refresh_from_db()
    assert (partner.left_on, partner.left_because) == (date(2025, 12, 31), "Merged")
    assert access_of(ending) == [NOW, ["cpd_lead"], None, NOW, NOW]

    staff.post(undo_address(alliance))
    partner.refresh_from_db()
    assert (partner.left_on, partner.left_because) == (None, "")
    assert access_of(ending) == before


def test_the_lead_school_and_who_has_left_already_stay(alliance: Any, staff: Client) -> None:
    lead = PartnerFactory(school=alliance.lead_school, name="Hallgarth")
    left = member("Left", left_on=date(2025, 7, 31))
    address = select(staff, alliance, "end_partnerships", lead, left)
    answer = staff.get(address)
    assert [row["sentence"] for row in answer.context["left_out"]] == [
        "Hallgarth leads the alliance. Name another lead school first.",
        "Left left on Thu 31 Jul 2025 already.",
    ]
    refused = staff.post(address, {"left_on": "3/2/2026", "previewed": answer.context["previewed"]})
    refused = staff.post(address, {"left_on": "3/2/2026", "previewed": refused.context["previewed"]})
    assert "There is nothing to do" in refused.content.decode()


def test_main_contacts_are_verified_and_stand_as_before_after_undo(alliance: Any, staff: Client) -> None:
    long_ago = NOW - timedelta(days=500)
    first = MembershipFactory(alliance=alliance).user
    old, never, nobody = member("Old"), member("Never"), member("Nobody")
    anna = ContactFactory(partner=old, name="Anna", is_main=True, verified_at=long_ago, verified_by=first)
    bea = ContactFactory(partner=never, name="Bea", is_main=True)
    second = ContactFactory(partner=old, name="Second")
    address = select(staff, alliance, "verify_contacts", old, never, nobody)
    shown = staff.get(address).context
    assert [row["sentence"] for row in shown["ready"]] == [
        "Bea verified today; last on no day",
        "Anna verified today; last on Sat 21 Sep 2024",
    ]
    assert [row["sentence"] for row in shown["left_out"]] == ["Has no main contact: add one on its page."]
    do(staff, address)

    def verified() -> list[Any]:
        contacts = Contact.objects.in_bulk([anna.pk, bea.pk, second.pk])
        return [
            (contacts[each.pk].verified_at, contacts[each.pk].verified_by) for each in (anna, bea, second)
        ]

    me = BulkChange.objects.get().user
    assert verified() == [(NOW, me), (NOW, me), (None, None)]
    staff.post(undo_address(alliance))
    assert verified() == [(long_ago, first), (None, None), (None, None)]


def test_undo_is_open_for_thirty_seconds_and_the_server_holds_the_clock(
    alliance: Any, staff: Client, clock: Any
) -> None:
    one = member("One")
    do(staff, select(staff, alliance, "give_kind", one), **GIVE)
    clock.shift(31)
    late = staff.post(undo_address(alliance), follow=True)
    assert "Undo is open for 30 seconds, and they are over" in late.content.decode()
    assert kinds_of(one) == {"member", "strategic_partner"}
    clock.shift(-2)
    staff.post(undo_address(alliance))
    assert kinds_of(one) == {"member"}


def test_undo_once_is_enough(alliance: Any, staff: Client) -> None:
    one = member("One")
    do(staff, select(staff, alliance, "give_kind", one), **GIVE)
    staff.post(undo_address(alliance))
    again = staff.post(undo_address(alliance), follow=True)
    assert "This has been undone already." in again.content.decode()


def test_doing_it_twice_does_it_once(alliance: Any, staff: Client) -> None:
    one = member("One")
    address = select(staff, alliance, "give_kind", one)
    do(staff, address, **GIVE)
    again = staff.get(address)
    assert again.context["page_title"] == "1 partner given the part Strategic partner in 2025/26"
    assert BulkRow.objects.count() == 1


def test_undo_works_without_script_from_the_next_page_and_from_the_records_history(
    alliance: Any, staff: Client, clock: Any
) -> None:
    one, other = member("One"), member("Other")
    answer = do(staff, select(staff, alliance, "give_kind", one), **GIVE)
    button = f'action="{undo_address(alliance)}"'
    history = reverse("partner_history", args=[alliance.slug, one.public_id])
    of_other = reverse("partner_history", args=[alliance.slug, other.public_id])
    assert [
        button in page.content.decode() for page in (answer, staff.get(history), staff.get(of_other))
    ] == [
        True,
        True,
        False,
    ]
    assert "30 seconds" in answer.content.decode()
    clock.shift(30)
    assert button not in staff.get(history).content.decode()


def test_who_changed_between_preview_and_press_is_left_out_and_named(alliance: Any, staff: Client) -> None:
    kept, changed, gone = member("Kept"), member("Changed"), member("Gone")
    address = select(staff, alliance, "end_partnerships", kept, changed, gone)
    shown = staff.get(address).context
    Partner.objects.filter(pk=changed.pk).update(listed=False)
    PartnerRole.objects.filter(partner=gone).delete()
    Partner.objects.filter(pk=gone.pk).delete()
    answer = staff.post(
        address,
        {"left_on": "3/2/2026", "previewed": shown["previewed"], "left_out": shown["left_out_count"]},
        follow=True,
    )
    assert answer.context["page_title"] == "1 partnership ended on Tue 3 Feb 2026"
    assert [(row["name"], row["sentence"]) for row in answer.context["left_out"]] == [
        ("Changed", "Changed since you selected it. Look at it again first.")
    ]
    assert [Partner.objects.get(pk=each.pk).left_on for each in (kept, changed)] == [date(2026, 2, 3), None]


def test_a_part_given_by_somebody_else_meanwhile_counts_as_a_change(alliance: Any, staff: Client) -> None:
    one = member("One")
    address = select(staff, alliance, "end_partnerships", one)
    PartnerRoleFactory(partner=one, kind=PartnerKind.RESEARCH_SCHOOL, academic_year=YEAR.start)
    assert [row["sentence"] for row in staff.get(address).context["left_out"]] == [
        "Changed since you selected it. Look at it again first."
    ]


def test_undo_leaves_and_names_who_was_changed_since(alliance: Any, staff: Client) -> None:
    one, two = member("One"), member("Two")
    do(staff, select(staff, alliance, "give_kind", one, two), **GIVE)
    Partner.objects.filter(pk=two.pk).update(listed=False)
    answer = staff.post(undo_address(alliance), follow=True).content.decode()
    assert "1 partner put back as before" in answer
    assert "Not put back, because they were changed since: Two." in answer
    assert [kinds_of(each) for each in (one, two)] == [{"member"}, {"member", "strategic_partner"}]


def test_everything_that_the_list_finds_is_selected_without_its_ids(alliance: Any, staff: Client) -> None:
    inside = [member(f"Fernwold {number:02d}") for number in range(60)]
    outside = member("Brackenwick")
    address = select(staff, alliance, "give_kind", all="1", query="q=Fernwold&sort=-name")
    shown = preview(staff, address, **GIVE).context
    assert (shown["ready_count"], len(shown["ready"]), shown["more_ready"]) == (60, 50, 10)
    answer = do(staff, address, **GIVE)
    assert answer.request["QUERY_STRING"] == "q=Fernwold&sort=-name"
    assert ["strategic_partner" in kinds_of(each) for each in (*inside[:2], outside)] == [True, True, False]


def test_ids_of_another_alliance_are_as_good_as_not_ticked(
    alliance: Any, other_alliance: Any, staff: Client
) -> None:
    ours = member("Ours")
    with acting_within(other_alliance):
        theirs = member("Theirs")
    address = select(staff, alliance, "give_kind", ours, theirs, uuid4(), "evil")
    shown = preview(staff, address, **GIVE)
    assert [row["name"] for row in shown.context["ready"]] == ["Ours"]
    assert "Theirs" not in shown.content.decode()
    nobody = staff.post(
        reverse("select_partners", args=[alliance.slug]),
        {"verb": "give_kind", "id": [str(theirs.public_id)]},
        follow=True,
    )
    assert "Nothing is selected." in nobody.content.decode()


@pytest.mark.parametrize("verb", ["", "evil", "withdraw_invitations"])
def test_a_verb_the_list_does_not_offer_selects_nothing(alliance: Any, staff: Client, verb: str) -> None:
    select(staff, alliance, verb, member("One"))
    assert BulkChange.objects.count() == 0


CHANGERS = {
    Role.OWNER,
    Role.STRATEGIC_LEAD,
    Role.ADMINISTRATOR,
    Role.CPD_LEAD,
    Role.ITT_LEAD,
    Role.SUPPORT_LEAD,
}


@pytest.mark.parametrize("role", Role)
def test_who_may_do_it_to_many_is_who_may_do_it_to_one(alliance: Any, sign_in: Any, role: Role) -> None:
    partner = member("Ours")
    of_partner = {"partner": partner} if role in (Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER) else {}
    last_day = {"ends_on": date(2026, 12, 31)} if role is Role.EXTERNAL_REVIEWER else {}
    client, _ = sign_in(alliance, role, **of_partner, **last_day)
    answer = client.post(
        reverse("select_partners", args=[alliance.slug]),
        {"verb": "give_kind", "id": [str(partner.public_id)]},
    )
    assert answer.status_code == (302 if role in CHANGERS else 403)


def test_nobody_sees_or_presses_what_another_has_selected(alliance: Any, staff: Client, sign_in: Any) -> None:
    address = select(staff, alliance, "give_kind", member("One"))
    other, _ = sign_in(alliance, Role.OWNER)
    assert [other.get(address).status_code, other.post(undo_address(alliance)).status_code] == [404, 404]


def test_who_has_lost_the_right_meanwhile_can_neither_do_nor_undo(alliance: Any, staff: Client) -> None:
    one = member("One")
    address = select(staff, alliance, "give_kind", one)
    do(staff, address, **GIVE)
    Membership.objects.filter(user=BulkChange.objects.get().user).update(roles=[Role.FINANCE_OFFICER])
    assert [staff.get(address).status_code, staff.post(undo_address(alliance)).status_code] == [403, 403]
    assert kinds_of(one) == {"member", "strategic_partner"}


def test_every_row_stands_in_the_trail_and_in_the_feed(alliance: Any, staff: Client) -> None:
    one, two = member("One"), member("Two")
    before = Change.objects.count()
    do(staff, select(staff, alliance, "end_partnerships", one, two), left_on="3/2/2026", because="Closed")
    events = AuditEvent.objects.filter(table="alliance_partner", action="U")
    user = BulkChange.objects.get().user_id
    assert {(event.row_id, event.user_id) for event in events} == {(one.pk, user), (two.pk, user)}
    assert [event.changes["left_because"] for event in events] == [None, None]
    assert set(Change.objects.order_by("id")[before:].values_list("type", "object_id")) >= {
        ("partner", one.pk),
        ("partner", two.pk),
    }


def test_what_was_selected_is_forgotten_after_a_day(alliance: Any, staff: Client, clock: Any) -> None:
    one = member("One")
    select(staff, alliance, "give_kind", one)
    clock.shift(timedelta(hours=25))
    select(staff, alliance, "take_kind", one)
    assert list(BulkChange.objects.values_list("verb", flat=True)) == ["take_kind"]
    assert BulkRow.objects.count() == 1


def statements(client: Client, address: str, data: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.post(address, data)
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)


@pytest.mark.parametrize(
    ("verb", "options", "done_with", "undone_with"),
    [
        ("give_kind", GIVE, 18, 12),
        ("end_partnerships", {"left_on": "3/2/2026"}, 31, 17),
        ("verify_contacts", {"x": "1"}, 16, 11),
    ],
)
def test_one_row_and_three_cost_the_same_statements(
    alliance: Any, staff: Client, verb: str, options: dict[str, Any], done_with: int, undone_with: int
) -> None:
    def cost(*partners: Partner) -> tuple[int, int]:
        address = select(staff, alliance, verb, *partners)
        shown = preview(staff, address, **options).context
        pressed = {**options, "previewed": shown["previewed"], "left_out": shown["left_out_count"]}
        return statements(staff, address, pressed), statements(staff, undo_address(alliance), {})

    partners = [member(name) for name in ("One", "Two", "Three")]
    for partner in partners:
        ContactFactory(partner=partner, is_main=True)
        MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
        make_credential(partner=partner, name="MIS", scopes=["read:partners"], by=None)
    cost(partners[0])
    assert [cost(partners[0]), cost(*partners)] == [(done_with, undone_with)] * 2


def test_live_credentials_are_those_of_the_partner_only(alliance: Any, staff: Client, ending: Any) -> None:
    other = member("Other")
    spared, _ = make_credential(partner=other, name="MIS", scopes=["read:partners"], by=None)
    do(staff, select(staff, alliance, "end_partnerships", ending[0]), left_on="3/2/2026")
    assert list(ApiCredential.objects.filter(revoked_at=None)) == [spared]
