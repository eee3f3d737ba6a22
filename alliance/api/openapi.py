"""How the API describes itself: parameters and answers of each view; the shapes are in `serializers.py`."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.serializers import Serializer

from alliance.api import agreement_shapes, fact_shapes, hub_shapes, survey_shapes
from alliance.api import serializers as shapes
from alliance.api.bulk import MODES, MOST_ROWS
from alliance.api.described import Decorator, described
from foundation.api.paging import DEFAULT_LIMIT, MAX_LIMIT

NONE: Mapping[Any, Any] = {}

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
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description="A new one for each request, such as a UUID. Sent again within 24 hours, the same request is"
    " answered again and not done again.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of what you read: 412 when it has changed since.",
)
MODE = OpenApiParameter(
    "mode",
    {"type": "string", "enum": list(MODES), "default": MODES[0]},
    description="For a list: every row or none, or each by itself.",
)
REFERENCE = OpenApiParameter(
    "reference", str, OpenApiParameter.PATH, description="By which your own system knows the person."
)
UPDATED_SINCE = OpenApiParameter(
    "updated_since",
    {"type": "string", "examples": ["2026-11-23T16:21:36Z"]},
    description="Only what changed since this moment (RFC 3339, or a day). Next time use `meta.watermark` of"
    " the answer. Deletions are not told: `/changes` tells them. `filter[updated_since]` means the same.",
)
LINES = (200, "application/x-ndjson")
TABLE = (200, "text/csv")
ALL_IN_LINES = OpenApiResponse(
    OpenApiTypes.STR,
    description='All of it, an object a line. The last line is `{"type":"end","count":…,"next":…}`: '
    "without it the answer was torn. Follow `next` from there.",
)
ALL_IN_A_TABLE = OpenApiResponse(OpenApiTypes.STR, description="All of it, for a spreadsheet.")
EXAMPLES = {
    "Contact": {"name": "Leah Winterbourne", "post": "Headteacher", "email": "leah@school.example"},
    "WorkforceSnapshot": {"census_year": 2025, "teachers": 43, "stayed": 38, "moved_within": 2, "left": 3},
    "HostingPreference": {"appetite": "not_open", "reasons": ["staff"], "note": "Ask again in May"},
    "PupilMeasure": {
        "academic_year": "2025/26",
        "measure": "ks2_rwm_expected",
        "group": "disadvantaged",
        "value": 58,
        "cohort": 19,
    },
}
CHANGES = {
    "Contact": {"phone": "01234 567890"},
    "WorkforceSnapshot": {"vacancies": 1},
    "PupilMeasure": {"value": 61},
    "HostingPreference": {"appetite": "actively_looking"},
}
TAGS = {
    "Agreement": "Agreements",
    "Survey": "Surveys",
    "Partner": "Partners",
    "School": "Schools",
    "Contact": "Contacts",
    "WorkforceSnapshot": "Teachers",
    "PupilMeasure": "Pupils",
    "Specialism": "Specialisms",
    "CalendarDate": "Hub",
    "Resource": "Hub",
    "Announcement": "Hub",
    "DiligenceReview": "Due diligence",
    "HostingPreference": "Hosting",
    "StaffPerson": "People",
    "Employment": "People",
}
PLURALS = {"StaffPerson": "People"}
STAFF = {"given_name": "Amira", "family_name": "Osgodby", "post": "Class teacher", "started_on": "2025-09-01"}
NAMES = {
    "WorkforceSnapshot": "workforce snapshot",
    "PupilMeasure": "pupil measure",
    "CalendarDate": "calendar date",
    "DiligenceReview": "review",
    "HostingPreference": "hosting preference",
    "StaffPerson": "person",
}
"""What people call a shape, where its name in lower case will not do."""


def list_of(shape: type[Serializer]) -> Decorator:
    """Describe a view that answers a page of objects."""
    name = shape.__name__
    page = inline_serializer(
        f"{name}Page",
        {
            "data": shape(many=True, read_only=True),
            "meta": shapes.ListMeta(read_only=True),
            "links": shapes.PageLinks(read_only=True),
        },
    )
    answers = {LINES: ALL_IN_LINES, TABLE: ALL_IN_A_TABLE}
    parameters = [SLUG, AFTER, LIMIT, UPDATED_SINCE]
    plural = PLURALS.get(name, f"{name}s")
    return _get(f"list{plural}", f"{plural}, page by page", TAGS[name], page, parameters, answers)


def one_of(shape: type[Serializer]) -> Decorator:
    """Describe a view that answers one object."""
    name = shape.__name__
    return _get(f"get{name}", f"One {_said(name)}", TAGS[name], _answer_of(shape), [SLUG])


def one_by_reference(shape: type[Serializer]) -> Decorator:
    """Describe a view that answers one person by the partner's own reference."""
    summary, tag = "One person, by your own reference", TAGS[shape.__name__]
    return _get("getStaffByReference", summary, tag, _answer_of(shape), [SLUG, REFERENCE])


