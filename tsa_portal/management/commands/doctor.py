"""`./portal doctor`: one line for everything that has to be right, with the line that mends it."""

from typing import Any

from django.core.management.base import BaseCommand

from tsa_portal.doctor import database, machine, portal
from tsa_portal.doctor.findings import findings

CHECKS = (*machine.CHECKS, *database.CHECKS, *portal.CHECKS)


class Command(BaseCommand):
    help = "Look at everything the portal needs; the exit status is 1 where something fails."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        count = {"ok": 0, "warn": 0, "fail": 0}
        for finding in findings(CHECKS):
            count[finding.level] += 1
            self.stdout.write(str(finding))
        self.stdout.write(f"{count['ok']} ok, {count['warn']} to look at, {count['fail']} failed")
        if count["fail"]:
            raise SystemExit(1)
