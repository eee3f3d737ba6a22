"""JSON that PostgreSQL wrote, passed on as it is."""

import hashlib
import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

CONTENT_TYPE = "application/json"


def many(objects: str, *, meta: Mapping[str, object], links: Mapping[str, str]) -> HttpResponse:
    """A page: `objects` are JSON objects with commas between."""
    body = f'{{"data":[{objects}],"meta":{json.dumps(meta)},"links":{json.dumps(links)}}}'
    return HttpResponse(body.encode(), content_type=CONTENT_TYPE)


def single(request: HttpRequest, data: str, *, links: Mapping[str, str]) -> HttpResponse:
    """One object with an entity tag; 304 where the client has it already."""
    body = f'{{"data":{data},"meta":{{}},"links":{json.dumps(links)}}}'.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(body, content_type=CONTENT_TYPE, headers={"ETag": tag})


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
