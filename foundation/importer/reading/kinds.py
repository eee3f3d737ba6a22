"""What a file is, by its content: its name may say anything."""

from foundation.importer.reading.bounds import Unreadable

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOKS_LIKE_TEXT = (
    (b"%pdf-", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
)
HEAD = 4_096
WHAT_TO_DO = "Upload an Excel workbook (.xlsx) or a CSV file; most programs save a table as one of them."


def is_workbook(content: bytes) -> bool:
    """Whether to read it as an .xlsx. Raises `Unreadable` for what is neither that nor perhaps text."""
    if content.startswith(OLD_OFFICE):
        raise Unreadable(
            "This is an old Excel file (.xls), or a workbook with a password. Save it as an .xlsx without a "
            "password, and upload that."
        )
    start = content[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, name in LOOKS_LIKE_TEXT:
        if start.startswith(mark):
            raise _other(name)
    return content.startswith(ZIP)


def refuse_other_kind(content: bytes) -> None:
    """Raise `Unreadable` with what the file is, where its first bytes tell."""
    import puremagic  # 2,000 kinds: not for the process that only starts the one that reads

    try:
        known = puremagic.magic_string(content[:HEAD])
    except (puremagic.PureError, ValueError):
        return
    if known and known[0].confidence >= 0.4:
        raise _other(f"another kind of file ({known[0].name})")


def _other(name: str) -> Unreadable:
    return Unreadable(f"This is {name}, not a table. {WHAT_TO_DO}")
