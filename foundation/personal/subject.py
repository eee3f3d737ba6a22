"""Whom a request is about, and how their rows are found."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import IRegex


@dataclass(frozen=True)
class Subject:
    """What the alliance in scope knows somebody by. `numbers` are a TRN and the like: digits or codes that
    name one person; `emails` are in lower case.
    """

    person_id: int | None = None
    user_id: int | None = None
    given_name: str = ""
    family_name: str = ""
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def words(self) -> tuple[str, ...]:
        """What names them in a text, the longest first: an address may hold the name."""
        reversed_name = f"{self.family_name}, {self.given_name}" if self.given_name else ""
        words = {self.name, reversed_name, *self.emails, *self.numbers} - {""}
        return tuple(sorted(words, key=len, reverse=True))


Find = Callable[[Subject], Q]
NOBODY = Q(pk__in=[])


def of_user(*columns: str) -> Find:
    """Rows that name the subject's log-in in one of these columns."""
    return lambda subject: _any(columns, subject.user_id)


def of_person(*columns: str) -> Find:
    """Rows that name the subject as a person of the alliance in one of these columns."""
    return lambda subject: _any(columns, subject.person_id)


def with_email(*columns: str) -> Find:
    """Rows with one of the subject's addresses in one of these columns."""

    def find(subject: Subject) -> Q:
        found = NOBODY
        for column in columns:
            found |= Q(**{f"{column}__in": subject.emails}) if subject.emails else NOBODY
        return found

    return find


def mentioning(*columns: str) -> Find:
    """Rows whose text, or JSON, names the subject: both parts of the name, an address, or a number."""

    def find(subject: Subject) -> Q:
        found = NOBODY
        for column in columns:
            found |= mentions(column, subject)
        return found

    return find


def either(*finds: Find) -> Find:
    """Rows that one of them finds."""

    def find(subject: Subject) -> Q:
        found = NOBODY
        for each in finds:
            found |= each(subject)
        return found

    return find


def mentions(column: str, subject: Subject) -> Q:
    """See `mentioning`. Whole words only: Ann Lee is not in "annual sleep"."""
    text = Cast(F(column), TextField())
    found = NOBODY
    for word in (*subject.emails, *subject.numbers):
        found |= _holds(text, word)
    if subject.family_name and subject.given_name:
        found |= _holds(text, subject.family_name) & _holds(text, subject.given_name)
    elif subject.name:
        found |= _holds(text, subject.name)
    return found


def without_words(column: str, subject: Subject, instead: str) -> Any:
    """An expression: the text of a column with every word that names the subject replaced."""
    text: Any = F(column)
    for word in subject.words:
        text = Func(text, Value(_whole(word)), Value(instead), Value("gi"), function="regexp_replace")
    return text


def _holds(text: Any, word: str) -> Q:
    return Q(IRegex(text, Value(_whole(word))))


def _whole(word: str) -> str:
    escaped = re.escape(word)
    start = r"\m" if re.match(r"\w", word) else ""
    end = r"\M" if re.search(r"\w$", word) else ""
    return f"{start}{escaped}{end}"


def _any(columns: tuple[str, ...], pk: int | None) -> Q:
    found = NOBODY
    if pk is not None:
        for column in columns:
            found |= Q(**{column: pk})
    return found
