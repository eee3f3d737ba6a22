"""What a resource may be, judged by its content: documents, tables, pictures and plain text."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from foundation.uploads.kinds import JPEG, PNG, UploadRefused, check_size, kind_of

MOST_BYTES = 25_000_000
HEAD = 4_096
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_LIST = 1 << 20
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """`label` is what people call it; `has_words` says whether its words can be searched."""

    media_type: str
    suffix: str
    label: str
    has_words: bool = False


PDF = FileKind("application/pdf", ".pdf", "PDF", has_words=True)
DOCX = FileKind(f"{OFFICE}wordprocessingml.document", ".docx", "Word", has_words=True)
PPTX = FileKind(f"{OFFICE}presentationml.presentation", ".pptx", "PowerPoint", has_words=True)
XLSX = FileKind(f"{OFFICE}spreadsheetml.sheet", ".xlsx", "Excel")
PICTURES = {PNG: FileKind(PNG, ".png", "PNG picture"), JPEG: FileKind(JPEG, ".jpg", "JPEG picture")}
OFFICE_MAIN = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"presentationml.presentation.main+xml": PPTX,
    b"presentationml.slideshow.main+xml": PPTX,
    b"spreadsheetml.sheet.main+xml": XLSX,
}
KINDS = {kind.suffix: kind for kind in (PDF, DOCX, PPTX, XLSX, *PICTURES.values())}
TAKEN = "PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), PNG or JPEG"


def judged(file: BinaryIO, size: int) -> FileKind:
    """What a file of so many bytes is, whatever its name says. Raises UploadRefused, with what to do."""
    check_size(size, most_bytes=MOST_BYTES)
    file.seek(0)
    head = file.read(HEAD)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(OLD_OFFICE):
        raise UploadRefused(
            "This is an old Office file (.doc, .ppt, .xls), or one with a password. Save it in today's "
            "format without a password, and upload that."
        )
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    kind = PICTURES.get(kind_of(head))
    if kind is None:
        raise UploadRefused(f"The file is none of the kinds that are taken, whatever its name says: {TAKEN}.")
    return kind


def _office(file: BinaryIO) -> FileKind:
    """Which Office document it is, by the list of contents that each of them carries."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(CONTENT_TYPES) as listed:
            contents = listed.read(LARGEST_LIST)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UploadRefused(
            f"This is a ZIP file, or a damaged document. Upload the document itself: {TAKEN}."
        ) from error
    if b"macroEnabled" in contents or b"vbaProject" in contents:
        raise UploadRefused(
            "The document holds macros: small programs that would run on other people's machines. Save it "
            "without them (.docx, .pptx, .xlsx), and upload that."
        )
    for mark, kind in OFFICE_MAIN.items():
        if mark in contents:
            return kind
    raise UploadRefused(f"This Office file is none of the kinds that are taken: {TAKEN}.")
