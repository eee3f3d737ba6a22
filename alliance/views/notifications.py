"""What the portal has told one person in this alliance, and what of it they want by e-mail too."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.forms.notifications import ChoicesForm
from alliance.queries.notifications import MOST_COUNTED, unread_count
from foundation import words
from foundation.access import requires
from foundation.notifications.actions import KEPT_DAYS, choose_letters, mark_read
from foundation.notifications.kinds import kinds_for
from foundation.notifications.models import Notification, NotificationChoice
from foundation.ui import flash
from foundation.ui.items import Crumb, NewsItem

PER_PAGE = 30
IN_THE_MENU = 6


@requires(policy.see_notifications)
def notifications(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest first, day by day; what is unread says so."""
    mine = Notification.objects.for_member(request.member)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    unread = unread_count(request.member)
    context = {
        "page_title": "Notifications",
        "page": page,
        "days": _by_day(page.object_list, slug),
        "unread": unread,
        "read_url": f"{reverse('read_notifications', args=[slug])}?page={page.number}",
        "choices_url": reverse("notification_choices", args=[slug]),
        "summary": f"{_counted(unread)} unread" if unread else "You have read them all",
        "kept_days": KEPT_DAYS,
    }
    return render(request, "alliance/notifications/list.html", context)


@requires(policy.see_notifications)
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """The first few, for the menu under the bell."""
    told = Notification.objects.for_member(request.member)[:IN_THE_MENU]
    context = {"items": [_item(one, slug) for one in told], "page_url": reverse("notifications", args=[slug])}
    return render(request, "alliance/notifications/latest.html", context)


@requires(policy.see_notifications)
def notification(request: HttpRequest, slug: str, notification_id: UUID) -> HttpResponse:
    """Read it, and go to the page that it is about."""
    found = Notification.objects.for_member(request.member).filter(public_id=notification_id).first()
    if found is None:
        raise Http404("No such notification for you, or of something you no longer see.")
    mark_read(user=request.user, public_id=notification_id)
    return redirect(found.href)


@require_POST
@requires(policy.see_notifications)
def read_notifications(request: HttpRequest, slug: str) -> HttpResponse:
    """The one that is named, or all of them at once."""
    mark_read(user=request.user, public_id=_id_in(request.POST.get("notification", "")))
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isascii() and page.isdigit() else ""
    return redirect(reverse("notifications", args=[slug]) + query)


@requires(policy.see_notifications)
def notification_choices(request: HttpRequest, slug: str) -> HttpResponse:
    """Which kinds come by e-mail too, at once or in a digest."""
    kinds = kinds_for(request.member)
    chosen = dict(NotificationChoice.objects.filter(user=request.user).values_list("kind", "pace"))
    form = ChoicesForm(request.POST or None, kinds=kinds, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        choose_letters(user=request.user, paces=form.paces, among=[name for name, _ in kinds])
        flash.success(request, "Your choice is saved")
        return redirect("notifications", slug=slug)
    page = reverse("notifications", args=[slug])
    context = {
        "page_title": "What comes by e-mail",
        "breadcrumbs": [Crumb("Notifications", page), Crumb("By e-mail")],
        "form": form,
        "email": request.user.email,
        "back": page,
    }
    return render(request, "alliance/notifications/choices.html", context, status=422 if form.errors else 200)


def _by_day(told: Iterable[Notification], slug: str) -> list[tuple[str, list[NewsItem]]]:
    """Under "Today", "Yesterday" or the day."""
    today = timezone.localdate()
    near = {0: "Today", 1: "Yesterday"}

    def day_of(notification: Notification) -> str:
        day = timezone.localdate(notification.created_at)
        return near.get((today - day).days) or words.day(day)

    return [(day, [_item(one, slug) for one in group]) for day, group in groupby(told, key=day_of)]


def _item(told: Notification, slug: str) -> NewsItem:
    return NewsItem(
        sentence=told.sentence,
        href=reverse("notification", args=[slug, told.public_id]),
        when=words.moment(told.created_at),
        at=told.created_at.isoformat(),
        unread=told.read_at is None,
        id=str(told.public_id),
    )


def _counted(unread: int) -> str:
    return f"{MOST_COUNTED - 1}+" if unread >= MOST_COUNTED else str(unread)


def _id_in(text: str) -> UUID | None:
    """None for all of them; a text that names none is nobody's notification."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404("No such notification.") from None
