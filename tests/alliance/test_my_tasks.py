"""My tasks: one page across everything, for every role, and the tasks people write down."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alliance.actions.own_tasks import TaskDetails, add_task
from alliance.choices import Role
from alliance.models import Task
from alliance.queries.my_tasks import given_to_others, tasks_for
from foundation.calendars import items_for
from foundation.importer.models import Import
from foundation.notifications.models import Notification
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, MembershipFactory, UserFactory
from tests.factories.hub import TaskFactory
from tests.factories.importer import imported_table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 3)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-02-03T09:00Z", tick=False):
        yield


def titles(member: Any) -> list[str]:
    return [due.title for due in tasks_for(member, TODAY)]


def test_everybody_sees_their_own_by_the_day_it_is_due(alliance: Any, other_alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    for title, due_on in (("Any time", None), ("Later", date(2026, 3, 1)), ("Late", date(2026, 2, 1))):
        TaskFactory(title=title, owner=member.user, due_on=due_on)
    TaskFactory(title="Somebody else's")
    TaskFactory(title="Done", owner=member.user, done_at=timezone.now())
    with acting_within(other_alliance):
        TaskFactory(title="In another alliance", owner=member.user)
    assert titles(member) == ["Late", "Later", "Any time"]
    assert [due.state for due in tasks_for(member, TODAY)] == ["warn", "none", "none"]


def test_what_the_portal_needs_from_somebody_stands_among_them(alliance: Any) -> None:
    ContactFactory(name="Leah Winterbourne", is_main=True, verified_at="2024-01-01T10:00Z")
    lead = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])
    mentor = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    assert [title for title in titles(lead) if "Leah Winterbourne" in title] != []
    assert titles(mentor) == []


def test_rows_of_ones_own_import_that_need_mending_are_a_task(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])
    with acting_within(alliance, user=member.user):
        table = imported_table("canary")
        type(table).objects.filter(pk=table.pk).update(
            started_by=member.user, counts={"create": 9, "error": 2}, applied_at=timezone.now()
        )
        table.refresh_from_db()
        mine = [title for title in titles(member) if "to mend" in title]
    other = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])
    assert mine == ([f"2 rows of {table.file_name} to mend"] if table.state == "applied" else [])
    assert [title for title in titles(other) if "to mend" in title] == []


def test_what_the_dfe_s_file_does_not_say_is_nobodys_task(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR])
    with acting_within(alliance, user=member.user):
        for target in ("contacts", "dfe-files"):
            Import.objects.filter(pk=imported_table(target).pk).update(target=target, started_by=member.user)
    assert [title for title in titles(member) if "to mend" in title] == ["1 row of contacts.csv to mend"]


def test_a_task_with_a_day_stands_in_its_owners_calendar_alone(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    other = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    TaskFactory(title="Send it", owner=member.user, due_on=date(2026, 2, 6))
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    assert [item.title for item in items_for(member, first, last, kinds=["due"])] == ["Send it"]
    assert items_for(other, first, last, kinds=["due"]) == []


def test_staff_give_a_task_and_its_owner_is_told_and_ticks_it_off(
    alliance: Any, sign_in: Any, client: Any
) -> None:
    staff_client, staff = sign_in(alliance, Role.CPD_LEAD)
    mentor = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    given = {"title": "Read the handbook", "owner": mentor.user_id, "due_on": "6/2/26"}
    assert staff_client.post(reverse("new_task", args=[alliance.slug]), given).status_code == 302
    task = Task.objects.get()
    (told,) = Notification.objects.filter(user=mentor.user)
    assert told.sentence == f"{staff.user} gave you a task: Read the handbook, due Fri 6 Feb 2026"
    assert [one.title for one in given_to_others(staff)] == ["Read the handbook"]
    client.force_login(mentor.user)
    page = reverse("my_tasks", args=[alliance.slug])
    assert "Read the handbook" in client.get(page).content.decode()
    client.post(reverse("finish_task", args=[alliance.slug, task.public_id]))
    task.refresh_from_db()
    assert (task.done_at, task.done_by, titles(mentor)) == (timezone.now(), mentor.user, [])
    client.post(reverse("reopen_task", args=[alliance.slug, task.public_id]))
    assert titles(mentor) == ["Read the handbook"]


def test_the_list_is_one_form_whose_buttons_post_to_their_own_task(alliance: Any, sign_in: Any) -> None:
    client, member = sign_in(alliance, Role.MENTOR)
    tasks = [TaskFactory(title=title, owner=member.user) for title in ("Ring Amira", "Book the hall")]
    page = client.get(reverse("my_tasks", args=[alliance.slug])).content.decode()
    _, _, waiting = page.partition('<form class="attention" method="post">')
    waiting = waiting.partition("</form>")[0]
    assert waiting.count("csrfmiddlewaretoken") == 1
    assert set(re.findall(r'formaction="([^"]+)"', waiting)) == {
        reverse("finish_task", args=[alliance.slug, task.public_id]) for task in tasks
    }


def test_who_is_not_staff_writes_down_their_own_only(alliance: Any, sign_in: Any) -> None:
    client, member = sign_in(alliance, Role.MENTOR)
    other = MembershipFactory(alliance=alliance)
    new = reverse("new_task", args=[alliance.slug])
    assert client.post(new, {"title": "For you", "owner": other.user_id}).status_code == 422
    assert client.post(new, {"title": "For me", "owner": member.user_id}).status_code == 302
    assert Task.objects.get().owner == member.user


def test_nobody_opens_or_ticks_off_anothers_task(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.OWNER)
    theirs = TaskFactory()
    for name, method in (
        ("task", "get"),
        ("edit_task", "get"),
        ("finish_task", "post"),
        ("remove_task", "post"),
    ):
        address = reverse(name, args=[alliance.slug, theirs.public_id])
        assert getattr(client, method)(address).status_code == 404, name
    assert Task.objects.open().count() == 1


def test_a_task_for_somebody_who_has_left_is_refused(alliance: Any) -> None:
    gone = MembershipFactory(alliance=alliance, ended_at="2026-01-01T00:00Z")
    for owner in (gone.user, UserFactory()):
        with pytest.raises(Refused):
            add_task(details=TaskDetails("Read it", owner), by=UserFactory())


def test_its_owner_changes_a_task_and_a_second_editor_is_told(alliance: Any, sign_in: Any) -> None:
    client, member = sign_in(alliance, Role.MENTOR)
    task = TaskFactory(owner=member.user)
    edit = reverse("edit_task", args=[alliance.slug, task.public_id])
    given = {"title": "Read it all", "owner": member.user_id, "due_on": "6/2/26", "version": task.version}
    assert client.post(edit, given).status_code == 302
    assert (Task.objects.get().title, Task.objects.get().due_on) == ("Read it all", date(2026, 2, 6))
    late = client.post(edit, {**given, "title": "Late", "seen": "{}"})
    assert (late.status_code, Task.objects.get().title) == (409, "Read it all")
