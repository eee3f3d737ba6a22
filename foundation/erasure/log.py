"""Writing the log, and doing again what it holds."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.db import transaction

from foundation.erasure.models import Erasure
from foundation.erasure.registry import eraser_of
from foundation.tenancy.scope import acting_as, acting_within

log = structlog.get_logger(__name__)

COPY = "erasures.jsonl"


@dataclass(frozen=True)
class Entry:
    """One line of the log's copy."""

    id: str
    at: str
    kind: str
    alliance: int | None
    subject: str


def record_erasure(kind: str, *, subject: Any, alliance: Any = None) -> None:
    """Remember in the caller's transaction that a thing was erased, so that no backup brings it back.

    Raises `UnknownKind` for what could not be erased again.
    """
    eraser_of(kind)
    alliance_id = getattr(alliance, "pk", alliance)
    erasure = Erasure.objects.create(kind=kind, subject=str(subject), alliance_id=alliance_id)
    erasure.refresh_from_db(fields=["at"])
    transaction.on_commit(partial(_copy, entry_of(erasure)))


def entry_of(erasure: Erasure) -> Entry:
    return Entry(
        str(erasure.public_id), erasure.at.isoformat(), erasure.kind, erasure.alliance_id, erasure.subject
    )


def read_copy(path: Path) -> Iterator[Entry]:
    """The entries of a copy. A last line that a crash cut short was never promised to anybody."""
    for line in path.read_text().splitlines():
        try:
            yield Entry(**json.loads(line))
        except (ValueError, TypeError):
            log.warning("erasure_line_unreadable", file=path.name)


def erase_again(entries: Iterable[Entry]) -> int:
    """Erase what the database has forgotten that it was erased; how many those were. May run twice."""
    known = {str(each) for each in Erasure.objects.values_list("public_id", flat=True)}
    alliances = set(apps.get_model("alliance", "Alliance")._default_manager.values_list("pk", flat=True))
    forgotten = {entry.id: entry for entry in entries if entry.id not in known}
    for entry in forgotten.values():
        if entry.alliance is None or entry.alliance in alliances:
            _erase(entry)
    return len(forgotten)


def _erase(entry: Entry) -> None:
    eraser = eraser_of(entry.kind)
    scope = acting_as() if entry.alliance is None else acting_within(entry.alliance)
    with scope, transaction.atomic():
        eraser(entry.subject)
        Erasure.objects.create(
            public_id=entry.id,
            at=entry.at,
            kind=entry.kind,
            alliance_id=entry.alliance,
            subject=entry.subject,
        )


def _copy(entry: Entry) -> None:
    """Add a line in one write, so that two processes never mix theirs."""
    try:
        target = os.open(settings.DATA_DIR / COPY, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(target, f"{json.dumps(asdict(entry))}\n".encode())
            os.fsync(target)
        finally:
            os.close(target)
    except OSError as problem:
        log.exception("erasure_not_copied", because=type(problem).__name__)
