"""Fields that a form does not have are not taken: every form is sent with more than it asks for."""

from typing import Any

import pytest
from django.db import transaction

from alliance.models import Alliance, ApiCredential, Membership, Partner, User
from foundation.tenancy.scope import acting_within
from tests.security import pages
from tests.security.forms import PageForm, PageReader
from tests.sweep.test_sweep import events_of
from tests.sweep.world import OTHER_ALLIANCE, OTHER_SCHOOL, OWN, World

pytestmark = pytest.mark.django_db


def extra_fields(world: World) -> dict[str, Any]:
    """What an attacker would add, naming rows that exist."""
    stranger, neighbour = world.sides[OTHER_ALLIANCE], world.sides[OTHER_SCHOOL]
    return {
        "alliance": stranger.alliance.pk,
        "alliance_id": stranger.alliance.pk,
        "slug": stranger.alliance.slug,
        "id": stranger.partner.pk,
        "pk": stranger.partner.pk,
        "public_id": str(stranger.partner.public_id),
        "partner_id": neighbour.partner.pk,
        "user": world.users["owner"].pk,
        "user_id": world.users["owner"].pk,
        "is_operator": "on",
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "",
        "created_at": "2001-01-01",
        "verified_by": world.users["owner"].pk,
        "ended_at": "2001-01-01",
        "revoked_at": "",
        "second_factor_required": "",
    }


def state_of(world: World) -> dict[str, Any]:
    """What no form of these pages may change by fields that it does not have."""
    stranger = world.sides[OTHER_ALLIANCE].alliance
    with acting_within(stranger):
        theirs = list(Partner.objects.order_by("pk").values())
    return {
        "operators": sorted(User.objects.filter(is_operator=True).values_list("pk", flat=True)),
        "inactive": User.objects.filter(is_active=False).count(),
        "users": sorted(User.objects.values_list("pk", "public_id", "email")),
        "slugs": sorted(Alliance.objects.values_list("pk", "slug")),
        "their partners": theirs,
        "their members": sorted(
            Membership.objects.filter(alliance=stranger).values_list(
                "pk", "user", "roles", "partner", "ended_at"
            )
        ),
        "their credentials": sorted(
            ApiCredential.objects.filter(alliance=stranger).values_list("pk", "partner", "revoked_at")
        ),
        "their events": events_of(world)[1],
    }


def forms_to_send(world: World) -> list[tuple[str, str, str, PageForm]]:
    """(route, actor, where it goes, form) of every form that changes something, on every page."""
    found = []
    for route, actor, address in pages.of_the_alliance(world):
        response = pages.read(pages.client_of(world, actor), address)
        if not pages.is_html(response):
            continue
        for form in PageReader.of(response.content.decode()).forms:
            if form.method == "post" and "/account/" not in form.action:
                found.append((route, actor, form.action or address, form))
    return found


def test_fields_that_a_form_does_not_have_are_not_taken(world: World) -> None:
    extra, before = extra_fields(world), state_of(world)
    done, wrong = 0, []
    for route, actor, where, form in forms_to_send(world):
        added = {name: value for name, value in extra.items() if name not in form.fields}
        client = pages.client_of(world, actor)
        client.raise_request_exception = False
        with transaction.atomic():
            response = client.post(where, {**form.fields, **added})
            after = state_of(world)
            transaction.set_rollback(True)
        done += response.status_code == 302
        if response.status_code >= 500:
            wrong.append(f"{route}: {response.status_code}")
        wrong += [f"{route}: {what}" for what in before if before[what] != after[what]]
    assert wrong == []
    assert done > 20, "hardly any form was taken, so nothing was shown"


def test_what_is_watched_is_there_to_be_changed(world: World) -> None:
    state = state_of(world)
    assert [len(state[what]) > 0 for what in ("operators", "users", "their partners", "their members")] == [
        True
    ] * 4
    with acting_within(world.sides[OWN].alliance):
        Partner.objects.update(name="changed")
    assert state_of(world) == state
    with acting_within(world.sides[OTHER_ALLIANCE].alliance):
        Partner.objects.update(name="changed")
    assert state_of(world) != state
