"""The text layer of a PDF made by this package, for tests: what can be copied from a page, in drawing order.

It reads the ``ToUnicode`` tables of the embedded fonts, so letters that were mixed up while fonts were cut
down to a subset show up as wrong text, which a look at the page may miss.
"""

import re
from pathlib import Path
from typing import Any

import pikepdf

_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def page_texts(path: Path, *, running: bool = True) -> list[str]:
    """One string per page, a line per run of text; heads and feet are left out unless ``running``."""
    with pikepdf.open(path) as pdf:
        return [_page_text(page, running) for page in pdf.pages]


def _page_text(page: pikepdf.Page, running: bool) -> str:
    reader = _Reader(running)
    reader.read(page, page.obj.get("/Resources", {}))
    return "\n".join(run for run in reader.runs if run.strip())


class _Reader:
    """Follows the operators of a content stream that matter to text: marks, fonts, strings and forms."""

    def __init__(self, running: bool) -> None:
        self.runs: list[str] = []
        self._running = running
        self._marks: list[bool] = []  # for each open marked content, whether it is a head or foot
        self._table: dict[int, str] = {}

    def read(self, content: Any, resources: Any) -> None:
        fonts = {name: _unicode_table(font) for name, font in resources.get("/Font", {}).items()}
        forms = resources.get("/XObject", {})
        for instruction in pikepdf.parse_content_stream(content):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "BMC" | "BDC" | "EMC" as mark:
                    self._mark(mark, operands)
                case "BT":
                    self.runs.append("")
                case "Tf":
                    self._table = fonts.get(str(operands[0]), {})
                case "Tj" | "TJ":
                    self._show(operands[0])
                case "Do":
                    self._form(forms.get(str(operands[0])), resources)

    def _mark(self, operator: str, operands: Any) -> None:
        if operator == "EMC":
            self._marks.pop()
        else:
            self._marks.append(operator == "BDC" and str(operands[0]) == "/Artifact")

    def _show(self, shown: Any) -> None:
        if self._running or not any(self._marks):
            strings = [shown] if isinstance(shown, pikepdf.String) else shown
            for string in strings:
                if isinstance(string, pikepdf.String):
                    self.runs[-1] += _decoded(bytes(string), self._table)

    def _form(self, form: Any, resources: Any) -> None:
        if form is not None and form.get("/Subtype") == "/Form":
            self.read(form, form.get("/Resources", resources))


def _decoded(raw: bytes, table: dict[int, str]) -> str:
    codes = (int.from_bytes(raw[start : start + 2], "big") for start in range(0, len(raw), 2))
    return "".join(table.get(code, "\ufffd") for code in codes)


def _unicode_table(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    table: dict[int, str] = {}
    for kind, body in _SECTION.findall(font.ToUnicode.read_bytes()):
        codes = [bytes.fromhex(value.decode()) for value in _HEX.findall(body)]
        step = 2 if kind == b"char" else 3
        for start in range(0, len(codes) - step + 1, step):
            first, last, target = codes[start], codes[start + step - 2], codes[start + step - 1]
            low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
            base = target.decode("utf-16-be")
            for code in range(low, high + 1):
                table[code] = base[:-1] + chr(ord(base[-1]) + code - low)
    return table
