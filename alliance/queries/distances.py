"""Straight-line distance in the database, on the British National Grid."""

from dataclasses import dataclass
from typing import Self

from django.db.models import ExpressionWrapper, F, FloatField, Value
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast, Power, Sqrt
from django.db.models.lookups import LessThanOrEqual

from alliance.models import School
from foundation.maps.grid import MILE


@dataclass(frozen=True)
class Centre:
    """Where distances are measured from: the lead school. Easting and northing in metres."""

    school_id: int
    name: str
    easting: int
    northing: int

    @classmethod
    def of(cls, school: School | None) -> Self | None:
        """None where there is no school, or where the register does not say where it is."""
        if school is None or school.easting is None or school.northing is None:
            return None
        return cls(school.resolved_id, school.name, school.easting, school.northing)

    def miles_to(self, path: str = "school__") -> Expression:
        """Miles from here to the school at `path`; null where its place is not known."""
        return ExpressionWrapper(Sqrt(self.square_metres(path)) / Value(MILE), output_field=FloatField())

    def within(self, miles: float, path: str = "school__") -> LessThanOrEqual:
        """The condition that the school at `path` lies at most so many miles from here."""
        return LessThanOrEqual(self.square_metres(path), Value((miles * MILE) ** 2))

    def square_metres(self, path: str = "school__") -> Combinable:
        """The square of the metres to the school at `path`; null where its place is not known."""
        return _square(path + "easting", self.easting) + _square(path + "northing", self.northing)


def _square(field: str, origin: int) -> Power:
    return Power(Cast(F(field), FloatField()) - Value(float(origin)), Value(2.0))
