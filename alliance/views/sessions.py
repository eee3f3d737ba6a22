"""Your account › Where you are signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance.actions import sessions as actions
from alliance.queries.sessions import signed_in_places
from foundation.access import signed_in
from foundation.ui import flash
from foundation.ui.items import Column

COLUMNS = [
    Column("Browser"),
    Column("Signed in"),
    Column("Last used"),
    Column("What you can do", hidden=True),
]


@signed_in("a person's own sessions")
def sessions(request: HttpRequest) -> HttpResponse:
    places = signed_in_places(request.user, request.session.session_key)
    context = {
        "page_title": "Where you are signed in",
        "columns": COLUMNS,
        "places": places,
        "elsewhere": any(not place.current for place in places),
        "end_url": reverse("end_session"),
        "end_others_url": reverse("end_other_sessions"),
        "account_url": reverse("your_account"),
    }
    return render(request, "alliance/sessions.html", context)


@require_POST
@signed_in("a person's own sessions")
def end_session(request: HttpRequest) -> HttpResponse:
    if actions.end_session(user=request.user, handle=request.POST.get("session", "")):
        flash.success(request, "Signed out there")
    return redirect("sessions")


@require_POST
@signed_in("a person's own sessions")
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Everywhere but here: this session is given the new number, and a new key."""
    actions.sign_out_everywhere(user=request.user)
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)
    flash.success(request, "Signed out everywhere else")
    return redirect("sessions")
