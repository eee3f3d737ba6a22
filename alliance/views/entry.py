"""Where people arrive: the alliance they used last, and there the page of their role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from alliance import policy
from alliance.models import Membership
from alliance.queries import landing
from alliance.queries.agreements.record import agreements_to_sign
from alliance.queries.announcements import announcements_for
from alliance.queries.my_tasks import tasks_for
from alliance.views.today import groups_of
from foundation import words
from foundation.access import public, requires
from foundation.accounts import AFTER_SECOND_FACTOR

MOST_TASKS = 5


@public("sends everybody to where they belong, and shows nothing itself")
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    going = request.session.pop(AFTER_SECOND_FACTOR, "")
    if going != "/" and url_has_allowed_host_and_scheme(going, allowed_hosts=None):
        return redirect(going)
    membership = Membership.objects.of(request.user).first()
    if membership is not None:
        return redirect("today", slug=membership.alliance.slug)
    if request.user.is_operator:
        return redirect("operator_alliances")
    context = {"page_title": "No alliance yet", "account_url": reverse("your_account")}
    return render(request, "alliance/no_alliance.html", context, status=403)


@requires(policy.see_my_alliance)
def my_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody who is not staff can do here now, and what will come to them."""
    day = timezone.localdate()
    to_sign = agreements_to_sign(request.member)
    waiting = tasks_for(request.member, day) if policy.see_own_tasks.test(request.member) else []
    verb = "waits" if len(waiting) == 1 else "wait"
    context = {
        "page_title": "My alliance",
        "mine": landing.my_alliance(request.member),
        "summary": "Your signature is asked for."
        if to_sign
        else f"{words.counted(len(waiting), 'task')} {verb} for you."
        if waiting
        else "Nothing waits for you today.",
        "agreements_to_sign": to_sign,
        "announcements": announcements_for(request.member),
        "waiting": groups_of(waiting[:MOST_TASKS], day),
        "tasks_href": reverse("my_tasks", args=[slug]),
    }
    return render(request, "alliance/my_alliance.html", context)
