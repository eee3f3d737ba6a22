"""Which log-in a person of the directory has: found among the members, linked, taken away."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.roster.people import Erased, link_log_in, unlink_log_in
from alliance.logic.search_text import read_search
from alliance.models import Membership, Person
from alliance.queries.people import find_member
from alliance.queries.roster.log_ins import Candidate, called, likely, member_of
from alliance.views.roster.record import person_of
from alliance.views.roster.ways import crumbs, place
from foundation import words
from foundation.access import requires
from foundation.refusal import GoneMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Column, Fact

COLUMNS = [Column("Name"), Column("Roles"), Column("Standing"), Column("Actions", hidden=True)]


@requires(policy.manage_people)
def person_log_in(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """The log-in they have; for who has none, the members that they may be, and a search for others."""
    person = _known(request, person_id)
    search = read_search(request.GET.get("q", "")).words
    found = called(request.alliance, search) if search else likely(request.alliance, person)
    member = member_of(request.alliance, person)
    context = {
        "page_title": f"Log-in of {person.name}",
        "breadcrumbs": crumbs(request, person, "Log-in"),
        "person": person,
        "facts": _facts(member, person),
        "columns": COLUMNS,
        "rows": [_row(request, person, one) for one in found.found],
        "more": found.more,
        "more_words": f"And {found.more} more",
        "found_title": f"Called “{search}”" if search else "Of the same name or address",
        "search": search,
        "unlink_href": place(request, "unlink_log_in", person, member.public_id) if member else "",
        "invite_href": reverse("invite", args=[slug]),
        "back": place(request, "roster_person", person),
    }
    return render(request, "alliance/roster/log_in.html", context)


@requires(policy.manage_people)
def link(request: HttpRequest, slug: str, person_id: UUID, membership_id: UUID) -> HttpResponse:
    """Asks first, with both side by side: a link to the wrong one shows somebody what is not theirs."""
    person, member = _known(request, person_id), _member(request, membership_id)
    refusal = ""
    if request.method == "POST":
        try:
            link_log_in(person=person, membership=member, by=request.user)
        except Refused as refused:
            refusal = refused.sentence
        else:
            undo = place(request, "unlink_log_in", person, member.public_id)
            flash.success(request, f"{person.name} logs in as {member.user}", undo=undo)
            return redirect(place(request, "roster_person", person))
    context = {
        "page_title": f"Is {member.user} this person?",
        "breadcrumbs": crumbs(request, person, "Log-in"),
        "person": person,
        "known": [Fact("Name", person.name), Fact("E-mail", ", ".join(person.emails) or "No address")],
        "log_in": _facts(member, person),
        "refusal": refusal,
        "back": place(request, "person_log_in", person),
    }
    return render(request, "alliance/roster/link_log_in.html", context, status=409 if refusal else 200)


@requires(policy.manage_people)
@require_POST
def unlink(request: HttpRequest, slug: str, person_id: UUID, membership_id: UUID) -> HttpResponse:
    """Nothing is lost: the access stays, and so does the person."""
    person, member = _known(request, person_id), _member(request, membership_id)
    try:
        unlink_log_in(person=person, membership=member, by=request.user)
    except (Erased, GoneMeanwhile):
        flash.warning(request, "Somebody else has just removed this person: nothing was changed.")
        return redirect("roster", slug=slug)
    except Refused as refused:
        flash.warning(request, refused.sentence)
        return redirect(place(request, "roster_person", person))
    flash.success(request, f"{person.name} has no log-in any more; the access stays")
    return redirect(place(request, "person_log_in", person))


def _known(request: HttpRequest, person_id: UUID) -> Person:
    person = person_of(request, person_id)
    if person.is_erased:
        raise Http404("Nothing is known of this person any more.")
    return person


def _member(request: HttpRequest, membership_id: UUID) -> Membership:
    member = find_member(request.alliance, membership_id)
    if member is None:
        raise Http404("No such member.")
    return member


def _facts(member: Membership | None, person: Person) -> list[Fact]:
    """Whose log-in it is; of one that belongs here no more, that alone."""
    if member is None:
        return [Fact("Logs in as", str(person.user))] if person.user else []
    facts = [
        Fact("Logs in as", str(member.user)),
        Fact("E-mail", member.user.email),
        Fact("Roles", words.listed(member.role_labels)),
    ]
    if member.partner:
        facts.append(Fact("For", member.partner.name))
    return facts if member.is_current else [*facts, Fact("Access", "Ended")]


def _row(request: HttpRequest, person: Person, one: Candidate) -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email,
        "roles": one.roles,
        "partner": one.partner,
        "taken_by": one.taken_by,
        "taken_href": place(request, "roster_person", one.taken_by) if one.taken_by else "",
        "label": f"This is them…: {one.name}, {one.email}",
        "href": place(request, "link_log_in", person, one.membership_id),
    }
