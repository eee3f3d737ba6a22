"""How the API describes itself: parameters and answers of each view; the shapes are in `serializers.py`."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import (
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.serializers import Serializer

from alliance.api import serializers as shapes
from foundation.api.paging import DEFAULT_LIMIT, MAX_LIMIT

Decorator = Callable[[type], type]

AFTER = OpenApiParameter(
    "after", str, description="The cursor of `links.next`. It is opaque: send it back as it was given."
)
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    description="How many objects a page has at most.",
)
TYPES = OpenApiParameter(
    "types",
    {"type": "string", "examples": ["partner,contact"]},
    description="Types to sync, with commas between; all that the credential may read, by default.",
)
SLUG = OpenApiParameter(
    "slug", str, OpenApiParameter.PATH, description="The alliance: `alliance.slug` of `/me`."
)
TAGS = {"Partner": "Partners", "School": "Schools", "Contact": "Contacts"}


class BearerScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer tsa_…`"""

    target_class = "alliance.api.authentication.CredentialAuthentication"
    name = "credential"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "tsa_<prefix>_<secret>",
            "description": "An API credential of a partner, made in the portal by the partner's own contact.",
        }


def list_of(shape: type[Serializer]) -> Decorator:
    """Describe a view that answers a page of objects."""
    name = shape.__name__
    page = inline_serializer(
        f"{name}Page",
        {
            "data": shape(many=True, read_only=True),
            "meta": serializers.DictField(read_only=True),
            "links": shapes.PageLinks(read_only=True),
        },
    )
    return _get(f"list{name}s", f"{TAGS[name]}, page by page", TAGS[name], page, [SLUG, AFTER, LIMIT])


def one_of(shape: type[Serializer]) -> Decorator:
    """Describe a view that answers one object."""
    name = shape.__name__
    answer = inline_serializer(
        f"{name}Answer",
        {
            "data": shape(read_only=True),
            "meta": serializers.DictField(read_only=True),
            "links": shapes.Links(read_only=True),
        },
    )
    return _get(f"get{name}", f"One {name.lower()}", TAGS[name], answer, [SLUG])


def change_feed(view: type) -> type:
    """Describe `/changes`."""
    objects = [shapes.Partner, shapes.School, shapes.Contact, shapes.Deletion]
    change = PolymorphicProxySerializer(
        component_name="Change", serializers=objects, resource_type_field_name=None, many=True
    )
    page = inline_serializer(
        "ChangePage",
        {
            "data": change,
            "meta": shapes.FeedMeta(read_only=True),
            "links": shapes.FeedLinks(read_only=True),
        },
    )
    parameters = [SLUG, AFTER, LIMIT, TYPES]
    return _get("followChanges", "The full state, then every change", "Sync", page, parameters)(view)


def about_caller(view: type) -> type:
    """Describe `/me`."""
    caller = PolymorphicProxySerializer(
        component_name="Caller",
        serializers=[shapes.Credential, shapes.Person],
        resource_type_field_name=None,
        many=False,
    )
    answer = inline_serializer(
        "CallerAnswer",
        {"data": caller, "meta": shapes.CallerMeta(read_only=True), "links": shapes.Links(read_only=True)},
    )
    return _get("getCaller", "What this credential is", "Caller", answer, [])(view)


def _get(
    operation: str, summary: str, tag: str, answer: Serializer, parameters: list[OpenApiParameter]
) -> Decorator:
    described = extend_schema(
        operation_id=operation, summary=summary, tags=[tag], parameters=parameters, responses={200: answer}
    )
    return extend_schema_view(get=described)
