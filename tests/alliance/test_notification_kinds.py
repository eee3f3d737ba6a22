"""Which news somebody is told of, may still see, and gets by letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.memberships import change_access
from alliance.choices import Role
from alliance.jobs import write_notification_letter
from alliance.logic.access_rules import Access
from alliance.models import Membership
from alliance.queries.notifications import ACCESS, ANNOUNCEMENTS, JOINED, PARTNER_NEWS, TASKS, unread_count
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.run import Run
from foundation.notifications.actions import KEPT_DAYS, LETTER, choose_letters, notify, prune_notifications
from foundation.notifications.choices import Pace
from foundation.notifications.kinds import OTHER, kinds_for
from foundation.notifications.models import Notification, NotificationChoice
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(alliance: Any) -> Membership:
    return MembershipFactory(
        alliance=alliance, roles=[Role.STRATEGIC_LEAD], user__email="priya@eastmoor.example"
    )


def seen(member: Membership) -> list[str]:
    return [told.sentence for told in Notification.objects.for_member(member)]


def wants(member: Membership, *kinds: str) -> None:
    paces = dict.fromkeys(kinds, Pace.AT_ONCE)
    choose_letters(user=member.user, paces=paces, among=[name for name, _ in kinds_for(member)])


def letters_due() -> list[Job]:
    return list(Job.objects.filter(kind=LETTER, state=JobState.QUEUED).order_by("id"))


def post(jobs: list[Job]) -> None:
    """Do them without a heartbeat: it looks from outside this test's transaction, where they are not yet."""
    for job in jobs:
        held = claim(job.pk, worker="a test")
        assert held is not None
        write_notification_letter(Run(held))


def test_news_of_a_partner_is_seen_by_whoever_still_sees_the_partner(alliance: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=own)
    for partner in (own, other):
        notify([contact.user_id], f"News {partner.pk}", "/", kind=PARTNER_NEWS, subject=partner.public_id)
    assert seen(contact) == [f"News {own.pk}"]
    contact.partner = other
    assert seen(contact) == [f"News {other.pk}"], "as the membership stands now"


def test_news_for_leads_ends_with_being_one(alliance: Any, lead: Membership, client: Client) -> None:
    notify([lead.user_id], "Somebody has joined", "/", kind=JOINED)
    notify([lead.user_id], "About all", "/")
    assert seen(lead) == ["About all", "Somebody has joined"]
    lead.roles = [Role.SLE]
    lead.save()
    (joined,) = Notification.objects.filter(kind=JOINED)
    client.force_login(lead.user)
    assert client.get(reverse("notification", args=[alliance.slug, joined.public_id])).status_code == 404
    assert (seen(lead), unread_count(lead)) == (["About all"], 1)
    for route in ("notifications", "latest_notifications"):
        assert "Somebody has joined" not in client.get(reverse(route, args=[alliance.slug])).content.decode()


def test_a_kind_that_no_app_brings_any_more_is_not_shown(lead: Membership) -> None:
    notify([lead.user_id], "Of long ago", "/", kind="gone")
    assert seen(lead) == []


def test_a_changed_role_is_told_as_such(alliance: Any, lead: Membership) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    owner = MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    change_access(membership=member, access=Access.of([Role.SLE]), by=owner.user)
    assert list(Notification.objects.values_list("kind", flat=True)) == [ACCESS]


def test_kinds_are_offered_to_those_they_are_for(alliance: Any, lead: Membership) -> None:
    sle = MembershipFactory(alliance=alliance, roles=[Role.SLE])
    assert [name for name, _ in kinds_for(sle)] == [ANNOUNCEMENTS, ACCESS, TASKS, OTHER]
    assert {name for name, _ in kinds_for(lead)} >= {ACCESS, JOINED, PARTNER_NEWS, "reports", OTHER}


def test_a_letter_goes_only_to_who_asked_for_that_kind_and_never_in_the_request(
    alliance: Any, lead: Membership
) -> None:
    other = MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD])
    wants(lead, JOINED)
    notify([lead.user_id, other.user_id], "Rosa Quill has joined", "/", kind=JOINED)
    notify([lead.user_id], "Not asked for", "/", kind=ACCESS)
    assert mail.outbox == []
    post(letters_due())
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["priya@eastmoor.example"], f"1 notification from {alliance}")
    assert ("Rosa Quill has joined" in letter.body, "Not asked for" in letter.body) == (True, False)
    told = Notification.objects.get(by_email=True)
    assert f"/a/{alliance.slug}/notifications/{told.public_id}/" in letter.body
    assert f"/a/{alliance.slug}/notifications/choices/" in letter.body
    assert told.mailed_at is not None


def test_what_came_at_once_goes_in_one_letter(lead: Membership) -> None:
    wants(lead, OTHER)
    for number in range(3):
        notify([lead.user_id], f"News {number}", "/")
    jobs = letters_due()
    assert len(jobs) == 3
    post(jobs)
    (letter,) = mail.outbox
    assert [f"News {number}" in letter.body for number in range(3)] == [True, True, True]


