"""What the alliance shares with the public: found, read about and downloaded without logging in.

The address enters the alliance it names, as nobody in particular: what may be seen is decided by the same
audience as everywhere. An alliance that shares nothing is answered like one that is not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.actions.resources.keeping import count_download
from alliance.logic.audiences import ANYBODY
from alliance.models import Alliance, Resource, ResourceVersion
from alliance.queries.resources.finding import (
    public_resources,
    resources_for,
    topics_for,
    version_of,
    with_current,
)
from alliance.views.faces import face_of
from alliance.views.resources.address import ListAddress, chips, filter_groups
from alliance.views.resources.files import RUNS_NOTHING, content_of
from alliance.views.resources.pages import PER_PAGE, about, kind_of, passage_of, summary_of
from foundation import words
from foundation.access import public
from foundation.api.allowance import Allowance
from foundation.tenancy.scope import acting_within
from foundation.ui.items import Column, Crumb, Fact

WHY_PUBLIC = "staff chose to share each of these with everybody; nothing else is found here"
NOTHING_HERE = "Nothing is shared with the public at this address, or no longer."
COLUMNS = [Column("Title"), Column("File"), Column("Licence"), Column("Changed")]
allowance = Allowance(requests=300)
"""For each address, a minute: a hall of teachers behind one who all open the same handbook."""

View = Callable[..., HttpResponseBase]


def _entered(view: View) -> View:
    """Call `view` with the alliance of the address, inside it; not more often than people ask."""

    @wraps(view)
    def inside(request: HttpRequest, slug: str, **named: Any) -> HttpResponseBase:
        standing = allowance.take(get_adapter().get_client_ip(request))
        if standing.exhausted:
            return _too_often(request, standing.resets_in)
        alliance = Alliance.objects.filter(slug=slug).first()
        if alliance is None:
            raise Http404(NOTHING_HERE)
        with acting_within(alliance):
            return view(request, alliance, **named)

    return inside


@require_safe
@public(WHY_PUBLIC)
@_entered
def resources(request: HttpRequest, alliance: Alliance) -> HttpResponse:
    """Found by title, topic, description and the words inside; filters stand in the address."""
    if not public_resources().exists():
        raise Http404(NOTHING_HERE)
    base, topics = request.path, topics_for(ANYBODY)
    address = ListAddress.read(request.GET, topics=topics, is_staff=False)
    found = resources_for(ANYBODY, address.filters)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **face_of(alliance),
        "page_title": "Resources",
        "summary": summary_of(page.paginator.count, address),
        "rows": [_row(one, alliance) for one in with_current(page.object_list, address.filters.words)],
        "columns": COLUMNS,
        "page": page,
        "pages_href": address.href(base),
        "chips": chips(address, base),
        "groups": filter_groups(address, topics, is_staff=False),
        "search": address.filters.text,
        "clear_href": base,
        "list_action": base,
    }
    return render(request, "alliance/resources/public_list.html", context)


@require_safe
@public(WHY_PUBLIC)
@_entered
def resource(request: HttpRequest, alliance: Alliance, resource_id: UUID) -> HttpResponse:
    """What it is, what may be done with it, and the way to have it."""
    found, version = _current(resource_id)
    kind = kind_of(version.suffix, version.size)
    context = {
        **face_of(alliance),
        "page_title": found.title,
        "breadcrumbs": [
            Crumb("Resources", reverse("public_resources", args=[alliance.slug])),
            Crumb(found.title),
        ],
        "resource": found,
        "summary": " · ".join(about(found)),
        "facts": [
            Fact("File" if version.file else "Where", kind if version.file else version.link),
            Fact("Licence", found.get_licence_display()),
            Fact("From", alliance.name),
            Fact("Changed", words.day(found.updated_at)),
        ],
        "get_label": f"Download ({kind})" if version.file else "Open the link",
        "get_href": _file_href(found, alliance),
    }
    return render(request, "alliance/resources/public_resource.html", context)


@require_safe
@public(WHY_PUBLIC)
@csp_replace(RUNS_NOTHING)
@_entered
def download(request: HttpRequest, alliance: Alliance, resource_id: UUID) -> HttpResponseBase:
    """The version of today: an address that is printed or linked to stays good."""
    _, version = _current(resource_id)
    if request.method == "GET":
        count_download(version=version)
    return content_of(version)


def _current(public_id: UUID) -> tuple[Resource, ResourceVersion]:
    """One for the public, and its version that is handed out; anything else is not there."""
    found = public_resources().filter(public_id=public_id).first()
    version = None if found is None else version_of(found, found.current)
    if found is None or version is None or not version.is_handed_out:
        raise Http404(NOTHING_HERE)
    return found, version


def _row(found: Any, alliance: Alliance) -> dict[str, Any]:
    return {
        "resource": found,
        "href": reverse("public_resource", args=[alliance.slug, found.public_id]),
        "about": " · ".join(about(found)),
        "passage": passage_of(found),
        "kind": kind_of(found.suffix, found.size),
        "changed": words.day(found.updated_at),
        "get_label": "Open" if found.link else "Download",
        "get_href": _file_href(found, alliance),
    }


def _file_href(found: Resource, alliance: Alliance) -> str:
    return reverse("download_public_resource", args=[alliance.slug, found.public_id])


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {"page_title": "Too many requests", "seconds": seconds}
    response = render(request, "alliance/resources/public_too_often.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
