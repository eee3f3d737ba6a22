"""Surveys: read by the systems of partners whose people were asked."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from alliance import policy
from alliance.api.collections import DetailView, ListView
from alliance.api.openapi import list_of, one_of
from alliance.api.survey_shapes import Survey
from alliance.queries.feedback.sync import SURVEYS
from foundation.access import Access


@list_of(Survey)
class SurveyList(ListView):
    access, resource = Access("policy", policy.read_api_surveys), SURVEYS


@one_of(Survey)
class SurveyDetail(DetailView):
    access, resource = Access("policy", policy.read_api_surveys), SURVEYS

    def get(self, request: Request, slug: str, survey_id: UUID) -> HttpResponse:
        return self.read(request, survey_id)
