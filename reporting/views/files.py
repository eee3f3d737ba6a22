"""The report as a file."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import slugify

from alliance.logic.academic_year import AcademicYear
from foundation.access import check, requires
from reporting import policy
from reporting.queries.editions import document_of
from reporting.views.frame import edition_of
from reporting.views.report import notice_instead


@requires(policy.see_reports)
def download(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponseBase:
    """The PDF: staff read drafts, the board what is published. Of a withdrawn version nobody reads any."""
    edition = edition_of(request, year, number)
    check(request, policy.see_report, edition)
    if edition.is_public and not policy.can_be_read.test(request.member, edition):
        return notice_instead(request, edition)
    document = document_of(edition)
    if document is None:
        raise Http404("The document of this version is not made yet.")
    path = settings.MEDIA_ROOT / document.path
    if not path.is_file():
        raise Http404("The file of this version is not in its place: restore the portal's files.")
    name = slugify(f"{slug} impact report {year.slug} version {number}")
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{name}.pdf",
        content_type="application/pdf",
    )
    response["ETag"] = f'"{document.sha256}"'
    response["Cache-Control"] = "private"
    return response
