"""The feed tells of a survey to partners whose people were asked, and of nothing that somebody answers."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.replies import remove_reply, write_reply
from alliance.actions.feedback.sharing import share_results, take_results_back
from alliance.actions.feedback.surveys import close_survey
from alliance.models import Survey, SurveyInvitation, SurveyPartner
from foundation.feed.models import Change
from foundation.tenancy.scope import acting_within
from tests.api_client import system_of
from tests.factories import feedback
from tests.factories.alliance import AllianceFactory, PartnerFactory, UserFactory
from tests.sync.follower import Follower

pytestmark = pytest.mark.django_db(transaction=True)


class Scene:
    """A survey of one school's people; its system and another school's follow the feed from the beginning."""

    def __init__(self) -> None:
        self.alliance, self.by = AllianceFactory(), UserFactory()
        with acting_within(self.alliance), transaction.atomic():
            self.own, self.other = PartnerFactory(), PartnerFactory()
        self.followers = Follower(system_of(self.own)), Follower(system_of(self.other))
        for follower in self.followers:
            follower.to_the_end()

    def do(self, act: Any) -> Any:
        with acting_within(self.alliance), transaction.atomic():
            return act()

    def told(self) -> tuple[list[Any], list[Any]]:
        """What each is told next of surveys: the state, or that it is gone."""
        own, other = (
            [
                "gone" if each.get("deleted") else each["state"]
                for each in follower.to_the_end()
                if each["type"] == "survey"
            ]
            for follower in self.followers
        )
        return own, other

    @property
    def seen(self) -> dict[str, Any]:
        return next(each for (kind, _), each in self.followers[0].mirror.items() if kind == "survey")


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return Scene()


def test_it_is_told_of_opening_closing_results_and_what_was_done(scene: Scene) -> None:
    scene.do(feedback.draft)
    assert scene.told() == ([], [])
    survey = scene.do(lambda: feedback.opened(asked=feedback.of_partner(scene.own)))
    assert scene.told() == (["open"], [])
    sheets = [{"voice": 4}] * 10
    survey = scene.do(lambda: close_survey(survey=_answered(survey, sheets), by=None))
    assert scene.told() == (["closed"], [])
    scene.do(lambda: share_results(survey=survey, by=scene.by))
    assert (scene.told(), scene.seen["results"][0]["answered"]) == ((["closed"], []), 10)
    entry = {"said": "Notice", "did": "Dates", "done_by": "", "published": True}
    day = timezone.localdate()
    reply = scene.do(lambda: write_reply(survey=survey, **entry, done_on=day, by=scene.by))
    assert (scene.told(), [each["said"] for each in scene.seen["replies"]]) == ((["closed"], []), ["Notice"])
    scene.do(lambda: remove_reply(reply=reply, by=scene.by))
    assert (scene.told(), scene.seen["replies"]) == ((["closed"], []), [])
    scene.do(lambda: take_results_back(survey=survey, by=scene.by))
    assert (scene.told(), scene.seen["results"]) == ((["closed"], []), None)
    scene.do(lambda: SurveyPartner.objects.filter(survey=survey).delete())
    assert scene.told() == (["gone"], [])


def _answered(survey: Survey, sheets: list[dict[str, Any]]) -> Survey:
    feedback.answered(survey, sheets)
    return survey


def test_whoever_answers_leaves_no_trace_in_the_feed(scene: Scene) -> None:
    """Nor does asking somebody by name: a change carries a moment, and the feed is kept for 400 days."""
    survey = scene.do(lambda: feedback.opened(asked=feedback.of_partner(scene.own)))
    scene.told()
    before = scene.do(lambda: list(Change.objects.values_list("pk", flat=True)))
    scene.do(lambda: feedback.answered(survey, [{"voice": 4}] * 3))
    scene.do(lambda: SurveyInvitation.objects.filter(survey=survey).update(wants_no_reminders=True))
    assert scene.do(lambda: list(Change.objects.values_list("pk", flat=True))) == before
    assert scene.told() == ([], [])
