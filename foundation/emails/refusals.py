"""What a mail server means when it does not take a letter."""

from dataclasses import dataclass, field
from enum import Enum
from smtplib import SMTPRecipientsRefused
from typing import Generic, TypeVar

OF_US = (b"5.7.", b"5.1.7", b"5.1.8")
"""How it begins to say that it takes nothing from us, whoever it is for (RFC 3463): security and policy, and
the sender's address.
"""
OF_THE_ADDRESS = (b"5.1.", b"5.2.")
"""How it begins to say that there is no such mailbox, or none that takes letters."""
SEVERAL = 3
"""Fewer refusals than that are no pattern."""

Sent = TypeVar("Sent")


class Refusal(Enum):
    """What a letter that was not taken says of its address."""

    ADDRESS = "refused for good: there is no such mailbox, and there will be none"
    UNSAID = "refused for good, and whether for its own sake or for ours is not said"
    PASSING = "nothing: it may be taken another time"


def refusal_of(error: OSError) -> Refusal:
    if not isinstance(error, SMTPRecipientsRefused):
        return Refusal.PASSING
    answers = list(error.recipients.values())
    if not all(500 <= code < 600 and not said.startswith(OF_US) for code, said in answers):
        return Refusal.PASSING
    spoken = all(said.startswith(OF_THE_ADDRESS) for _, said in answers)
    return Refusal.ADDRESS if spoken else Refusal.UNSAID


@dataclass
class Tally(Generic[Sent]):
    """What a mail server made of the letters of one run, in their order.

    A refusal that leaves unsaid whose fault it is counts as the address's, as long as most letters are taken:
    what most of them get is the server's own trouble, and so is what all got after which a run gave up.
    """

    in_vain: int = 0
    """Letters in a row that were not taken, those left out whose address it was that was refused."""
    taken: int = 0
    _unsaid: list[Sent] = field(default_factory=list)
    _in_a_row: list[Sent] = field(default_factory=list)

    def note_taken(self) -> None:
        self.taken += 1
        self.note_answer()

    def note_answer(self) -> None:
        """The server takes letters, or says of an address that it is wrong: it is there."""
        self._unsaid += self._in_a_row
        self._in_a_row, self.in_vain = [], 0

    def note_in_vain(self, letter: Sent, refusal: Refusal) -> None:
        self.in_vain += 1
        if refusal is Refusal.UNSAID:
            self._in_a_row.append(letter)

    def of_addresses(self, *, gave_up: bool) -> list[Sent]:
        """Those whose address it was; `gave_up`: too many in a row were not taken."""
        unsaid = self._unsaid if gave_up else [*self._unsaid, *self._in_a_row]
        return unsaid if len(unsaid) < SEVERAL or len(unsaid) <= self.taken else []
