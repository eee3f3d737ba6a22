"""Importing the School register: a file as published, and with it the links between its schools."""

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from alliance.actions.register_changed import tell_alliances
from alliance.actions.register_files import opened
from alliance.actions.register_links import fold_chains, merge_links
from alliance.actions.register_merge import merge_schools, told_fields
from alliance.actions.register_stage import lock_register
from alliance.logic.register.dating import day_of_file
from alliance.logic.register.heads import head_digester
from alliance.logic.register.layouts import LAYOUTS, Layout
from alliance.logic.register.links import LinkTable, read_links
from alliance.logic.register.table import Rejection, Table, read_table, school_cells
from alliance.models import RegisterImport, RegisterRejection, School
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_as


class ImportUnderWay(Refused):
    """Another import holds the register."""

    code = "import_under_way"


class DayToCome(Refused):
    """A file of a day to come would be newer than every file after it."""

    code = "day_to_come"


@dataclass
class _Reading:
    """What was read, before anything is written."""

    table: Table
    layout: Layout
    as_at: date
    links: LinkTable = field(default_factory=lambda: LinkTable([], [], 0))


def import_register(
    *, file: Path, links: Path | None = None, layout: str = "gias", as_at: date | None = None
) -> RegisterImport:
    """Bring the register into line with `file`, wholly or not at all, and tell the alliances concerned.

    `links` is a GIAS links file, `layout` a name of `LAYOUTS`, `as_at` the day the file was published: else
    the day in its name, else its latest LastChangedDate, else today. The same file again writes nothing but
    its own report. Raises `FileUnreadable`, `DayToCome` and `ImportUnderWay`.
    """
    started_at = timezone.now()
    if as_at is not None and as_at > timezone.localdate(started_at):
        raise DayToCome(f"{as_at} is still to come: give the day the file was published.", field="as_at")
    reading = _read(file, links, LAYOUTS[layout], as_at, started_at)
    with acting_as(), transaction.atomic():
        if not lock_register(wait=False):
            raise ImportUnderWay(
                "Another import of the School register is under way. Try again when it is done."
            )
        return _write(file, links, reading, started_at)


def _read(
    file: Path, links: Path | None, layout: Layout, as_at: date | None, started_at: datetime
) -> _Reading:
    finish = partial(school_cells, digest=head_digester(_head_key()))
    table = opened(file, lambda stream: read_table(stream, layout, finish=finish))
    today = timezone.localdate(started_at)
    reading = _Reading(table, layout, as_at or layout.as_at or day_of_file(file.name, table, today))
    if links is not None:
        reading.links = opened(links, read_links)
    return reading


def _head_key() -> bytes:
    secret = settings.HEAD_DIGEST_KEY or settings.SECRET_KEY
    return hmac.new(secret.encode(), b"School register: heads", sha256).digest()


PLAN_FOR_MANY_ROWS = "SET LOCAL enable_nestloop = off"
"""The planner has no statistics of what this transaction writes: it would take 20,000 schools for one, and
visit them 20,000 times over. The application may not ANALYZE tables it does not own.
"""


def _write(file: Path, links: Path | None, reading: _Reading, started_at: datetime) -> RegisterImport:
    with connection.cursor() as cursor:
        cursor.execute(PLAN_FOR_MANY_ROWS)
    newest_before = School.objects.aggregate(newest=Max("id"))["newest"] or 0
    report = RegisterImport.objects.create(
        file_name=file.name[-255:],
        layout=reading.layout.name,
        as_at=reading.as_at,
        columns=told_fields(reading.table),
        started_at=started_at,
        rows=reading.table.rows,
        rejected=len(reading.table.rejections),
        repaired=reading.table.repaired,
        links_file_name=links.name[-255:] if links else "",
        links=len(reading.links.links),
        links_rejected=len(reading.links.rejections),
    )
    merged = merge_schools(reading.table, reading.layout, reading.as_at, register_import_id=report.pk)
    report.created, report.updated = merged.created, merged.updated
    report.unchanged, report.closed = merged.unchanged, merged.closed
    merged_links = merge_links(reading.links.links)
    report.links_changed, report.from_links = merged_links.changed, merged_links.made
    report.resolved = fold_chains(register_import_id=report.pk, newest_before=newest_before)
    report.not_in_register = _not_in_register()
    report.finished_at = timezone.now()
    report.save()
    _keep_rejections(report, reading.table.rejections, in_links=False)
    _keep_rejections(report, reading.links.rejections, in_links=True)
    tell_alliances(register_import=report)
    return report


def _not_in_register() -> int:
    """Schools that this import's files name and no register file describes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM alliance_school WHERE NOT in_register AND urn IN ("
            "SELECT urn FROM register_stage UNION SELECT urn FROM register_links"
            " UNION SELECT linked_urn FROM register_links)"
        )
        return int(cursor.fetchone()[0])


def _keep_rejections(report: RegisterImport, rejections: list[Rejection], *, in_links: bool) -> None:
    RegisterRejection.objects.bulk_create(
        (
            RegisterRejection(
                register_import=report, in_links=in_links, line=row.line, urn=row.urn, reason=row.reason
            )
            for row in rejections
        ),
        batch_size=1000,
    )
