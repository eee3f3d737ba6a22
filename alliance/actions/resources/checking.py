"""What the check of a file found, written down; and files that no row names, cleared away."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from alliance.actions.resources.settling import settle
from alliance.choices import VersionState
from alliance.models import Resource, ResourceVersion
from alliance.models.resource import folder_of
from alliance.queries.notifications import RESOURCES
from foundation.documents import Text
from foundation.notifications.actions import notify
from foundation.tenancy.scope import current_alliance_id
from foundation.uploads.scanning import Verdict

STATES = {
    Verdict.CLEAN: VersionState.CLEAN,
    Verdict.NO_SCANNER: VersionState.NOT_SCANNED,
    Verdict.MALWARE: VersionState.HELD_BACK,
}
LEFT_ALONE = timedelta(days=1)
"""Younger files may belong to a request that is still under way."""


@transaction.atomic
def note_verdict(*, version: ResourceVersion, verdict: Verdict) -> None:
    """What the scanner said: handed out from now on, or held back, and whoever brought it is told."""
    resource = _locked(version)
    if ResourceVersion.objects.filter(pk=version.pk, state=VersionState.WAITING).update(
        state=STATES[verdict]
    ):
        settle(resource)
        if verdict is Verdict.MALWARE:
            _tell(version, f"{resource.title}: the scanner found malware in {version.name}. It is held back.")


@transaction.atomic
def note_failure(*, version: ResourceVersion) -> None:
    """The scanner did not answer: the file stays where it is, and staff can have it checked again."""
    resource = _locked(version)
    waiting = ResourceVersion.objects.filter(pk=version.pk, state=VersionState.WAITING)
    if waiting.update(state=VersionState.UNCHECKED):
        _tell(version, f"{resource.title}: {version.name} could not be checked for malware.")


@transaction.atomic
def note_text(*, version: ResourceVersion, text: Text) -> None:
    """The words of the file, for the search."""
    _locked(version)
    ResourceVersion.objects.filter(pk=version.pk).update(text=text.words, text_note=text.refused)


def clear_files(now: datetime) -> int:
    """Delete files of the alliance in scope that no version names; how many that were."""
    folder = Path(settings.MEDIA_ROOT) / folder_of(current_alliance_id())
    handles = ResourceVersion.objects.exclude(file=None).values_list("file", flat=True)
    named = {str(handle) for handle in handles}
    before = (now - LEFT_ALONE).timestamp()
    stray = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.stem not in named and path.stat().st_mtime < before
    ]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


def _locked(version: ResourceVersion) -> Resource:
    found: Resource = Resource.objects.select_for_update(of=("self",)).get(pk=version.resource_id)
    return found


def _tell(version: ResourceVersion, sentence: str) -> None:
    if version.added_by_id is None:
        return
    slug = version.alliance.slug
    public_id = version.resource.public_id
    href = reverse("resource", args=[slug, public_id])
    notify([version.added_by_id], sentence, href, kind=RESOURCES, subject=public_id)
