"""The first page after logging in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alliance import policy
from alliance.models import Membership
from foundation.access import public, requires


@public("sends everybody to where they belong, and shows nothing itself")
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    membership = Membership.objects.current().filter(user=request.user).select_related("alliance").first()
    if membership is not None:
        return redirect("today", slug=membership.alliance.slug)
    if request.user.is_operator:
        return redirect("operator_alliances")
    return render(request, "alliance/no_alliance.html", status=403)


@requires(policy.see_today)
def today(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "alliance/today.html")
