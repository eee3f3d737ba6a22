"""The last touches to a tagged document, and the check that it is one. Used in the child process only."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pydyf

from foundation.pdf.errors import RenderFailed
from foundation.pdf.inspect import Inspection, inspect

POINTS_PER_PX = 0.75
SUBSET = re.compile(r"[A-Z]{6}\+")
"""What the name of a font begins with when only the letters used are in the file."""


def finish(_document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: what checkers ask for and WeasyPrint leaves out.

    ``pdf`` is a ``pydyf.PDF`` just before it is written; objects refer to one another by ``reference``.
    """
    objects = {item.reference: item for item in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    set_header_scopes(objects)
    let_links_print(objects)
    place_figures(objects)
    take_running_heads_out(objects, root, [objects[page] for page in pdf.page_references])


def set_header_scopes(objects: dict[bytes, Any]) -> None:
    """Says of every table header whether it heads a column or a row: a column, in the table's head."""
    for element in _dictionaries(objects, "Type", "/StructElem"):
        if element["S"] == "/TH":
            row = objects[element["P"]]
            group = objects[row["P"]]
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def let_links_print(objects: dict[bytes, Any]) -> None:
    """Sets the Print flag of links, so that screen and paper do not differ."""
    for annotation in _dictionaries(objects, "Subtype", "/Link"):
        annotation["F"] = 4


def place_figures(objects: dict[bytes, Any]) -> None:
    """Gives the boxes of figures in points from the foot of the page; WeasyPrint writes CSS px from its
    head.
    """
    for element in _dictionaries(objects, "Type", "/StructElem"):
        if element["S"] == "/Figure":
            left, top, right, bottom = (length * POINTS_PER_PX for length in element["A"]["BBox"])
            height = objects[element["Pg"]]["MediaBox"][3]
            element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def take_running_heads_out(objects: dict[bytes, Any], root: Any, pages: list[Any]) -> None:
    """Marks heads and feet of pages as pagination artifacts (ISO 14289-1, 7.8).

    WeasyPrint tags them and leaves their elements out of the tree, which is why they can be told apart here.
    """
    spoken = set(_tree(objects, root))
    numbers = objects[root["ParentTree"]]["Nums"]
    elements_of = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in pages:
        elements = elements_of[page["StructParents"]]
        silent = {mcid for mcid, element in enumerate(elements) if element not in spoken}
        content = objects[page["Contents"]].stream
        for position, item in enumerate(content):
            if isinstance(item, dict) and item.get("MCID") in silent:
                content[position - 1] = "/Artifact"
                content[position] = pydyf.Dictionary({"Type": "/Pagination"})
        for mcid in silent:
            elements[mcid] = "null"
    for reference, item in objects.items():
        if isinstance(item, dict) and item.get("Type") == "/StructElem" and reference not in spoken:
            item.clear()  # nothing points to it any more; its number must stay


def _dictionaries(objects: dict[bytes, Any], key: str, value: str) -> list[Any]:
    return [item for item in objects.values() if isinstance(item, dict) and item.get(key) == value]


def _tree(objects: dict[bytes, Any], node: Any) -> Iterator[bytes]:
    """References of everything that hangs on ``node``."""
    for kid in node.get("K", []):
        if kid in objects:
            yield kid
            yield from _tree(objects, objects[kid])


def check(path: Path) -> Inspection:
    """What the file says about itself; raises ``RenderFailed`` when a promise of PDF/UA-1 is not kept."""
    try:
        found = inspect(path)
    except pikepdf.PdfError as error:
        raise RenderFailed(f"The finished file cannot be read: {error}") from error
    wrong = list(_shortcomings(found))
    if wrong:
        raise RenderFailed("The finished file is not accessible: " + "; ".join(wrong) + ".")
    return found


def _shortcomings(found: Inspection) -> list[str]:
    promises = {
        "no language": bool(found.language),
        "no title": bool(found.title) and found.shows_title,
        "not tagged": found.marked and found.tags.get("Document", 0) == 1,
        "no PDF/UA-1 identifier": found.ua_part == "1",
        "no bookmarks": bool(found.bookmarks) or not found.tags.get("H1", 0),
        "a picture without an alternative text": all(found.alternatives),
        "a table header without its scope": all(found.scopes),
        "a page whose links are not reached in reading order": set(found.tab_orders) <= {"S"},
        "a font that is not embedded": all(found.fonts.values()),
        "a font with more letters than it needs": all(SUBSET.match(name) for name in found.fonts),
    }
    return [words for words, kept in promises.items() if not kept]