def test_what_was_read_or_may_not_be_seen_any_more_is_not_sent(alliance: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=own)
    wants(contact, PARTNER_NEWS, OTHER)
    notify([contact.user_id], "Canary", "/", kind=PARTNER_NEWS, subject=other.public_id)
    notify([contact.user_id], "Read already", "/")
    Notification.objects.filter(sentence="Read already").update(read_at=timezone.now())
    post(letters_due())
    assert mail.outbox == []


def test_whoever_has_left_gets_no_letter(alliance: Any, lead: Membership) -> None:
    wants(lead, OTHER)
    notify([lead.user_id], "News", "/")
    Membership.objects.filter(pk=lead.pk).update(ended_at=timezone.now())
    post(letters_due())
    assert mail.outbox == []


def test_a_job_that_runs_again_sends_no_second_letter(lead: Membership) -> None:
    wants(lead, OTHER)
    notify([lead.user_id], "News", "/")
    (job,) = letters_due()
    post([job])
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
    post([job])
    assert len(mail.outbox) == 1


def test_the_choice_is_made_on_its_page(alliance: Any, lead: Membership, client: Client) -> None:
    client.force_login(lead.user)
    page = reverse("notification_choices", args=[alliance.slug])
    assert client.post(page, {JOINED: "at_once", "other": "weekly"}).status_code == 302
    form = client.get(page).context["form"]
    assert {name: form[name].value() for name in (JOINED, "other", ACCESS)} == {
        JOINED: "at_once",
        "other": "weekly",
        ACCESS: "",
    }
    client.post(page, {JOINED: "daily"})
    assert list(NotificationChoice.objects.values_list("kind", "pace")) == [(JOINED, "daily")]
    assert client.post(page, {JOINED: "made up"}).status_code == 422


def test_a_choice_for_a_kind_one_is_not_told_of_any_more_is_left_alone(lead: Membership) -> None:
    wants(lead, JOINED)
    lead.roles = [Role.SLE]
    wants(lead)
    assert list(NotificationChoice.objects.values_list("kind", flat=True)) == [JOINED]


def test_choices_hold_in_their_alliance_alone(alliance: Any, other_alliance: Any, lead: Membership) -> None:
    MembershipFactory(alliance=other_alliance, user=lead.user)
    wants(lead, OTHER)
    with acting_within(other_alliance):
        notify([lead.user_id], "Elsewhere", "/")
        assert Notification.objects.get().by_email is False
    assert letters_due() == []


def test_notifications_stand_under_their_days_and_one_can_be_marked(
    alliance: Any, lead: Membership, client: Client
) -> None:
    now = timezone.now()
    for days in (0, 0, 1, 40):
        (told,) = notify([lead.user_id], f"{days} days ago", "/")
        Notification.objects.filter(pk=told.pk).update(created_at=now - timedelta(days=days))
    client.force_login(lead.user)
    page = client.get(reverse("notifications", args=[alliance.slug]))
    days = [(day, [item.sentence for item in items]) for day, items in page.context["days"]]
    assert days[0][0] != days[1][0]
    assert {day for day, _ in days} >= {"Today", "Yesterday"}
    assert sum(len(items) for _, items in days) == 4
    one = page.context["days"][0][1][0]
    read = reverse("read_notifications", args=[alliance.slug])
    assert client.post(f"{read}?page=1", {"notification": one.id}).url.endswith("/notifications/?page=1")
    assert unread_count(lead) == 3
    assert client.post(read, {"notification": "x"}).status_code == 404


def test_the_menu_under_the_bell_shows_the_latest(alliance: Any, lead: Membership, client: Client) -> None:
    for number in range(8):
        notify([lead.user_id], f"News {number}", "/")
    client.force_login(lead.user)
    menu = client.get(reverse("latest_notifications", args=[alliance.slug]))
    assert [item.sentence for item in menu.context["items"]] == [f"News {n}" for n in (7, 6, 5, 4, 3, 2)]
    assert "All notifications" in menu.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_three_as_for_one(
    alliance: Any, lead: Membership, client: Client, rows: int
) -> None:
    for number in range(rows):
        notify([lead.user_id], f"News {number}", "/", kind=JOINED)
    client.force_login(lead.user)
    page = reverse("notifications", args=[alliance.slug])
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    about = [query for query in captured if "foundation_notification" in query["sql"]]
    assert len(about) == 4, "how many, one page of them, and unread twice: for the page and for the bell"


def test_twenty_thousand_are_counted_paged_and_forgotten(
    alliance: Any, lead: Membership, client: Client
) -> None:
    Notification.objects.bulk_create(
        Notification(user_id=lead.user_id, sentence=f"News {n}", href="/", kind=JOINED) for n in range(20_000)
    )
    assert unread_count(lead) == 100
    client.force_login(lead.user)
    text = client.get(reverse("notifications", args=[alliance.slug])).content.decode()
    assert ("99+ unread" in text, "Notifications, 99+ unread" in text) == (True, True)
    last = client.get(reverse("notifications", args=[alliance.slug]), {"page": 667})
    assert last.context["days"][0][1][-1].sentence == "News 0"
    young, old = timedelta(days=KEPT_DAYS - 1), timedelta(days=KEPT_DAYS, minutes=1)
    assert prune_notifications(timezone.now() + young) == 0
    assert prune_notifications(timezone.now() + old) == 20_000
