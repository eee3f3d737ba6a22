"""An operator enters one alliance: with a reason, for an hour, seen by its leads, and changing nothing."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.support_entries import SupportRefused, begin_support, end_support
from alliance.choices import Role
from alliance.models import Alliance, SupportEntry, User
from foundation.audit.timeline import timeline_of
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
REASON = "You wrote that the map stays empty"


@pytest.fixture
def operator() -> User:
    user = UserFactory(is_operator=True, full_name="Sam Portal")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


@pytest.fixture
def desk(operator: User) -> Client:
    """The operator's browser, the second factor shown."""
    client = Client()
    client.force_login(operator)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(operator.pk)
    session.save()
    return client


def today(alliance: Alliance) -> str:
    return reverse("today", args=[alliance.slug])


def enter(client: Client, alliance: Alliance, reason: str = REASON) -> Any:
    return client.post(f"{reverse('enter_alliance')}?alliance={alliance.slug}", {"reason": reason})


def test_the_leads_are_told_at_once_and_read_it_in_their_settings(
    alliance: Alliance, desk: Client, sign_in: Any
) -> None:
    client, lead = sign_in(alliance, Role.STRATEGIC_LEAD)
    mentor = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    with time_machine.travel("2026-02-03 10:40 +0000", tick=False):
        assert enter(desk, alliance).url == today(alliance)
        told = {note.user_id: (note.sentence, note.href) for note in Notification.objects.all()}
        page = reverse("support_access", args=[alliance.slug])
        assert told == {
            lead.user_id: (f"Sam Portal of the portal’s support reads here until 11:40: {REASON}", page)
        }
        assert mentor.user_id not in told
        (row,) = client.get(page).context["rows"]
    assert (row.operator, row.reason, row.since, row.until, row.standing) == (
        "Sam Portal",
        REASON,
        "Tue 3 Feb 2026, 10:40",
        "11:40",
        "Inside now",
    )
    (event,) = timeline_of(SupportEntry.objects.get())
    assert (event.title, event.who) == ("Support entry added", "Sam Portal")


def test_every_page_says_until_when_and_offers_the_way_out(alliance: Alliance, desk: Client) -> None:
    PartnerFactory()
    with time_machine.travel("2026-02-03 10:40 +0000", tick=False):
        enter(desk, alliance)
        for name in ("today", "partners", "people", "settings"):
            page = desk.get(reverse(name, args=[alliance.slug])).content.decode()
            assert f"You are inside {alliance} as an operator, reading only, until 11:40" in page
            assert REASON in page
            assert reverse("leave_alliance") in page
        desk.post(reverse("leave_alliance"), {"alliance": alliance.slug})
        assert desk.get(today(alliance)).status_code == 404
    with acting_within(alliance):
        entry = SupportEntry.objects.get()
    assert (entry.left_at, entry.ended_by) == (entry.started_at, entry.operator)


def test_a_form_sent_from_inside_changes_nothing_and_says_so(alliance: Alliance, desk: Client) -> None:
    enter(desk, alliance)
    before = alliance.name
    answer = desk.post(
        reverse("settings", args=[alliance.slug]), {"name": "Theirs", "second_factor": "nobody"}
    )
    alliance.refresh_from_db()
    assert (answer.status_code, alliance.name) == (403, before)
    assert "You are reading only" in answer.content.decode()


def test_a_page_that_writes_when_it_is_read_is_refused_by_the_database(
    alliance: Alliance, desk: Client, operator: User
) -> None:
    enter(desk, alliance)
    note = Notification.objects.create(user=operator, sentence="Read me", href="/")
    answer = desk.get(reverse("notification", args=[alliance.slug, note.public_id]))
    note.refresh_from_db()
    assert (answer.status_code, note.read_at) == (403, None)
    assert "You are reading only" in answer.content.decode()


def test_a_lead_sends_the_operator_out(alliance: Alliance, desk: Client, sign_in: Any) -> None:
    client, lead = sign_in(alliance, Role.OWNER)
    enter(desk, alliance)
    entry = SupportEntry.objects.get()
    address = reverse("end_support_access", args=[alliance.slug, entry.public_id])
    client.post(address)
    assert desk.get(today(alliance)).status_code == 404
    (row,) = client.get(reverse("support_access", args=[alliance.slug])).context["rows"]
    assert row.standing == f"Ended by {lead.user}"
    assert "has ended already" in client.post(address, follow=True).content.decode()


def test_an_entry_opens_one_alliance_and_no_other(
    alliance: Alliance, other_alliance: Alliance, desk: Client
) -> None:
    enter(desk, alliance)
    assert [desk.get(today(there)).status_code for there in (alliance, other_alliance)] == [200, 404]


