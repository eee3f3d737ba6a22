"""An import that is killed leaves the register as it was."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction

from alliance.models import RegisterImport, School
from tests.alliance.register_files import link, school, written

PATIENCE = 60
"""Seconds to wait for another process to get so far."""


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND relation = 'alliance_schoollink'::regclass)"
        )
        return bool(cursor.fetchone()[0])


def start_import(file: Path, links: Path) -> subprocess.Popen[bytes]:
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?{urlencode({'host': at['HOST']})}"
    if at["PORT"]:
        url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_register", str(file), "--links", str(links), "--skip-checks"],
        cwd=settings.ROOT,
        env={**os.environ, "DATABASE_URL": url, "TSA_SECRET_KEY": settings.SECRET_KEY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_leaves_nothing(tmp_path):
    School.objects.create(urn=100001, name="Ash")
    file = written(tmp_path, "extract.csv", [school(urn, "Beech") for urn in range(100001, 100201)])
    links = written(tmp_path, "links.csv", [link(100001, 100300)])
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE alliance_schoollink IN ACCESS EXCLUSIVE MODE")
        process = start_import(file, links)
        until = time.monotonic() + PATIENCE
        while not waits_for_a_lock():
            assert process.poll() is None, "The import ended before it came to the links."
            assert time.monotonic() < until, "The import did not come to the links."
            time.sleep(0.2)
        process.kill()
        process.wait()
    assert list(School.objects.values_list("urn", "name")) == [(100001, "Ash")]
    assert RegisterImport.objects.count() == 0
