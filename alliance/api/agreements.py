"""Agreements: read by the systems of the partner they are with."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from alliance import policy
from alliance.api.agreement_shapes import Agreement
from alliance.api.collections import DetailView, ListView
from alliance.api.openapi import list_of, one_of
from alliance.queries.agreements.sync import AGREEMENTS
from foundation.access import Access


@list_of(Agreement)
class AgreementList(ListView):
    access, resource = Access("policy", policy.read_api_agreements), AGREEMENTS


@one_of(Agreement)
class AgreementDetail(DetailView):
    access, resource = Access("policy", policy.read_api_agreements), AGREEMENTS

    def get(self, request: Request, slug: str, agreement_id: UUID) -> HttpResponse:
        return self.read(request, agreement_id)
