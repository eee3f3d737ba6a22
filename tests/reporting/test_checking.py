"""Checking a copy: what anybody with a report in hand is told, and what nobody is."""

import re
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foundation.api.allowance import Allowance
from foundation.tenancy.scope import acting_within
from reporting.actions.removals import redact_edition, withdraw_edition
from reporting.choices import RemovalReason
from reporting.models import Document, Edition, Snapshot
from reporting.views import checking
from tests.factories.reporting import drafted, published, redrafted, with_foreword

PDF = b"%PDF-1.7 a stand-in for the document"


@pytest.fixture(autouse=True)
def allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not share what one address may ask."""
    monkeypatch.setattr(checking, "allowance", Allowance(requests=60))


def words(response: Any) -> str:
    """The page, without the token that differs each time."""
    return re.sub(r'value="\w{64}"', "", " ".join(response.content.decode().split()))


def form(alliance: Any) -> str:
    return reverse("check_reports", kwargs={"slug": alliance.slug})


def address(alliance: Any, edition: Edition) -> str:
    with acting_within(alliance):
        code = Snapshot.objects.get(edition=edition).digest[:16]
    return reverse("check_report", kwargs={"slug": alliance.slug, "code": code})


class TestACode:
    def test_anybody_can_check_a_published_report(self, furnished: Any, lead: Any, client: Client) -> None:
        text = words(client.get(address(furnished, published(furnished, lead))))
        assert "This report is genuine" in text
        assert f"{furnished.name} published it as version 1 of its impact report 2024/25." in text
        assert "It is the latest version" in text

    def test_it_names_nobody(self, furnished: Any, lead: Any, client: Client) -> None:
        text = words(client.get(address(furnished, published(furnished, lead))))
        assert (lead.full_name in text, lead.email in text) == (False, False)

    def test_a_copy_that_was_replaced_says_by_which_version(
        self, furnished: Any, lead: Any, client: Client
    ) -> None:
        first = published(furnished, lead)
        published(furnished, lead)
        text = words(client.get(address(furnished, first)))
        assert "A later version has been published" in text
        assert "Ask the alliance for version 2." in text

    def test_a_draft_cannot_be_checked(self, furnished: Any, lead: Any, client: Client) -> None:
        assert client.get(address(furnished, drafted(furnished, lead))).status_code == 404

    def test_a_code_typed_with_spaces_and_capitals_leads_to_its_address(
        self, furnished: Any, lead: Any, client: Client
    ) -> None:
        url = address(furnished, published(furnished, lead))
        code = url.rstrip("/").rsplit("/", 1)[1]
        typed = " ".join(code[at : at + 4].upper() for at in range(0, 16, 4))
        response = client.get(form(furnished), {"code": f" {typed} "})
        assert (response.status_code, response["Location"]) == (302, url)

    def test_what_is_no_code_is_said_beside_the_field(self, furnished: Any, client: Client) -> None:
        response = client.get(form(furnished), {"code": "7c1e 04ab"})
        assert response.status_code == 422
        assert "A check code has 16 letters and digits" in words(response)

    @pytest.mark.parametrize("code", ["0" * 16, "nonsense", "0" * 15, "f" * 64])
    def test_a_code_of_no_report_finds_nothing(self, alliance: Any, client: Client, code: str) -> None:
        url = reverse("check_report", kwargs={"slug": alliance.slug, "code": code})
        assert client.get(url).status_code == 404

    def test_another_alliance_and_one_that_is_not_there_answer_alike(
        self, furnished: Any, lead: Any, other_alliance: Any, client: Client
    ) -> None:
        url = address(furnished, published(furnished, lead))
        answers = [client.get(url.replace(furnished.slug, slug)) for slug in (other_alliance.slug, "nowhere")]
        assert [answer.status_code for answer in answers] == [404, 404]
        said = [words(answer).replace(other_alliance.slug, "nowhere") for answer in answers]
        assert said[0] == said[1]

    def test_whoever_guesses_is_asked_to_wait(
        self, furnished: Any, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking, "allowance", Allowance(requests=2))
        url = reverse("check_report", kwargs={"slug": furnished.slug, "code": "0" * 16})
        answers = [client.get(url) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [404, 404, 429]
        assert "Too many checks from where you are" in words(answers[2])
        assert 0 < int(answers[2]["Retry-After"]) <= 60


class TestAFile:
    def send(self, client: Client, alliance: Any, content: bytes) -> Any:
        return client.post(form(alliance), {"file": SimpleUploadedFile("copy.pdf", content)})

    def test_the_published_file_is_told_as_what_it_is(
        self, furnished: Any, lead: Any, client: Client
    ) -> None:
        published(furnished, lead)
        text = words(self.send(client, furnished, PDF))
        assert "The file is the one that was published" in text
        assert "It is the latest version" in text

    def test_its_sha_256_alone_will_do(self, furnished: Any, lead: Any, client: Client) -> None:
        published(furnished, lead)
        url = reverse("check_report", kwargs={"slug": furnished.slug, "code": sha256(PDF).hexdigest()})
        assert "The file is the one that was published" in words(client.get(url))

    def test_one_changed_letter_makes_it_another_file(
        self, furnished: Any, lead: Any, client: Client
    ) -> None:
        published(furnished, lead)
        response = self.send(client, furnished, PDF + b" ")
        assert response.status_code == 404
        assert "This is not a file that was made here" in words(response)

    def test_the_file_of_a_draft_is_not_told(self, furnished: Any, lead: Any, client: Client) -> None:
        drafted(furnished, lead)
        assert self.send(client, furnished, PDF).status_code == 404

    def test_a_file_larger_than_any_report_is_not_read_to_its_end(
        self, furnished: Any, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking, "LARGEST", 1024 * 1024)
        response = self.send(client, furnished, b"x" * (2 * 1024 * 1024))
        assert response.status_code == 413
        assert "Files of up to 1 MB are compared." in words(response)

    def test_no_file_is_said(self, furnished: Any, client: Client) -> None:
        response = client.post(form(furnished), {})
        assert (response.status_code, "No file was chosen" in words(response)) == (422, True)

    def test_nothing_of_it_is_kept(self, rf: Any) -> None:
        """The handler answers with no file, whatever comes."""
        request = rf.post("/", {"file": BytesIO(b"x" * 100_000)})
        fingerprint = checking.Fingerprint(request)
        request.upload_handlers = [fingerprint]
        assert (dict(request.FILES), fingerprint.read) == ({}, 100_000)


class TestWhatWasTakenBack:
    @pytest.fixture
    def edition(self, furnished: Any, lead: Any) -> Edition:
        with_foreword(furnished, lead, "Thanks to all.\n\nBilly Smith of class 4B likes fractions now.")
        return published(furnished, lead)

    def withdraw(self, edition: Edition, by: Any) -> None:
        withdraw_edition(edition=edition, reason=RemovalReason.WRONG, explanation="", by=by)

    def test_a_withdrawn_report_says_so_when_and_why(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        url = address(furnished, edition)
        self.withdraw(edition, lead)
        text = words(client.get(url))
        assert "This report was withdrawn" in text
        assert "It said something that is not right. No version stands in its place yet." in text
        assert "This report is genuine" not in text

    def test_its_file_is_still_known_for_what_it_was(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        self.withdraw(edition, lead)
        assert "This report was withdrawn" in words(TestAFile().send(client, furnished, PDF))

    def test_the_version_that_stands_in_its_place_is_named(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        self.withdraw(edition, lead)
        published(furnished, lead)
        assert "Version 2 stands in its place." in words(client.get(address(furnished, edition)))

    def test_what_replaced_it_and_was_withdrawn_is_not_offered(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        self.withdraw(published(furnished, lead), lead)
        text = words(client.get(address(furnished, edition)))
        assert "A later version was published, and has been withdrawn since" in text

    def test_both_check_codes_of_a_redacted_report_are_known(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        old = address(furnished, edition)
        redact_edition(
            edition=edition,
            passages=["foreword-2"],
            reason=RemovalReason.PERSON_NAMED,
            explanation="",
            by=lead,
        )
        redrafted(edition, b"%PDF-1.7 without the passage")
        new = old.replace(old[-17:-1], Snapshot.objects.get(edition=edition).redacted_digest[:16])
        assert old != new
        before, after = words(client.get(old)), words(client.get(new))
        assert "Passages were removed after this copy was made" in before
        assert new in before
        assert "It is the latest version" in after
        for text in (before, after):
            assert "It named somebody who should not be named." in text
            assert "Billy" not in text

    def test_the_file_before_a_redaction_is_told_from_the_one_after(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        redact_edition(
            edition=edition, passages=["foreword-2"], reason=RemovalReason.WRONG, explanation="", by=lead
        )
        redrafted(edition, b"%PDF-1.7 without the passage")
        sent = TestAFile().send
        assert "Passages were removed after this copy was made" in words(sent(client, furnished, PDF))
        assert "It is the latest version" in words(sent(client, furnished, b"%PDF-1.7 without the passage"))
        assert Document.objects.filter(edition=edition).count() == 2

    def test_a_report_that_is_held_back_says_so_and_not_why(
        self, edition: Edition, furnished: Any, lead: Any, client: Client
    ) -> None:
        furnished.two_pairs_of_eyes = True
        furnished.save()
        withdraw_edition(
            edition=edition, reason=RemovalReason.OTHER, explanation="We are not sure yet", by=lead
        )
        text = words(client.get(address(furnished, edition)))
        assert "This report is held back" in text
        assert "We are not sure yet" not in text
