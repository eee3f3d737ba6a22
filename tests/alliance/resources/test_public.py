"""Resources for the public: anybody finds and downloads them, and nothing else of the alliance."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.actions.resources.keeping import Content, ResourceDetails, add_resource, withdraw_resource
from alliance.actions.resources.settling import settle
from alliance.choices import Audience, Licence, Role, VersionState
from alliance.models import Resource, ResourceVersion
from alliance.views.resources import public
from foundation.api.allowance import Allowance
from foundation.tenancy.scope import acting_as, acting_within
from tests.factories.alliance import MembershipFactory, UserFactory
from tests.factories.hub import ResourceFactory
from tests.foundation.documents import files

pytestmark = pytest.mark.django_db
SAYS = "Retrieval practice beats rereading, every time."


@pytest.fixture(autouse=True)
def allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not share what one address may ask."""
    monkeypatch.setattr(public, "allowance", Allowance(requests=300))


def shared(**fields: Any) -> Resource:
    return ResourceFactory(audience=Audience.PUBLIC, **fields)


def uploaded(
    store: Path, settings: Any, content: bytes, state: VersionState = VersionState.CLEAN
) -> Resource:
    """A public document that the scanner has judged."""
    settings.MEDIA_ROOT = store
    details = ResourceDetails("Guide", Audience.PUBLIC, Licence.CC_BY)
    given = Content(file=io.BytesIO(content), name="Guide 2026.exe.pdf", size=len(content))
    resource = add_resource(details=details, content=given, by=UserFactory())
    resource.versions.update(state=state)
    return settle(resource)


def visit(client: Client, name: str, alliance: Any, *more: Any, **query: str) -> Any:
    """As a request of a stranger: in no alliance until the address is read."""
    with acting_as():
        return client.get(reverse(name, args=[alliance.slug, *more]), query)


def titles(client: Client, alliance: Any, **query: str) -> list[str]:
    page = visit(client, "public_resources", alliance, **query).content.decode()
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', page)


def test_anybody_finds_what_is_public_and_nothing_else(
    alliance: Any, other_alliance: Any, client: Client
) -> None:
    for audience in Audience:
        ResourceFactory(title=audience.value, audience=audience, text=SAYS)
    withdraw_resource(resource=shared(title="withdrawn", text=SAYS), by=UserFactory())
    for state in (VersionState.WAITING, VersionState.HELD_BACK, VersionState.UNCHECKED):
        settle_as(shared(title=state.value, text=SAYS), state)
    with acting_within(other_alliance):
        shared(title="of strangers", text=SAYS)
    assert titles(client, alliance) == titles(client, alliance, q="retrieval") == ["public"]
    assert titles(client, other_alliance) == ["of strangers"]


def test_the_database_keeps_what_is_for_use_in_the_alliance_only_from_the_public(alliance: Any) -> None:
    with pytest.raises(IntegrityError, match="resource_own_use_is_not_public"), transaction.atomic():
        shared(licence=Licence.OWN_USE)
    inside = ResourceFactory(licence=Licence.OWN_USE)
    with pytest.raises(IntegrityError, match="resource_own_use_is_not_public"), transaction.atomic():
        Resource.objects.filter(pk=inside.pk).update(audience=Audience.PUBLIC)


def settle_as(resource: Resource, state: VersionState) -> None:
    ResourceVersion.objects.filter(resource=resource).update(state=state)
    settle(resource)


def test_what_is_not_public_has_neither_page_nor_file(
    alliance: Any, other_alliance: Any, client: Client
) -> None:
    with acting_within(other_alliance):
        strangers = shared()
    hidden = [strangers, *(ResourceFactory(audience=audience) for audience in list(Audience)[:3])]
    hidden.append(shared())
    withdraw_resource(resource=hidden[-1], by=UserFactory())
    hidden.append(shared(text=SAYS))
    settle_as(hidden[-1], VersionState.HELD_BACK)
    for resource in hidden:
        for name in ("public_resource", "download_public_resource"):
            assert visit(client, name, alliance, resource.public_id).status_code == 404


def test_a_public_file_is_saved_under_its_name_as_what_it_is(
    alliance: Any, client: Client, settings: Any, tmp_path: Path
) -> None:
    resource = uploaded(tmp_path, settings, files.pdf("Hello"))
    answer = visit(client, "download_public_resource", alliance, resource.public_id)
    assert b"".join(answer.streaming_content) == files.pdf("Hello")
    assert answer["Content-Disposition"] == 'attachment; filename="Guide 2026.exe.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"].split("; ")
    assert ResourceVersion.objects.get().downloads == 1


