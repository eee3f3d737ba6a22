"""Hostile text in every text that people write, shown on every page: it stays text."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from foundation.tenancy.models import AllianceOwned
from foundation.tenancy.scope import acting_within
from tests.security import pages
from tests.security.test_headers_and_markup import offences_of
from tests.sweep.world import OWN, World

pytestmark = pytest.mark.django_db
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
SHORT = "'\"><b onclick=x>"
WRITTEN_BY_NOBODY = re.compile(
    r"digest|token|secret|password|prefix|slug|email|colour|key|code|kind|locale|timezone|worker|session|href"
    r"|^measure$|state|column_name|route|verb|list_name|cluster|path|user_agent|seen|app_label|model|reader|phase|status"
)
PAGES_THAT_SHOW_IT = 15


def texts_of(model: type[models.Model]) -> list[models.CharField | models.TextField]:
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField)
        and not field.choices
        and not WRITTEN_BY_NOBODY.search(field.name)
    ]


def poison(world: World) -> set[str]:
    """Put the markup into every text column that takes it; which those were, as `model.field`."""
    taken = set()
    with acting_within(world.sides[OWN].alliance):
        for model in apps.get_models():
            if model._meta.app_label not in ("alliance", "foundation", "reporting"):
                continue
            rows: Any = model._default_manager.all()
            if not issubclass(model, AllianceOwned) and hasattr(model, "alliance_id"):
                rows = rows.filter(alliance=world.sides[OWN].alliance)
            for field in texts_of(model):
                text = MARKUP if (field.max_length or 10_000) >= len(MARKUP) else SHORT
                try:
                    with transaction.atomic():
                        if rows.update(**{field.name: text}):
                            taken.add(f"{model.__name__}.{field.name}")
                except DatabaseError:  # a constraint or a trigger holds this column to something else
                    continue
    return taken


def test_what_people_write_is_shown_as_text_on_every_page(world: World) -> None:
    taken = poison(world)
    must = {"Alliance.name", "User.full_name", "Partner.name", "Contact.name", "Contact.post", "School.name"}
    assert must | {"Engagement.description", "ApiCredential.name", "Notification.sentence"} <= taken
    wrong, showing = {}, set()
    for name, actor, address in pages.of_the_alliance(world):
        response = pages.read(pages.client_of(world, actor), address)
        if not pages.is_html(response):
            continue
        said = response.content.decode()
        if found := offences_of(response):
            wrong[name] = found
        if "<script>alert" in said or "onerror=alert(2)>" in said or "<b onclick" in said:
            wrong[name] = [*wrong.get(name, []), "the markup as it was written"]
        if "49}}" in said or ">49<" in said:
            wrong[name] = [*wrong.get(name, []), "the template in it was run"]
        if "&lt;script&gt;alert(1)" in said:
            showing.add(name)
    assert wrong == {}
    assert len(showing) > PAGES_THAT_SHOW_IT, f"only {sorted(showing)} show it"
