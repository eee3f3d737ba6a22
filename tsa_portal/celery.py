"""The Celery application: worker and beat."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tsa_portal.settings")

app = Celery("tsa_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["foundation.jobs"])
app.conf.beat_schedule = {
    "do what the hour asks": {
        "task": "alliance.tasks.do_what_the_hour_asks",
        "schedule": crontab(minute="1"),
    },
    "forget what is past keeping": {
        "task": "alliance.tasks.forget_what_is_past_keeping",
        "schedule": crontab(hour="3", minute="10"),
    },
}


@worker_init.connect
def check_database(**_: Any) -> None:
    """A worker, like the web, refuses a database that could show one alliance to another."""
    from django.db import connection

    from foundation.tenancy.boot import refuse_unsafe_database

    refuse_unsafe_database()
    connection.close()  # nothing that processes forked from here could share


@worker_init.connect
def load_work(**_: Any) -> None:
    from foundation.jobs.registry import load_handlers

    load_handlers()


@worker_ready.connect
def begin_pulse(**_: Any) -> None:
    from foundation.health.pulse import WorkerHeart

    WorkerHeart().start()
