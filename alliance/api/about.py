"""What the API tells about itself and about whoever asks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from alliance.api.base import ApiView
from alliance.api.openapi import about_caller
from alliance.models import ApiCredential, Membership, Partner
from foundation.access import Access, public
from foundation.api.allowance import REQUESTS
from foundation.api.paging import MAX_LIMIT
from foundation.feed.resources import resources


@about_caller
class Me(ApiView):
    """What a credential is: alliance, partner, scopes, limits. To the browser: where the person belongs."""

    access = Access("signed_in", reason="tells callers about themselves")

    def get(self, request: Request) -> Response:
        member = request.member
        data = _credential(request, member) if isinstance(member, ApiCredential) else _person(request)
        limits = {"requests_per_minute": REQUESTS, "page_size_max": MAX_LIMIT}
        links = {"self": request.build_absolute_uri()}
        return Response({"data": data, "meta": {"limits": limits}, "links": links})


@public("describes the API, and holds nobody's data")
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    from drf_spectacular.views import SpectacularJSONAPIView  # see `described`

    return SpectacularJSONAPIView.as_view()(request)


class Nothing(ApiView):
    """Every other address under /api/, and so not in the document."""

    schema = None
    access = Access("public", reason="says that there is nothing here")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is nothing at this address. The API begins at /api/v1/me.")


def _credential(request: Request, credential: ApiCredential) -> dict[str, Any]:
    partner = Partner.objects.get(pk=credential.partner_id)
    base = request.build_absolute_uri(f"/api/v1/alliances/{credential.alliance.slug}/")
    readable = [each.plural for each in resources() if credential.allows(each.scope)]
    return {
        "id": credential.public_id,
        "type": "credential",
        "name": credential.name,
        "prefix": credential.prefix,
        "scopes": credential.scopes,
        "created_at": credential.created_at,
        "expires_at": credential.expires_at,
        "last_used_at": credential.last_used_at,
        "partner": {"id": partner.public_id, "name": partner.name},
        "alliance": {"slug": credential.alliance.slug, "name": credential.alliance.name},
        "resources": {name: base + name for name in [*readable, "changes"]},
    }


def _person(request: Request) -> dict[str, Any]:
    memberships = Membership.objects.current().filter(user=request.user).select_related("alliance")
    return {
        "id": request.user.public_id,
        "type": "person",
        "name": request.user.full_name,
        "alliances": [
            {"slug": each.alliance.slug, "name": each.alliance.name, "roles": each.roles}
            for each in memberships.order_by("alliance__name")
        ],
    }
