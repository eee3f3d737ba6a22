"""Every address, opened by everybody: for their own things, another school's and another alliance's.

Beside each refusal stands somebody who is let in, and who sees what was there to leak.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from foundation.access import access_of
from foundation.audit.models import AuditEvent
from foundation.tenancy.scope import acting_within
from tests.sweep.cases import CASES, MEMBERS, OPEN_TO_ALL, STAFF, Case
from tests.sweep.world import (
    ANONYMOUS,
    CANARIES,
    OPERATOR,
    OTHER_ALLIANCE,
    OTHER_SCHOOL,
    OWN,
    SIDES,
    World,
    credential_of,
)

pytestmark = pytest.mark.django_db
THROUGH = "through"
ACTORS = (*sorted(MEMBERS), OPERATOR, ANONYMOUS)


def own_addresses() -> dict[str, set[str]]:
    """Route name → names of its arguments, for every address whose view states its access in our way."""

    def walk(resolver: URLResolver, names: set[str]) -> Iterator[tuple[str, set[str]]]:
        for entry in resolver.url_patterns:
            found = names | set(entry.pattern.converters)
            if isinstance(entry, URLResolver):
                yield from walk(entry, found)
            elif isinstance(entry, URLPattern) and is_ours(entry.callback):
                yield str(entry.name), found

    return dict(walk(get_resolver(), set()))


def is_ours(callback: Any) -> bool:
    access = access_of(callback) or access_of(getattr(callback, "cls", None))
    return access is not None and not callback.__module__.startswith("foundation.ui.")


def clients_of(world: World) -> dict[str, Client]:
    return {actor: world.client(actor) for actor in ACTORS}


def fetch(client: Client, case: Case, address: str) -> tuple[str, str]:
    """What became of the request (`through`, or the status that refused it) and what the answer says.

    What one who got through has changed is taken back; a request that was refused has nothing to take back.
    """
    with transaction.atomic():
        outcome, said = answered(client, case, address)
        transaction.set_rollback(outcome == THROUGH)
    return outcome, said


def answered(client: Client, case: Case, address: str) -> tuple[str, str]:
    response = getattr(client, case.method)(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code in (301, 302) and "/account/login/" in response["Location"]:
        return "log in first", ""
    said = body.decode(errors="replace").lower()
    if response.status_code in (401, 403, 404):
        return str(response.status_code), said
    assert response.status_code < 500, (address, response.status_code)
    assert response.status_code != 405, f"{address} does not take {case.method}"
    return THROUGH, said


def test_every_address_has_its_case() -> None:
    assert set(own_addresses()) == set(CASES) | set(OPEN_TO_ALL)


@pytest.mark.parametrize("name", sorted(CASES))
def test_only_those_let_in_get_through_and_nobody_else_changes_anything(name: str, world: World) -> None:
    case, arguments = CASES[name], own_addresses()[name]
    before, wrong = events_of(world), []
    for actor, client in clients_of(world).items():
        for side in SIDES:
            if side == OTHER_SCHOOL and not arguments - {"slug"} - world.shared_arguments:
                continue
            if side == OTHER_ALLIANCE and not arguments:
                continue
            address = reverse(name, kwargs=world.arguments(side, arguments, actor))
            outcome, body = fetch(client, case, address)
            let_in = actor in {OWN: case.own, OTHER_SCHOOL: case.neighbour, OTHER_ALLIANCE: ()}[side]
            if (outcome == THROUGH) is not let_in:
                wrong.append(f"{actor}, {side}: {outcome}")
            wrong += [f"{actor}, {side}: says {canary}" for canary in leaks(world, actor, body)]
            if let_in and case.shows and CANARIES[side] not in body:
                wrong.append(f"{actor}, {side}: does not show {CANARIES[side]}")
    assert wrong == []
    assert events_of(world) == before


@pytest.mark.parametrize("name", sorted(name for name in CASES))
def test_another_alliances_id_under_ones_own_address_finds_nothing(name: str, world: World) -> None:
    case, arguments = CASES[name], own_addresses()[name]
    if "slug" not in arguments or arguments - {"slug"} <= world.shared_arguments:
        assert not arguments - {"slug"} - world.shared_arguments
        return
    found = []
    for actor, client in clients_of(world).items():
        mixed = {**world.arguments(OTHER_ALLIANCE, arguments, actor), "slug": world.alliance.slug}
        outcome, body = fetch(client, case, reverse(name, kwargs=mixed))
        expected = "404" if actor in case.own else None
        if outcome == THROUGH or (expected and outcome != expected) or CANARIES[OTHER_ALLIANCE] in body:
            found.append(f"{actor}: {outcome}")
    assert found == []


@pytest.mark.parametrize(
    "name", sorted(name for name in CASES if name.startswith("api_") and name != "api_me")
)
def test_a_credential_sees_its_own_partner_and_nothing_else(name: str, world: World) -> None:
    case, arguments = CASES[name], own_addresses()[name]
    client = Client(headers={"authorization": f"Bearer {credential_of(world.sides[OWN])}"})
    outcomes = {}
    for side in SIDES:
        address = reverse(name, kwargs=world.arguments(side, arguments, ANONYMOUS))
        outcomes[side], body = fetch(client, case, address)
        assert leaks(world, ANONYMOUS, body) == []
    alone = not arguments - {"slug"}
    assert outcomes == {
        OWN: THROUGH,
        OTHER_SCHOOL: THROUGH if alone else "404",
        OTHER_ALLIANCE: "404",
    }


def leaks(world: World, actor: str, body: str) -> list[str]:
    """Staff may read of every school of their alliance, the others of their own, nobody of another."""
    hidden = [OTHER_ALLIANCE] if actor in STAFF else [OTHER_ALLIANCE, OTHER_SCHOOL]
    return [CANARIES[side] for side in hidden if actor != OPERATOR and CANARIES[side] in body]


def events_of(world: World) -> list[int]:
    counts = []
    for side in (OWN, OTHER_ALLIANCE):
        with acting_within(world.sides[side].alliance):
            counts.append(AuditEvent.objects.count())
    return counts
