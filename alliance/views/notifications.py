"""What the portal has told one person in this alliance."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from foundation.access import requires
from foundation.notifications.actions import mark_read
from foundation.notifications.models import Notification
from foundation.ui.items import Column

PER_PAGE = 30


@requires(policy.see_notifications)
def notifications(request: HttpRequest, slug: str) -> HttpResponse:
    """Newest first; what is unread says so."""
    mine = Notification.objects.filter(user=request.user).order_by("-id")
    unread = mine.filter(read_at=None).count()
    context = {
        "page_title": "Notifications",
        "page": Paginator(mine, PER_PAGE).get_page(request.GET.get("page")),
        "unread": unread,
        "columns": [Column("What"), Column("Read"), Column("When", numeric=True)],
        "read_url": reverse("read_notifications", args=[slug]),
        "summary": f"{unread} unread" if unread else "You have read them all",
    }
    return render(request, "alliance/notifications.html", context)


@requires(policy.see_notifications)
def notification(request: HttpRequest, slug: str, notification_id: UUID) -> HttpResponse:
    """Read it, and go to the page that it is about."""
    found = Notification.objects.filter(user=request.user, public_id=notification_id).first()
    if found is None:
        raise Http404("No such notification for you.")
    mark_read(user=request.user, public_id=notification_id)
    return redirect(found.href)


@require_POST
@requires(policy.see_notifications)
def read_notifications(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them at once."""
    mark_read(user=request.user)
    return redirect("notifications", slug=slug)
