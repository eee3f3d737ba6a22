"""Schools around a place, from the register's index of places."""

from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, Value

from alliance.choices import SchoolStatus
from alliance.logic.geography import Place
from alliance.models import School
from foundation.maps.grid import MILE


def place_of(school: School | None) -> Place | None:
    """Easting and northing in metres; None where there is no school, or the register does not say where it
    is."""
    if school is None or school.easting is None or school.northing is None:
        return None
    return school.easting, school.northing


def is_open() -> Q:
    """Of the register, and open: perhaps proposed to close, but not yet."""
    return Q(in_register=True, status__in=(SchoolStatus.OPEN, SchoolStatus.CLOSING))


def nearest(school: School, limit: int = 10) -> QuerySet[School]:
    """The open schools nearest to this one, with `metres`; none where its place is not known."""
    place = place_of(school)
    if place is None:
        return School.objects.none()
    return _others(school, place).exclude(easting=None)[:limit]


def within(school: School, miles: float) -> QuerySet[School]:
    """The open schools at most so many miles from this one, with `metres`, the nearest first."""
    place = place_of(school)
    if place is None:
        return School.objects.none()
    reach = Func(_point(place), Value(float(miles * MILE)), function="circle")
    inside = Func(
        _point_of_school(),
        reach,
        arg_joiner=" <@ ",
        template="%(expressions)s",
        output_field=BooleanField(),
    )
    return _others(school, place).filter(inside)


def metres_from(place: Place) -> Func:
    """Metres from `place` in a straight line; null for a school whose place is not known."""
    return Func(
        _point_of_school(),
        _point(place),
        arg_joiner=" <-> ",
        template="%(expressions)s",
        output_field=FloatField(),
    )


def _others(school: School, place: Place) -> QuerySet[School]:
    return (
        School.objects.filter(is_open())
        .exclude(resolved_id=school.resolved_id)
        .annotate(metres=metres_from(place))
        .order_by("metres")
    )


def _point_of_school() -> Func:
    return Func(F("easting"), F("northing"), function="point")


def _point(place: Place) -> Func:
    return Func(Value(float(place[0])), Value(float(place[1])), function="point")
