"""Make alliances of the published lists of teaching schools and of placement sites."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliance.actions.load_alliances import Loaded, load_alliances
from foundation.refusal import Refused


class Command(BaseCommand):
    help = (
        "Make an alliance for each name in the list of teaching schools, with its lead schools and, from the"
        " list of placement sites, its partner schools. The same lists again change nothing."
        " See docs/register.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("teaching_schools", type=Path, help="the list of teaching schools, as CSV")
        parser.add_argument("--sites", type=Path, help="the list of placement sites of ITT providers, as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_alliances(teaching_schools=options["teaching_schools"], sites=options["sites"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        for line in told(loaded):
            self.stdout.write(line)


def told(loaded: Loaded) -> list[str]:
    """The counts in lines, then each row that could not be used."""
    counts = [
        (loaded.alliances, f"alliances, {loaded.alliances_made:,} of them made now"),
        (loaded.lead_schools, f"lead schools, {loaded.resolved:,} of them another record today"),
        (loaded.matched, "alliances with a provider of the same name in the list of sites"),
        (loaded.partners, f"partners, {loaded.partners_made:,} of them made now"),
        (loaded.roles_made, "roles made"),
        (loaded.authorities_made, "served local authorities made"),
        (loaded.not_in_register, "schools that are not in the register"),
        (len(loaded.rejections), "rows rejected"),
    ]
    lines = [f"{count:>10,}  {label}" for count, label in counts]
    return [*lines, *(f"line {row.line}, URN {row.urn}: {row.reason}" for row in loaded.rejections)]
