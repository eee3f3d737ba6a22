"""Two people change one record at once: the second is told, and nothing is lost.

The database raises `version` with every update, whoever makes it.
"""

from typing import TypeVar

from alliance.models import Contact, Membership, Partner
from foundation.refusal import Refused

Versioned = TypeVar("Versioned", Partner, Contact)


class ChangedMeanwhile(Refused):
    """The record is no longer as the editor saw it; `current` is what it is now."""

    code = "changed_meanwhile"

    def __init__(self, current: Partner | Contact | Membership) -> None:
        super().__init__(
            "Somebody else changed this while you were writing. Compare the two versions, then save again."
        )
        self.current = current


def locked(record: Versioned, version: int | None = None) -> Versioned:
    """The record as it is now, locked for the transaction. Raises ChangedMeanwhile for an old version."""
    current = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if version is not None and current.version != version:
        raise ChangedMeanwhile(current)
    return current
