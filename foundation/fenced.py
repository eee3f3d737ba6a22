"""What a process does that works on a file somebody sent: behind its fences, with one answer in its folder.

It imports no Django: `foundation.bounded` starts it, bounded in time, with no settings and no secrets.
"""

import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foundation.pdf import fences


def answer(
    folder: Path,
    work: Callable[[Path], dict[str, Any]],
    *,
    memory_mb: int,
    refusal: type[Exception],
    damaged: str,
    report: str,
) -> int:
    """Leave what `work` found, or `{"refused": sentence}`, in the file `report`: exit code 0.

    `refusal` carries its `sentence`; `damaged` is the sentence for what nobody thought of. Without memory
    there is no report: exit code 1.
    """
    fences.end_with_parent()
    fences.limit_memory(memory_mb)
    fences.fence_in(folder)
    try:
        found = work(folder)
    except refusal as refused:
        found = {"refused": refused.sentence}  # type: ignore[attr-defined]  # every refusal has one
    except MemoryError:
        return 1
    except Exception:  # a fault of a library, met by a file that nobody thought of
        traceback.print_exc()
        found = {"refused": damaged}
    (folder / report).write_text(json.dumps(found), encoding="utf-8")
    return 0
