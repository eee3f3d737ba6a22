"""`/reference-data`: the codes that objects hold, with what they mean."""

import json
from typing import Any

from django.db import models
from django.http import HttpResponse
from rest_framework.request import Request

from alliance import choices
from alliance.api.base import ApiView
from alliance.api.openapi import reference_data
from alliance.logic.facts.measures import GROUPS, MEASURES
from alliance.logic.partnership.specialisms import AREAS
from alliance.models import LocalAuthority
from foundation.access import Access
from foundation.api import raw

LISTS: dict[str, type[models.TextChoices]] = {
    "organisation": choices.Organisation,
    "partner_kind": choices.PartnerKind,
    "school_status": choices.SchoolStatus,
    "phase": choices.Phase,
    "phase_group": choices.PhaseGroup,
    "other_kind": choices.OtherKind,
    "specialism_kind": choices.SpecialismKind,
    "hosting_appetite": choices.HostingAppetite,
    "not_hosting_reason": choices.NotHostingReason,
    "diligence_state": choices.DiligenceState,
    "due_because": choices.DueBecause,
    "scope": choices.ApiScope,
    "audience": choices.Audience,
    "calendar_date_kind": choices.EntryKind,
    "licence": choices.Licence,
    "strand": choices.Strand,
    "agreement_state": choices.AgreementState,
    "survey_mode": choices.SurveyMode,
    "survey_state": choices.SurveyState,
    "fact_source": choices.FactSource,
    "figure_state": choices.FigureState,
    "absence": choices.Absence,
}
AUTHORITIES = "local_authority"
KEPT_SECONDS = 3_600


@reference_data
class ReferenceData(ApiView):
    """Code lists, the same for everybody: anybody may keep a copy, and ask with its entity tag."""

    access = Access("public", reason="code lists, which hold nobody's data")
    authentication_classes = ()

    def get(self, request: Request) -> HttpResponse:
        body = json.dumps({"data": _lists(), "meta": {}, "links": {"self": request.build_absolute_uri()}})
        tag = raw.tag_of([body.encode()])
        response = raw.not_modified(request, tag) or HttpResponse(
            body, content_type=raw.CONTENT_TYPE, headers={"ETag": tag}
        )
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return response


def _lists() -> dict[str, list[dict[str, Any]]]:
    lists = {name: [_code(*choice) for choice in codes.choices] for name, codes in LISTS.items()}
    authorities = LocalAuthority.objects.order_by("code").values_list("code", "name")
    return {
        **lists,
        "pupil_measure": [_code(code, each.label) for code, each in MEASURES.items()],
        "pupil_group": [_code(*each) for each in GROUPS.items()],
        "specialism_area": [_code(*each) for areas in AREAS.values() for each in areas.items()],
        AUTHORITIES: [_code(*each) for each in authorities],
    }


def _code(code: str, label: str) -> dict[str, str]:
    return {"code": code, "label": label}
