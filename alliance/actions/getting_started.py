"""Leaving a first step out, and taking it up again; putting the whole list away, and back."""

from django.db import transaction

from alliance.models import SkippedStep, User
from alliance.queries.getting_started import WHOLE, is_step
from foundation.refusal import Refused


@transaction.atomic
def skip_step(*, key: str, by: User) -> None:
    """Nobody is reminded of it any more. Again changes nothing. Raises Refused."""
    _check(key)
    SkippedStep.objects.get_or_create(key=key)


@transaction.atomic
def take_up_step(*, key: str, by: User) -> None:
    """It is shown again. Again changes nothing. Raises Refused."""
    _check(key)
    SkippedStep.objects.filter(key=key).delete()


def _check(key: str) -> None:
    if key != WHOLE and not is_step(key):
        raise Refused("There is no such step any more. Open the list again.", code="no_such_step")
