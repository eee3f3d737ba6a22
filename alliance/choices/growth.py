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
        *((stage, ProspectStage.MEMBER) for stage in PIPELINE),
        *((stage, ProspectStage.DECLINED) for stage in PIPELINE),
    }
)
"""One stage on; one back, until onboarding begins; declined from everywhere; a member from everywhere, where
it was added as a partner directly. Triggers refuse all others.
"""


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


class Conflict(models.TextChoices):
    """What an assessor says about their own interest, before anything else."""

    NOT_SAID = "", "Not said yet"
    NONE = "none", "No conflict of interest"
    DECLARED = "declared", "Conflict of interest"


class Recommendation(models.TextChoices):
    """What one assessor would do."""

    JOIN = "join", "Let them join"
    NOT_YET = "not_yet", "Not yet"
    DECLINE = "decline", "Decline"


class BoardAnswer(models.TextChoices):
    """What the board said."""

    APPROVE = "approve", "Approved"
    DEFER = "defer", "Deferred"
    DECLINE = "decline", "Declined"


FINAL_ANSWERS = (BoardAnswer.APPROVE, BoardAnswer.DECLINE)
"""After one of them no score changes any more."""


class Points(models.IntegerChoices):
    """How far a prospect meets one criterion."""

    NONE = 0, "0 · not at all"
    LITTLE = 1, "1 · a little"
    PARTLY = 2, "2 · partly"
    LARGELY = 3, "3 · largely"
    FULLY = 4, "4 · fully"


class Strength(models.IntegerChoices):
    """How well somebody covers an area of expertise."""

    SOME = 1, "Some"
    STRONG = 2, "Strong"
    LEADING = 3, "Leading"


class OnboardingItem(models.TextChoices):
    """What has to be in place before a newcomer is a partner."""

    AGREEMENT = "agreement", "Agreement signed"
    CONTACTS = "contacts", "Contacts known"
    CREDENTIAL = "credential", "API credential made"
    DATA_AGREEMENT = "data_agreement", "Data agreement signed"
    INDUCTION = "induction", "Induction meeting held"
