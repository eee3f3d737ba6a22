"""How much memory a process needs that serves people, and one that works, each after its work.

Resident memory of the process itself, shared pages included, so it counts more than the process costs;
`worker_share_mb` is what it costs: pages that others hold too are shared out. The web process has served
every page of an alliance that needs nothing but its name, exports included, until it had served 300; the
worker has built a report, whose drawing is a process of its own that has ended by then.
"""

import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from http import HTTPStatus
from itertools import cycle, islice
from typing import Any

import psutil

from tsa_portal.runtime.tools import child_environment, python
from tsa_portal.runtime.web import serving

NAME = "memory"
LIMIT = {"worker_mb": ("<=", 120)}
GOAL = {"job_worker_mb": ("<=", 120)}

RUNS = 1
"""Memory depends on what was served, and not on how busy the machine is."""
REQUESTS = 300
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
    return {**_web(), "job_worker_mb": _worker()}


def _web() -> dict[str, float]:
    with serving() as address:
        pages = [page for page in _addresses() if _is_served(address + page)]
        for page in islice(cycle(pages), REQUESTS):
            _is_served(address + page)
        worker = max(_below(os.getpid()), key=_megabytes)
        share = worker.memory_full_info().pss / 1e6
        return {"worker_mb": _megabytes(worker), "worker_share_mb": share, "pages": len(pages)}


def _addresses() -> list[str]:
    """Those that need no more than the name of the alliance."""
    from django.urls import get_resolver

    known = get_resolver().reverse_dict
    patterns = [pattern for name in known if isinstance(name, str) for pattern in known.getlist(name)]
    routes = [route for routes, *_ in patterns for route, arguments in routes if arguments == ["slug"]]
    return sorted({"/" + route % {"slug": ALLIANCE.slug} for route in routes})


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


def _is_served(address: str) -> bool:
    """Whether a page is there for a strategic lead: some addresses are forms' or other people's."""
    request = urllib.request.Request(address, headers={"Cookie": COOKIE, "Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            return "/login/" not in answer.geturl()
    except urllib.error.HTTPError as error:
        if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return False


def _below(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss / 1e6)
