"""Dates that people write down, the terms, and the feeds that calendars subscribe to."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from alliance.choices import Audience, EntryKind, TermKind
from alliance.models.audience import AudienceQuerySet
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class CalendarEntryQuerySet(AudienceQuerySet):
    def between(self, first: date, last: date) -> "CalendarEntryQuerySet":
        """Those that lie on these days or reach into them."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class CalendarEntry(AllianceOwnedPublic):
    """A meeting, visit, deadline or other date, on whole days or from one time to another.

    Times are the clock's in London: a meeting at 16:00 stays at 16:00 when the clocks change. `link` is where
    one takes part online, `folder` where its files lie in Teams or Drive: the portal opens neither.
    """

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    title = models.CharField(max_length=150)
    audience = models.CharField("for", max_length=10, choices=Audience.choices)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    from_time = models.TimeField("from", null=True, blank=True)
    until_time = models.TimeField("until", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    link = models.CharField("online link", max_length=1000, blank=True)
    folder = models.CharField("files in Teams or Drive", max_length=1000, blank=True)
    details = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(CalendarEntryQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "calendar entry"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, until_time__isnull=True)
                | Q(from_time__isnull=False, until_time__isnull=False),
                name="entry_both_times",
                violation_error_message="Write both times, or neither for whole days.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"))
                | Q(ends_on=F("starts_on")) & (Q(from_time__isnull=True) | Q(until_time__gt=F("from_time"))),
                name="entry_ends_after_it_begins",
                violation_error_message="It ends before it begins.",
            ),
            models.CheckConstraint(
                condition=(Q(link="") | Q(link__startswith="https://"))
                & (Q(folder="") | Q(folder__startswith="https://")),
                name="entry_safe_links",
                violation_error_message="Only addresses that begin with https:// are taken.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "starts_on", "ends_on"], name="entry_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self) -> date | datetime:
        """The first day, or the moment it begins."""
        return _moment(self.starts_on, self.from_time)

    @property
    def ends(self) -> date | datetime:
        """The last day, or the moment it ends."""
        return _moment(self.ends_on, self.until_time)


def _moment(day: date, time: Any) -> date | datetime:
    return day if time is None else timezone.make_aware(datetime.combine(day, time))


class TermDateQuerySet(AllianceQuerySet):
    def between(self, first: date, last: date) -> "TermDateQuerySet":
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def of_year(self, year: Any) -> "TermDateQuerySet":
        """Those that lie in an academic year."""
        return self.between(year.first_day, year.last_day)


class TermDate(AllianceOwnedPublic):
    """A term, or INSET days: of one local authority's schools, or without one of the whole alliance.

    Terms of one authority do not overlap, and each lies in one academic year; days of INSET may lie in them.
    """

    kind = models.CharField(max_length=5, choices=TermKind.choices)
    name = models.CharField(max_length=60)
    local_authority = models.ForeignKey(
        "alliance.LocalAuthority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    version = models.PositiveIntegerField(default=1, db_default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(TermDateQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
            ExclusionConstraint(
                name="term_overlaps_none",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    (Coalesce("local_authority", Value(0)), RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="DATERANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind=TermKind.TERM),
                violation_error_message="Another term of these schools lies in these days.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "starts_on", "ends_on"], name="term_by_day")]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(AllianceOwnedPublic):
    """The address from which one person's calendar program reads what they may see, with no log-in.

    The address holds 192 random bits, shown once; only their digest is kept. What it gives is decided anew
    each time it is read, so somebody who has left gets nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    token_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "token_digest"], name="calendar_feed_token"),
            models.UniqueConstraint(
                fields=["alliance", "user"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_live",
            ),
        ]

    def __str__(self) -> str:
        return "Calendar feed"
