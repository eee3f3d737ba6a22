"""A request that is sent again is answered again and not done again, whatever happened in between."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from alliance.actions.credentials import rotate_credential
from alliance.api import contacts as api
from alliance.models import Contact, Partner
from foundation.api import once
from foundation.api.models import KeptAnswer
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import EVERY_SCOPE, System, system_of
from tests.factories.alliance import AllianceFactory, ContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db(transaction=True)

LEAH = {"name": "Leah Winterbourne", "email": "leah@fernwold.example"}
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.fixture
def own(transactional_db: None) -> Partner:
    with acting_within(AllianceFactory()), transaction.atomic():
        return PartnerFactory(name="Own")


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


def names(system: System) -> list[str]:
    with acting_within(system.credential.alliance_id), transaction.atomic():
        return list(Contact.objects.order_by("pk").values_list("name", flat=True))


def kept(system: System) -> int:
    with acting_within(system.credential.alliance_id), transaction.atomic():
        return KeptAnswer.objects.count()


def replayed(first: Any, again: Any) -> bool:
    """The same answer, and it says that it is."""
    same = ("Content-Type", "ETag", "Location")
    assert [first.get(name) for name in same] == [again.get(name) for name in same]
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert "Idempotency-Replayed" not in first
    return again.get("Idempotency-Replayed") == "true"


def test_the_same_request_is_answered_again_and_done_once(system: System) -> None:
    first = system.send("post", "contacts", LEAH, **KEY)
    again = system.send("post", "contacts", LEAH, **KEY)
    assert first.status_code == 201
    assert replayed(first, again)
    assert names(system) == [LEAH["name"]]


def test_the_first_answer_is_told_also_when_things_have_changed(system: System) -> None:
    first = system.send("post", "contacts", LEAH, **KEY)
    path = f"contacts/{first.json()['data']['id']}"
    delete = {"Idempotency-Key": '"another, in the quotes of the draft"'}
    gone = system.send("delete", path, **delete)
    assert gone.status_code == 204
    assert replayed(first, system.send("post", "contacts", LEAH, **KEY))
    assert replayed(gone, system.send("delete", path, **delete))
    assert names(system) == []


def test_without_a_key_it_is_done_again(system: System) -> None:
    for status in (200, 200):
        rows = [{"name": f"Number {len(names(system))}", "phone": "01234"}]
        assert system.send("post", "contacts", rows).status_code == status
    assert kept(system) == 0
    assert names(system) == ["Number 0", "Number 1"]


@pytest.mark.parametrize("other", ["body", "query", "method"])
def test_another_request_under_the_same_key_is_422(other: str, system: System) -> None:
    path = f"contacts/{system.send('post', 'contacts', LEAH, **KEY).json()['data']['id']}"
    method, where, body = {
        "body": ("post", "contacts", {**LEAH, "post": "Head"}),
        "query": ("post", "contacts?mode=per_row", LEAH),
        "method": ("patch", path, LEAH),
    }[other]
    assert_problem(system.send(method, where, body, **KEY), 422, "idempotency_key_reused")


def test_a_refusal_is_not_kept_so_that_it_can_be_mended(system: System) -> None:
    assert_problem(system.send("post", "contacts", {"name": "Leah"}, **KEY), 422, "refused")
    assert_problem(system.send("post", "contacts", {"name": ""}, **KEY), 400, "invalid")
    assert kept(system) == 0
    assert system.send("post", "contacts", LEAH, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", " ", '""', "x" * 256, "ключ", "a\tb"])
def test_a_key_that_is_none_is_400(key: str, system: System) -> None:
    headers = {"Idempotency-Key": key}
    assert_problem(system.send("post", "contacts", LEAH, **headers), 400, "bad_idempotency_key")
    assert names(system) == []


class Slow(threading.Thread):
    """A request that has begun, and ends when it is told to."""

    def __init__(self, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(daemon=True)
        self.system, self.answer = system, None
        self.begun, self.go = threading.Event(), threading.Event()
        add = api.actions.add_contact

        def slow(**kwargs: Any) -> Any:
            made = add(**kwargs)
            if threading.current_thread() is self:
                self.begun.set()
                self.go.wait(30)
            return made

        monkeypatch.setattr(api.actions, "add_contact", slow)
        self.start()
        assert self.begun.wait(30)

    def run(self) -> None:
        try:
            self.answer = self.system.send("post", "contacts", LEAH, **KEY)
        finally:
            connection.close()

    def finish(self) -> Any:
        self.go.set()
        self.join(30)
        return self.answer


@pytest.fixture
def slow(system: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow(system, monkeypatch)
    yield slow
    slow.finish()


def test_of_two_at_once_the_second_is_told_to_ask_again(system: System, slow: Slow) -> None:
    waiting = system.send("post", "contacts", LEAH, **KEY)
    assert_problem(waiting, 409, "still_running")
    assert waiting["Retry-After"] == "1"
    first = slow.finish()
    assert replayed(first, system.send("post", "contacts", LEAH, **KEY))
    assert names(system) == [LEAH["name"]]


def test_another_key_and_another_partner_do_not_wait(system: System, slow: Slow, own: Partner) -> None:
    with acting_within(own.alliance_id), transaction.atomic():
        other = system_of(PartnerFactory())
    assert other.send("post", "contacts", LEAH, **KEY).status_code == 201
    assert other.send("post", "contacts", [], **{"Idempotency-Key": "2"}).status_code == 422


class Killed(BaseException):
    """The process ends here; nobody catches it."""


def test_killed_between_commit_and_answer_it_is_answered_and_not_done_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(**kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("alliance.api.entry.note_use", killed)
        with pytest.raises(Killed):
            system.send("post", "contacts", LEAH, **KEY)
    assert names(system) == [LEAH["name"]]
    again = system.send("post", "contacts", LEAH, **KEY)
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert again.json()["data"]["name"] == LEAH["name"]
    assert names(system) == [LEAH["name"]]


def test_killed_before_the_commit_it_is_done_when_it_is_asked_for_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(once, "_keep", killed)
        with pytest.raises(Killed):
            system.send("post", "contacts", LEAH, **KEY)
    assert (names(system), kept(system)) == ([], 0)
    assert system.send("post", "contacts", LEAH, **KEY).status_code == 201
    assert names(system) == [LEAH["name"]]


def test_a_key_outlives_the_rotation_of_the_credential(system: System) -> None:
    first = system.send("post", "contacts", LEAH, **KEY)
    with acting_within(system.credential.alliance):
        successor = System(
            *rotate_credential(credential=system.credential, overlap=timedelta(days=1), by=None)
        )
    assert replayed(first, successor.send("post", "contacts", LEAH, **KEY))


def test_a_kept_answer_is_told_to_nobody_who_may_not_write(system: System, own: Partner) -> None:
    system.send("post", "contacts", LEAH, **KEY)
    reader = system_of(own, [scope for scope in EVERY_SCOPE if scope.startswith("read:")])
    assert_problem(reader.send("post", "contacts", LEAH, **KEY), 403, "permission_denied")


def test_answers_are_forgotten_after_a_day(system: System) -> None:
    now = timezone.now()
    path = f"contacts/{system.send('post', 'contacts', LEAH, **KEY).json()['data']['id']}"
    with acting_within(system.credential.alliance_id), transaction.atomic():
        assert once.prune_answers(now + timedelta(hours=23)) == 0
        ContactFactory(partner_id=system.credential.partner_id)
    with time_machine.travel(now + timedelta(hours=25)):
        system.send("delete", path)
        assert system.send("post", "contacts", LEAH, **KEY).status_code == 201
    with acting_within(system.credential.alliance_id), transaction.atomic():
        assert KeptAnswer.objects.count() == 1
        assert once.prune_answers(now + timedelta(hours=25)) == 1
    assert kept(system) == 0
