"""The Celery application: worker and beat."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tsa_portal.settings")

app = Celery("tsa_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["foundation.jobs"])


@worker_init.connect
def check_database(**_: Any) -> None:
    """A worker, like the web, refuses a database that could show one alliance to another."""
    from foundation.tenancy.boot import refuse_unsafe_database

    refuse_unsafe_database()
