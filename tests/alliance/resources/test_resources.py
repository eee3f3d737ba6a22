"""Resources: who finds and downloads what, version by version, and what the check of a file decides."""

import io
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.resources.checking import clear_files
from alliance.actions.resources.keeping import CHECK, Content, add_version, withdraw_resource
from alliance.choices import Audience, Role, VersionState
from alliance.jobs import check_resource, resource_not_checked
from alliance.models import Resource, ResourceVersion
from alliance.queries.resources.finding import ResourceFilters, resources_for
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.run import Run
from foundation.jobs.worker import work
from foundation.notifications.models import Notification
from foundation.search import search
from foundation.tenancy.scope import acting_within
from foundation.uploads.scanning import ScannerFailed
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.hub import ResourceFactory
from tests.foundation.documents import files

pytestmark = pytest.mark.django_db
SAYS = "Chapter one. Retrieval practice beats rereading, every time. Chapter two."


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of the test's own; and no heartbeat, which cannot see a job that is not committed."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("foundation.jobs.heartbeat.PULSE", 60)
    return tmp_path


@pytest.fixture
def scanner(settings: Any, tmp_path: Path) -> Any:
    """A scanner that answers with this exit code."""

    def answer(code: int) -> None:
        script = tmp_path / "scanner.py"
        script.write_text(f"import sys; open(sys.argv[1], 'rb').read(); sys.exit({code})")
        settings.SCANNER = f"{sys.executable} {script} {{file}}"

    return answer


def upload(client: Client, alliance: Any, content: bytes, **changes: Any) -> Any:
    given = {
        "title": "Mentor handbook",
        "audience": "everybody",
        "licence": "own_use",
        "file": SimpleUploadedFile("Handbook 2026.exe.docx", content),
        **changes,
    }
    return client.post(reverse("new_resource", args=[alliance.slug]), given)


def do_jobs() -> list[JobState | None]:
    return [work(job.pk) for job in Job.objects.filter(kind=CHECK).order_by("pk")]


def address(name: str, resource: Resource, *more: Any) -> str:
    return reverse(name, args=[resource.alliance.slug, resource.public_id, *more])


def member(alliance: Any, role: Role = Role.MENTOR, **fields: Any) -> Any:
    return MembershipFactory(alliance=alliance, roles=[role], **fields)


def found(who: Any, text: str = "") -> list[str]:
    return [resource.title for resource in resources_for(who, ResourceFilters(text=text))]


def test_a_document_is_uploaded_checked_and_found_by_the_words_inside(alliance: Any, sign_in: Any) -> None:
    client, staff = sign_in(alliance, Role.CPD_LEAD)
    content = files.docx("Retrieval practice beats rereading")
    assert upload(client, alliance, content).status_code == 302
    resource, version = Resource.objects.get(), ResourceVersion.objects.get()
    assert (version.suffix, version.name, version.state) == (".docx", "Handbook 2026.exe.docx", "waiting")
    assert found(member(alliance)) == []
    assert do_jobs() == [JobState.SUCCEEDED]
    version.refresh_from_db()
    assert (version.state, version.text) == ("not_scanned", "Retrieval practice beats rereading")
    assert found(member(alliance), "retrieve rereading") == ["Mentor handbook"]
    page = client.get(address("resource", resource)).content.decode()
    assert "Not scanned" in page
    answer = client.get(address("download_resource", resource, 1))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="Handbook 2026.exe.docx"'
    assert "sandbox" in answer["Content-Security-Policy"].split("; ")
    assert ResourceVersion.objects.get().downloads == 1
    assert staff.user_id == version.added_by_id


@pytest.mark.parametrize(
    ("code", "state", "offered", "told"),
    [(0, "clean", 200, []), (1, "held_back", 404, ["found malware"])],
)
def test_the_scanner_decides_what_is_handed_out(
    alliance: Any, sign_in: Any, scanner: Any, code: int, state: str, offered: int, told: list[str]
) -> None:
    scanner(code)
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    upload(client, alliance, files.pdf("Hello"))
    reader = Client()
    reader.force_login(member(alliance).user)
    resource = Resource.objects.get()
    assert reader.get(address("download_resource", resource, 1)).status_code == 404
    do_jobs()
    version = ResourceVersion.objects.get()
    assert (version.state, version.text) == (state, "Hello" if code == 0 else "")
    for browser in (client, reader):
        answer = browser.get(address("download_resource", resource, 1))
        assert answer.status_code == offered
        b"".join(answer)
    sentences = Notification.objects.values_list("sentence", flat=True)
    assert [word for sentence in sentences for word in ("found malware",) if word in sentence] == told


