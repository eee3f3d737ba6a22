"""Telling people something, and their having read it."""

import pytest

from foundation.notifications.actions import mark_read, notify
from foundation.notifications.models import Notification
from foundation.tenancy.scope import OutsideAlliance, acting_as
from tests.factories.alliance import UserFactory

pytestmark = pytest.mark.django_db


def test_everybody_is_told_once(alliance: object) -> None:
    first, second = UserFactory(), UserFactory()
    notify([first.pk, second.pk, first.pk], "The report is ready", "/a/eastmoor/reports/1/")
    assert sorted(Notification.objects.values_list("user_id", "sentence", "href", "read_at")) == [
        (first.pk, "The report is ready", "/a/eastmoor/reports/1/", None),
        (second.pk, "The report is ready", "/a/eastmoor/reports/1/", None),
    ]


@pytest.mark.parametrize("href", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_only_pages_of_the_portal_are_linked(alliance: object, href: str) -> None:
    with pytest.raises(ValueError, match="not a page of the portal"):
        notify([UserFactory().pk], "Look here", href)


def test_a_sentence_too_long_to_keep_is_cut_with_an_ellipsis(alliance: object) -> None:
    (told,) = notify([UserFactory().pk], "word " * 100, "/")
    assert (len(told.sentence), told.sentence[-5:]) == (300, "word…")


def test_one_notification_is_read_or_all_of_them_and_nobody_elses(alliance: object) -> None:
    user, other = UserFactory(), UserFactory()
    first, *_ = notify([user.pk, other.pk], "One", "/")
    notify([user.pk], "Two", "/")
    assert mark_read(user=other, public_id=first.public_id) == 0
    assert mark_read(user=user, public_id=first.public_id) == 1
    assert mark_read(user=user) == 1
    assert list(Notification.objects.filter(read_at=None).values_list("user_id", flat=True)) == [other.pk]


def test_nobody_is_told_anything_outside_an_alliance(db: None) -> None:
    with acting_as(), pytest.raises(OutsideAlliance):
        notify([UserFactory().pk], "Hello", "/")
