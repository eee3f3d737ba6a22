"""`./portal manage import_performance FILE --alliance SLUG`"""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliance.actions.facts.published import PublishedReport, import_published
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.published import lines_of
from alliance.models import Alliance
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within


class Command(BaseCommand):
    help = (
        "Keep what a file of the DfE's school performance download says of the partners of one alliance, or "
        "of all. The same file again changes nothing. See docs/school-facts.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file as published")
        parser.add_argument(
            "--year", type=_year, metavar="2025-26", help="the academic year, where the file does not tell it"
        )
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--alliance", metavar="SLUG", help="whose partners")
        whose.add_argument("--all", action="store_true", help="the partners of every alliance")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        content = file.read_bytes()
        for alliance in _alliances(options["alliance"]):
            try:
                with acting_within(alliance):
                    report = import_published(
                        lines=lines_of(content), name=file.name, year=options["year"], by=None
                    )
            except Refused as refusal:
                raise CommandError(refusal.sentence) from refusal
            for line in told(alliance, report):
                self.stdout.write(line)


def told(alliance: Alliance, report: PublishedReport) -> list[str]:
    """The report in lines: totals, then what could not be read."""
    return [
        f"{alliance.name}: {report.layout}, {report.year}",
        f"{report.schools:>10,}  schools in the file",
        f"{report.partners:>10,}  of them partners with figures",
        f"{report.added:>10,}  figures added",
        f"{report.changed:>10,}  changed",
        f"{report.unchanged:>10,}  unchanged",
        *report.problems,
    ]


def _alliances(slug: str | None) -> list[Alliance]:
    if slug is None:
        return list(Alliance.objects.order_by("slug"))
    alliance = Alliance.objects.filter(slug=slug).first()
    if alliance is None:
        raise CommandError(f"There is no alliance at /a/{slug}/.")
    return [alliance]


def _year(text: str) -> AcademicYear:
    start, _, end = text.partition("-")
    if not start.isdigit() or not end.isdigit() or (int(start) + 1) % 100 != int(end) % 100:
        raise argparse.ArgumentTypeError(f"{text} is no academic year such as 2025-26")
    return AcademicYear(int(start))
