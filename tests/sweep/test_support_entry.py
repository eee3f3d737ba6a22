"""Every address once more, for an operator: outside a support entry, inside one, and after it."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliance.actions.support_entries import begin_support, end_support
from alliance.choices import Role
from alliance.models import SupportEntry, User
from foundation.tenancy.scope import acting_within
from tests.sweep.cases import CASES
from tests.sweep.test_sweep import THROUGH, events_of, fetch, own_addresses
from tests.sweep.world import CANARIES, OPERATOR, OTHER_ALLIANCE, OTHER_SCHOOL, OWN, SIDES, World

pytestmark = pytest.mark.django_db
INSIDE = sorted(name for name in CASES if "slug" in own_addresses()[name] and not name.startswith("api_"))
PERSONAL = {"notification_id", "change_id", "view_id", "task_id"}
"""Of one person alone: an operator has none of these, and finds nobody else's."""
OF_ONE = {"assessment"}
"""Addresses of what is one person's own without being named in them."""


@pytest.fixture
def operator(world: World) -> Client:
    """Signed in, their second factor shown."""
    user = world.users[OPERATOR]
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def enter(world: World) -> SupportEntry:
    user: User = world.users[OPERATOR]
    return begin_support(alliance=world.alliance, reason="The list of partners stays empty", by=user)


def outcome(world: World, client: Client, name: str, side: str) -> tuple[str, str]:
    return fetch(
        client, CASES[name], reverse(name, kwargs=world.arguments(side, own_addresses()[name], OPERATOR))
    )


def test_outside_every_page_of_every_alliance_is_not_there(world: World, operator: Client) -> None:
    found = [
        (name, side) for name in INSIDE for side in SIDES if outcome(world, operator, name, side)[0] != "404"
    ]
    assert found == []


def test_inside_an_operator_reads_what_an_administrator_does_and_changes_nothing(
    world: World, operator: Client
) -> None:
    enter(world)
    before, wrong = events_of(world), []
    for name in INSIDE:
        case = CASES[name]
        for side, allowed in ((OWN, case.own), (OTHER_SCHOOL, case.neighbour or case.own)):
            got, body = outcome(world, operator, name, side)
            expected = THROUGH if case.method == "get" and Role.ADMINISTRATOR in allowed else "403"
            personal = own_addresses()[name] & PERSONAL or name in OF_ONE
            if (expected == THROUGH and personal) or not case.own:
                expected = "404"
            if got != expected:
                wrong.append(f"{name}, {side}: {got}, not {expected}")
            if CANARIES[OTHER_ALLIANCE] in body:
                wrong.append(f"{name}, {side}: says another alliance's")
        got, body = outcome(world, operator, name, OTHER_ALLIANCE)
        if got != "404" or CANARIES[OTHER_ALLIANCE] in body:
            wrong.append(f"{name} of the other alliance: {got}")
    assert wrong == []
    assert events_of(world) == before


def test_every_form_sent_from_inside_is_refused(world: World, operator: Client) -> None:
    enter(world)
    before = events_of(world)
    codes = {
        name: operator.post(
            reverse(name, kwargs=world.arguments(OWN, own_addresses()[name], OPERATOR))
        ).status_code
        for name in INSIDE
    }
    assert {name: code for name, code in codes.items() if code != 403} == {}
    assert events_of(world) == before


@pytest.mark.parametrize("ending", ["left", "sent out", "an hour"])
def test_after_it_everything_is_closed_again(world: World, operator: Client, ending: str) -> None:
    entry = enter(world)
    assert outcome(world, operator, "partners", OWN)[0] == THROUGH
    moved = timedelta(0)
    if ending == "left":
        operator.post(reverse("leave_alliance"), {"alliance": world.alliance.slug})
    elif ending == "sent out":
        with acting_within(world.alliance):
            end_support(entry=entry, by=world.users["owner"])
    else:
        moved = timedelta(minutes=60, seconds=1)
    with time_machine.travel(entry.started_at + moved + timedelta(seconds=1), tick=False):
        found = [name for name in INSIDE if outcome(world, operator, name, OWN)[0] != "404"]
    assert found == []
