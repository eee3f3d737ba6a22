"""One thing done to many rows, as pages do it: looked at, pressed, taken back."""

from typing import Any

from django.test import Client
from django.urls import reverse

from foundation.lists.models import BulkChange


def preview(client: Client, address: str, **options: Any) -> Any:
    return client.post(address, {**options, "previewed": ""}) if options else client.get(address)


def do(client: Client, address: str, **options: Any) -> Any:
    """Look at the preview, then press its button."""
    shown = preview(client, address, **options).context
    return client.post(
        address,
        {**options, "previewed": shown["previewed"], "left_out": shown["left_out_count"]},
        follow=True,
    )


def undo_address(alliance: Any) -> str:
    change = BulkChange.objects.latest("pk")
    return reverse("undo_bulk_change", args=[alliance.slug, change.public_id])