def test_a_scanner_that_does_not_answer_leaves_the_file_where_it_is_until_asked_again(
    alliance: Any, sign_in: Any, scanner: Any
) -> None:
    scanner(2)
    client, staff = sign_in(alliance, Role.CPD_LEAD)
    upload(client, alliance, files.pdf("Hello"))
    job = Job.objects.get(kind=CHECK)
    held = claim(job.pk, worker="a test")
    assert held is not None
    with pytest.raises(ScannerFailed):
        check_resource(Run(held))
    resource_not_checked(job, "It stopped.")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=timezone.now(), lease_until=None)
    resource = Resource.objects.get()
    assert (resource.current, ResourceVersion.objects.get().state) == (0, "unchecked")
    (told,) = Notification.objects.filter(user=staff.user)
    assert "could not be checked" in told.sentence
    assert "Check again" in client.get(address("resource", resource)).content.decode()
    scanner(0)
    client.post(address("check_resource_again", resource, 1))
    work(Job.objects.filter(kind=CHECK).latest("pk").pk)
    assert ResourceVersion.objects.get().state == "clean"


def test_a_name_taken_out_of_a_text_is_no_longer_found_by_it(alliance: Any) -> None:
    ResourceFactory(text="Leah Winterbourne leads phonics")
    who = member(alliance)
    assert len(found(who, "winterbourne")) == 1
    ResourceVersion.objects.update(text="A former member leads phonics")
    assert (len(found(who, "winterbourne")), len(found(who, "phonics"))) == (0, 1)


SEES = {
    Role.FINANCE_OFFICER: ["everybody", "partners", "public", "staff"],
    Role.PARTNER_CONTACT: ["everybody", "partners", "public"],
    Role.MENTOR: ["everybody", "public"],
    Role.EXTERNAL_REVIEWER: ["public"],
}


@pytest.mark.parametrize("role", SEES)
def test_each_role_finds_by_the_words_inside_what_is_for_it(
    role: Role, alliance: Any, other_alliance: Any
) -> None:
    for audience in Audience:
        ResourceFactory(title=audience.value, audience=audience, text=SAYS)
    with acting_within(other_alliance):
        ResourceFactory(title="a stranger's", audience=Audience.PUBLIC, text=SAYS)
    withdraw_resource(resource=ResourceFactory(title="old", text=SAYS), by=UserFactory())
    fields = {"partner": PartnerFactory()} if role == Role.PARTNER_CONTACT else {}
    fields |= {"ends_on": "2030-01-01"} if role == Role.EXTERNAL_REVIEWER else {}
    who = member(alliance, role, **fields)
    assert sorted(found(who, "retrieval")) == SEES[role]
    sections = {section.label: section.results for section in search(who, "retrieval practice", limit=20)}
    palette = sorted(result.title for result in sections.get("Resources", ()))
    assert palette == ([] if role == Role.EXTERNAL_REVIEWER else SEES[role])