def test_the_address_of_the_file_gives_the_newest_version_that_is_handed_out(
    alliance: Any, client: Client
) -> None:
    resource = shared()
    common = {"resource": resource, "state": VersionState.LINK}
    ResourceVersion.objects.create(number=2, link="https://handbook.example/2", **common)
    waiting = {
        "file": resource.public_id,
        "suffix": ".pdf",
        "name": "draft.pdf",
        "state": VersionState.WAITING,
    }
    ResourceVersion.objects.create(resource=resource, number=3, **waiting)
    resource.latest = 3
    settle(resource)
    answer = visit(client, "download_public_resource", alliance, resource.public_id)
    assert (answer.status_code, answer["Location"]) == (302, "https://handbook.example/2")
    assert answer["Referrer-Policy"] == "no-referrer"


def test_the_page_says_whose_it_is_what_it_is_and_what_may_be_done_with_it(
    alliance: Any, client: Client
) -> None:
    resource = shared(title="Guide", description="For <b>mentors</b>.", text=SAYS, licence=Licence.CC_BY)
    page = visit(client, "public_resource", alliance, resource.public_id).content.decode()
    for said in (alliance.name, "Guide", "For &lt;b&gt;mentors", "PDF, 120 kB", "CC BY 4.0"):
        assert said in page
    assert f"--brand-alliance:{alliance.alliance_colour}" in page
    assert reverse("download_public_resource", args=[alliance.slug, resource.public_id]) in page


def test_the_list_is_narrowed_by_topic_and_kind_and_marks_what_was_found(
    alliance: Any, client: Client
) -> None:
    shared(title="Corridors", topic="Behaviour", text=SAYS)
    shared(title="Phonics", topic="Early reading")
    ResourceFactory(topic="A secret", audience=Audience.STAFF)
    assert (
        titles(client, alliance, topic="Behaviour") == titles(client, alliance, kind=".pdf") == ["Corridors"]
    )
    assert titles(client, alliance, topic="A secret") == ["Phonics", "Corridors"]
    page = visit(client, "public_resources", alliance, q="rereading").content.decode()
    assert ("<mark>rereading</mark>" in page, "A secret" in page) == (True, False)
    assert "No resource matches" in visit(client, "public_resources", alliance, q="x").content.decode()


def test_an_alliance_that_shares_nothing_is_answered_like_one_that_is_not_there(
    alliance: Any, client: Client
) -> None:
    ResourceFactory(audience=Audience.EVERYBODY)
    assert visit(client, "public_resources", alliance).status_code == 404
    shared()
    assert visit(client, "public_resources", alliance).status_code == 200
    with acting_as():
        assert client.get("/p/nowhere/resources/").status_code == 404


def test_one_address_asks_only_so_often_in_a_minute(
    alliance: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "allowance", Allowance(requests=2))
    resource = shared()
    names = [("public_resources",), ("public_resource", resource.public_id)]
    names.append(("download_public_resource", resource.public_id))
    answers = [visit(client, name, alliance, *more) for name, *more in names]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_staff_see_and_copy_the_address_as_long_as_it_leads_somewhere(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    reader = Client()
    reader.force_login(MembershipFactory(alliance=alliance, roles=[Role.MENTOR]).user)
    resource, inside = shared(), ResourceFactory()
    address = f"/p/{alliance.slug}/resources/{resource.public_id}/"

    def shown(browser: Client, one: Resource) -> bool:
        page = browser.get(reverse("resource", args=[alliance.slug, one.public_id])).content.decode()
        return f"/p/{alliance.slug}/resources/" in page

    page = client.get(reverse("resource", args=[alliance.slug, resource.public_id])).content.decode()
    assert re.search(rf"<code>https?://[^<]+{address}</code>", page)
    assert (shown(client, inside), shown(reader, resource)) == (False, False)
    withdraw_resource(resource=resource, by=UserFactory())
    assert shown(client, resource) is False


def test_the_public_list_asks_as_often_for_three_resources_as_for_one(alliance: Any, client: Client) -> None:
    shared(text=SAYS)
    visit(client, "public_resources", alliance, q="retrieval")
    with CaptureQueriesContext(connection) as one:
        visit(client, "public_resources", alliance, q="retrieval")
    for _ in range(2):
        shared(text=SAYS)
    with CaptureQueriesContext(connection) as three:
        visit(client, "public_resources", alliance, q="retrieval")
    assert len(one) == len(three) == 7
