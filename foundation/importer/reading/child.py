"""The process that reads one file: ``python -m foundation.importer.reading.child FOLDER``.

Whatever a hostile file makes a library do ends with this process: it has 256 MB, half a minute, no network,
no other program, and no file outside its folder.
"""

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from foundation.importer.reading.bounds import MEMORY_MB, REPORT, ROWS, UPLOAD, Unreadable, bounded
from foundation.importer.reading.kinds import is_workbook
from foundation.importer.reading.text import text_rows
from foundation.importer.reading.workbook import DAMAGED, workbook_rows
from foundation.pdf import fences


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
    """Exit code 0 once a report is there, of rows or of a refusal. Without memory there is none."""
    fences.end_with_parent()
    fences.limit_memory(MEMORY_MB)
    fences.fence_in(folder)
    try:
        report = read(folder)
    except Unreadable as refusal:
        report = {"refused": refusal.sentence}
    except MemoryError:
        return 1
    except Exception:  # a fault of a library, met by a file that nobody thought of
        traceback.print_exc()
        report = {"refused": DAMAGED}
    (folder / REPORT).write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    code = main(Path(sys.argv[1]))
    os._exit(code)  # the watching thread holds standard input; nothing is left to clean up
