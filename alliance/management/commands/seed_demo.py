"""`./portal manage seed_demo [--json FILE]`"""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from alliance.demo.seeding import Demo, seed


class Command(BaseCommand):
    help = (
        "Make two invented alliances with people, partners and years of work; a second run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="write log-ins and credential there (mode 0600)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        demo = seed(timezone.localdate())
        if options["json"]:
            _write_private(options["json"], demo)
        self.stdout.write(f"Demo data is in place: {len(demo.logins)} people can log in.")


def _write_private(path: Path, demo: Demo) -> None:
    """Passwords are in it: nobody but its owner reads it, from the moment it exists."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        json.dump(demo.as_json(), file, indent=2, ensure_ascii=False)
        file.write("\n")
