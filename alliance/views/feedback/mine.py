"""Surveys on the page of somebody who was asked."""

from datetime import date
from typing import Any

from django.urls import reverse

from alliance.models import Membership
from alliance.queries.feedback.links import answer_path
from alliance.queries.feedback.mine import answered_to, open_for
from foundation import words

MOST = 5


def surveys_of(member: Membership, today: date) -> dict[str, Any]:
    """What `alliance/feedback/mine.html` shows: what waits for an answer, and what came of earlier ones."""
    slug = member.alliance.slug
    return {
        "surveys_open": [
            (row.survey.title, words.day(row.survey.closes_on), answer_path(row, slug))
            for row in open_for(member, today)[:MOST]
        ],
        "surveys_told": [
            (survey.title, reverse("survey_outcome", args=[slug, survey.public_id]))
            for survey in answered_to(member)[:MOST]
        ],
    }
