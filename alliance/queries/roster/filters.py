"""Which people a list shows: what one may narrow it by, and the query that does."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import GreaterThanOrEqual

from alliance.logic.search_text import read_search
from alliance.models import Employment, Person
from alliance.models.roster.person import PersonQuerySet
from alliance.queries.partner_filters import FEWEST_LETTERS, LIKE_ENOUGH, MOST_WORDS
from alliance.queries.roster.duplicates import likely_duplicate_ids

TRN_DIGITS = 7


@dataclass(frozen=True)
class PeopleFilters:
    """What a list of people is narrowed to; an empty field narrows nothing.

    `status` is current, former or all: whether they work today at a partner that the reader sees them at.
    `partners` are public ids, `posts` whole names of posts. `email` is "none", `duplicates` is "likely".
    """

    text: str = ""
    partners: tuple[UUID, ...] = ()
    posts: tuple[str, ...] = ()
    status: str = "current"
    email: str = ""
    duplicates: str = ""

    @property
    def words(self) -> str:
        return read_search(self.text).words

    @property
    def count(self) -> int:
        """How many filters are in force, the search apart."""
        given = sum(
            bool(getattr(self, each.name)) for each in fields(self) if each.name not in ("text", "status")
        )
        return given + (self.status != "all")


def narrowed(people: PersonQuerySet, filters: PeopleFilters, member: Any) -> PersonQuerySet:
    """Those of `people` that every filter keeps, by what the member sees of them; without those erased.

    A search asks the database once, here: names that only resemble the words are found where none has them.
    """
    kept = people.known()
    works = theirs = Employment.objects.visible_to(member).filter(person=OuterRef("pk"))
    if filters.status == "current":
        works = works.running()
    if filters.status == "former":
        kept = kept.exclude(Exists(theirs.running()))
    if filters.partners:
        works = works.filter(partner__public_id__in=filters.partners)
    if filters.posts:
        works = works.filter(post__in=filters.posts)
    if filters.status == "current" or filters.partners or filters.posts:
        kept = kept.filter(Exists(works))
    if filters.email == "none":
        kept = kept.in_full_for(member).filter(email="")
    if filters.duplicates:
        kept = kept.filter(pk__in=likely_duplicate_ids()) if member.is_staff else kept.none()
    return searched(kept, filters.words, member) if filters.words else kept


def searched(people: PersonQuerySet, words: str, member: Any) -> PersonQuerySet:
    """Whom the words name; where they name nobody, whose names are nearly so."""
    exact = named(people, words, member)
    return exact if exact.exists() else named_nearly(people, words)


def named(people: PersonQuerySet, words: str, member: Any) -> PersonQuerySet:
    """By name, a partner's own reference, and address or TRN where the member sees those."""
    seen = Q() if member.is_staff else Q(pk__in=Person.objects.in_full_for(member).values("pk"))
    said = Q()
    for word in words.split()[:MOST_WORDS]:
        said &= Q(full_name__icontains=word) | Q(email__icontains=word) & seen
    if words.isdigit() and len(words) == TRN_DIGITS:
        said |= Q(trn=words) & seen
    works = Employment.objects.visible_to(member).filter(person=OuterRef("pk"), reference=words)
    return people.filter(said | Q(Exists(works)))


def named_nearly(people: PersonQuerySet, words: str) -> PersonQuerySet:
    """By a name in which a letter or two are wrong; a number or an address is right or wrong."""
    typed = words.split()[:MOST_WORDS]
    long = [word for word in typed if len(word) >= FEWEST_LETTERS and word.isalpha()]
    if not long:
        return people.none()
    for word in long:
        people = people.filter(GreaterThanOrEqual(TrigramWordSimilarity(word, "full_name"), LIKE_ENOUGH))
    return people
