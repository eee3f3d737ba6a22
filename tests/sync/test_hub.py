"""What the change feed tells partners' systems of dates, resources and announcements, and what it keeps."""

from typing import Any

import pytest

from alliance.choices import Audience
from alliance.models import Announcement, CalendarEntry, Resource
from tests.factories.hub import AnnouncementFactory, CalendarEntryFactory, ResourceFactory
from tests.sync.test_what_the_feed_tells import World, gone

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = "2026-02-03T09:00Z"
KINDS = ("calendar_date", "resource", "announcement")


@pytest.fixture
def world(transactional_db: None) -> World:
    return World()


def told(world: World) -> dict[str, list[tuple[str, ...]]]:
    """What each follower is told next of the hub: (type, title), or (type, id, "deleted")."""
    found = {}
    for name, follower in world.followers.items():
        changes = [each for each in follower.to_the_end() if each["type"] in KINDS]
        found[name] = [
            (each["type"], each["id"], "deleted") if each.get("deleted") else (each["type"], each["title"])
            for each in changes
        ]
    return found


def everybody(*changes: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    return {name: list(changes) for name in ("Oak", "Elm", "Trust")}


def test_what_is_for_partners_is_told_to_all_and_what_is_for_staff_to_none(world: World) -> None:
    for audience in (Audience.STAFF, Audience.PARTNERS):
        world.do(lambda audience=audience: CalendarEntryFactory(title=f"For {audience}", audience=audience))
    assert told(world) == everybody(("calendar_date", "For partners"))


@pytest.mark.parametrize(
    ("make", "model", "kind", "hidden", "shown"),
    [
        (CalendarEntryFactory, CalendarEntry, "calendar_date", {"audience": "staff"}, {"audience": "public"}),
        (
            ResourceFactory,
            Resource,
            "resource",
            {"withdrawn_at": MORNING},
            {"withdrawn_at": None},
        ),
        (
            AnnouncementFactory,
            Announcement,
            "announcement",
            {"published_at": None},
            {"published_at": MORNING},
        ),
    ],
)
def test_what_is_taken_back_is_a_deletion_and_comes_again(
    world: World, make: Any, model: Any, kind: str, hidden: dict[str, Any], shown: dict[str, Any]
) -> None:
    thing = world.do(lambda: make(title="One"))
    assert told(world) == everybody((kind, "One"))
    world.do(lambda: model.objects.filter(pk=thing.pk).update(**hidden))
    assert told(world) == everybody(gone(kind, thing))
    world.do(lambda: model.objects.filter(pk=thing.pk).update(**hidden))
    assert told(world) == everybody()
    world.do(lambda: model.objects.filter(pk=thing.pk).update(**shown))
    assert told(world) == everybody((kind, "One"))
    world.do(lambda: model.objects.filter(pk=thing.pk).delete())
    assert told(world) == everybody(gone(kind, thing))
