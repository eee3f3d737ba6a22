"""Bring the School register into line with a published file."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliance.actions.import_register import import_register
from alliance.logic.register.layouts import GIAS, LAYOUTS
from alliance.models import RegisterImport
from foundation.refusal import Refused


class Command(BaseCommand):
    help = (
        "Import a GIAS extract (any columns with URN and EstablishmentName), or a named list, into the School"
        " register: wholly or not at all. The same file again changes nothing. See docs/register.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file as published")
        parser.add_argument("--links", type=Path, help="the GIAS links file that goes with it")
        parser.add_argument(
            "--layout", choices=sorted(LAYOUTS), default=GIAS.name, help="default: %(default)s"
        )
        parser.add_argument(
            "--as-at",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day the file was published; else the day in its name, else its latest LastChangedDate",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_register(
                file=options["file"],
                links=options["links"],
                layout=options["layout"],
                as_at=options["as_at"],
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        for line in told(report):
            self.stdout.write(line)


def told(report: RegisterImport) -> list[str]:
    """The report in lines: totals, then each rejected row."""
    seconds = (report.finished_at - report.started_at).total_seconds()
    lines = [
        f"{report.file_name} ({report.layout}), as at {report.as_at}: {report.rows:,} rows in {seconds:.1f} s"
    ]
    lines += _counts(report, "created", "updated", "unchanged", "closed", "rejected", "repaired")
    if report.links_file_name:
        lines.append(f"{report.links_file_name}: {report.links:,} links")
        lines += _counts(report, "links_changed", "links_rejected", "from_links")
    lines.append("School register")
    lines += _counts(report, "resolved", "not_in_register")
    for row in report.rejections.order_by("in_links", "line"):
        name = report.links_file_name if row.in_links else report.file_name
        lines.append(f"{name}, line {row.line}{f', URN {row.urn}' if row.urn else ''}: {row.reason}")
    return lines


LABELS = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "closed": "closed (of those updated)",
    "rejected": "rejected",
    "repaired": "repaired (of those not rejected)",
    "links_changed": "links added, changed or taken away",
    "links_rejected": "rejected",
    "from_links": "schools known only from a link, made",
    "resolved": "schools now led to another record",
    "not_in_register": "schools named here that are not in the register",
}


def _counts(report: RegisterImport, *names: str) -> list[str]:
    return [f"{getattr(report, name):>10,}  {LABELS[name]}" for name in names]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2025-04-22") from None
