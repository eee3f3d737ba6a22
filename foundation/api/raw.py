"""JSON that PostgreSQL wrote, passed on as it is, and entity tags that name it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from foundation.api.compression import SUFFIX

CONTENT_TYPE = "application/json"


def many(objects: Sequence[bytes], *, meta: Mapping[str, object], links: Mapping[str, str]) -> HttpResponse:
    """A page: `objects` are chunks of JSON objects, each with commas between."""
    first, *rest = objects or [b""]
    last = b'],"meta":' + _json(meta) + b',"links":' + _json(links) + b"}"
    whole = [b'{"data":[' + first, *rest]
    whole[-1] += last
    return HttpResponse(b",".join(whole), content_type=CONTENT_TYPE)


def single(data: bytes, *, links: Mapping[str, str], status: int = 200) -> HttpResponse:
    """One object, and its entity tag."""
    body = b"".join([b'{"data":', data, b',"meta":{},"links":', _json(links), b"}"])
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers={"ETag": tag_of([data])})


def tag_of(parts: Iterable[bytes]) -> str:
    """The entity tag of what these bytes say."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return f'"{digest.hexdigest()[:32]}"'


def not_modified(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 where the client has it already."""
    if matches(request.headers.get("If-None-Match", ""), tag):
        return HttpResponseNotModified(headers={"ETag": tag})
    return None


def matches(header: str, tag: str) -> bool:
    """Whether a list of entity tags names this one, or anything at all. Compressed bytes say the same."""
    return header.strip() == "*" or tag in {_plain(each) for each in header.split(",")}


def _plain(tag: str) -> str:
    tag = tag.strip().removeprefix("W/")
    return tag.removesuffix(f'{SUFFIX}"') + '"' if tag.endswith(f'{SUFFIX}"') else tag


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