def test_the_list_shows_the_passage_marked_and_escapes_the_rest(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    ResourceFactory(text="<script>alert(1)</script> Retrieval practice beats rereading <b>always</b>")
    page = client.get(f"{reverse('resources', args=[alliance.slug])}?q=rereading").content.decode()
    assert "<mark>rereading</mark>" in page
    assert ("<script>alert" in page, "<b>always" in page) == (False, False)


@pytest.mark.parametrize("text", ["!", "' | '", "xx & yy:*", "retrieval:* | x", "\\", "foo'; --", "((", "é"])
def test_odd_questions_are_words_or_nothing(alliance: Any, sign_in: Any, text: str) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    ResourceFactory(text=SAYS)
    answer = client.get(reverse("resources", args=[alliance.slug]), {"q": text})
    assert (answer.status_code, "Mentor handbook" in answer.content.decode()) == (200, False)


def test_a_new_version_keeps_the_old_one_and_takes_its_place_once_checked(
    alliance: Any, sign_in: Any, scanner: Any
) -> None:
    client, staff = sign_in(alliance, Role.CPD_LEAD)
    resource = ResourceFactory(text="Autumn dates")
    given = {"file": SimpleUploadedFile("new.pdf", files.pdf("Spring dates")), "note": "New dates"}
    assert client.post(address("new_resource_version", resource), given).status_code == 302
    who = member(alliance)
    assert (len(found(who, "autumn")), len(found(who, "spring"))) == (1, 0)
    do_jobs()
    resource.refresh_from_db()
    assert (resource.latest, resource.current) == (2, 2)
    assert (len(found(who, "autumn")), len(found(who, "spring"))) == (0, 1)
    assert [row.number for row in resource.versions.order_by("number")] == [1, 2]
    assert staff.user_id == resource.versions.get(number=2).added_by_id


def test_what_is_withdrawn_is_seen_by_staff_alone_and_comes_back(alliance: Any, sign_in: Any) -> None:
    client, staff = sign_in(alliance, Role.CPD_LEAD)
    resource, who = ResourceFactory(), member(alliance)
    client.post(address("withdraw_resource", resource))
    assert (found(who), found(staff)) == ([], [])
    assert [r.title for r in resources_for(staff, ResourceFilters(withdrawn=True))] == [resource.title]
    client.post(address("restore_resource", resource))
    assert found(who) == [resource.title]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00")}, "none of the kinds"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "The file is empty"),
        ({"file": ""}, "Choose a file, or paste a link."),
        ({"file": "", "link": "http://x.example/"}, "https://"),
        ({"link": "https://x.example/"}, "not both"),
        ({"audience": "evil"}, "Choose"),
        ({"title": ""}, "Write what people look for it by."),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_kept(
    alliance: Any, sign_in: Any, store: Path, changes: dict[str, Any], says: str
) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    answer = upload(client, alliance, files.pdf("Hello"), **changes)
    page = answer.content.decode()
    assert (answer.status_code, says in page or says == "Choose") == (422, True)
    assert (Resource.objects.count(), list(store.rglob("*.pdf"))) == (0, [])


def test_what_is_said_of_a_resource_is_changed_and_a_second_editor_is_told(
    alliance: Any, sign_in: Any
) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    resource = ResourceFactory()
    resource.refresh_from_db()
    given = {"title": "Guide", "audience": "partners", "licence": "cc_by", "version": resource.version}
    assert client.post(address("edit_resource", resource), given).status_code == 302
    assert (Resource.objects.get().title, found(member(alliance))) == ("Guide", [])
    again = client.post(address("edit_resource", resource), {**given, "title": "Old", "seen": "{}"})
    assert (again.status_code, Resource.objects.get().title) == (409, "Guide")


def test_a_list_asks_as_often_for_three_resources_as_for_one(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    page = reverse("resources", args=[alliance.slug]) + "?q=retrieval"
    ResourceFactory(text=SAYS)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        ResourceFactory(text=SAYS)
    with CaptureQueriesContext(connection) as three:
        client.get(page)
    assert len(one) == len(three) == 9


def test_files_that_no_version_names_are_cleared_after_a_day(alliance: Any, store: Path) -> None:
    resource = ResourceFactory()
    content = Content(file=io.BytesIO(files.pdf("x")), name="x.pdf", size=len(files.pdf("x")))
    kept = add_version(resource=resource, content=content, by=UserFactory())
    stray = kept.path.with_name("0190e1d6-0000-4000-8000-000000000009.pdf")
    stray.write_bytes(b"x")
    assert clear_files(timezone.now()) == 0
    assert clear_files(timezone.now() + timedelta(days=2)) == 1
    assert (kept.path.exists(), stray.exists()) == (True, False)


def test_a_link_leads_on_and_counts(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    resource = ResourceFactory()
    answer = client.get(address("download_resource", resource, 1))
    assert (answer.status_code, answer["Location"]) == (302, "https://handbook.example/1")
    assert ResourceVersion.objects.get().downloads == 1
    assert ResourceVersion.objects.get().state == VersionState.LINK


def test_what_is_for_the_alliance_only_cannot_go_to_the_public(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    refused = upload(client, alliance, files.docx(SAYS), audience="public")
    assert "What is for use in the alliance only cannot go to the public" in refused.content.decode()
    assert Resource.objects.count() == 0
    upload(client, alliance, files.docx(SAYS), audience="public", licence="cc_by")
    made = Resource.objects.get()
    changed = client.post(
        address("edit_resource", made),
        {"title": made.title, "audience": "public", "licence": "own_use", "version": made.version},
    )
    assert "choose another licence" in changed.content.decode()
    made.refresh_from_db()
    assert made.licence == "cc_by"
