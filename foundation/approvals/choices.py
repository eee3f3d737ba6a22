"""The life of an approval; `TRANSITIONS` says what may follow what."""

from django.db import models


class ApprovalState(models.TextChoices):
    """An approval that runs out stays *waiting*: asked again, it waits anew."""

    WAITING = "waiting", "Waiting"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


TRANSITIONS: tuple[tuple[ApprovalState, ApprovalState], ...] = (
    (ApprovalState.WAITING, ApprovalState.AGREED),
    (ApprovalState.WAITING, ApprovalState.DECLINED),
    (ApprovalState.WAITING, ApprovalState.WITHDRAWN),
)
DECIDED = (ApprovalState.AGREED, ApprovalState.DECLINED)
