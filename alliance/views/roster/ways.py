"""The ways between the pages of people."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from alliance import policy
from alliance.models import Employment, Person
from foundation.ui.items import Crumb


def place(request: HttpRequest, name: str, person: Person, *more: Any) -> str:
    """The address of a page of this person."""
    return reverse(name, args=[request.alliance.slug, person.public_id, *more])


def crumbs(request: HttpRequest, person: Person | None = None, last: str = "") -> list[Crumb]:
    """People › Amira Osgodby › Edit."""
    home = Crumb("People", reverse("roster", args=[request.alliance.slug]))
    if person is None:
        return [home, Crumb(last)]
    here = Crumb(person.name, place(request, "roster_person", person) if last else "")
    return [home, here, Crumb(last)] if last else [home, here]


def may_change(request: HttpRequest, works: Iterable[Employment]) -> bool:
    """Whether the member may change a person: a partner's contact while they work at their own.

    `works` are those the member sees, so those of a trust's contact are at the trust's schools.
    """
    if policy.change_roster.test(request.member, None) and request.member.is_staff:
        return True
    return policy.change_roster.test(request.member, None) and any(work.is_running() for work in works)
