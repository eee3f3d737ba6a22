"""Whether a password would fall to somebody who knows people's habits, and this person."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

TRADE_WORDS = (
    *("academy", "alliance", "classroom", "college", "curriculum", "education", "headteacher", "learning"),
    *(
        "lesson",
        "mentor",
        "ofsted",
        "partner",
        "portal",
        "primary",
        "pupils",
        "school",
        "schools",
        "secondary",
    ),
    *("staffroom", "teach", "teacher", "teachers", "teaching", "trainee", "training", "trust"),
)
"""What everybody here has in common, and so what a guesser of school passwords tries first."""

LONGEST_JUDGED = 72
"""zxcvbn's own limit in characters: the time it takes grows with the square."""

REASONS = {
    "user_inputs": "it is built from your name, your address, your schools or words of the trade",
    "passwords": "it is built on one of the most used passwords",
    "repeat": "the same characters come again and again",
    "sequence": "its characters follow one another",
    "spatial": "its keys lie in a row",
    "date": "most of it is a date",
    "regex": "most of it is a year",
}


class GuessableValidator:
    """Refuses what zxcvbn (Wheeler, USENIX Security 2016) says fewer than 10^10 tries will guess (score 4).

    It works offline, from zxcvbn's 30,000 leaked passwords, names, dictionary words, keyboard rows, dates and
    repeats, also with letters swapped for digits, and from Django's own list of 20,000. To these it adds what
    others know of the person: `user.familiar_words()`.
    """

    least_score = 4

    def __init__(self) -> None:
        self.common = CommonPasswordValidator()

    def validate(self, password: str, user: Any = None) -> None:
        if reason := self._reason_against(password, user):
            raise ValidationError(
                f"This password is easy to guess: {reason}. "
                "Use four words that have nothing to do with each other or with you.",
                code="password_guessable",
            )

    def _reason_against(self, password: str, user: Any) -> str:
        # Half a second and 15 MB, which only the process that sets a password should pay.
        from zxcvbn import zxcvbn

        known = [*TRADE_WORDS, *familiar(user.familiar_words() if user is not None else ())]
        judged = zxcvbn(password[:LONGEST_JUDGED], user_inputs=known)
        if judged["score"] < self.least_score:
            return _reason(judged["sequence"])
        return REASONS["passwords"] if password.lower().strip() in self.common.passwords else ""

    def get_help_text(self) -> str:
        return "Four words that have nothing to do with each other or with you are hard to guess."


def familiar(names: Iterable[str]) -> list[str]:
    """The words of these names and each name run together, in lower case; two letters say nothing."""
    words: dict[str, None] = {}
    for name in names:
        parts = re.findall(r"[^\W_]{3,}", name.lower())
        words.update(dict.fromkeys([*parts, "".join(parts)]))
    return [word for word in words if word]


def _reason(sequence: Sequence[Any]) -> str:
    """Why, after the longest part that was recognised; never quoting the password on to the screen."""
    known = [match for match in sequence if match["pattern"] != "bruteforce"]
    if not known:
        return "it is too short for what it is made of"
    longest = max(known, key=lambda match: len(match["token"]))
    return REASONS.get(
        longest.get("dictionary_name", longest["pattern"]), "it is made of common words or names"
    )
