"""The process that makes one document: ``python -m foundation.pdf.child FOLDER``, started by ``render``.

WeasyPrint is imported here and nowhere else: its memory, its time and its faults end with this process.
"""

import gc
import json
import logging
import os
import re
import sys
from pathlib import Path
from typing import Any

from foundation.pdf import fences
from foundation.pdf.errors import RenderFailed
from foundation.pdf.job import HTML, PDF, Job

_STEP = re.compile(r"Step (\d)")
_PAGE = re.compile(r"Page (\d+)")
_STAGES = {
    "1": "Reading",
    "2": "Reading",
    "3": "Styling",
    "4": "Building",
    "6": "Drawing",
    "7": "Drawing",
}
VARIANT = "pdf/ua-1"
GARBAGE = 100_000
"""Objects between two looks for garbage: a process of seconds with limited memory need not look often."""


def report(**line: Any) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class _Reporter(logging.Handler):
    """Turns WeasyPrint's progress log into reports, each said once."""

    def __init__(self) -> None:
        super().__init__()
        self._last: tuple[str, int | None] | None = None
        self._layout = "Laying out"

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        step, page = _STEP.search(message), _PAGE.search(message)
        if "Repagination" in message:
            self._layout = "Settling page numbers"
        if step is None:
            return
        laying_out = step[1] == "5"
        now = self._layout if laying_out else _STAGES[step[1]], int(page[1]) if page and laying_out else None
        if now != self._last:
            self._last = now
            report(progress=now)


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint complains about: an error is a fault of the document, a warning is worth
    knowing.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        kept = self.errors if record.levelno >= logging.ERROR else self.warnings
        kept.append(record.getMessage()[:300])


def make(folder: Path) -> None:
    """Reads the job in ``folder``, leaves the document there and reports ``done``."""
    job = Job.read(folder)
    fences.limit_memory(job.memory_mb)
    import weasyprint  # the heavy imports come after the limits

    from foundation.pdf.fetcher import AssetFetcher
    from foundation.pdf.finish import check, finish

    complaints = _Complaints()
    _listen(complaints)
    fences.fence_in(folder)
    target = folder / PDF
    source = (folder / HTML).read_text(encoding="utf-8")
    fetcher = AssetFetcher(folder)
    document = weasyprint.HTML(string=source, url_fetcher=fetcher).render(pdf_variant=VARIANT)
    document.metadata.title = job.title
    document.metadata.lang = job.language
    document.metadata.created = document.metadata.modified = job.created or None
    document.write_pdf(target, finisher=finish, pdf_variant=VARIANT, pdf_identifier=job.identifier.encode())
    report(progress=("Checking", None))
    if fetcher.refusals:
        raise fetcher.refusals[0]
    if complaints.errors:
        raise RenderFailed("; ".join(complaints.errors[:5]))
    found = check(target)
    report(done={"pages": found.pages, "warnings": complaints.warnings})


def _listen(complaints: _Complaints) -> None:
    weasyprint, progress = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    weasyprint.handlers[:] = [complaints]
    weasyprint.setLevel(logging.WARNING)
    progress.handlers[:] = [_Reporter()]
    progress.setLevel(logging.INFO)
    progress.propagate = False
    logging.getLogger("fontTools").setLevel(logging.ERROR)


def main(folder: str) -> int:
    """Exit code 0 when the document is there, 2 when it failed, 3 when it asked for what it may not have."""
    fences.end_with_parent()
    gc.set_threshold(GARBAGE, 50, 50)
    try:
        make(Path(folder))
    except (RenderFailed, MemoryError) as error:
        report(failed=str(error) or "The document needs more memory than it may have.")
        return 2
    except BaseException as error:
        if type(error).__name__ in ("Refused", "Forbidden"):
            report(refused=str(error))
            return 3
        raise
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(code)  # the watching thread holds standard input; nothing is left to clean up
