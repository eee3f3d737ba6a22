"""What every resource that systems write to shares: whose it is, once only, and not over a newer version."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from alliance.api.base import sight_of
from alliance.models import Partner
from foundation.api import raw
from foundation.api.once import once as kept_once
from foundation.api.problems import JustChanged, Stale
from foundation.feed.collection import read_single
from foundation.feed.resources import Resource
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile

NO_PARTNER = "There is no such partner of yours. Leave it out for your own."


def once(request: Request, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or the one given before to the same request."""
    return kept_once(request._request, reader=sight_of(request).reader, answer=answer)


def valid(shape: type[Serializer], data: Any) -> dict[str, Any]:
    """What was sent, as the shape reads it. Raises ValidationError."""
    checked = shape(data=data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def own_partner(request: Request, public_id: UUID | None) -> Partner:
    """Its own, or that one of its schools. Raises ValidationError."""
    own = Partner.objects.visible_to(request.member)
    named = {"pk": request.member.partner_id} if public_id is None else {"public_id": public_id}
    partner = own.filter(**named).first()
    if partner is None:
        raise ValidationError({"partner_id": [NO_PARTNER]}, code="not_found")
    return partner


@dataclass(frozen=True)
class Kept:
    """A kind of record that its partner's system writes: how it is read, its table and its address."""

    resource: Resource
    model: Any
    address: str
    missing: str

    def now(self, request: Request, public_id: UUID) -> Any:
        """As it is now, which is what `If-Match` says where that is sent. Raises NotFound, Stale.

        Read before its entity tag: what changes in between then fails by its version, and is not overwritten.
        """
        held = self.model.objects.filter(partner__in=Partner.objects.visible_to(request.member))
        record = held.select_related("partner").filter(public_id=public_id).first()
        data = read_single(sight_of(request), self.resource, public_id)
        if record is None or data is None:
            raise NotFound(self.missing)
        expected = request.headers.get("If-Match")
        if expected is not None and not raw.matches(expected, raw.tag_of([data])):
            raise Stale
        return record

    def as_read(self, request: Request, act: Callable[[], Any]) -> None:
        """Do it to what was read a moment ago; whoever came between makes it stale."""
        try:
            act()
        except (ObjectDoesNotExist, GoneMeanwhile):
            raise NotFound(self.missing) from None
        except ChangedMeanwhile:
            raise (Stale if "If-Match" in request.headers else JustChanged) from None

    def told(self, request: Request, public_id: UUID, status: HTTPStatus) -> HttpResponse:
        """The record as it stands now, and where it is."""
        data = read_single(sight_of(request), self.resource, public_id)
        if data is None:
            raise NotFound(self.missing)
        address = request.build_absolute_uri(reverse(self.address, args=[request.alliance.slug, public_id]))
        response = raw.single(data, links={"self": address}, status=status)
        if status == HTTPStatus.CREATED:
            response["Location"] = address
        return response
