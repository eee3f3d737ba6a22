"""`?updated_since=`, also in the spelling of the DfE's APIs."""

from datetime import UTC, datetime, time

from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime

from foundation.api.problems import BadParameter
from foundation.feed.since import EVER

NAMES = ("updated_since", "filter[updated_since]")
HOW = "Write a moment such as 2026-11-23T16:21:36Z, or a day. In an address a plus sign is written %2B."


def updated_since(request: HttpRequest) -> datetime | None:
    """The moment asked for; None without one. Raises `BadParameter`."""
    for name in NAMES:
        if name in request.GET:
            return _moment(name, request.GET[name])
    return None


def _moment(name: str, text: str) -> datetime:
    try:
        day = parse_date(text)
        moment = datetime.combine(day, time(), UTC) if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadParameter(name, HOW)
    return max(moment, EVER)
