"""The other doors this deployment has, and those a person has connected."""

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings


@dataclass(frozen=True)
class Door:
    """`account` is the account connected there; "" for none."""

    provider: str
    name: str
    account: str = ""


def doors() -> list[Door]:
    """Where people of this deployment may sign in besides here. No query."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [Door(app["provider_id"], app["name"]) for app in apps]


def name_of(provider: str) -> str | None:
    """What the door is called; None where this deployment has no such door."""
    return next((door.name for door in doors() if door.provider == provider), None)


def doors_of(user: Any) -> list[Door]:
    connected = dict(SocialAccount.objects.filter(user=user).values_list("provider", "extra_data"))
    return [
        Door(door.provider, door.name, connected.get(door.provider, {}).get("label", "")) for door in doors()
    ]
