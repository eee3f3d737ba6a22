"""Announcements: who sees them and from when, who is told, who has read them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.announcements import AnnouncementDetails, announce, bring_out_due
from alliance.choices import Audience, Role
from alliance.models import Announcement, AnnouncementReading
from alliance.queries.announcements import announcements_for, read_by
from foundation.notifications.actions import choose_letters
from foundation.notifications.choices import Pace
from foundation.notifications.models import Notification
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.hub import AnnouncementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-02-03T09:00Z", tick=False):
        yield


def details(**changes: Any) -> AnnouncementDetails:
    given = {"title": "Term dates", "body": "They are out.", "audience": Audience.EVERYBODY}
    return AnnouncementDetails(**{**given, "shows_from": timezone.localdate(), **changes})


def seen(member: Any) -> list[str]:
    return [one.title for one in Announcement.objects.visible_to(member).in_order()]


SEES = {
    Role.FINANCE_OFFICER: ["everybody", "partners", "public", "staff"],
    Role.PARTNER_CONTACT: ["everybody", "partners", "public"],
    Role.MENTOR: ["everybody", "public"],
}


@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_what_is_for_it(role: Role, alliance: Any, other_alliance: Any, sign_in: Any) -> None:
    for audience in Audience:
        AnnouncementFactory(title=audience.value, audience=audience)
    with acting_within(other_alliance):
        AnnouncementFactory(title="a stranger's", audience=Audience.PUBLIC)
    fields = {"partner": PartnerFactory()} if role == Role.PARTNER_CONTACT else {}
    client, member = sign_in(alliance, role, **fields)
    assert sorted(seen(member)) == SEES[role]
    home = {"partner_contact": "my_school", "mentor": "my_alliance"}.get(role.value, "today")
    page = client.get(reverse(home, args=[alliance.slug])).content.decode()
    assert [audience for audience in SEES[role] if f">{audience}</a>" in page] == SEES[role]
    assert ("a stranger" in page, ">staff</a>" in page) == (False, role == Role.FINANCE_OFFICER)


def test_it_comes_out_on_its_first_day_and_everybody_it_is_for_is_told_once(alliance: Any) -> None:
    author = MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    mentor = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD], ended_at="2026-01-01T00:00Z")
    first = date(2026, 2, 5)
    announce(details=details(audience=Audience.PARTNERS, shows_from=first), by=author.user)
    assert (seen(contact), seen(author), bring_out_due(timezone.now())) == ([], ["Term dates"], 0)
    with time_machine.travel("2026-02-05T00:10Z", tick=False):
        assert [bring_out_due(timezone.now()) for _ in range(2)] == [1, 0]
    assert (seen(contact), seen(mentor)) == (["Term dates"], [])
    assert list(Notification.objects.values_list("user_id", "sentence")) == [(contact.user_id, "Term dates")]


def test_whoever_asked_for_it_gets_a_letter(alliance: Any) -> None:
    from alliance.queries.notifications import ANNOUNCEMENTS
    from foundation.jobs.models import Job
    from foundation.jobs.worker import work
    from foundation.notifications.actions import LETTER

    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    choose_letters(user=member.user, paces={ANNOUNCEMENTS: Pace.AT_ONCE}, among=[ANNOUNCEMENTS])
    announce(details=details(), by=UserFactory())
    work(Job.objects.get(kind=LETTER).pk)
    (letter,) = mail.outbox
    assert (letter.to, "Term dates" in letter.body) == ([member.user.email], True)


def test_opening_it_is_reading_it_and_pinned_ones_stay(alliance: Any, sign_in: Any) -> None:
    client, member = sign_in(alliance, Role.MENTOR)
    plain = AnnouncementFactory(title="Plain")
    pinned = AnnouncementFactory(title="Pinned", is_pinned=True)
    AnnouncementFactory(title="Over", shows_until=date(2026, 2, 2))
    assert [one.title for one in announcements_for(member)] == ["Pinned", "Plain"]
    for one in (plain, pinned, plain):
        client.get(reverse("announcement", args=[alliance.slug, one.public_id]))
    assert [one.title for one in announcements_for(member)] == ["Pinned"]
    assert AnnouncementReading.objects.count() == 2
    MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    assert read_by(plain) == "1 of 2 people"


def test_a_lead_writes_changes_and_removes_one(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.ITT_LEAD)
    given = {"title": "News", "body": "Words", "audience": "everybody", "shows_from": "3/2/26"}
    assert client.post(reverse("new_announcement", args=[alliance.slug]), given).status_code == 302
    made = Announcement.objects.get()
    assert made.published_at == timezone.now()
    edit = reverse("edit_announcement", args=[alliance.slug, made.public_id])
    assert client.post(edit, {**given, "title": "Newer", "version": made.version}).status_code == 302
    late = client.post(edit, {**given, "title": "Late", "version": made.version, "seen": "{}"})
    assert (late.status_code, Announcement.objects.get().title) == (409, "Newer")
    client.post(reverse("remove_announcement", args=[alliance.slug, made.public_id]))
    assert Announcement.objects.count() == 0


def test_a_last_day_before_the_first_is_refused(alliance: Any) -> None:
    with pytest.raises(Refused) as refusal:
        announce(details=details(shows_until=timezone.localdate() - timedelta(days=1)), by=UserFactory())
    assert refusal.value.field == "shows_until"


def test_the_list_asks_as_often_for_three_as_for_one(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    page = reverse("announcements", args=[alliance.slug])
    AnnouncementFactory()
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    AnnouncementFactory()
    AnnouncementFactory()
    with CaptureQueriesContext(connection) as three:
        client.get(page)
    assert len(one) == len(three) == 8
