"""What came of surveys, on the page of somebody who was asked."""

from typing import Any

from django.urls import reverse

from alliance.models import Membership
from alliance.queries.feedback.mine import answered_to

MOST = 5


def surveys_of(member: Membership) -> dict[str, Any]:
    """What `alliance/feedback/mine.html` shows. What waits for an answer is among the tasks."""
    slug = member.alliance.slug
    return {
        "surveys_told": [
            (survey.title, reverse("survey_outcome", args=[slug, survey.public_id]))
            for survey in answered_to(member)[:MOST]
        ],
    }
