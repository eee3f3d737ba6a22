"""This machine: Python and its packages, disk, the data directory, what draws PDFs."""

import importlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from foundation.pdf.assets import FONTS
from tsa_portal.doctor.findings import Finding, fail, ok, warn
from tsa_portal.runtime.pango import INSTALL
from tsa_portal.runtime.paths import PROJECT

OLDEST_PYTHON = (3, 11)
LITTLE_SPACE, NO_SPACE = 2_000_000_000, 300_000_000
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)([^\n\\]*)", re.MULTILINE)


def python() -> Iterator[Finding]:
    told = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield fail(f"Python {told}; 3.11 or newer is needed", "TSA_PYTHON=python3.13 ./portal help")
    else:
        yield ok(f"Python {told}")


def packages() -> Iterator[Finding]:
    """Those of requirements/base.txt that apply here whatever the machine, in the versions it names."""
    pins = PINNED.findall((PROJECT / "requirements" / "base.txt").read_text())
    plain = {name: pinned for name, pinned, marker in pins if ";" not in marker}
    other = sorted(name for name, pinned in plain.items() if _installed(name) != pinned)
    if other:
        lock = f"uv pip install --python {sys.executable} --require-hashes -r requirements/base.txt"
        yield warn(f"Packages that are not as requirements/base.txt says: {', '.join(other[:5])}", lock)
    else:
        yield ok(f"{len(plain)} packages as requirements/base.txt says")


def data_directory() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    if not folder.is_dir():
        yield fail(f"{folder} is not there", f"mkdir -p -m 0700 {folder}   (or set TSA_DATA_DIR)")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield fail(f"{folder} cannot be written", f"chown -R {os.geteuid()} {folder}")
        return
    free = shutil.disk_usage(folder).free
    told = f"{folder} can be written; {free / 1e9:,.1f} GB free"
    if free < NO_SPACE:
        yield fail(told, "Free space on this disk, or move TSA_DATA_DIR, before documents are lost.")
    elif free < LITTLE_SPACE:
        yield warn(told, "Free space on this disk, or move TSA_DATA_DIR.")
    else:
        yield ok(told)


def static_files() -> Iterator[Finding]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        yield ok("Style sheets and scripts are collected")
    else:
        yield fail(
            f"{manifest} is not there: pages answer with an error", "./portal manage collectstatic --no-input"
        )


def pdf() -> Iterator[Finding]:
    try:
        importlib.import_module("weasyprint")
    except OSError:
        yield fail("Pango is missing: no PDF can be drawn here", f"As root: {' '.join(INSTALL)}")
    else:
        yield ok("Pango draws PDFs")
    if all(finders.find(f"built/fonts/{name}") for name in FONTS):
        yield ok("The portal's fonts are there")
    else:
        yield fail("The portal's fonts are not there, and others would be used", "./portal assets")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


CHECKS = (python, packages, data_directory, static_files, pdf)
