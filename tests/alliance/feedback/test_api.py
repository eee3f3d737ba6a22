"""A partner's system reads of the surveys that its own people were asked, and never an answer."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.feedback.replies import write_reply
from alliance.actions.feedback.sharing import share_results, take_results_back
from alliance.choices import Role, SurveyMode
from alliance.models import Partner, Survey
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import EVERY_SCOPE, system_of
from tests.factories import feedback
from tests.factories.alliance import PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
COLUMNS = {
    *("id", "type", "version", "updated_at", "title", "template_id", "template_version", "mode", "state"),
    *("opened_on", "closes_on", "closed_at", "answered", "results", "results_shared_at", "replies"),
}
SHEETS = [{"voice": 4 + n % 2, "used": ["Training"], "better": f"Text of {n}"} for n in range(10)]


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own")


def read(partner: Partner) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = system_of(partner).objects("surveys")
    return found


def test_it_reads_of_a_survey_from_its_opening_to_what_came_of_it(own: Partner) -> None:
    drafted = feedback.draft()
    assert read(own) == []
    survey = feedback.opened(asked=feedback.of_partner(own))
    (found,) = read(own)
    assert set(found) == COLUMNS
    assert (found["state"], found["answered"], found["results"], found["replies"]) == ("open", None, None, [])
    feedback.answered(survey, SHEETS)
    (found,) = read(own)
    assert (found["version"], found["answered"]) == (2, None), "nothing moves when somebody answers"
    told = feedback.told_of(own)
    found = next(each for each in read(own) if each["id"] == str(told.public_id))
    assert (found["state"], found["mode"], found["answered"]) == ("closed", "anonymous", 12)
    assert [each["said"] for each in found["replies"]] == ["More notice"]
    voice = found["results"][0]
    assert (voice["question"], voice["answered"], voice["agree"]) == ("We have a say", 12, 1.0)
    counts = {each["answer"]: each["count"] for each in voice["answers"]}
    assert counts == {
        "Strongly disagree": 0,
        "Disagree": 0,
        "Neither agree nor disagree": 0,
        "Agree": 6,
        "Strongly agree": 6,
    }
    assert str(drafted.public_id) not in json.dumps(read(own))


def test_no_answer_no_name_and_nothing_of_a_few_is_in_it(own: Partner) -> None:
    """Of a named survey, too, whose single answers are read by those whom its form names."""
    for mode in SurveyMode.values:
        sheets = [{"voice": 1 if n == 0 else 5, "better": f"Text of {n}"} for n in range(12)]
        survey = feedback.closed(mode, feedback.of_partner(own), sheets, title=f"A {mode} one")
        share_results(survey=survey, by=UserFactory())
    body = system_of(own).get("surveys").content.decode()
    for secret in ("Text of", "Leah", "fernwold", "invitation"):
        assert secret not in body
    for found in json.loads(body)["data"]:
        voice = found["results"][0]
        assert (voice["answered"], voice["answers"], voice["hidden"]) == (
            12,
            [],
            "how they answered is hidden (too few people)",
        )


def test_a_count_of_four_answers_is_not_told(own: Partner) -> None:
    feedback.closed(SurveyMode.NAMED, feedback.of_partner(own), SHEETS[:4])
    feedback.closed(SurveyMode.NAMED, feedback.of_partner(own), SHEETS[:5])
    assert sorted(str(each["answered"]) for each in read(own)) == ["5", "None"]


def test_two_schools_of_one_alliance_read_each_their_own(own: Partner) -> None:
    other, neither = PartnerFactory(), PartnerFactory()
    both = feedback.opened(asked=[*feedback.of_partner(own, 6), *feedback.of_partner(other, 6)], title="Both")
    theirs = feedback.opened(asked=feedback.of_partner(other), title="Theirs")
    assert [each["title"] for each in read(own)] == ["Both"]
    assert sorted(each["title"] for each in read(other)) == ["Both", "Theirs"]
    assert read(neither) == []
    assert_problem(system_of(own).get(f"surveys/{theirs.public_id}"), 404, "not_found")
    assert system_of(own).get(f"surveys/{both.public_id}").status_code == 200


def test_two_alliances_read_nothing_of_each_other(own: Partner, other_alliance: Any) -> None:
    ours = feedback.told_of(own)
    with acting_within(other_alliance):
        stranger = PartnerFactory()
        theirs = feedback.told_of(stranger)
    assert [each["id"] for each in read(own)] == [str(ours.public_id)]
    system = system_of(stranger)
    assert [each["id"] for each in system.objects("surveys")] == [str(theirs.public_id)]
    assert_problem(system.get(f"surveys/{ours.public_id}"), 404, "not_found")


def test_without_the_scope_it_reads_none(own: Partner) -> None:
    feedback.told_of(own)
    system = system_of(own, [scope for scope in EVERY_SCOPE if scope != "read:surveys"])
    assert_problem(system.get("surveys"), 403, "permission_denied")
    assert [each for each in system.objects("changes") if each["type"] == "survey"] == []


def test_an_entry_that_is_not_shown_yet_is_not_in_it(own: Partner) -> None:
    survey = feedback.closed(SurveyMode.ANONYMOUS, feedback.of_partner(own), SHEETS)
    entry = {"said": "Not yet", "did": "Nothing", "done_by": "", "published": False}
    write_reply(survey=survey, **entry, done_on=timezone.localdate(), by=UserFactory())
    assert read(own)[0]["replies"] == []


def test_results_are_shared_once_closed_as_they_were_and_taken_back(own: Partner) -> None:
    by = UserFactory()
    with pytest.raises(Refused, match="Wait until the survey has closed"):
        share_results(survey=feedback.opened(asked=feedback.of_partner(own)), by=by)
    survey = feedback.closed(SurveyMode.CONFIDENTIAL, feedback.of_partner(own), SHEETS)
    shared = share_results(survey=survey, by=by)
    again = share_results(survey=survey, by=by)
    assert (again.shared_at, again.shared_results) == (shared.shared_at, shared.shared_results)
    take_results_back(survey=survey, by=by)
    assert [each["results"] for each in read(own) if each["id"] == str(survey.public_id)] == [None]


def test_small_runs_that_are_counted_together_say_so(own: Partner, alliance: Any) -> None:
    template, asked = feedback.template(), feedback.of_partner(own)
    first, _ = (
        feedback.closed(SurveyMode.CONFIDENTIAL, asked, SHEETS[:count], of=template) for count in (3, 8)
    )
    share_results(survey=first, by=UserFactory())
    found = next(each for each in read(own) if each["id"] == str(first.public_id))
    voice = found["results"][0]
    assert (found["answered"], voice["answered"], voice["runs"]) == (None, 11, 2)
    page = Client().get(reverse("survey_outcome", args=[alliance.slug, first.public_id])).content.decode()
    assert "3 of 12 (25%) answered" in page
    assert "11 people answered, 2 runs counted together" in page


def test_a_lead_shows_them_on_the_page_of_those_asked_and_takes_them_back(
    own: Partner, alliance: Any, sign_in: Any
) -> None:
    survey = feedback.closed(SurveyMode.ANONYMOUS, feedback.of_partner(own), SHEETS)
    lead, _ = sign_in(alliance, Role.CPD_LEAD)
    args = [alliance.slug, survey.public_id]
    public = reverse("survey_outcome", args=args)
    assert "We have a say" not in Client().get(public).content.decode()
    lead.post(reverse("share_survey_results", args=args))
    page = Client().get(public).content.decode()
    assert '<h3 class="chart-frame__title">We have a say</h3>' in page
    assert ("10 people answered" in page, "Text of" in page) == (True, False)
    assert "Show them no longer" in lead.get(reverse("survey_results", args=args)).content.decode()
    lead.post(reverse("take_back_survey_results", args=args))
    assert "We have a say" not in Client().get(public).content.decode()
    assert Survey.objects.get(pk=survey.pk).shared_at is None
