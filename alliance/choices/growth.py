"""How an organisation comes into the alliance: the stages it goes through, how it is judged on the way."""

from itertools import pairwise

from django.db import models


class ProspectStage(models.TextChoices):
    """Where a prospect stands (domain.md §1.2)."""

    PROSPECT = "prospect", "Prospect"
    ENQUIRY = "enquiry", "Enquiry"
    ASSESSED = "assessed", "Assessed"
    DUE_DILIGENCE = "due_diligence", "Due diligence"
    BOARD_DECISION = "board_decision", "Board decision"
    ONBOARDING = "onboarding", "Onboarding"
    MEMBER = "member", "Member"
    DECLINED = "declined", "Declined"


PIPELINE = (
    ProspectStage.PROSPECT,
    ProspectStage.ENQUIRY,
    ProspectStage.ASSESSED,
    ProspectStage.DUE_DILIGENCE,
    ProspectStage.BOARD_DECISION,
    ProspectStage.ONBOARDING,
)
"""The stages in which something still has to be done, in their order."""

PROSPECT_TRANSITIONS = frozenset(
    {
        *pairwise(PIPELINE),
        *((later, earlier) for earlier, later in pairwise(PIPELINE[:5])),
        (ProspectStage.ONBOARDING, ProspectStage.MEMBER),
        *((stage, ProspectStage.DECLINED) for stage in PIPELINE),
    }
)
"""One stage on; one back, until onboarding begins; declined from everywhere. Triggers refuse all others."""


class DeclineReason(models.TextChoices):
    """Why it came to nothing: theirs first, then the alliance's."""

    WITHDREW = "withdrew", "They withdrew"
    NO_ANSWER = "no_answer", "They did not answer"
    ELSEWHERE = "elsewhere", "They joined another alliance"
    AIMS = "aims", "Our aims differ"
    CAPACITY = "capacity", "They cannot contribute enough"
    TOO_FAR = "too_far", "Too far away"
    DILIGENCE = "diligence", "Due diligence found a reason against it"
    BOARD = "board", "The board decided against it"
    OTHER = "other", "Another reason"
