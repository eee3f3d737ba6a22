"""The address from which somebody's own calendar program reads, and what it is given."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance import policy
from alliance.actions.calendar.feeds import digest_of, is_signed, make_feed, note_reading, revoke_feed
from alliance.models import Alliance
from alliance.queries.calendar.feeds import feed_items, live_feed, reader_of
from foundation import words
from foundation.access import public, requires
from foundation.api.raw import not_modified, tag_of
from foundation.calendars.words import CONTENT_TYPE
from foundation.emails.letter import portal_address
from foundation.tenancy.scope import acting_within
from foundation.ui import flash
from foundation.ui.items import Crumb, Fact

NOTHING_HERE = "There is no calendar at this address, or no longer."


@requires(policy.see_calendar)
def my_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether one has such an address, and what can be done about it. The address itself is not kept."""
    feed = live_feed(request.user)
    facts = []
    if feed is not None:
        read = words.moment(feed.last_read_at) if feed.last_read_at else "Not yet"
        facts = [Fact("Made", words.moment(feed.created_at)), Fact("Last read", read, "To the hour")]
    return _page(request, {"feed": feed, "facts": facts})


@require_POST
@requires(policy.see_calendar)
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """The one answer that shows the address. The one before stops."""
    token = make_feed(alliance=request.alliance, user=request.user)
    address = portal_address(reverse("read_calendar_feed", args=[slug, token]))
    response = _page(request, {"feed": None, "facts": [], "feed_address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires(policy.see_calendar)
def revoke(request: HttpRequest, slug: str) -> HttpResponse:
    if revoke_feed(user=request.user):
        flash.success(request, "The address is revoked: it gives nothing any more")
    return redirect("calendar_feed", slug=slug)


@require_safe
@public("the address is the right to read it: 192 random bits, signed, of which only the digest is kept")
def read(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What this person may see at this moment; an unchanged calendar is told by 304."""
    alliance = Alliance.objects.select_related("lead_school").filter(slug=slug).first()
    if alliance is None or not is_signed(token, alliance=alliance):
        raise Http404(NOTHING_HERE)
    with acting_within(alliance):
        reader = reader_of(alliance, digest_of(token))
        if reader is None:
            raise Http404(NOTHING_HERE)
        with acting_within(alliance, user=reader.member.user):
            note_reading(feed=reader.feed, now=timezone.now())
            items = feed_items(reader.member, timezone.localdate())
    from foundation.calendars.ics import write_calendar  # all that writes calendars: once there is one

    content = write_calendar(alliance.name, items)
    tag = tag_of([content])
    response = not_modified(request, tag) or HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    slug = request.alliance.slug
    base = {
        "page_title": "Your calendar program",
        "breadcrumbs": [Crumb("Calendar", reverse("calendar", args=[slug])), Crumb("Your calendar program")],
        "make_url": reverse("make_calendar_feed", args=[slug]),
        "revoke_url": reverse("revoke_calendar_feed", args=[slug]),
        "feed_address": "",
        "back": reverse("calendar", args=[slug]),
    }
    return render(request, "alliance/calendar/feed.html", {**base, **context})
