"""How much memory a process needs that serves people, and one that works, each after its work.

Resident memory of the process itself, shared pages included, so it counts more than the process costs. The
web process has served 200 pages of every kind that a member of staff opens, the worker has built a report,
whose drawing is a process of its own that has ended by then.
"""

import os
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from typing import Any

import psutil

from tsa_portal.runtime.tools import child_environment, python
from tsa_portal.runtime.web import serving

NAME = "memory"
LIMIT = {"worker_mb": ("<=", 120)}
GOAL = {"job_worker_mb": ("<=", 120)}

PAGES = 200
PATIENCE = 120
WORKER = (
    "-P",
    "-m",
    "celery",
    "-A",
    "tsa_portal.celery:app",
    "worker",
    "-P",
    "prefork",
    "--concurrency",
    "1",
)
ALLIANCE: Any = None
COOKIE = ""


def prepare() -> None:
    """An alliance with what a report needs, and a member of staff who is logged in."""
    global ALLIANCE, COOKIE
    from django.conf import settings
    from django.test import Client

    from alliance.choices import Role
    from tests.factories.alliance import MembershipFactory
    from tests.factories.reporting import furnished

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    ALLIANCE = furnished()
    member = MembershipFactory(alliance=ALLIANCE, roles=[Role.STRATEGIC_LEAD])
    client = Client()
    client.force_login(member.user)
    COOKIE = f"tsa_session={client.cookies['tsa_session'].value}"


def measure() -> dict[str, float]:
    return {"worker_mb": _web(), "job_worker_mb": _worker()}


def _web() -> float:
    paths = ("", "partners/", "partners/map/", "partners/add/", "insight/", "settings/", "settings/people/")
    with serving() as address:
        for number in range(PAGES):
            _get(f"{address}/a/{ALLIANCE.slug}/{paths[number % len(paths)]}")
        return max(_megabytes(process) for process in _below(os.getpid()) if _is(process, "granian"))


def _worker() -> float:
    from foundation.jobs.models import Job
    from foundation.jobs.relay import publish_pending
    from tests.factories.alliance import MembershipFactory
    from tests.factories.reporting import start

    with ExitStack() as stack:
        log = stack.enter_context(tempfile.TemporaryFile())
        worker = subprocess.Popen(python(*WORKER), env=child_environment({}), stdout=log, stderr=log)
        stack.callback(worker.wait)
        stack.callback(worker.terminate)
        start(ALLIANCE, MembershipFactory(alliance=ALLIANCE).user)
        publish_pending()
        until = time.monotonic() + PATIENCE
        while Job.objects.live().exists():
            if time.monotonic() > until or worker.poll() is not None:
                log.seek(0)
                raise AssertionError(log.read().decode(errors="replace")[-4000:])
            time.sleep(0.2)
        return max(_megabytes(process) for process in _below(worker.pid))


def _get(address: str) -> None:
    request = urllib.request.Request(address, headers={"Cookie": COOKIE, "Host": "localhost"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        if answer.status != 200 or "/login/" in answer.geturl():
            raise AssertionError(f"{address} answered {answer.status} at {answer.geturl()}.")
        answer.read()


def _below(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def _is(process: psutil.Process, word: str) -> bool:
    return any(word in part for part in process.cmdline()) or process.name().startswith(word)


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss / 1e6)
