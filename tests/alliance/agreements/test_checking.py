"""Checking a copy of an agreement: what anybody who holds one is told, and what nobody is."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.agreements.documents import keep_document
from alliance.actions.agreements.ending import terminate
from alliance.actions.agreements.nightly import agreements_by_night
from alliance.actions.agreements.signing import countersign
from alliance.actions.partners import end_partnership
from alliance.models import Agreement, AgreementDocument, Membership, Partner
from alliance.pdf import compose_agreement
from alliance.queries.agreements import AGREEMENT_DOCUMENT
from alliance.queries.agreements.record import check_code, signatures_on
from foundation import words
from foundation.api.allowance import Allowance
from foundation.jobs.models import Job
from foundation.pdf import PdfResult
from foundation.tenancy.scope import acting_within
from reporting.views import checking
from tests.factories.agreements import draft, ending, in_force, renewed, sent, signed
from tests.factories.alliance import AllianceFactory, PartnerFactory, SchoolFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a stand-in for the document"


@pytest.fixture(autouse=True)
def allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not share what one address may ask."""
    monkeypatch.setattr(checking, "allowance", Allowance(requests=60))


@pytest.fixture
def partner(alliance: Any) -> Partner:
    one: Partner = PartnerFactory(name="Fernwold Primary", school=SchoolFactory(urn=123_456))
    return one


def documented(agreement: Agreement, content: bytes = PDF) -> str:
    """Its file is made with the signatures it has; the check code on it."""
    agreement = Agreement.objects.select_related("partner", "alliance").get(pk=agreement.pk)
    composed = compose_agreement(agreement)
    keep_document(
        agreement=agreement,
        signatures=signatures_on(agreement),
        composed=composed,
        path="agreements/a.pdf",  # type: ignore[arg-type]  # never read here
        made=PdfResult(pages=2, sha256=sha256(content).hexdigest(), size=len(content), warnings=()),
    )
    return composed.digest[:16]


def ask(alliance: Any, code: str) -> Any:
    return Client().get(reverse("check_report", args=[alliance.slug, code]))


def text(response: Any) -> str:
    """The page, without the token that differs each time."""
    return re.sub(r'value="\w{64}"', "", " ".join(response.content.decode().split()))


def test_a_code_says_whose_agreement_it_is_its_days_and_how_it_stands(
    lead: Membership, partner: Partner
) -> None:
    agreement = in_force(partner, by=lead.user)
    page = text(ask(lead.alliance, documented(agreement)))
    for said in (
        "This agreement is genuine",
        f"Fernwold Primary (URN 123456) and {lead.alliance.name}: Partnership agreement.",
        words.day(agreement.starts_on),
        f"In force until {words.day(agreement.ends_on)}",
        check_code(agreement),
    ):
        assert said in page


def test_it_says_nothing_else(lead: Membership, partner: Partner) -> None:
    page = text(ask(lead.alliance, documented(in_force(partner, by=lead.user))))
    private = ("Hana Reyes", "Priya Nandwani", "1,850", "We work together", "Host two trainees", "Core")
    assert [words for words in private if words in page] == []


def test_the_agreements_own_page_shows_the_code_of_the_paper_after_the_alliance_has_a_new_name(
    lead: Membership, partner: Partner
) -> None:
    agreement, old_name = in_force(partner, by=lead.user), lead.alliance.name
    code = documented(agreement)
    lead.alliance.name = "Moor and Sea"
    lead.alliance.save()
    agreement = Agreement.objects.select_related("alliance", "partner").get(pk=agreement.pk)
    assert check_code(agreement).replace(" ", "") == code
    page = text(ask(lead.alliance, code))
    assert "This agreement is genuine" in page
    assert (old_name in page, "Moor and Sea" in page) == (True, False)


def test_the_copy_with_one_signature_says_that_the_other_side_has_signed_since(
    lead: Membership, partner: Partner
) -> None:
    agreement = signed(partner, by=lead.user)
    first = documented(agreement)
    before = text(ask(lead.alliance, first))
    assert "Signed by one side only: not in force" in before
    countersign(agreement=agreement, name="Priya Nandwani", by=lead.user)
    second = documented(agreement, b"with both")
    assert first != second
    after = text(ask(lead.alliance, first))
    assert "The other side has signed since this copy was made" in after
    assert ("Signed by the alliance" in after, second in after) == (False, False)
    assert "Signed by the alliance" in text(ask(lead.alliance, second))


@pytest.mark.parametrize(
    ("days", "said"), [(0, "In force until"), (50, "In force until"), (51, "Ended on"), (60, "Ended on")]
)
def test_it_tells_of_today(lead: Membership, partner: Partner, days: int, said: str) -> None:
    code = documented(ending(50, by=lead.user, partner=partner))
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        agreements_by_night(timezone.now())
        assert said in text(ask(lead.alliance, code))


