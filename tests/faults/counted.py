"""A job that does as little as a job can do: a row that says so, once."""

import time

from foundation.jobs.run import Run
from foundation.notifications.models import Notification

COUNTED = "tests.counted"
UNHURRIED = "tests.counted_when_there_is_time"
SECONDS = 0.02


def count(run: Run) -> None:
    """Take a moment, in which it may be killed, and leave one row.

    Like every handler it may run again after it wrote and before it was closed, so it looks at what is there.
    Under the fence nobody else can be between that look and the row.
    """
    time.sleep(SECONDS)
    with run.write():
        if not Notification.objects.filter(sentence=run.subject).exists():
            Notification.objects.create(user_id=run.requested_by_id, sentence=run.subject, href="/")
