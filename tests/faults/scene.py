"""A program of the portal's own environment: one alliance with a signed-in member of staff, as JSON."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tsa_portal.settings")
django.setup()

from datetime import date  # noqa: E402  # Django first
from typing import Any  # noqa: E402  # after setup

from django.conf import settings  # noqa: E402  # likewise
from django.db import transaction  # noqa: E402  # after setup
from django.test import Client  # noqa: E402  # after setup
from django.utils import timezone  # noqa: E402  # after setup

from alliance.actions.register_changed import REGISTER_CHANGED  # noqa: E402  # after setup
from alliance.choices import Role  # noqa: E402  # after setup
from alliance.models import RegisterImport  # noqa: E402  # after setup
from foundation.jobs.queue import enqueue  # noqa: E402  # after setup
from foundation.tenancy.scope import acting_within  # noqa: E402  # after setup
from tests.factories.alliance import MembershipFactory, PartnerFactory  # noqa: E402  # after setup


def scene() -> dict[str, Any]:
    member = MembershipFactory(roles=[Role.ADMINISTRATOR])
    with acting_within(member.alliance), transaction.atomic():
        partner = PartnerFactory()
    client = Client()
    client.force_login(member.user)
    return {
        "path": f"/a/{member.alliance.slug}/partners/{partner.public_id}/engagement/record/",
        "session": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "alliance": member.alliance_id,
    }


def job(alliance: int) -> dict[str, Any]:
    """A job that anybody's import may leave behind."""
    with transaction.atomic():
        report = RegisterImport.objects.create(
            file_name="any.csv", layout="gias", as_at=date(2026, 2, 3), started_at=timezone.now()
        )
        return {"job": enqueue(REGISTER_CHANGED, alliance=alliance, subject=report.pk).pk}


if __name__ == "__main__":
    wanted = os.environ.get("TSA_SCENE_ALLIANCE")
    print(json.dumps(job(int(wanted)) if wanted else scene()))
