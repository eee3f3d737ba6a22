"""An alliance's logo as a file and as an address."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

from alliance.models import Alliance
from foundation.uploads.store import path_of

FOLDER, SUFFIX = "logos", ".png"


def shown_logo(handle: UUID) -> bytes | None:
    """The picture that an alliance shows today; None for any other handle."""
    return logo_content(handle) if Alliance.objects.filter(logo=handle).exists() else None


def logo_content(handle: UUID | None) -> bytes | None:
    """The picture itself, shown today or in a report since locked; None where there is none."""
    if handle is None:
        return None
    path = path_of(handle, folder=FOLDER, suffix=SUFFIX)
    return path.read_bytes() if path.is_file() else None


@lru_cache(maxsize=1024)
def logo_url(handle: UUID | None) -> str:
    """Where pages find it; "" where there is none."""
    return reverse("logo_file", args=[handle]) if handle else ""
