"""Reading a finished PDF back: what a person, a screen reader or a checker would find in it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

_UA_PART = re.compile(rb"pdfuaid:part(?:>|=[\"'])(\d)")


@dataclass(frozen=True, slots=True)
class Inspection:
    """``tags`` counts structure elements by type; ``alternatives`` and ``scopes`` have one item per figure
    and table header, empty where it is missing; ``tab_orders`` one per page (``S``: as the tags run);
    ``fonts`` says of each whether it is embedded.
    """

    pages: int
    title: str
    language: str
    marked: bool
    shows_title: bool
    ua_part: str
    bookmarks: tuple[tuple[int, str], ...]
    tags: Counter[str]
    alternatives: tuple[str, ...]
    scopes: tuple[str, ...]
    tab_orders: tuple[str, ...]
    fonts: dict[str, bool]
    attachments: tuple[str, ...]


def inspect(path: Path) -> Inspection:
    """Everything but the text; raises ``pikepdf.PdfError`` for what is not a PDF."""
    with pikepdf.open(path) as pdf:
        root: Any = pdf.Root
        elements = list(_elements(root.get("/StructTreeRoot")))
        metadata = root.Metadata.read_bytes() if "/Metadata" in root else b""
        part = _UA_PART.search(metadata)
        return Inspection(
            pages=len(pdf.pages),
            title=str(pdf.docinfo.get("/Title", "")),
            language=str(root.get("/Lang", "")),
            marked=bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            shows_title=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            ua_part=part[1].decode() if part else "",
            bookmarks=tuple(_bookmarks(pdf)),
            tags=Counter(str(element.S)[1:] for element in elements),
            alternatives=tuple(str(e.get("/Alt", "")) for e in elements if e.S == "/Figure"),
            scopes=tuple(_scope(e) for e in elements if e.S == "/TH"),
            tab_orders=tuple(str(page.obj.get("/Tabs", "")).removeprefix("/") for page in pdf.pages),
            fonts=_fonts(pdf),
            attachments=tuple(pdf.attachments),
        )


def _elements(node: Any) -> Iterator[Any]:
    """Structure elements in reading order, without the root."""
    if node is None:
        return
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _scope(header: Any) -> str:
    attributes = header.get("/A", {})
    return str(attributes.get("/Scope", "")).removeprefix("/")


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Level (from 1) and title of every bookmark, in order."""

    def walk(items: Any, level: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield level, item.title
            yield from walk(item.children, level + 1)

    with pdf.open_outline() as outline:
        yield from walk(outline.root, 1)


def _fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Base name of each font and whether its program is in the file."""
    found = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            found[str(item.FontName)[1:]] = any(f"/FontFile{kind}" in item for kind in ("", "2", "3"))
    return found
