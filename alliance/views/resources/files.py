"""The files of resources: handed out through a check, never from a path that could be guessed."""

from uuid import UUID

from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from alliance import policy
from alliance.actions.resources.keeping import check_again, count_download
from alliance.choices import VersionState
from alliance.models import ResourceVersion
from alliance.queries.resources.finding import version_of
from alliance.views.resources.pages import resource_of
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.uploads.documents import KINDS

NOT_THERE = "No such version, or one that is not handed out."


RUNS_NOTHING = {"default-src": ["'none'"], "sandbox": [""]}
"""The policy under which a file is handed out."""


@require_safe
@requires(policy.see_resources)
@csp_replace(RUNS_NOTHING)
def download(request: HttpRequest, slug: str, resource_id: UUID, version_number: int) -> HttpResponseBase:
    """The file, to be saved and not opened in the page; or on to the link."""
    version = _version(request, resource_id, version_number)
    is_own = version.added_by_id == request.user.pk
    if not version.is_handed_out and not (is_own and version.state != VersionState.HELD_BACK):
        raise Http404(NOT_THERE)
    if request.method == "GET" and not hasattr(request, "support_entry"):
        count_download(version=version)
    return content_of(version)


@require_POST
@requires(policy.change_resources)
def check_file(request: HttpRequest, slug: str, resource_id: UUID, version_number: int) -> HttpResponse:
    """Ask the scanner again, after it did not answer."""
    version = _version(request, resource_id, version_number)
    try:
        check_again(version=version, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, f"{version.name} is being checked")
    return redirect("resource", slug=slug, resource_id=resource_id)


def content_of(version: ResourceVersion) -> HttpResponseBase:
    """The file as a download of the kind that it was judged to be; of a link, on to it."""
    if version.link:
        return HttpResponse(status=302, headers={"Location": version.link, "Referrer-Policy": "no-referrer"})
    if not version.path.is_file():
        raise Http404("The file is missing: tell the alliance's administrator.")
    answer = FileResponse(version.path.open("rb"), as_attachment=True, filename=version.name)
    answer["Content-Type"] = KINDS[version.suffix].media_type
    answer["Cache-Control"] = "private, no-store"
    return answer


def _version(request: HttpRequest, resource_id: UUID, number: int) -> ResourceVersion:
    version = version_of(resource_of(request, resource_id), number)
    if version is None:
        raise Http404(NOT_THERE)
    return version
