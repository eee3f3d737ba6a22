"""`manage.py renew_feed [--if-moved]`: begin a new generation of the change feed, as after a restore."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation.feed.generation import renew, renew_if_moved


class Command(BaseCommand):
    help = "Refuse every sync cursor given out so far: run it as the owner after a restore."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-moved", action="store_true", help="only where the database is another one than before"
        )

    def handle(self, *args: Any, if_moved: bool, **options: Any) -> None:
        if if_moved and not renew_if_moved():
            self.stdout.write("The change feed goes on: this is the database it was written in.")
            return
        if not if_moved:
            renew()
        self.stdout.write("The change feed begins a new generation: every sync starts again.")
