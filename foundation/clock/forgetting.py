"""The nightly round over what belongs to no alliance, and the jobs of one alliance."""

from datetime import datetime, timedelta

import structlog
from django.contrib.sessions.models import Session
from django.db import connection

from foundation.clock.registry import forgettings
from foundation.health.models import Pulse
from foundation.jobs.models import ENDED, Job
from foundation.tenancy.scope import current_alliance_id

log = structlog.get_logger(__name__)

JOBS_KEPT = timedelta(days=90)
PULSES_KEPT = timedelta(days=1)


def forget_of_the_portal(now: datetime) -> None:
    """Forget what belongs to no alliance. A night without it is made up for by the next."""
    for name, forget in forgettings.items():
        try:
            log.info("forgotten", what=name, rows=forget(now))
        except Exception:  # one that fails does not keep the others from their turn
            log.exception("not_forgotten", what=name)
            connection.close_if_unusable_or_obsolete()


def forget_sessions(now: datetime) -> int:
    """Sessions that have run out."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_pulses(now: datetime) -> int:
    """Processes that are no more."""
    return Pulse.objects.filter(at__lt=now - PULSES_KEPT).delete()[0]


def forget_jobs(now: datetime) -> int:
    """Jobs of the alliance in scope that ended long ago, with the sentences they ended with.

    What they did is told elsewhere: in the record and its history.
    """
    old = Job.objects.of(current_alliance_id()).filter(state__in=ENDED, finished_at__lt=now - JOBS_KEPT)
    return old.delete()[1].get(Job._meta.label, 0)
