"""The ballot box of an anonymous survey: what goes in is sealed, and comes out as nobody's.

docs/adr/0025-anonymous-answers.md gives the reasons.
"""

import json
from random import SystemRandom

from alliance.logic.feedback.ballots import Sheet, unlinked
from alliance.models import BallotBox, Survey, SurveyAnswers
from foundation.accounts.sealing import seal, unseal

PADDED_TO = 64 * 1024
"""Characters: a box grows in steps, so that its size tells nothing of the length of an answer."""


def place_box(survey: Survey) -> None:
    """An empty box, of the size that it has with the first answers in it."""
    BallotBox.objects.create(survey=survey, sealed=_sealed(survey, []))


def put_in(survey: Survey, sheet: Sheet) -> None:
    """Rewrite the whole box with one sheet more, in any order. Whoever comes at the same time waits."""
    box = BallotBox.objects.select_for_update().get(survey=survey)
    sheets = [*_opened(survey, box), sheet]
    SystemRandom().shuffle(sheets)
    box.sealed = _sealed(survey, sheets)
    box.save()


def count_out(survey: Survey) -> None:
    """Write the answers as sheets that are nobody's, all at once and in any order, and remove the box."""
    box = BallotBox.objects.select_for_update().get(survey=survey)
    keys = [item.key for item in survey.version.questionnaire.items]
    SurveyAnswers.objects.bulk_create(
        SurveyAnswers(
            survey=survey, mode=survey.mode, group=SurveyAnswers.group_of(sheet), answers=sheet.answers
        )
        for sheet in unlinked(_opened(survey, box), keys, SystemRandom())
    )
    box.delete()


def _sealed(survey: Survey, sheets: list[Sheet]) -> str:
    text = json.dumps([[SurveyAnswers.group_of(sheet), sheet.answers] for sheet in sheets])
    size = -(-(len(text) + 1) // PADDED_TO) * PADDED_TO
    return seal(text.ljust(size), purpose=_purpose(survey))


def _opened(survey: Survey, box: BallotBox) -> list[Sheet]:
    kept = json.loads(unseal(box.sealed, purpose=_purpose(survey)))
    return [SurveyAnswers(group=group, answers=answers).sheet for group, answers in kept]


def _purpose(survey: Survey) -> str:
    """Each survey's box has a key of its own."""
    return f"ballot box {survey.public_id}"
