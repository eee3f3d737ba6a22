"""Anybody with a copy of a report can check it: is it one that the alliance published, and is it the
latest?
"""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import alliance_card, alliance_id_of
from foundation import words
from foundation.access import public
from foundation.tenancy.scope import acting_within
from foundation.ui.items import Fact
from reporting.choices import EditionState
from reporting.logic.wording import check_code
from reporting.queries.editions import published_edition, published_with_code

CODE = re.compile(r"[0-9a-f]{16}")


@public("a reader of a printed report checks that it is genuine; says nothing that its cover does not")
def check_copy(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    alliance_id = alliance_id_of(slug)
    if alliance_id is None or not CODE.fullmatch(code):
        raise Http404("No published report has this check code.")
    with acting_within(alliance_id):
        found = published_with_code(code)
        if found is None:
            raise Http404("No published report has this check code.")
        edition, snapshot, document = found
        year = AcademicYear(edition.academic_year)
        latest = published_edition(edition.academic_year)
        context = {
            "page_title": f"Impact report {year}",
            "alliance": alliance_card(),
            "edition": edition,
            "year": year,
            "is_latest": edition.state == EditionState.PUBLISHED,
            "latest": latest,
            "facts": [
                Fact("Version", str(edition.number)),
                Fact("Published", words.day(edition.published_at)),
                Fact("Figures locked", words.moment(edition.frozen_at)),
                Fact("Check code", check_code(snapshot.digest)),
                Fact("Pages", str(document.pages)),
                Fact("SHA-256 of the file", check_code(document.sha256, groups=16)),
            ],
        }
        return render(request, "reporting/check_copy.html", context)
