"""`./portal manage create_alliance NAME --slug SLUG --lead-school URN --owner EMAIL`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from alliance.actions.alliances import create_alliance, suggest_slug
from alliance.models import School
from foundation.refusal import Refused


class Command(BaseCommand):
    help = "Make an alliance, with its lead school as the first partner, and invite its owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name people will read")
        parser.add_argument("--slug", default="", help="its address, made from the name where left out")
        parser.add_argument("--lead-school", type=int, required=True, metavar="URN")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="who is invited to own it")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.select_related("successor").filter(urn=options["lead_school"]).first()
        if school is None:
            raise CommandError(
                f"No school has the URN {options['lead_school']}. Has the register been imported?"
            )
        try:
            with transaction.atomic():
                alliance = create_alliance(
                    name=options["name"],
                    slug=options["slug"] or suggest_slug(options["name"]),
                    lead_school=school,
                    owner_email=options["owner"],
                    by=None,
                )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{alliance} is at /a/{alliance.slug}/.")
        self.stdout.write(f"Invited {options['owner']} to own it.")
