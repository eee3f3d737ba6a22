"""What an action raises when a rule of the domain says no."""

from uuid import UUID


class Refused(Exception):
    """A rule refused the action. `sentence` is for the person: what is wrong, why, and what to do next.

    `code` is the stable word the API answers with; `field` names the input the sentence belongs to, if one
    does. `existing` is the public id of what is there already, where that is why.
    """

    code = "refused"

    def __init__(
        self,
        sentence: str,
        *,
        field: str | None = None,
        code: str | None = None,
        existing: UUID | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.existing = existing
        if code is not None:
            self.code = code


class ChangedMeanwhile(Refused):
    """The record is no longer as its editor saw it: somebody else has changed it."""

    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this while you were writing. Choose what to keep of each field, then save."
        )


class GoneMeanwhile(Refused):
    """The record is no longer there: somebody else has removed it."""

    code = "gone_meanwhile"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Somebody else removed {what} while you were writing. Nothing was saved. What you wrote is "
            "below: copy what you need, or add it anew."
        )
