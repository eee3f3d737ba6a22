"""`./portal manage reset_second_factor EMAIL`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliance.actions.accounts import account_of, reset_second_factor


class Command(BaseCommand):
    help = "Take the authenticator app and recovery codes off an account whose owner has lost both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = account_of(options["email"])
        if user is None:
            raise CommandError(f"No account has the address {options['email']}.")
        if not reset_second_factor(user=user):
            raise CommandError(f"{user.email} has no second factor set up.")
        self.stdout.write(f"{user.email} signs in with the password alone, and sets up a new second factor.")
