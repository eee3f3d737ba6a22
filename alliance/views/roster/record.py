"""The record of one person: who they are, where they work and worked, what happened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.models import Employment, Person
from alliance.queries.roster.record import employments_of, find_person, history_of, sees_in_full
from alliance.views.roster.ways import crumbs, may_change, place
from foundation import words
from foundation.access import requires
from foundation.ui.items import Fact, MenuItem, Tab

RECENT = 5
WHOLE_HISTORY = 500
NOWHERE = (
    "Works at no partner now",
    "What they did stays theirs. If they begin at another partner, add that employment: their history goes "
    "on.",
)
LEFT = (
    "Does not work with you now",
    "Addresses, TRN and what came afterwards are no longer shown to you. If they begin with you again, add "
    "them as a person: the alliance makes the two one.",
)


@requires(policy.see_roster)
def roster_person(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Summary: names and addresses, and the posts they have."""
    person = person_of(request, person_id)
    works = employments_of(person, request.member)
    today = timezone.localdate()
    context = {
        **frame_of(request, person, works, "Summary"),
        "facts": _facts(request, person, works),
        "running": [_work(request, work) for work in works if work.is_running(today)],
        "nowhere": NOWHERE if request.member.is_staff else LEFT,
        "timeline": history_of(person, request.member, limit=RECENT),
    }
    return render(request, "alliance/roster/summary.html", context)


@requires(policy.see_roster)
def roster_employments(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Every post they have and had, what began last first."""
    person = person_of(request, person_id)
    works = employments_of(person, request.member)
    context = {
        **frame_of(request, person, works, "Employments"),
        "works": [_work(request, work) for work in works],
    }
    return render(request, "alliance/roster/employments.html", context)


@requires(policy.see_roster)
def roster_history(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    person = person_of(request, person_id)
    works = employments_of(person, request.member)
    context = {
        **frame_of(request, person, works, "History"),
        "timeline": history_of(person, request.member, limit=WHOLE_HISTORY),
        "most": WHOLE_HISTORY,
    }
    return render(request, "alliance/roster/history.html", context)


def person_of(request: HttpRequest, person_id: UUID) -> Person:
    """The person of this id. One whom the member may not see is not there: 404."""
    person = find_person(request.member, person_id)
    if person is None:
        raise Http404("No such person.")
    return person


def frame_of(request: HttpRequest, person: Person, works: list[Employment], tab: str) -> dict[str, Any]:
    """What every page of the record has around it."""
    today = timezone.localdate()
    running = [work for work in works if work.is_running(today)]
    changes = may_change(request, works) and not person.is_erased
    return {
        "breadcrumbs": crumbs(request, person),
        "recent": "Person",
        "person": person,
        "head": ("good", "Works there now") if running else ("none", "Former"),
        "about": [f"{work.post or 'Staff'} at {work.partner.name}" for work in running],
        "may_change": changes,
        "edit_href": place(request, "edit_roster_person", person),
        "menu": _menu(request, person, running) if changes else [],
        "tabs": [
            Tab(label, place(request, name, person), count, label == tab)
            for label, name, count in (
                ("Summary", "roster_person", ""),
                ("Employments", "roster_employments", len(works)),
                ("History", "roster_history", ""),
            )
        ],
    }


def _menu(request: HttpRequest, person: Person, running: list[Employment]) -> list[MenuItem]:
    items = [MenuItem("Edit", place(request, "edit_roster_person", person))]
    for work in running:
        where = f" at {work.partner.name}" if len(running) > 1 else ""
        items.append(MenuItem(f"New post{where}", place(request, "move_employment", person, work.public_id)))
        items.append(
            MenuItem(f"End the post{where}", place(request, "end_employment", person, work.public_id))
        )
    items.append(MenuItem("Add an employment", place(request, "add_employment", person)))
    if policy.manage_people.test(request.member):
        items.append(MenuItem("Log-in…", place(request, "person_log_in", person), ruled=True))
    if policy.manage_personal_data.test(request.member):
        href = place(request, "personal_data", person)
        items.append(MenuItem("Personal data…", href))
    return items


def _facts(request: HttpRequest, person: Person, works: list[Employment]) -> list[Fact]:
    facts = [
        Fact("First name", person.given_name or "–"),
        Fact("Last name", person.family_name),
    ]
    if not sees_in_full(works, request.member):
        return [*facts, Fact("E-mail and TRN", "Not shown once they have left")]
    facts.append(Fact("E-mail", person.email or "No address"))
    if person.further_emails:
        facts.append(Fact("Further addresses", ", ".join(person.further_emails)))
    facts.append(Fact("TRN", person.trn or "Not known"))
    if policy.manage_people.test(request.member):
        facts.append(Fact("Logs in as", str(person.user) if person.user else "No log-in"))
    return facts


def _work(request: HttpRequest, work: Employment) -> dict[str, Any]:
    person = work.person
    is_running = work.is_running()
    items = [MenuItem("Edit", place(request, "edit_employment", person, work.public_id))]
    if is_running:
        items.append(MenuItem("New post", place(request, "move_employment", person, work.public_id)))
        items.append(MenuItem("End", place(request, "end_employment", person, work.public_id)))
    partner_href = ""
    if policy.see_partner.test(request.member, work.partner):
        partner_href = reverse("partner", args=[request.alliance.slug, work.partner.public_id])
    return {
        "post": work.post or "Post not named",
        "partner": work.partner.name,
        "partner_href": partner_href,
        "fte": "" if work.fte is None else f"{work.fte:.2f}",
        "days": _days(work),
        "reference": work.reference,
        "is_running": is_running,
        "menu": items,
    }


def _days(work: Employment) -> str:
    """since Mon 1 Sep 2025; Mon 1 Sep 2025 to Fri 31 Jul 2026; until …; no days known."""
    start, end = words.day(work.started_on), words.day(work.ended_on)
    if start and end:
        return f"{start} to {end}"
    if start:
        return f"since {start}"
    return f"until {end}" if end else "No days known"