def change_feed(view: type) -> type:
    """Describe `/changes`."""
    objects = [
        shapes.Partner,
        shapes.School,
        shapes.Contact,
        fact_shapes.WorkforceSnapshot,
        fact_shapes.PupilMeasure,
        shapes.Specialism,
        hub_shapes.CalendarDate,
        hub_shapes.Resource,
        hub_shapes.Announcement,
        agreement_shapes.Agreement,
        survey_shapes.Survey,
        shapes.HostingPreference,
        shapes.DiligenceReview,
        shapes.StaffPerson,
        shapes.Employment,
        shapes.Deletion,
    ]
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
    answers = {LINES: ALL_IN_LINES}
    return _get("followChanges", "The full state, then every change", "Sync", page, parameters, answers)(view)


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


def reference_data(view: type) -> type:
    """Describe `/reference-data`."""
    lists = serializers.DictField(child=shapes.Code(many=True), read_only=True)
    answer = inline_serializer(
        "ReferenceDataAnswer",
        {"data": lists, "meta": serializers.DictField(read_only=True), "links": shapes.Links(read_only=True)},
    )
    return _get("getReferenceData", "Codes, and what they mean", "Reference data", answer, [])(view)


def _get(
    operation: str,
    summary: str,
    tag: str,
    answer: Serializer,
    parameters: list[OpenApiParameter],
    answers: Mapping[Any, Any] = NONE,
) -> Decorator:
    return described(
        get={
            "operation_id": operation,
            "summary": summary,
            "tags": [tag],
            "parameters": parameters,
            "responses": {(200, "application/json"): answer, **answers},
        }
    )


def writes_many(shape: type[Serializer], given: type[Serializer]) -> Decorator:
    """Describe `POST` to a collection: one object, or a list of them."""
    name = shape.__name__
    return described(
        post={
            "operation_id": f"add{name}s",
            "summary": f"Add a {_said(name)}, or a list of up to {MOST_ROWS:,}",
            "description": "By the rules of the portal's own pages, for your partner or one of your schools."
            " What is there already is answered with 409 and `existing_id`.",
            "tags": [TAGS[name]],
            "parameters": [SLUG, KEY, MODE],
            "request": {"application/json": _one_or_more(name, given)},
            "examples": [OpenApiExample(name, EXAMPLES[name], request_only=True)],
            "responses": {
                (201, "application/json"): OpenApiResponse(_answer_of(shape), description="Added."),
                (200, "application/json"): OpenApiResponse(
                    shapes.BulkAnswer, description="A list: what became of each row."
                ),
            },
        }
    )


def writes_one(shape: type[Serializer], given: type[Serializer]) -> Decorator:
    """Describe `PATCH` and `DELETE` of one object."""
    name, tag = shape.__name__, TAGS[shape.__name__]
    return described(
        patch={
            "operation_id": f"change{name}",
            "summary": f"Change some of a {_said(name)}",
            "description": "Only the members that you send change.",
            "tags": [tag],
            "parameters": [SLUG, KEY, IF_MATCH],
            "request": {"application/json": given},
            "examples": [OpenApiExample(name, CHANGES[name], request_only=True)],
            "responses": {(200, "application/json"): _answer_of(shape)},
        },
        delete={
            "operation_id": f"remove{name}",
            "summary": f"Remove a {_said(name)}",
            "description": "The change feed tells of it as a deletion.",
            "tags": [tag],
            "parameters": [SLUG, KEY, IF_MATCH],
            "responses": {204: OpenApiResponse(description="Removed.")},
        },
    )


