"""Resources by what they are and by the words inside them, for whoever may see them."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left, NullIf

from alliance.logic.audiences import ANYBODY
from alliance.models import Resource, ResourceVersion
from alliance.models.resource import ResourceQuerySet
from foundation.lists.values import values_in_use

CONFIG = "english"
"""PostgreSQL's dictionary: “assessing” is found by “assessment”."""
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
BEGIN, END = "\ue000", "\ue001"
"""Around a word that was found: from the private area, so that no document says them by chance."""
SHOWN = ("public_id", "title", "topic", "strand", "audience", "withdrawn_at", "updated_at")
"""What a line of the list says: neither its description nor the words it is found by."""
SHOWN_FROM = 100_000
"""Characters of a text among which a passage to show is looked for."""


@dataclass(frozen=True)
class ResourceFilters:
    """What a list of resources is narrowed to; an empty field narrows nothing."""

    text: str = ""
    strands: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    withdrawn: bool = False

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.text)[:MOST_WORDS]


def query_of(words: list[str]) -> SearchQuery:
    """Every word, or one that begins so, in any order; each is letters and digits only."""
    return SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config=CONFIG)


def resources_for(member: Any, filters: ResourceFilters) -> ResourceQuerySet:
    """Those the member may see that every filter keeps; the best match first, else the newest."""
    found: ResourceQuerySet = Resource.objects.visible_to(member).filter(
        withdrawn_at__isnull=not filters.withdrawn
    )
    if filters.strands:
        found = found.filter(strand__in=filters.strands)
    if filters.topics:
        found = found.filter(topic__in=filters.topics)
    if filters.audiences:
        found = found.filter(audience__in=filters.audiences)
    if filters.kinds:
        found = found.alias(kind=_of_current("suffix")).filter(kind__in=filters.kinds)
    if filters.text and not filters.words:
        return found.none()
    if filters.words:
        asked = query_of(filters.words)
        found = found.filter(words=asked).annotate(rank=SearchRank(F("words"), asked))
        return found.order_by("-rank", "-updated_at", "pk")
    return found.order_by("-updated_at", "pk")


def with_current(found: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
    """Each with its version of today: `suffix`, `size`; with `words` also `passage`, where they stand."""
    found = found.annotate(suffix=_of_current("suffix"), size=_of_current("size"), link=_of_current("link"))
    if not words:
        return found
    passage = SearchHeadline(
        Left(_of_current("text"), SHOWN_FROM),
        query_of(words),
        config=CONFIG,
        start_sel=BEGIN,
        stop_sel=END,
        max_words=24,
        min_words=12,
        max_fragments=1,
    )
    return found.annotate(passage=passage)


def topics_for(member: Any) -> list[str]:
    """The topics among what the member may see, by name."""
    return values_in_use(Resource.objects.visible_to(member).filter(withdrawn_at=None), "topic")


def public_resources() -> ResourceQuerySet:
    """Those of the alliance in scope that anybody may have: public, handed out, and not withdrawn."""
    found: ResourceQuerySet = Resource.objects.visible_to(ANYBODY)
    return found


def version_of(resource: Resource, number: int) -> ResourceVersion | None:
    found: ResourceVersion | None = resource.versions.filter(number=number).first()
    return found


def _of_current(field: str) -> Subquery:
    """A field of the version that is handed out, or, where none is, of the newest."""
    wanted = Coalesce(NullIf(OuterRef("current"), 0), OuterRef("latest"))
    versions = ResourceVersion.objects.filter(resource=OuterRef("pk"), number=wanted)
    return Subquery(versions.values(field)[:1])
