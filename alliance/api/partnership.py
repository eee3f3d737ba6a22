"""What partners read about their own partnership."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from alliance import policy
from alliance.api.collections import DetailView, ListView
from alliance.api.openapi import list_of, one_of
from alliance.api.serializers import DiligenceReview, Specialism
from alliance.queries.diligence.sync import REVIEWS
from alliance.queries.partnership.sync import SPECIALISMS
from foundation.access import Access


@list_of(Specialism)
class SpecialismList(ListView):
    access, resource = Access("policy", policy.read_api_partners), SPECIALISMS


@one_of(Specialism)
class SpecialismDetail(DetailView):
    access, resource = Access("policy", policy.read_api_partners), SPECIALISMS

    def get(self, request: Request, slug: str, specialism_id: UUID) -> HttpResponse:
        return self.read(request, specialism_id)


@list_of(DiligenceReview)
class DiligenceReviewList(ListView):
    access, resource = Access("policy", policy.read_api_partners), REVIEWS


@one_of(DiligenceReview)
class DiligenceReviewDetail(DetailView):
    access, resource = Access("policy", policy.read_api_partners), REVIEWS

    def get(self, request: Request, slug: str, diligence_review_id: UUID) -> HttpResponse:
        return self.read(request, diligence_review_id)
