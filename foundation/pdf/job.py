"""What the parent tells the child process, and what the child reports: plain data in a private folder and on
a pipe.

The folder holds ``job.json``, ``document.html`` and ``assets/``; the child leaves ``document.pdf`` in it.
Reports are lines of JSON on standard output, each with one of the keys ``progress``, ``done``, ``failed``
and ``refused``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

HTML = "document.html"
PDF = "document.pdf"
ASSETS = "assets"
SCHEME = "asset"
CONTENT_TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Job:
    """``created`` is an ISO moment or empty; ``identifier`` names the document inside the file."""

    title: str
    language: str
    created: str
    identifier: str
    memory_mb: int

    def write(self, folder: Path, html: str, assets: Mapping[str, bytes]) -> None:
        (folder / "job.json").write_text(json.dumps(asdict(self)), encoding="utf-8")
        (folder / HTML).write_text(html, encoding="utf-8")
        (folder / ASSETS).mkdir()
        for name, content in assets.items():
            (folder / ASSETS / checked_name(name)).write_bytes(content)

    @classmethod
    def read(cls, folder: Path) -> "Job":
        return cls(**json.loads((folder / "job.json").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a document has come: a stage in words, and the page being laid out when that is the stage."""

    stage: str
    page: int | None = None

    def __str__(self) -> str:
        return self.stage if self.page is None else f"{self.stage}, page {self.page}"


@dataclass(frozen=True, slots=True)
class Finished:
    """What the child made."""

    pages: int
    warnings: tuple[str, ...]


def checked_name(name: str) -> str:
    """``name``, when it is a plain file name of a kind that documents use; ValueError otherwise."""
    if not _NAME.fullmatch(name) or Path(name).suffix not in CONTENT_TYPES:
        raise ValueError(f"“{name}” cannot be the name of an asset.")
    return name


def identifier_of(html: str, assets: Mapping[str, bytes]) -> str:
    """32 hex digits that depend on every byte of the document and its assets, and on nothing else."""
    digest = sha256(html.encode())
    for name in sorted(assets):
        digest.update(b"\0" + name.encode() + b"\0" + sha256(assets[name]).digest())
    return digest.hexdigest()[:32]
