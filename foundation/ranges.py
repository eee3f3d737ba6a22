"""Ranges of days as PostgreSQL compares them."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateRange(Func):
    """`daterange(from, to, bounds)`; an unknown day leaves that side open."""

    function = "DATERANGE"
    output_field = DateRangeField()
