"""The front end: `frontend/` built into the ignored `static/built/` when that is missing or out of date."""

from pathlib import Path

from tsa_portal.runtime import node
from tsa_portal.runtime.locks import held
from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.progress import step
from tsa_portal.runtime.tools import digest, files_below, quietly

SOURCE = PROJECT / "frontend"
OWN_STATIC = PROJECT / "static"
BUILT = PROJECT / "static" / "built"
STAMP = BUILT / ".sources"


def build(*, always: bool = False) -> None:
    """Bring `static/built/` up to date. Raises Problem where Node cannot be had or the build fails."""
    if not always and is_current(digest(source_files())):  # before anything is written: an image is read-only
        return
    (PROJECT / ".cache").mkdir(exist_ok=True)
    with held(PROJECT / ".cache" / "assets.lock"):
        sources = digest(source_files())
        if not always and is_current(sources):
            return
        with step("Style sheets and scripts"):
            npm = node.npm()
            for arguments in (("ci", "--no-audit", "--no-fund"), ("run", "build")):
                quietly([*npm.command, *arguments], cwd=SOURCE, environment=npm.environment)
            STAMP.write_text(sources)


def is_current(sources: str) -> bool:
    return STAMP.exists() and STAMP.read_text() == sources


def source_files() -> list[Path]:
    """What the build reads: the front end, and our own style sheets and scripts beside it."""
    return files_below(SOURCE, but_not=("node_modules",)) + files_below(OWN_STATIC, but_not=("built",))
