"""What a partner's record waits for: one thing at a time, the most serious first."""

from enum import StrEnum

from alliance.logic.verification import Standing


class Need(StrEnum):
    """A reason to act on a partner."""

    FOLLOW_SUCCESSOR = "follow_successor"
    """The school closed, and another record carries it on."""
    SCHOOL_CLOSED = "school_closed"
    """The school closed, and nothing carries it on."""
    CONTACT = "contact"
    """There is nobody to write to."""
    MAIN_CONTACT = "main_contact"
    """There are contacts, and none is the main one."""
    VERIFY = "verify"
    """Nobody has checked for a year that the main contact is right."""
    SPECIALISM = "specialism"
    """A specialist school without a specialism that counts today."""


OF_STAFF = frozenset({Need.SPECIALISM})
"""What only staff can settle: nobody else is asked for it."""


def need_of(
    *,
    is_current: bool,
    closed: bool,
    has_successor: bool,
    contacts: int,
    main: Standing | None,
    unevidenced: bool = False,
) -> Need | None:
    """The one thing to do next; None where nothing is due. `main` is where the main contact stands."""
    if not is_current:
        return None
    if closed:
        return Need.FOLLOW_SUCCESSOR if has_successor else Need.SCHOOL_CLOSED
    if contacts == 0:
        return Need.CONTACT
    if main is None:
        return Need.MAIN_CONTACT
    if main is not Standing.VERIFIED:
        return Need.VERIFY
    return Need.SPECIALISM if unevidenced else None
