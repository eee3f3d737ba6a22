"""Reads the words of a document in a process of its own."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from foundation.bounded import TooSlow, private_folder, run_bounded
from foundation.documents.bounds import MEMORY_MB, REPORT, SECONDS, TEXT, UPLOAD

CHILD = "foundation.documents.child"
FOLDER_PREFIX = ".document-"
TOO_MUCH = f"It needs more than {MEMORY_MB} MB of memory to be read, so its words cannot be searched."
TOO_SLOW = f"Reading it took longer than {SECONDS} seconds, so its words cannot be searched."


@dataclass(frozen=True)
class Text:
    """The words of a document; where there are none, the sentence that says why."""

    words: str = ""
    refused: str = ""


def read_text(path: Path) -> Text:
    """What a PDF, Word or PowerPoint file says, as far as it is read. Never raises for what the file is."""
    with private_folder(FOLDER_PREFIX) as folder:
        shutil.copyfile(path, folder / UPLOAD)
        try:
            run_bounded(CHILD, folder, seconds=SECONDS)
        except TooSlow:
            return Text(refused=TOO_SLOW)
        if not (folder / REPORT).exists():
            return Text(refused=TOO_MUCH)
        refused = json.loads((folder / REPORT).read_text(encoding="utf-8"))["refused"]
        return Text(refused=refused) if refused else Text((folder / TEXT).read_text(encoding="utf-8"))
