"""Answers to credentials are compressed where that pays; answers to a browser's session never.

A page that compresses a secret together with what somebody else chose tells of the secret by its length
(BREACH). Whoever chooses needs a browser that sends the right to read along by itself: a session's does, a
credential in a header does not.
"""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.regex_helper import _lazy_re_compile

LEVEL = 1
"""Less than half of the time of level 6 and a seventh longer: 20 ms for a page of 5,000 partners."""
WORTH_IT = 1_400
"""Bytes: less fits into one packet anyway."""
GZIP = 31
"""zlib's way of asking for gzip's own head and tail."""
SUFFIX = "-gzip"
ACCEPTS = _lazy_re_compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?P<q>[\d.]+)\s*)?(?:,|$)", re.IGNORECASE)


def accepts_gzip(header: str) -> bool:
    """Whether an `Accept-Encoding` names gzip and does not give it weight nought."""
    found = ACCEPTS.search(header)
    return found is not None and (found["q"] is None or float(found["q"].strip(".") or 0) > 0)


def compress(response: HttpResponse | StreamingHttpResponse) -> None:
    """Compress in place. The entity tag is another one then: it names these bytes."""
    if response.has_header("Content-Encoding"):
        return
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _pieces(cast("Iterator[bytes]", response.streaming_content))
    elif len(response.content) >= WORTH_IT:
        response.content = gzip.compress(response.content, LEVEL, mtime=0)
    else:
        return
    response.headers["Content-Encoding"] = "gzip"
    if tag := response.headers.get("ETag"):
        response.headers["ETag"] = f'{tag[:-1]}{SUFFIX}"'


def _pieces(plain: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    for piece in plain:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
