"""What the portal's search finds of resources and dates, each for whoever may see it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse

from alliance import policy
from alliance.choices import Strand
from alliance.models import Resource
from alliance.queries.partner_filters import LIKE_ENOUGH
from alliance.queries.resources.finding import WORD, ResourceFilters, resources_for
from foundation.search import Asked, Result, Source


def find_resources(asked: Asked) -> Iterator[Result]:
    """By title, topic, description and the words inside; loosely by a title spelt nearly so."""
    if asked.loosely:
        found = Resource.objects.visible_to(asked.member).filter(withdrawn_at=None)
        for word in WORD.findall(asked.text)[:6]:
            found = found.filter(GreaterThanOrEqual(TrigramWordSimilarity(word, "title"), LIKE_ENOUGH))
        found = found.order_by("title", "pk")
    else:
        found = resources_for(asked.member, ResourceFilters(text=asked.text))
    rows = found.values_list("public_id", "title", "topic", "strand")
    for public_id, title, topic, strand in rows[: asked.limit]:
        href = reverse("resource", args=[asked.member.alliance.slug, public_id])
        hint = [topic, str(Strand(strand).label) if strand else ""]
        yield Result(title, href, " · ".join(part for part in hint if part))


def _list(member: Any, text: str) -> str:
    return f"{reverse('resources', args=[member.alliance.slug])}?{urlencode({'q': text})}"


SOURCES = (Source("resources", "Resources", "book", policy.see_resources, find_resources, 50, more=_list),)
