"""What the pages under Settings › People have in common: crumbs, tabs, and the answer to a refusal."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alliance.models import Invitation, Membership
from alliance.queries import people as queries
from alliance.queries.people_counts import PeopleCounts
from foundation.refusal import Refused
from foundation.ui.items import Crumb, Tab


def crumbs(request: HttpRequest, *, here: str, below_people: bool = True) -> list[Crumb]:
    slug = request.alliance.slug
    way = [Crumb("Settings", reverse("settings", args=[slug]))]
    if below_people:
        way.append(Crumb("People", reverse("people", args=[slug])))
    return [*way, Crumb(here)]


def tabs(request: HttpRequest, current: str, counts: PeopleCounts) -> list[Tab]:
    """Members, invited, former; with how many there are of each."""
    slug = request.alliance.slug
    everybody = reverse("people", args=[slug])
    return [
        Tab("Members", everybody, counts.members, current == "members"),
        Tab("Invited", reverse("people_invited", args=[slug]), counts.invited, current == "invited"),
        Tab("Former members", f"{everybody}?show=former", counts.former, current == "former"),
    ]


def member_or_404(request: HttpRequest, membership_id: UUID) -> Membership:
    if member := queries.find_member(request.alliance, membership_id):
        return member
    raise Http404("No such member here.")


def invitation_or_404(request: HttpRequest, invitation_id: UUID) -> Invitation:
    if invitation := queries.find_invitation(request.alliance, invitation_id):
        return invitation
    raise Http404("No such invitation here.")


def refused(request: HttpRequest, refusal: Refused, route: str, **kwargs: object) -> HttpResponse:
    """Back to the page it was asked from, with the reason on top."""
    messages.error(request, refusal.sentence)
    return redirect(route, slug=request.alliance.slug, **kwargs)
