"""Your account: one's own name, address, password, second factor and alliances."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance.actions.accounts import change_name
from alliance.forms.joining import NameForm
from alliance.models import Membership
from alliance.queries.identities import doors_of
from foundation import words
from foundation.access import signed_in
from foundation.accounts.second_factor import users_with_second_factor
from foundation.ui import flash
from foundation.ui.items import Fact


@signed_in("a person's own page, whichever alliances they belong to")
def your_account(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"full_name": request.user.full_name})
    if request.method == "POST" and form.is_valid():
        change_name(user=request.user, full_name=form.cleaned_data["full_name"])
        flash.success(request, "Your name is changed")
        return redirect("your_account")
    context = {
        "page_title": "Your account",
        "form": form,
        "facts": _facts(request),
        "alliances": _alliances(request),
    }
    return render(request, "alliance/account.html", context, status=422 if form.errors else 200)


def _facts(request: HttpRequest) -> list[Fact]:
    """Each links to the page that changes it."""
    user = request.user
    password = "account_change_password" if user.has_usable_password() else "account_set_password"
    second_factor = "On" if user.pk in users_with_second_factor([user.pk]) else "Off"
    return [
        Fact("E-mail", user.email, "This is your log-in", reverse("account_email")),
        Fact("Password", "Change your password", href=reverse(password)),
        Fact("Second factor", second_factor, "A passkey, or a code from an app", reverse("mfa_index")),
        *[
            Fact(
                door.name,
                "Connected" if door.account else "Not connected",
                door.account,
                reverse("connections"),
            )
            for door in doors_of(user)
        ],
        Fact("Signed in", "Where you are signed in", href=reverse("sessions")),
    ]


def _alliances(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "name": membership.alliance.name,
            "href": reverse("today", args=[membership.alliance.slug]),
            "roles": words.listed(membership.role_labels),
            "ends_on": membership.ends_on,
        }
        for membership in Membership.objects.of(request.user)
    ]
