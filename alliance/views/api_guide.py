"""The API for people: every call with a line to copy, made of the document that clients are made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alliance.api.guide import chapters, problems, shapes
from foundation.access import public
from foundation.api.allowance import REQUESTS
from foundation.api.paging import MAX_LIMIT
from foundation.ui.items import Column

PARAMETERS = [Column("Name"), Column("Where"), Column("What it is"), Column("What it does", roomy=True)]
ANSWERS = [Column("Status"), Column("When", roomy=True)]
MEMBERS = [Column("Member"), Column("What it is"), Column("What it means", roomy=True)]
BEGIN = """\
TOKEN=tsa_…          # as it was shown when it was made
ALLIANCE=eastmoor    # alliance.slug of the answer to:
curl -H "Authorization: Bearer $TOKEN" {portal}/api/v1/me"""


@public("describes the API, and holds nobody's data")
def guide(request: HttpRequest) -> HttpResponse:
    portal = request.build_absolute_uri("/").rstrip("/")
    context = {
        "page_title": "The API",
        "portal": portal,
        "chapters": chapters(portal),
        "shapes": shapes(),
        "problems": problems(),
        "begin": BEGIN.format(portal=portal),
        "parameter_columns": PARAMETERS,
        "answer_columns": ANSWERS,
        "member_columns": MEMBERS,
        "document_url": reverse("api_document"),
        "requests": REQUESTS,
        "most": MAX_LIMIT,
    }
    return render(request, "alliance/api/guide.html", context)
