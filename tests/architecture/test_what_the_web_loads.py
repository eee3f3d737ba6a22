"""A process that serves pages holds only what it serves them with: whatever it loads is memory for good."""

import os
import subprocess
import sys

import pytest

NOT_LOADED = {
    "alliance.demo": "only ./portal demo makes demo data",
    "alliance.jobs": "only workers do jobs (foundation/jobs/registry.py)",
    "celery": "the web writes to the outbox; relay, worker and beat speak with the broker",
    "drf_spectacular.openapi": "loaded once somebody asks for the API's document (alliance/api/described.py)",
    "fontTools": "documents are drawn in a process of their own",
    "foundation.importer.jobs": "only workers do jobs (foundation/jobs/registry.py)",
    "icalendar": "loaded once somebody's calendar is written (foundation/calendars/ics.py)",
    "mjml": "loaded once a letter is laid out (foundation/emails/html.py)",
    "pikepdf": "documents are finished where they are drawn",
    "PIL": "loaded once somebody uploads a picture (foundation/uploads)",
    "puremagic": "loaded once somebody uploads a file (foundation/uploads/kinds.py)",
    "python_calamine": "uploaded files are read in a process of their own (foundation/importer)",
    "reporting.demo": "only ./portal demo makes demo data",
    "reporting.jobs": "only workers do jobs (foundation/jobs/registry.py)",
    "reporting.pdf": "only workers compose documents",
    "segno": "loaded once a code is drawn (foundation/charts/qr.py, alliance/adapter/account.py)",
    "weasyprint": "documents are drawn in a process of their own",
    "xlsxwriter": "loaded once somebody asks for a spreadsheet (foundation/exports)",
}
BY_NAME = {"alliance.demo", "alliance.demo.parts"}
"""Where apps say by name what they add to the demo."""
START = """
import sys
from importlib import import_module
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import URLResolver, get_resolver

def load(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            load(entry)

get_wsgi_application()
load(get_resolver())
import_module("foundation.tenancy.boot")
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """What is there once the application and every address are."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tsa_portal.settings"}
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split()) - BY_NAME


@pytest.mark.parametrize("module", NOT_LOADED)
def test_the_web_starts_without(module: str, loaded: set[str]) -> None:
    assert {"django.core.handlers.wsgi", "alliance.urls", "alliance.api.urls"} <= loaded
    found = [name for name in loaded if f"{name}.".startswith(f"{module}.")]
    assert found == [], NOT_LOADED[module]
