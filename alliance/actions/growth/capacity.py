"""The places for newcomers of a year: set, taken, given back."""

from django.db import transaction
from django.db.models import F

from alliance.logic.academic_year import AcademicYear
from alliance.models import OnboardingCapacity, User
from alliance.models.growth.onboarding import MOST_PLACES
from alliance.queries.growth.onboarding import places_of
from foundation import words
from foundation.refusal import Refused


class YearFull(Refused):
    """No place is left in the year, or nobody has said how many there are."""

    code = "year_full"


@transaction.atomic
def set_capacity(*, year: AcademicYear, places: int, by: User) -> OnboardingCapacity:
    """How many newcomers the alliance can bring in well in one year. Raises Refused below those it has."""
    if not 0 <= places <= MOST_PLACES:
        raise Refused(f"Write a number from 0 to {MOST_PLACES}.", field=f"places_{year.start}")
    OnboardingCapacity.objects.get_or_create(academic_year=year.start, defaults={"places": places})
    capacity = OnboardingCapacity.objects.select_for_update().get(academic_year=year.start)
    if capacity.used > places:
        raise Refused(
            f"{words.counted(capacity.used, 'place is', 'places are')} used in {year} already: "
            "there cannot be fewer.",
            field=f"places_{year.start}",
        )
    capacity.places = places
    capacity.save()
    return capacity


def take_place(year: AcademicYear) -> None:
    """Take one place of the year: one conditional update, so that two at once take no more than there are.

    Called inside the action that begins onboarding. Raises YearFull.
    """
    left = OnboardingCapacity.objects.filter(academic_year=year.start, used__lt=F("places"))
    if left.update(used=F("used") + 1):
        return
    places = places_of(year)
    if places is None:
        raise YearFull(
            f"Nobody has said yet how many newcomers there can be in {year}: a lead does so first."
        )
    following = AcademicYear(year.start + 1)
    raise YearFull(f"{places.said} in {year}. Choose {following}, or ask a lead to make room.", field="year")


def give_back_place(year: AcademicYear) -> None:
    """What was taken is free again."""
    OnboardingCapacity.objects.filter(academic_year=year.start).update(used=F("used") - 1)
