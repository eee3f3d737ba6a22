"""What is handed out by name, and what a form takes: neither goes further than what is written down."""

import pytest
from django.forms import ModelForm
from rest_framework.serializers import ModelSerializer

from tests.security import pages
from tests.sweep.world import World

WAYS_UP = ("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd")
OURS = ("alliance.", "foundation.", "reporting.", "cpd.", "itt.", "support.")


@pytest.mark.django_db
def test_what_is_handed_out_by_name_lies_in_its_own_folder(world: World) -> None:
    """Download handles and static files: no way up, however it is written."""
    slug = world.alliance.slug
    roots = ("/static/", "/media/", "/files/", f"/a/{slug}/insight/", f"/p/{slug}/check/", f"/p/{slug}/logo/")
    client = pages.client_of(world, "strategic_lead")
    for root in roots:
        for way in WAYS_UP:
            response = client.get(f"{root}{way}")
            content = b"".join(response.streaming_content) if response.streaming else response.content
            assert response.status_code in (301, 302, 400, 404), (root, way)
            assert b"root:" not in content, (root, way)


def below(kind: type) -> set[str]:
    """Names of everything that extends it, at any depth."""
    return {f"{one.__module__}.{one.__name__}" for one in kind.__subclasses__()}.union(
        *(below(one) for one in kind.__subclasses__())
    )


def test_no_form_and_no_serializer_takes_its_fields_from_a_table() -> None:
    """Fields are written down one by one, so a new column is not a new input."""
    found = {name for kind in (ModelForm, ModelSerializer) for name in below(kind) if name.startswith(OURS)}
    assert found == set()
