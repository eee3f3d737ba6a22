"""The results as a PDF: tagged, under the same filter the same as the page, and nothing of a few in it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from alliance.actions.feedback.documents import ask_for_document, forget_documents
from alliance.actions.feedback.replies import write_reply
from alliance.choices import Role, SurveyMode
from alliance.jobs import survey_document_not_made
from alliance.models import Survey, SurveyDocument
from alliance.pdf import compose_results
from alliance.queries.feedback.documents import RESULTS_DOCUMENT, document_of
from foundation.jobs.models import Job
from foundation.jobs.worker import work
from foundation.pdf.text import page_texts
from foundation.refusal import Refused
from tests.alliance.feedback.test_results import people_and_sheets
from tests.factories import feedback
from tests.factories.alliance import PartnerFactory, UserFactory
from tests.foundation.pdf.checkers import complaints

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HIDDEN, SPREAD_HIDDEN = "hidden (too few people)", "how they answered is hidden (too few people)"


@pytest.fixture(autouse=True)
def no_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    """No heartbeat, which cannot see a job that is not committed."""
    monkeypatch.setattr("foundation.jobs.heartbeat.PULSE", 60)


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    found: Client = client
    return found


def survey_in(mode: str) -> Survey:
    survey = feedback.closed(mode, *people_and_sheets())
    entry = {"said": "More notice", "did": "Dates a term ahead", "done_by": "The board", "published": True}
    write_reply(survey=survey, **entry, done_on=timezone.localdate(), by=UserFactory())
    return Survey.objects.get(pk=survey.pk)


def at(route: str, survey: Survey, wanted: list[tuple[str, str]]) -> str:
    return f"{reverse(route, args=[survey.alliance.slug, survey.public_id])}?{urlencode(wanted)}"


def made(staff: Client, survey: Survey, wanted: list[tuple[str, str]], folder: Path) -> Path:
    """Asked for on the page, made by the job, fetched from the page."""
    assert staff.get(at("survey_document", survey, wanted)).status_code == 404
    staff.post(at("make_survey_document", survey, wanted))
    assert "The PDF is being made" in staff.get(at("survey_results", survey, wanted)).content.decode()
    work(Job.objects.filter(kind=RESULTS_DOCUMENT).latest("pk").pk)
    response = staff.get(at("survey_document", survey, wanted))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    path = folder / "results.pdf"
    path.write_bytes(response.content)
    return path


@pytest.mark.parametrize("mode", SurveyMode.values)
def test_it_is_tagged_and_says_what_the_page_says(
    mode: str, alliance: Any, staff: Client, tmp_path: Path
) -> None:
    survey = survey_in(mode)
    path = made(staff, survey, [], tmp_path)
    assert complaints(path) == []
    with pikepdf.open(path) as document:
        assert document.docinfo["/Title"] == "Partner survey: results"
    said = " ".join(" ".join(page_texts(path)).split())
    for words in ("Working together", "59 people answered", "Text of University, Special 0", "Dates a term"):
        assert words in said
    page = staff.get(at("survey_results", survey, [])).content.decode()
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td><td class="num">', page)
    assert [f"{label} {count}" for label, count in rows if f"{label} {count}" not in said] == []
    small = [count for _, count in rows if count.isdigit() and 0 < int(count) < 5]
    assert bool(small) is (mode == SurveyMode.NAMED)


@pytest.mark.parametrize("wanted", [[("kind", "University")], [("kind", "Strategic partner")]])
def test_under_a_filter_it_hides_what_the_page_hides(
    wanted: list[tuple[str, str]], alliance: Any, staff: Client, tmp_path: Path
) -> None:
    survey = survey_in(SurveyMode.ANONYMOUS)
    path = made(staff, survey, wanted, tmp_path)
    assert complaints(path) == []
    said = " ".join(" ".join(page_texts(path)).split())
    page = staff.get(at("survey_results", survey, wanted)).content.decode()
    assert said.count(HIDDEN) == page.count(HIDDEN) > 0
    answered = re.compile(r"(\d+) people answered")
    assert set(answered.findall(said)) == set(answered.findall(page))
    assert f"Partner kind: {wanted[0][1]}" in said
    assert ("Text of" in said) is ("Text of" in page)


def test_another_filter_and_another_entry_ask_for_another(alliance: Any, staff: Client) -> None:
    survey, by = survey_in(SurveyMode.ANONYMOUS), UserFactory()
    first = ask_for_document(survey=survey, wanted={}, by=by)
    assert ask_for_document(survey=survey, wanted={}, by=by) == first
    filtered = ask_for_document(survey=survey, wanted={"kind": frozenset({"University"})}, by=by)
    entry = {"said": "Fewer forms", "did": "One form", "done_by": "", "published": True}
    write_reply(survey=survey, **entry, done_on=timezone.localdate(), by=by)
    again = ask_for_document(survey=Survey.objects.get(pk=survey.pk), wanted={}, by=by)
    assert len({first.pk, filtered.pk, again.pk}) == 3


def test_a_run_that_completes_a_small_one_has_its_document_made_anew(alliance: Any) -> None:
    template, alone = feedback.template(), survey_in(SurveyMode.ANONYMOUS)
    run = {"asked": feedback.people(8), "sheets": [{"voice": 4}] * 3, "of": template}
    first = feedback.closed(SurveyMode.CONFIDENTIAL, **run)
    for survey in (first, alone):
        feedback.document_made(survey)
    feedback.closed(SurveyMode.CONFIDENTIAL, **run)
    assert [document_of(Survey.objects.get(pk=one.pk), {}) is None for one in (first, alone)] == [True, False]
    assert "6 people answered, 2 runs counted together" in compose_results(first, {}).html


def test_before_it_closes_there_is_none(alliance: Any, staff: Client) -> None:
    survey = feedback.opened()
    with pytest.raises(Refused, match="Wait until the survey has closed"):
        ask_for_document(survey=survey, wanted={}, by=UserFactory())
    staff.post(at("make_survey_document", survey, []))
    assert not SurveyDocument.objects.exists()


def test_one_that_could_not_be_made_is_asked_for_again(alliance: Any, staff: Client) -> None:
    survey = survey_in(SurveyMode.ANONYMOUS)
    staff.post(at("make_survey_document", survey, []))
    job = Job.objects.filter(kind=RESULTS_DOCUMENT).latest("pk")
    survey_document_not_made(job, "It took too long.")
    assert "Make a PDF of this page" in staff.get(at("survey_results", survey, [])).content.decode()


def test_after_a_week_it_is_forgotten(alliance: Any) -> None:
    document = ask_for_document(survey=survey_in(SurveyMode.NAMED), wanted={}, by=UserFactory())
    now = document.created_at
    assert (forget_documents(now + timedelta(days=6)), forget_documents(now + timedelta(days=8))) == (0, 1)


def test_nobody_else_gets_it(alliance: Any, sign_in: Any) -> None:
    survey = survey_in(SurveyMode.ANONYMOUS)
    feedback.document_made(survey)
    statuses = {}
    for role in (Role.BOARD_MEMBER, Role.PARTNER_CONTACT, Role.TRAINEE):
        own = PartnerFactory() if role == Role.PARTNER_CONTACT else None
        client, _ = sign_in(alliance, role, partner=own)
        statuses[role] = client.get(at("survey_document", survey, [])).status_code
    assert statuses == {Role.BOARD_MEMBER: 200, Role.PARTNER_CONTACT: 403, Role.TRAINEE: 403}
