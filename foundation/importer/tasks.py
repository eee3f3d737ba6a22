"""The clock: once a night each alliance gets a job that erases what was imported more than a month ago."""

from celery import shared_task
from django.apps import apps
from django.db import transaction

from foundation.importer.choices import ERASE
from foundation.jobs.queue import enqueue

NAME = "foundation.importer.tasks.erase_old_imports"


@shared_task(name=NAME, acks_late=True, ignore_result=True)
def erase_old_imports() -> None:
    """May run twice: a job that is waiting already is not asked for again."""
    for alliance_id in apps.get_model("alliance.Alliance")._default_manager.values_list("pk", flat=True):
        with transaction.atomic():
            enqueue(ERASE, alliance=alliance_id)