def test_it_is_over_after_sixty_minutes_and_begun_anew_with_a_reason(
    alliance: Alliance, desk: Client
) -> None:
    with time_machine.travel("2026-02-03 10:00 +0000", tick=False) as clock:
        enter(desk, alliance)
        clock.shift(timedelta(minutes=59))
        assert desk.get(today(alliance)).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert desk.get(today(alliance)).status_code == 404
        assert enter(desk, alliance).status_code == 302
        assert desk.get(today(alliance)).status_code == 200
    with acting_within(alliance):
        first, second = SupportEntry.objects.order_by("started_at")
    assert (first.left_at, first.ended_by, second.left_at) == (first.ends_at, None, None)


@pytest.mark.parametrize("reason", ["", "   ", "help", " a  b  c "])
def test_a_reason_is_asked_for(alliance: Alliance, desk: Client, reason: str) -> None:
    answer = enter(desk, alliance, reason)
    assert (answer.status_code, "Write why" in answer.content.decode()) == (422, True)
    assert desk.get(today(alliance)).status_code == 404


def test_nobody_but_an_operator_enters(alliance: Alliance, client: Client) -> None:
    client.force_login(MembershipFactory(roles=[Role.OWNER]).user)
    assert enter(client, alliance).status_code == 404
    with pytest.raises(SupportRefused, match="Only operators"):
        begin_support(alliance=alliance, reason=REASON, by=UserFactory())


def test_a_member_opens_their_own_alliance_as_the_member_they_are(alliance: Alliance, operator: User) -> None:
    MembershipFactory(alliance=alliance, user=operator, roles=[Role.MENTOR])
    with pytest.raises(SupportRefused, match="You belong to"):
        begin_support(alliance=alliance, reason=REASON, by=operator)


def test_an_entry_does_not_outlive_being_an_operator(
    alliance: Alliance, desk: Client, operator: User
) -> None:
    enter(desk, alliance)
    User.objects.filter(pk=operator.pk).update(is_operator=False)
    assert desk.get(today(alliance)).status_code == 404


def test_without_the_second_factor_in_this_session_nobody_is_let_in(
    alliance: Alliance, operator: User, client: Client
) -> None:
    begin_support(alliance=alliance, reason=REASON, by=operator)
    client.force_login(operator)
    assert client.get(today(alliance)).url.startswith(reverse("mfa_reauthenticate"))


def test_twice_at_once_is_once(alliance: Alliance, operator: User) -> None:
    begin_support(alliance=alliance, reason=REASON, by=operator)
    with pytest.raises(SupportRefused, match="leave first, then enter anew"):
        begin_support(alliance=alliance, reason=REASON, by=operator)
    assert SupportEntry.objects.count() == 1


class TestTheDatabase:
    """What it promises, whatever the code does."""

    def test_another_alliances_entries_are_not_seen(
        self, alliance: Alliance, other_alliance: Alliance, operator: User
    ) -> None:
        begin_support(alliance=other_alliance, reason=REASON, by=operator)
        assert SupportEntry.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM alliance_supportentry")
            assert cursor.fetchone() == (0,)
        with acting_within(other_alliance):
            assert SupportEntry.objects.count() == 1

    def test_no_entry_is_longer_than_an_hour(self, alliance: Alliance, operator: User) -> None:
        now = timezone.now()
        with pytest.raises(IntegrityError, match="support_entry_length"), transaction.atomic():
            SupportEntry.objects.create(
                operator=operator, reason=REASON, started_at=now, ends_at=now + timedelta(minutes=61)
            )

    @pytest.mark.parametrize(
        "change", ["reason = 'x'", "ends_at = ends_at - interval '1 minute'", "operator_id = 1"]
    )
    def test_what_was_written_stays(self, alliance: Alliance, operator: User, change: str) -> None:
        begin_support(alliance=alliance, reason=REASON, by=operator)
        with (
            pytest.raises(IntegrityError, match="it can only end"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE alliance_supportentry SET {change}")  # noqa: S608  # from the list above

    def test_an_ended_entry_does_not_begin_again(self, alliance: Alliance, operator: User) -> None:
        entry = begin_support(alliance=alliance, reason=REASON, by=operator)
        end_support(entry=entry, by=operator)
        with pytest.raises(IntegrityError, match="it can only end"), transaction.atomic():
            SupportEntry.objects.filter(pk=entry.pk).update(left_at=None, ended_by=None)

    def test_no_entry_is_removed(self, alliance: Alliance, operator: User) -> None:
        entry = begin_support(alliance=alliance, reason=REASON, by=operator)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            SupportEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize("visits", [1, 3])
def test_the_list_takes_the_same_queries_for_one_visit_and_three(
    alliance: Alliance, sign_in: Any, visits: int
) -> None:
    client, _ = sign_in(alliance, Role.OWNER)
    for _ in range(visits):
        begin_support(alliance=alliance, reason=REASON, by=UserFactory(is_operator=True))
    page = reverse("support_access", args=[alliance.slug])
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    asked = [q for q in queries if "SAVEPOINT" not in q["sql"] and "set_config" not in q["sql"]]
    assert len(asked) == 9
