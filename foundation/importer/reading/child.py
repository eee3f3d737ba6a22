"""The process that reads one file: ``python -m foundation.importer.reading.child FOLDER``.

Whatever a hostile file makes a library do ends with this process: it has 256 MB, half a minute, no network,
no other program, and no file outside its folder.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from foundation.fenced import answer
from foundation.importer.reading.bounds import MEMORY_MB, REPORT, ROWS, UPLOAD, Unreadable, bounded
from foundation.importer.reading.kinds import is_workbook
from foundation.importer.reading.text import text_rows
from foundation.importer.reading.workbook import DAMAGED, workbook_rows


def read(folder: Path) -> dict[str, Any]:
    """Write the rows as lines of JSON, `[number, cells]`, and say how many there are. Raises `Unreadable`."""
    content = (folder / UPLOAD).read_bytes()
    sheet, rows = workbook_rows(folder / UPLOAD) if is_workbook(content) else ("", text_rows(content))
    count = 0
    with (folder / ROWS).open("w", encoding="utf-8", errors="replace") as out:
        for row in bounded(rows):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    if count == 0:
        raise Unreadable("There is nothing in it: the file is empty. Choose the file that holds the rows.")
    return {"rows": count, "sheet": sheet}


def main(folder: Path) -> int:
    return answer(folder, read, memory_mb=MEMORY_MB, refusal=Unreadable, damaged=DAMAGED, report=REPORT)


if __name__ == "__main__":
    code = main(Path(sys.argv[1]))
    os._exit(code)  # the watching thread holds standard input; nothing is left to clean up
