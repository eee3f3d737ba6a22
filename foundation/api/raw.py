"""JSON that PostgreSQL wrote, passed on as it is."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

CONTENT_TYPE = "application/json"


def many(objects: Sequence[bytes], *, meta: Mapping[str, object], links: Mapping[str, str]) -> HttpResponse:
    """A page: `objects` are chunks of JSON objects, each with commas between."""
    first, *rest = objects or [b""]
    last = b'],"meta":' + _json(meta) + b',"links":' + _json(links) + b"}"
    whole = [b'{"data":[' + first, *rest]
    whole[-1] += last
    return HttpResponse(b",".join(whole), content_type=CONTENT_TYPE)


def single(request: HttpRequest, data: bytes, *, links: Mapping[str, str]) -> HttpResponse:
    """One object with an entity tag; 304 where the client has it already."""
    body = b"".join([b'{"data":', data, b',"meta":{},"links":', _json(links), b"}"])
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(body, content_type=CONTENT_TYPE, headers={"ETag": tag})


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
