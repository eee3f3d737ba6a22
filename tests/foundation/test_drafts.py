"""What somebody has written and not saved: kept to them alone, and not for ever."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from foundation.drafts.actions import KEPT_DAYS, MOST, drop_draft, keep_draft, prune_drafts
from foundation.drafts.models import Draft
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/a/eastmoor/partners/1/edit/"


@pytest.fixture
def writer(alliance: Any) -> Any:
    user = UserFactory()
    with acting_within(alliance, user=user):
        yield user


def kept() -> list[tuple[str, Any]]:
    return list(Draft.objects.order_by("id").values_list("page", "written"))


def test_a_page_has_one_draft_the_latest(writer: Any) -> None:
    keep_draft(user=writer, page=PAGE, written={"name": ["Tarn"]})
    keep_draft(user=writer, page=PAGE, written={"name": ["Tarnley"], "kinds": ["a", "b"]})
    assert kept() == [(PAGE, {"name": ["Tarnley"], "kinds": ["a", "b"]})]
    drop_draft(user=writer, page=PAGE)
    drop_draft(user=writer, page=PAGE)
    assert kept() == []


def test_nobody_else_finds_it_in_this_alliance_or_another(
    alliance: Any, other_alliance: Any, writer: Any
) -> None:
    colleague = UserFactory()
    keep_draft(user=writer, page=PAGE, written={"name": ["Canary"]})
    for place, person in ((alliance, colleague), (other_alliance, writer)):
        with acting_within(place, user=person):
            assert kept() == []
            assert Draft.objects.all().delete()[0] == 0
    assert kept() == [(PAGE, {"name": ["Canary"]})]


def test_the_database_itself_keeps_it_to_its_writer(alliance: Any, writer: Any) -> None:
    colleague = UserFactory()
    keep_draft(user=writer, page=PAGE, written={"name": ["Canary"]})
    with acting_within(alliance, user=colleague), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_draft")
        assert cursor.fetchone() == (0,)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Draft.objects.create(user=writer, page="/forged/", written={})


@pytest.mark.parametrize(
    ("page", "written"), [(PAGE, {"name": ["x" * 70_000]}), ("/" + "x" * 300, {"name": ["x"]})]
)
def test_too_much_is_refused_and_what_was_kept_before_stays(writer: Any, page: str, written: Any) -> None:
    keep_draft(user=writer, page=PAGE, written={"name": ["Tarn"]})
    with pytest.raises(Refused, match="too long"):
        keep_draft(user=writer, page=page, written=written)
    assert kept() == [(PAGE, {"name": ["Tarn"]})]


def test_the_oldest_make_room(writer: Any) -> None:
    for number in range(MOST + 2):
        keep_draft(user=writer, page=f"/{number}/", written={})
    assert [page for page, _ in kept()] == [f"/{number}/" for number in range(2, MOST + 2)]


def test_what_lies_for_a_month_is_forgotten(alliance: Any, writer: Any) -> None:
    colleague, now = UserFactory(), timezone.now()
    for page, age in (("/old/", timedelta(days=KEPT_DAYS, minutes=1)), ("/new/", timedelta(days=29))):
        keep_draft(user=writer, page=page, written={})
        Draft.objects.filter(page=page).update(kept_at=now - age)
    with acting_within(alliance, user=colleague):
        assert prune_drafts(user=writer, now=now) == 0, "it is not theirs to forget"
    assert prune_drafts(user=writer, now=now) == 1
    assert kept() == [("/new/", {})]