def states_hosting(shape: type[Serializer], given: type[Serializer]) -> Decorator:
    """Describe `PUT` of what a school says about hosting trainees: of one school, or of several."""
    name, answer = shape.__name__, _answer_of(shape)
    return described(
        put={
            "operation_id": "stateHosting",
            "summary": f"Say whether your school hosts trainees, or up to {MOST_ROWS:,} of your schools",
            "description": "Takes the place of what the school said before, and counts as said today: sent"
            " again, it confirms it. Only schools host.",
            "tags": [TAGS[name]],
            "parameters": [SLUG, KEY, MODE],
            "request": {"application/json": _one_or_more(name, given)},
            "examples": [OpenApiExample(name, EXAMPLES[name], request_only=True)],
            "responses": {
                (201, "application/json"): OpenApiResponse(answer, description="Said for the first time."),
                (200, "application/json"): PolymorphicProxySerializer(
                    component_name=f"{name}SaidOrRows",
                    serializers=[answer, shapes.BulkAnswer],
                    resource_type_field_name=None,
                    many=False,
                ),
            },
        }
    )


def changes_hosting(shape: type[Serializer], given: type[Serializer]) -> Decorator:
    """Describe `PATCH` of one answer: there is nothing to remove, a school says something else instead."""
    name = shape.__name__
    return described(
        patch={
            "operation_id": f"change{name}",
            "summary": f"Change some of a {_said(name)}, or confirm it",
            "description": "Only the members that you send change; either way it counts as said today.",
            "tags": [TAGS[name]],
            "parameters": [SLUG, KEY, IF_MATCH],
            "request": {"application/json": given},
            "examples": [OpenApiExample(name, CHANGES[name], request_only=True)],
            "responses": {(200, "application/json"): _answer_of(shape)},
        }
    )


def _one_or_more(name: str, given: type[Serializer]) -> PolymorphicProxySerializer:
    return PolymorphicProxySerializer(
        component_name=f"{name}OrMore",
        serializers=[given(), given(many=True)],
        resource_type_field_name=None,
        many=False,
    )


def _said(name: str) -> str:
    return NAMES.get(name, name.lower())


def records_staff(shape: type[Serializer], given: type[Serializer]) -> Decorator:
    """Describe `PUT` of one person by the partner's own reference."""
    answer = _answer_of(shape)
    return described(
        put={
            "operation_id": "recordStaff",
            "summary": "Say who works at your school, by your own reference",
            "description": "Adds the person, or changes the one whom your reference names: sent twice, it is"
            " done once. Somebody of your own is also known again by TRN or e-mail address.",
            "tags": [TAGS[shape.__name__]],
            "parameters": [SLUG, REFERENCE, KEY],
            "request": {"application/json": given},
            "examples": [OpenApiExample(shape.__name__, STAFF, request_only=True)],
            "responses": {
                (201, "application/json"): OpenApiResponse(answer, description="Added."),
                (200, "application/json"): OpenApiResponse(
                    answer, description="Was there, and is as you say."
                ),
            },
        }
    )


def records_staff_list(shape: type[Serializer], given: type[Serializer]) -> Decorator:
    """Describe `PUT` of a staff list."""
    return described(
        put={
            "operation_id": "recordStaffList",
            "summary": f"Your staff list, up to {MOST_ROWS:,} rows of it",
            "description": "Each row by your own reference, as for one person. Whoever is not on the list"
            " stays: say `ended_on` of those who have left.",
            "tags": [TAGS[shape.__name__]],
            "parameters": [SLUG, KEY, MODE],
            "request": {"application/json": given(many=True)},
            "examples": [OpenApiExample(shape.__name__, {"reference": "T-0142", **STAFF}, request_only=True)],
            "responses": {
                (200, "application/json"): OpenApiResponse(
                    shapes.BulkAnswer, description="What became of each row: 201 added, 200 there already."
                ),
            },
        }
    )


@cache
def _answer_of(shape: type[Serializer]) -> Serializer:
    return inline_serializer(
        f"{shape.__name__}Answer",
        {
            "data": shape(read_only=True),
            "meta": serializers.DictField(read_only=True),
            "links": shapes.Links(read_only=True),
        },
    )
