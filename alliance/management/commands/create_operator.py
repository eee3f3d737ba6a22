"""`./portal manage create_operator EMAIL [--name NAME]`"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from alliance.actions.accounts import make_operator


class Command(BaseCommand):
    help = "Make somebody an operator of the whole portal; print the link where they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="what they are called")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        user = make_operator(email=options["email"], full_name=options["name"])
        self.stdout.write(f"{user.email} is an operator. Their log-in asks for an authenticator app.")
        if not user.has_usable_password():
            self.stdout.write(f"They choose a password here, once: {_link(user)}")


def _link(user: Any) -> str:
    """The link that "forgotten password" would send."""
    key = default_token_generator.make_token(user)
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": key}
    return f"{settings.ADDRESS}{reverse('account_reset_password_from_key', kwargs=kwargs)}"