def test_one_that_ends_early_says_from_when_and_not_why(lead: Membership, partner: Partner) -> None:
    agreement = in_force(partner, by=lead.user)
    code = documented(agreement)
    on = timezone.localdate() + timedelta(days=20)
    terminate(agreement=agreement, ends_on=on, reason="They fell out", both_agree=True, by=lead.user)
    page = text(ask(lead.alliance, code))
    assert f"Ends early, on {words.day(on)}" in page
    assert "They fell out" not in page
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        assert f"Ended early, on {words.day(on)}" in text(ask(lead.alliance, code))


@pytest.mark.parametrize("make", [signed, in_force])
def test_one_that_ended_before_it_began_never_came_into_force(
    lead: Membership, partner: Partner, make: Any
) -> None:
    """Signed by the partner alone, or by both and for later."""
    first = timezone.localdate() + timedelta(days=20)
    agreement = make(partner, by=lead.user, starts_on=first, ends_on=first + timedelta(days=300))
    code = documented(agreement)
    end_partnership(partner=partner, left_on=timezone.localdate(), by=lead.user)
    client = Client()
    client.force_login(lead.user)
    record = client.get(reverse("agreement", args=[lead.alliance.slug, agreement.public_id]))
    for page in (text(ask(lead.alliance, code)), text(record)):
        assert ("Never came into force" in page, "Ended early" in page) == (True, False)


def test_a_renewed_one_that_ends_with_the_partnership_says_so(lead: Membership, partner: Partner) -> None:
    agreement, _ = renewed(partner, by=lead.user)
    code = documented(agreement)
    assert "In force until" in text(ask(lead.alliance, code))
    end_partnership(partner=partner, left_on=timezone.localdate(), by=lead.user)
    assert "Ended early, on" in text(ask(lead.alliance, code))


def test_a_record_that_was_tampered_with_is_not_vouched_for(lead: Membership, partner: Partner) -> None:
    """By somebody with the whole database, who switches the triggers off."""
    agreement = in_force(partner, by=lead.user)
    code = documented(agreement)
    AgreementDocument.objects.filter(agreement=agreement).update(alliance_name="Somebody else")
    page = text(ask(lead.alliance, code))
    assert "This agreement cannot be vouched for" in page
    assert ("This agreement is genuine" in page, "Fernwold" in page) == (False, False)


def test_its_file_is_told_from_another(lead: Membership, partner: Partner) -> None:
    documented(in_force(partner, by=lead.user))
    form = reverse("check_reports", args=[lead.alliance.slug])

    def send(content: bytes) -> Any:
        return Client().post(form, {"file": SimpleUploadedFile("copy.pdf", content)})

    assert "The file is the one that was made here" in text(send(PDF))
    changed = send(PDF + b" ")
    assert (changed.status_code, "Fernwold" in text(changed)) == (404, False)


@pytest.mark.parametrize("make", [draft, sent])
def test_what_nobody_has_signed_is_not_found(make: Any, lead: Membership, partner: Partner) -> None:
    agreement = make(partner, by=lead.user)
    code = documented(agreement)
    answers = [ask(lead.alliance, code), ask(lead.alliance, "0" * 16)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert text(answers[0]).replace(code, "0" * 16) == text(answers[1])


def test_another_alliance_and_one_that_is_not_there_answer_alike(lead: Membership, partner: Partner) -> None:
    code = documented(in_force(partner, by=lead.user))
    other = AllianceFactory()
    answers = [ask(where, code) for where in (other, type("Nowhere", (), {"slug": "nowhere"}))]
    assert [answer.status_code for answer in answers] == [404, 404]
    said = [text(answer).replace(other.slug, "nowhere") for answer in answers]
    assert said[0] == said[1]
    with acting_within(other):
        assert AgreementDocument.objects.count() == 0


def test_a_paper_from_before_codes_could_be_checked_is_made_anew_once(
    lead: Membership, partner: Partner
) -> None:
    agreement = signed(partner, by=lead.user)
    documented(agreement)
    countersign(agreement=agreement, name="Priya Nandwani", by=lead.user)
    documented(agreement, b"with both")
    AgreementDocument.objects.update(digest="")
    asked_for = Job.objects.filter(kind=AGREEMENT_DOCUMENT)
    asked_for.delete()
    agreements_by_night(timezone.now())
    assert list(asked_for.values_list("subject", flat=True)) == [f"{agreement.public_id}:2"]
    documented(agreement, b"with both, anew")
    asked_for.delete()
    agreements_by_night(timezone.now())
    assert asked_for.count() == 0


def test_whoever_guesses_is_asked_to_wait(lead: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "allowance", Allowance(requests=2))
    answers = [ask(lead.alliance, "0" * 16).status_code for _ in range(3)]
    assert answers == [404, 404, 429]


def test_a_check_asks_the_database_the_same_few_questions_however_many_agreements_there_are(
    lead: Membership, partner: Partner, django_assert_num_queries: Any
) -> None:
    code = documented(in_force(partner, by=lead.user))
    for _ in range(2):
        documented(in_force(PartnerFactory(), by=lead.user), b"another")
        with django_assert_num_queries(QUERIES, connection=connection):
            ask(lead.alliance, code)


QUERIES = 7
