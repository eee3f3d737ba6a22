"""The clock: each alliance gets a job every hour, and once a night one that forgets what is past keeping and
one that does what is due (reminders, notices, what runs out).
"""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from alliance.choices.jobs import FORGET, HOURLY, ROUNDS
from alliance.models import Alliance
from foundation.clock.forgetting import forget_of_the_portal
from foundation.jobs.queue import enqueue

NAME = "alliance.tasks.forget_what_is_past_keeping"
NAME_OF_HOURLY = "alliance.tasks.do_what_the_hour_asks"


@shared_task(name=NAME, acks_late=True, ignore_result=True)
def forget_what_is_past_keeping() -> None:
    """May run twice: a job that is waiting already is not asked for again."""
    for alliance_id in Alliance.objects.values_list("pk", flat=True):
        with transaction.atomic():
            enqueue(FORGET, alliance=alliance_id)
            enqueue(ROUNDS, alliance=alliance_id)
    forget_of_the_portal(timezone.now())


@shared_task(name=NAME_OF_HOURLY, acks_late=True, ignore_result=True)
def do_what_the_hour_asks() -> None:
    """Announcements come out, digests are written, surveys open and remind. May run twice, as above."""
    for alliance_id in Alliance.objects.values_list("pk", flat=True):
        with transaction.atomic():
            enqueue(HOURLY, alliance=alliance_id)
