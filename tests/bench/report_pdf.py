"""How long the annual report takes from HTML to checked PDF, beside Chromium printing the same HTML.

The report of an alliance with 285 schools in its area and 60 partner schools: every chapter there is, its
maps and charts, and the figure register. Both are cold: a new process each time, an empty profile for
Chromium, which writes tags and bookmarks too. They take turns within each run, so that a busy machine slows
both alike.
"""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pikepdf

from foundation.pdf import render_pdf
from foundation.pdf.assets import own_assets

NAME = "report_pdf"
LIMIT = {"ratio_to_chromium": ("<=", 4.0)}
GOAL = {"ratio_to_chromium": ("<=", 3.0)}

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)
_report: dict[str, str] = {}


def prepare() -> None:
    """The report's HTML, from figures locked in a database of their own."""
    from django.db import transaction

    from alliance.logic.academic_year import AcademicYear
    from foundation.tenancy.scope import acting_within
    from reporting.pdf import compose
    from reporting.queries.reading import read_everything
    from tests.factories.reporting import NOW, REPORTED, TODAY, furnished

    with transaction.atomic():
        alliance = furnished(name="Eastmoor & Coast Teaching Alliance", slug="eastmoor-coast")
        with acting_within(alliance):
            frozen = read_everything(AcademicYear(REPORTED), 1, now=NOW, today=TODAY).frozen
    composed = compose(frozen)
    _report.update(html=composed.html, title=composed.title, created=composed.created.isoformat())


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, pages = _timed(_render, folder)
        theirs, printed = _timed(_print, folder)
    if not 8 <= pages <= 40 or printed < pages // 2:
        raise AssertionError(f"The report has {pages} pages, and Chromium printed {printed}.")
    return {"seconds": ours, "chromium_seconds": theirs, "ratio_to_chromium": ours / theirs}


def _timed(make: Callable[[Path], int], folder: Path) -> tuple[float, int]:
    began = time.perf_counter()
    pages = make(folder)
    return time.perf_counter() - began, pages


def _render(folder: Path) -> int:
    made = render_pdf(
        _report["html"],
        title=_report["title"],
        out_path=folder / "ours.pdf",
        created=datetime.fromisoformat(_report["created"]),
    )
    return made.pages


def _print(folder: Path) -> int:
    """Chromium's own way, as far as it goes: the same page with its assets beside it."""
    if CHROMIUM is None:
        raise AssertionError("There is no Chromium to compare with: install the package chromium.")
    for name, content in own_assets().items():
        (folder / name).write_bytes(content)
    style = folder / "pdf.css"
    style.write_text(style.read_text(encoding="utf-8").replace("asset:", ""), encoding="utf-8")
    page = folder / "report.html"
    page.write_text(re.sub(r"asset:", "", _report["html"]), encoding="utf-8")
    target = folder / "theirs.pdf"
    own = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}")
    subprocess.run(
        [CHROMIUM, *FLAGS, *own, page.as_uri()],
        check=True,
        capture_output=True,
        timeout=240,
    )
    with pikepdf.open(target) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            raise AssertionError("Chromium wrote a PDF without tags.")
        return len(pdf.pages)
