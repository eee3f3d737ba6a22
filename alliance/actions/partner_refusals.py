"""Who may not become a partner, and the sentence that says so."""

from datetime import date

from django.db.models import F
from django.utils import timezone

from alliance.choices import SchoolStatus
from alliance.models import Partner, School
from foundation import words
from foundation.refusal import Refused


class AlreadyPartner(Refused):
    """The organisation is a partner already; `partner` is its record."""

    code = "already_partner"

    def __init__(self, sentence: str, partner: Partner) -> None:
        super().__init__(sentence)
        self.partner = partner


class SchoolClosed(Refused):
    """The register says the school is closed; `successor` is the open school it became, if it says so."""

    code = "school_closed"

    def __init__(self, sentence: str, successor: School | None) -> None:
        super().__init__(sentence)
        self.successor = successor


class LeadSchoolStays(Refused):
    """The alliance is led from here."""

    code = "lead_school_stays"


def refuse_school(school: School, *, besides: Partner | None = None) -> None:
    """Raise AlreadyPartner or SchoolClosed where `school` cannot join.

    Any record of the same resolved school counts; `besides` is a partner that does not.
    """
    same = Partner.objects.filter(school__resolved_id=school.resolved_id).select_related("school")
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    known = same.order_by(F("left_on").desc(nulls_first=True), "pk").first()
    if known is not None:
        raise already(known, school)
    if school.status == SchoolStatus.CLOSED:
        raise closed(school)


def refuse_ending(*, name: str, is_lead: bool, joined_on: date, left_on: date | None, last_day: date) -> None:
    """Raise LeadSchoolStays or Refused where a partnership cannot end on `last_day`."""
    if is_lead:
        raise LeadSchoolStays(f"{name} leads the alliance. Name another lead school first.")
    if left_on is not None:
        raise Refused(f"{name} left on {words.day(left_on)} already.")
    if not joined_on <= last_day <= timezone.localdate():
        raise Refused(
            f"Write a day from {words.day(joined_on)}, when they joined, to today.", field="left_on"
        )


def already(known: Partner, school: School | None = None) -> AlreadyPartner:
    """The refusal for an organisation whose record is `known`; `school` is what somebody tried to add."""
    if known.left_on is not None:
        return AlreadyPartner(
            f"{known.name} was a partner until {words.day(known.left_on)}. Open its record to let it rejoin.",
            known,
        )
    if school is not None and known.school is not None and known.school_id != school.pk:
        return AlreadyPartner(
            f"{school.name} (URN {school.urn}) and {known.name} (URN {known.school.urn}) are the same school "
            f"with a new URN, and {known.name} is a partner already.",
            known,
        )
    return AlreadyPartner(f"{known.name} is a partner already, since {words.day(known.joined_on)}.", known)


def closed(school: School) -> SchoolClosed:
    """The refusal for a school that the register says is closed, with what it became."""
    when = f" on {words.day(school.closed_on)}" if school.closed_on else ""
    successor = school.successor
    if successor is None or successor.status == SchoolStatus.CLOSED:
        return SchoolClosed(
            f"{school.name} closed{when}, and the School register names no open successor.", None
        )
    return SchoolClosed(
        f"{school.name} closed{when}. Its successor is {successor.name} (URN {successor.urn}).", successor
    )
