"""What the portal's search finds of the people of partners."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from alliance import policy
from alliance.logic.search_text import read_search
from alliance.models import Employment, Person
from alliance.queries.roster.filters import named, named_nearly
from foundation.search import Asked, Result, Source
from foundation.search.pages import Page


def find_people(asked: Asked) -> Iterator[Result]:
    """People whom the member sees, by name, address, TRN or staff reference, with where they work."""
    words = read_search(asked.text).words
    if not words:
        return
    known = Person.objects.visible_to(asked.member).known()
    people = named_nearly(known, words) if asked.loosely else named(known, words, asked.member)
    found = list(people.order_by("family_name", "given_name", "pk")[: asked.limit])
    if not found:
        return
    works = Employment.objects.visible_to(asked.member).filter(person__in=[each.pk for each in found])
    places = {
        work.person_id: str(work)
        for work in works.select_related("partner").order_by("ended_on", "started_on", "pk")
    }
    for person in found:
        href = reverse("roster_person", args=[asked.member.alliance.slug, person.public_id])
        yield Result(person.name, href, places.get(person.pk, ""))


def _list(member: Any, text: str) -> str:
    return f"{reverse('roster', args=[member.alliance.slug])}?{urlencode({'q': text, 'status': 'all'})}"


SOURCE = Source("roster", "People of partners", "user", policy.see_roster, find_people, 15, more=_list)
PAGES = (
    Page("Add a person", "add_to_roster", policy.change_roster, "new teacher staff people"),
    Page("Likely duplicates", "likely_duplicates", policy.merge_people, "merge people twice same"),
    Page(
        "How long people are kept", "retention", policy.manage_personal_data, "retention erase gdpr settings"
    ),
)
