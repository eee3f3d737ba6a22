"""The words of a Word document or a PowerPoint deck: both are XML inside a ZIP."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast
from xml.etree.ElementTree import ParseError, iterparse

from foundation.documents.bounds import (
    DAMAGED,
    LARGEST_PART,
    LARGEST_UNPACKED,
    LOCKED,
    MOST_PARTS,
    TOO_LARGE,
    Unreadable,
)

WORD = re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
SLIDE = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")
TEXT, BREAKS = "t", {"p", "br", "tab", "tr"}
LONGEST_NAME = 200
ENCRYPTED = 0x1


def office_text(path: Path) -> Iterator[str]:
    """Its words, piece by piece, in the order of the document or the slides. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in _parts(archive):
                with archive.open(name) as part:
                    yield from _words(_Bounded(part))
                yield "\n"
    except (zipfile.BadZipFile, ParseError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error


def _parts(archive: zipfile.ZipFile) -> list[str]:
    """The parts that hold words. What the archive claims of its size is believed only to refuse it."""
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Unreadable(TOO_LARGE)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Unreadable(LOCKED)
    names = [entry.filename for entry in entries if len(entry.filename) <= LONGEST_NAME]
    words = sorted(name for name in names if WORD.fullmatch(name))
    slides = [(int(found[2]), name) for name in names if (found := SLIDE.fullmatch(name))]
    if not words and not slides:
        raise Unreadable(DAMAGED)
    return [
        *sorted(words, key=lambda name: name != "word/document.xml"),
        *(name for _, name in sorted(slides)),
    ]


class _Bounded:
    """A part that may claim to be small and unpack without end."""

    def __init__(self, part: IO[bytes]) -> None:
        self.part, self.left = part, LARGEST_PART

    def read(self, size: int = -1) -> bytes:
        found = self.part.read(min(size, self.left + 1) if size >= 0 else self.left + 1)
        self.left -= len(found)
        if self.left < 0:
            raise Unreadable(TOO_LARGE)
        return found


def _words(part: _Bounded) -> Iterator[str]:
    """Text as it is met. Expat expands no entity from outside and refuses those that multiply."""
    root = None
    for event, element in iterparse(  # noqa: S314  # fenced in; Expat itself refuses what multiplies
        cast(IO[bytes], part), events=("start", "end")
    ):
        if event == "start":
            root = element if root is None else root
            continue
        name = element.tag.rpartition("}")[2]
        if name == TEXT and element.text:
            yield element.text
        elif name in BREAKS:
            yield "\n"
            if name == "p" and root is not None:
                root.clear()
