"""Settings › People › Invited: asking people in, asking again, and thinking better of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions import invitations
from alliance.forms.people import InvitationForm
from alliance.queries import people as queries
from alliance.queries.people_counts import people_counts
from alliance.views.bulk_offers import INVITATION_VERBS, bar_of
from alliance.views.people_frame import crumbs, invitation_or_404, refused, tabs
from alliance.views.people_rows import drawn_invitations
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.lists.paging import page_of
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column

PER_PAGE = 50
COLUMNS = [
    Column("E-mail"),
    Column("Roles"),
    Column("Invited"),
    Column("Standing"),
    Column("Actions", hidden=True),
]


@requires(policy.manage_people)
def people_invited(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations that nobody has accepted yet."""
    counts, pending = people_counts(request.alliance), queries.pending_invitations(request.alliance)
    page = page_of(pending, PER_PAGE, request.GET.get("page"), known=counts.invited)
    context = {
        "page_title": "People invited",
        "breadcrumbs": crumbs(request, here="Invited"),
        "tabs": tabs(request, "invited", counts),
        "columns": COLUMNS,
        "rows": drawn_invitations(
            queries.invitation_rows(page.object_list),
            reverse("people_invited", args=[slug]),
            select="bulk",
            csrf_token=get_token(request),
        ),
        "page": page,
        "invite_url": reverse("invite", args=[slug]),
        "bulk_href": reverse("select_invitations", args=[slug]),
        "bulk_verbs": bar_of(INVITATION_VERBS),
    }
    return render(request, "alliance/people/invited.html", context)


@requires(policy.manage_people)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    form = InvitationForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invitations.invite_person(
                alliance=request.alliance, email=email, access=form.access, by=request.user
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Invitation sent to {email}")
            return redirect("people_invited", slug=slug)
    context = {
        "page_title": "Invite somebody",
        "breadcrumbs": crumbs(request, here="Invite"),
        "form": form,
        "people_url": reverse("people", args=[slug]),
    }
    return render(request, "alliance/people/invite.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_people)
def resend_invitation(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    invitation = invitation_or_404(request, invitation_id)
    try:
        invitations.resend_invitation(invitation=invitation, by=request.user)
    except Refused as refusal:
        return refused(request, refusal, "people_invited")
    flash.success(request, f"Sent again to {invitation.email}: the link before no longer works")
    return redirect("people_invited", slug=slug)


@require_POST
@requires(policy.manage_people)
def withdraw_invitation(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    invitation = invitation_or_404(request, invitation_id)
    try:
        invitations.withdraw_invitation(invitation=invitation, by=request.user)
    except Refused as refusal:
        return refused(request, refusal, "people_invited")
    flash.success(request, f"The invitation to {invitation.email} is withdrawn")
    return redirect("people_invited", slug=slug)
