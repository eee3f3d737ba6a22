"""Resources: added, given a new version, changed, withdrawn and brought back."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alliance.actions.resources.settling import settle
from alliance.actions.versions import locked
from alliance.choices import Audience, Licence, VersionState
from alliance.models import Resource, ResourceVersion, User
from alliance.models.resource import folder_of
from foundation.calendars.online import NotALink, link_name
from foundation.jobs.queue import enqueue
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id
from foundation.uploads.documents import judged
from foundation.uploads.store import keep_stream

CHECK = "check_resource"
"""The kind of the job that has a file scanned and reads its words; its subject is the version."""
MOST_VERSIONS = 200


@dataclass(frozen=True)
class ResourceDetails:
    """What the form holds besides the file or link."""

    title: str
    audience: Audience
    licence: Licence
    description: str = ""
    topic: str = ""
    strand: str = ""


@dataclass(frozen=True)
class Content:
    """What a version is: an open file with its name and size, or the address of a link."""

    file: BinaryIO | None = None
    name: str = ""
    size: int = 0
    link: str = ""
    note: str = ""


class NotForThePublic(Refused):
    code = "not_for_the_public"


@transaction.atomic
def add_resource(*, details: ResourceDetails, content: Content, by: User) -> Resource:
    """A resource with its first version. Raises NotForThePublic, Refused, UploadRefused."""
    _allow_audience(details)
    resource = Resource.objects.create(**vars(details))
    _add_version(resource, content, by)
    return settle(resource)


@transaction.atomic
def add_version(*, resource: Resource, content: Content, by: User) -> ResourceVersion:
    """A new version; the ones before stay. Raises Refused, UploadRefused, GoneMeanwhile."""
    resource = locked(resource)
    if resource.latest >= MOST_VERSIONS:
        raise Refused(f"A resource has {MOST_VERSIONS} versions at most: begin a new one.")
    version = _add_version(resource, content, by)
    settle(resource)
    return version


@transaction.atomic
def change_resource(*, resource: Resource, version: int, details: ResourceDetails, by: User) -> Resource:
    """Change what is said of one that is still as the editor saw it.

    Raises ChangedMeanwhile, NotForThePublic, Refused.
    """
    _allow_audience(details)
    resource = locked(resource, version)
    for name, value in vars(details).items():
        setattr(resource, name, value)
    resource.save()
    return settle(resource)


def _allow_audience(details: ResourceDetails) -> None:
    if details.audience == Audience.PUBLIC and details.licence == Licence.OWN_USE:
        raise NotForThePublic(
            "What is for use in the alliance only cannot go to the public: choose another licence, or say who"
            " in the alliance it is for.",
            field="licence",
        )


@transaction.atomic
def withdraw_resource(*, resource: Resource, by: User) -> None:
    """Hand it out no more; staff still see it, and can bring it back."""
    resource = locked(resource)
    if resource.withdrawn_at is None:
        resource.withdrawn_at = timezone.now()
        resource.save(update_fields=["withdrawn_at"])


@transaction.atomic
def restore_resource(*, resource: Resource, by: User) -> None:
    """Hand it out again."""
    resource = locked(resource)
    resource.withdrawn_at = None
    resource.save(update_fields=["withdrawn_at"])


@transaction.atomic
def check_again(*, version: ResourceVersion, by: User) -> None:
    """Have a file scanned once more whose check failed. Raises Refused for any other."""
    failed = ResourceVersion.objects.filter(pk=version.pk, state=VersionState.UNCHECKED)
    if not failed.update(state=VersionState.WAITING):
        raise Refused("Only a file whose check failed is checked again.")
    enqueue(CHECK, alliance=current_alliance_id(), subject=version.pk, by=by)


@transaction.atomic
def count_download(*, version: ResourceVersion) -> None:
    ResourceVersion.objects.filter(pk=version.pk).update(downloads=F("downloads") + 1)


def _add_version(resource: Resource, content: Content, by: User) -> ResourceVersion:
    """The file is judged and kept before its row: a file without one is cleared away at night."""
    resource.latest += 1
    given = {"resource": resource, "number": resource.latest, "note": content.note, "added_by": by}
    if content.file is None:
        link: ResourceVersion = ResourceVersion.objects.create(
            **given, state=VersionState.LINK, link=_safe(content.link)
        )
        return link
    kind = judged(content.file, content.size)
    folder = folder_of(current_alliance_id())
    handle, digest = keep_stream(content.file, folder=folder, suffix=kind.suffix)
    version: ResourceVersion = ResourceVersion.objects.create(
        **given,
        state=VersionState.WAITING,
        file=handle,
        suffix=kind.suffix,
        name=_name(content.name, kind.suffix),
        size=content.size,
        digest=digest,
    )
    enqueue(CHECK, alliance=current_alliance_id(), subject=version.pk, by=by)
    return version


def _name(given: str, suffix: str) -> str:
    """As people will save it: what they called it, ending as it really is."""
    stem = "".join(letter for letter in given.rpartition("/")[2] if letter.isprintable())
    stem = stem.rpartition(".")[0] or stem
    return f"{stem[:140].strip() or 'file'}{suffix}"


def _safe(link: str) -> str:
    if not link:
        raise Refused("Choose a file, or paste a link.", field="file")
    try:
        link_name(link)
    except NotALink as error:
        raise Refused(str(error), field="link") from error
    return link
