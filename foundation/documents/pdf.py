"""The words of a PDF. `pypdf` is imported here and nowhere else, and only in the child process."""

from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from foundation.documents.bounds import DAMAGED, LOCKED, MOST_PAGES, Unreadable


def pdf_text(path: Path) -> Iterator[str]:
    """Its words, page by page; a page that cannot be read has none. Raises Unreadable."""
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(LOCKED)
        count = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(DAMAGED) from error
    for number in range(min(count, MOST_PAGES)):
        yield _page(reader, number)
        yield "\n"


def _page(reader: PdfReader, number: int) -> str:
    try:
        return reader.pages[number].extract_text() or ""
    except Exception:  # one page that a library stumbles over leaves the others
        return ""
