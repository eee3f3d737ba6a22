"""The alliance's priorities: what prospects are asked whether they share."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.growth.priorities import add_priority, end_priority
from alliance.forms.growth.prospects import PriorityForm
from alliance.models import Priority
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.manage_growth)
def priorities(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, and the form that adds to it."""
    form = PriorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            priority = add_priority(name=form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"“{priority.name}” added")
            return redirect("priorities", slug=slug)
    context = {
        "page_title": "Priorities",
        "breadcrumbs": [
            Crumb("Prospects", reverse("prospects", args=[slug])),
            Crumb("Priorities"),
        ],
        "priorities": Priority.objects.current().order_by("name"),
        "form": form,
    }
    return render(request, "alliance/growth/priorities.html", context, status=422 if form.errors else 200)


@requires(policy.manage_growth)
@require_POST
def end(request: HttpRequest, slug: str, priority_id: UUID) -> HttpResponse:
    priority = Priority.objects.filter(public_id=priority_id).first()
    if priority is None:
        raise Http404("No such priority.")
    end_priority(priority=priority, by=request.user)
    flash.success(request, f"“{priority.name}” ended; prospects that named it keep it")
    return redirect("priorities", slug=slug)
