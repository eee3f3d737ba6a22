"""How an alliance shows who it is: its logo, and where answers to its letters go."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from alliance.actions.alliances import AllianceRefused
from alliance.models import Alliance
from alliance.queries.logos import FOLDER, SUFFIX
from foundation.uploads.pictures import Picture
from foundation.uploads.store import keep


@transaction.atomic
def change_logo(*, alliance: Alliance, picture: Picture, by: Any) -> Alliance:
    """Show this picture from now on. The one before stays in its place for the reports that carry it."""
    alliance = _locked(alliance)
    alliance.logo = keep(picture.content, folder=FOLDER, suffix=SUFFIX)
    alliance.logo_width, alliance.logo_height = picture.width, picture.height
    alliance.save(update_fields=["logo", "logo_width", "logo_height"])
    return alliance


@transaction.atomic
def remove_logo(*, alliance: Alliance, by: Any) -> Alliance:
    """Show the initials again."""
    alliance = _locked(alliance)
    alliance.logo = alliance.logo_width = alliance.logo_height = None
    alliance.save(update_fields=["logo", "logo_width", "logo_height"])
    return alliance


@transaction.atomic
def change_reply_to(*, alliance: Alliance, reply_to: str, by: Any) -> Alliance:
    """Where answers to letters go; "" for nowhere but the portal's own address. Raises `AllianceRefused`."""
    if reply_to:
        try:
            validate_email(reply_to)
        except ValidationError as error:
            raise AllianceRefused(
                "Write an e-mail address such as office@school.example.", field="reply_to"
            ) from error
    alliance = _locked(alliance)
    alliance.reply_to = reply_to
    alliance.save(update_fields=["reply_to"])
    return alliance


def _locked(alliance: Alliance) -> Alliance:
    return Alliance.objects.select_for_update(no_key=True).get(pk=alliance.pk)
