"""Makes the sample report once for all tests that only read it."""

from pathlib import Path

import pytest

from foundation.pdf import PdfResult, Progress, render_pdf
from tests.foundation.pdf import sample

TITLE = "Impact report 2024/25"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PdfResult, list[Progress]]:
    """The sample report: where it lies, what the renderer said of it, and the progress it reported."""
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    progress: list[Progress] = []
    return (
        path,
        render_pdf(sample.report(), title=TITLE, out_path=path, on_progress=progress.append),
        progress,
    )
