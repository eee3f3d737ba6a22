"""Anybody with a copy can check it: did the alliance publish the report, and does it still stand?

The page takes the codes of other documents too, and asks the apps that made them (`foundation.checking`).

An answer says nothing that the copy does not. A code that was never given, an alliance that is not there and
a draft are answered alike. A file sent here is read through once, and kept nowhere.
"""

from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import alliance_card, alliance_id_of
from foundation import words
from foundation.access import public
from foundation.api.allowance import Allowance
from foundation.checking import SHA256_DIGITS, known_copy
from foundation.tenancy.scope import acting_within
from foundation.ui.items import Fact
from reporting.forms import CheckForm
from reporting.logic.wording import check_code
from reporting.queries.checking import Copy, copy_of_file, copy_with_code

WHY_PUBLIC = "a reader of a copy checks that it is genuine; says nothing that the copy does not"
LARGEST = 30 * 1024 * 1024
"""Bytes of a file that is compared; a report has one or two million."""
allowance = Allowance(requests=60)
"""For each address, a minute: enough for a whole school behind one, too little to guess with."""


class Fingerprint(FileUploadHandler):
    """Works out the SHA-256 of the first file sent, and keeps none of it."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.digest, self.read = sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.read += len(raw_data)
        if self.read > LARGEST:
            raise StopUpload(connection_reset=False)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        return None


@public(WHY_PUBLIC)
@csrf_exempt  # it changes nothing; checking a token would read the file before it is bounded
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a code or a file; a code leads to its own address, which is the one behind the QR code."""
    if request.method == "POST":
        return _compare(request, slug)
    if "code" not in request.GET:
        return _ask(request, slug, CheckForm())
    form = CheckForm(request.GET)
    if not form.is_valid():
        return _ask(request, slug, form, status=422)
    return redirect("check_report", slug=slug, code=form.cleaned_data["code"])


@public(WHY_PUBLIC)
@require_http_methods(["GET"])
def check_copy(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What is known of the copy with this check code, or of the file with this SHA-256."""
    form = CheckForm({"code": code})
    if not form.is_valid():
        return _ask(request, slug, CheckForm(), status=404, unknown=True)
    return _answer(request, slug, form.cleaned_data["code"])


def _compare(request: HttpRequest, slug: str) -> HttpResponse:
    """A file sent without JavaScript; with it, the browser works out the SHA-256 and sends that alone."""
    fingerprint = Fingerprint(request)
    request.upload_handlers = [fingerprint]
    request.FILES  # noqa: B018  # reads what was sent, through the handler
    if fingerprint.read > LARGEST:
        return _ask(request, slug, CheckForm(), status=413, too_large=True)
    if not fingerprint.read:
        return _ask(request, slug, CheckForm(), status=422, no_file=True)
    return _answer(request, slug, fingerprint.digest.hexdigest())


def _answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """`code` is a check code, or the SHA-256 of a file."""
    is_file = len(code) == SHA256_DIGITS
    standing = allowance.take(get_adapter().get_client_ip(request))
    if standing.exhausted:
        response = _ask(request, slug, CheckForm(), status=429, too_often=standing.resets_in)
        response["Retry-After"] = str(standing.resets_in)
        return response
    alliance_id = alliance_id_of(slug)
    if alliance_id is None:
        return _ask(request, slug, CheckForm(), status=404, unknown=True, is_file=is_file)
    with acting_within(alliance_id):
        copy = copy_of_file(code) if is_file else copy_with_code(code)
        if copy is not None:
            return render(request, "reporting/check_copy.html", _shown(copy, slug, is_file=is_file))
        other = known_copy(code)
        if other is not None:
            here = reverse("check_reports", args=[slug])
            return render(request, other.template, {**other.context, "check_href": here})
        return _ask(request, slug, CheckForm(), status=404, unknown=True, is_file=is_file)


def _shown(copy: Copy, slug: str, *, is_file: bool) -> dict[str, Any]:
    year = AcademicYear(copy.edition.academic_year)
    here = reverse("check_report", args=[slug, copy.current_code])
    return {
        "page_title": f"Impact report {year}",
        "alliance": alliance_card(),
        "copy": copy,
        "year": year,
        "is_file": is_file,
        "facts": _facts(copy),
        "current_href": here,
        "current_code": check_code(copy.snapshot.current_digest),
        "check_href": reverse("check_reports", args=[slug]),
        "withdrawn_on": words.day(copy.withdrawal.agreed_at) if copy.withdrawal else "",
        "redactions": [(words.day(one.agreed_at), one.words) for one in copy.redactions],
    }


def _facts(copy: Copy) -> list[Fact]:
    edition, document = copy.edition, copy.document
    facts = [
        Fact("Version", str(edition.number)),
        Fact("Published", words.day(edition.published_at)),
        Fact("Figures locked", words.moment(edition.frozen_at)),
        Fact("Check code", check_code(copy.digest)),
    ]
    if document is not None:
        facts.append(Fact("Pages", str(document.pages)))
        facts.append(Fact("SHA-256 of the file", check_code(document.sha256, groups=16)))
    return facts


def _ask(
    request: HttpRequest, slug: str, form: CheckForm, *, status: int = 200, **why: object
) -> HttpResponse:
    """The page that asks, the same under every address: it does not tell which alliances there are."""
    context = {
        "page_title": "Check a copy",
        "form": form,
        "check_href": reverse("check_reports", args=[slug]),
        "largest": LARGEST // (1024 * 1024),
        **why,
    }
    return render(request, "reporting/check.html", context, status=status)
