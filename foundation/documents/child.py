"""The process that reads one document: ``python -m foundation.documents.child FOLDER``.

It has half a gigabyte, a minute, no network, no other program, and no file outside its folder.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from foundation.documents.bounds import (
    DAMAGED,
    MEMORY_MB,
    MOST_CHARACTERS,
    NO_WORDS,
    REPORT,
    TEXT,
    UPLOAD,
    Unreadable,
)
from foundation.documents.office import office_text
from foundation.fenced import answer

PDF = b"%PDF-"
UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


def read(folder: Path) -> str:
    """The words, runs of spaces made one, cut where they are enough. Raises Unreadable."""
    path = folder / UPLOAD
    with path.open("rb") as file:
        is_pdf = PDF in file.read(1024)
    text = _gathered(_pdf(path) if is_pdf else office_text(path))
    if not text:
        raise Unreadable(NO_WORDS)
    return text


def _pdf(path: Path) -> Iterator[str]:
    from foundation.documents.pdf import pdf_text  # after the limits, and for a PDF only

    return pdf_text(path)


def _gathered(pieces: Iterator[str]) -> str:
    found, size = [], 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size >= MOST_CHARACTERS:
            break
    lines = (" ".join(line.split()) for line in UNWANTED.sub(" ", "".join(found)).splitlines())
    return "\n".join(line for line in lines if line)[:MOST_CHARACTERS]


def read_into(folder: Path) -> dict[str, str]:
    """Write the words, and refuse nothing. Raises Unreadable."""
    (folder / TEXT).write_text(read(folder), encoding="utf-8")
    return {"refused": ""}


def main(folder: Path) -> int:
    return answer(folder, read_into, memory_mb=MEMORY_MB, refusal=Unreadable, damaged=DAMAGED, report=REPORT)


if __name__ == "__main__":
    code = main(Path(sys.argv[1]))
    os._exit(code)  # the watching thread holds standard input; nothing is left to clean up
