"""Files and links that the alliance shares, version by version."""

from pathlib import Path
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from alliance.choices import HANDED_OUT, Audience, Licence, Strand, VersionState
from alliance.models.audience import AudienceQuerySet
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet
from foundation.uploads.store import path_of

WORDS = """
NEW.words :=
       setweight(to_tsvector('english', NEW.title), 'A')
    || setweight(to_tsvector('english', NEW.topic), 'B')
    || setweight(to_tsvector('english', NEW.description), 'C')
    || setweight(to_tsvector('english', coalesce(
           (SELECT version.text FROM public.alliance_resourceversion AS version
             WHERE version.alliance_id = NEW.alliance_id AND version.resource_id = NEW.id
               AND version.number = NEW.current), '')), 'D');
RETURN NEW;
"""
WORDS_AGAIN = """
UPDATE public.alliance_resource SET words = NULL
 WHERE alliance_id = NEW.alliance_id AND id = NEW.resource_id AND current = NEW.number;
RETURN NULL;
"""
"""Whatever changes the text, an erasure among it, changes what the search finds."""


class ResourceQuerySet(AudienceQuerySet):
    def visible_to(self, member: Any) -> "ResourceQuerySet":
        """Staff see all; others what is for them, may be handed out, and was not withdrawn."""
        seen = super().visible_to(member)
        return seen if member.is_staff else seen.filter(current__gt=0, withdrawn_at=None)


class Resource(AllianceOwnedPublic):
    """Something to use: a document, slides, a link. Its versions hold what it is at each time.

    `latest` is the number of its newest version, `current` that of the newest that may be handed out (0 while
    none may); `actions.resources` keeps both. `words` is what the search looks in: title, topic, description
    and the text of `current`, in this order of weight; triggers keep it.
    """

    title = models.CharField(max_length=150)
    description = models.TextField(blank=True)
    topic = models.CharField(max_length=60, blank=True)
    strand = models.CharField(max_length=10, choices=Strand.choices, blank=True)
    licence = models.CharField(max_length=10, choices=Licence.choices)
    audience = models.CharField("for", max_length=10, choices=Audience.choices)
    latest = models.PositiveSmallIntegerField(default=0, editable=False)
    current = models.PositiveSmallIntegerField(default=0, editable=False)
    words = SearchVectorField(null=True, editable=False)
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(ResourceQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(current__lte=models.F("latest")), name="resource_current_is_there"
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.PUBLIC, licence=Licence.OWN_USE),
                name="resource_own_use_is_not_public",
                violation_error_message="What is for use in the alliance only cannot go to the public.",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "-updated_at", "id"], name="resource_newest"),
            models.Index(
                fields=["alliance", "topic", "audience"],
                condition=Q(withdrawn_at=None),
                name="resource_by_topic",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="words", operation=pgtrigger.Insert | pgtrigger.Update, when=pgtrigger.Before, func=WORDS
            )
        ]

    def __str__(self) -> str:
        return self.title


class ResourceVersion(AllianceOwnedPublic):
    """One version: a file as it was uploaded, or a link. It never changes but for what is found out about it.

    `file` is the handle of the file in the store, `suffix` tells its kind by content. `text` holds its words;
    where there are none `text_note` says why.
    """

    resource = OwnedForeignKey("alliance.Resource", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=1000, blank=True)
    file = models.UUIDField(null=True, blank=True, editable=False)
    suffix = models.CharField(max_length=8, blank=True)
    name = models.CharField("file name", max_length=150, blank=True)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    note = models.CharField("what is new", max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=VersionState.choices)
    text = models.TextField(blank=True)
    text_note = models.CharField(max_length=200, blank=True)
    downloads = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(AllianceQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("resource", to="alliance.Resource", name="resource_version_fk"),
            models.UniqueConstraint(fields=["alliance", "resource", "number"], name="resource_version_once"),
            models.CheckConstraint(
                condition=Q(state=VersionState.LINK, file__isnull=True, link__startswith="https://")
                | ~Q(state=VersionState.LINK) & Q(file__isnull=False, link=""),
                name="resource_version_file_or_link",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="words_again",
                operation=pgtrigger.UpdateOf("text"),
                when=pgtrigger.After,
                func=WORDS_AGAIN,
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def is_handed_out(self) -> bool:
        return self.state in HANDED_OUT

    @property
    def folder(self) -> str:
        """Of the store; each alliance's files lie apart."""
        return folder_of(self.alliance_id)

    @property
    def path(self) -> Path:
        """Where its file lies. Only of a version that has one."""
        assert self.file is not None  # noqa: S101  # a link has no file, and its page asks for none
        return path_of(self.file, folder=self.folder, suffix=self.suffix)


def folder_of(alliance_id: int) -> str:
    return f"resources/{alliance_id}"
