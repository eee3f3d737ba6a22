"""Recording by hand that a school took part in something."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.choices import SchoolStatus, Strand
from alliance.models import Engagement, School, User
from foundation import words
from foundation.refusal import Refused

EARLIEST = date(2000, 9, 1)


class AlreadyRecorded(Refused):
    """The same school, strand, day and words are there already."""

    code = "already_recorded"


@transaction.atomic
def record_engagement(
    *, school: School, strand: Strand, took_part_on: date, description: str, by: User
) -> Engagement:
    """A school took part in something on one day. After it closed, the school it became is meant.

    Raises AlreadyRecorded, Refused.
    """
    if not EARLIEST <= took_part_on <= timezone.localdate():
        raise Refused(
            f"Write a day from {words.day(EARLIEST)} to today; what is planned is recorded afterwards.",
            field="took_part_on",
        )
    engagement, is_new = Engagement.objects.get_or_create(
        school=_open_on(school, took_part_on),
        strand=strand,
        took_part_on=took_part_on,
        description=description,
    )
    if not is_new:
        raise AlreadyRecorded(f"“{description}” on {words.day(took_part_on)} is recorded already.")
    return engagement


@transaction.atomic
def remove_engagement(*, engagement: Engagement, by: User) -> None:
    """Take back what was recorded by mistake; the trail keeps it."""
    Engagement.objects.filter(pk=engagement.pk).delete()


def _open_on(school: School, day: date) -> School:
    if school.status != SchoolStatus.CLOSED or school.closed_on is None or day <= school.closed_on:
        return school
    if school.successor is None:
        raise Refused(
            f"{school.name} closed on {words.day(school.closed_on)}, and the register names no successor.",
            field="took_part_on",
        )
    return school.successor
