"""`Idempotency-Key`: a request that is sent again is answered again and not done again (docs/adr/0016).

The answer is written in the transaction of the work it tells of. So after a crash there are both or neither,
and whoever asks again either gets it or has the work done now. While a first request is under way it holds
an advisory lock, which PostgreSQL lets go of with the transaction, however that ends.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.exceptions import APIException

from foundation.api.models import KeptAnswer
from foundation.tenancy.scope import current_alliance_id

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
LONGEST = 255
LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('idempotency key'), hashtext(%s))"
HEADERS = ("Content-Type", "ETag", "Location")

Answer = Callable[[], HttpResponse]


class BadKey(APIException):
    """The header holds no usable key."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "bad_idempotency_key"
    default_detail = f"An Idempotency-Key has 1 to {LONGEST} printable characters; a UUID is a good one."


class KeyUsedOtherwise(APIException):
    """The key came with another request before."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request. Make a new one for each request."


class StillRunning(APIException):
    """The first request with this key has not been answered yet."""

    status_code = HTTPStatus.CONFLICT
    default_code = "still_running"
    default_detail = "The first request with this Idempotency-Key is still being worked on. Ask again."
    wait = 1


def once(request: HttpRequest, *, reader: str, answer: Answer) -> HttpResponse:
    """What `answer` makes, or what it made the first time. Without a key it is done whenever it is asked for.

    Call it in the request's transaction. An answer that refuses is not kept, since nothing was done: the
    same key may try again. Raises BadKey, KeyUsedOtherwise, StillRunning.
    """
    body = request.body  # before anybody parses it: Django limits its size
    key = _key_in(request)
    if key is None:
        return answer()
    mine = {"reader": reader, "key_digest": _digest(key.encode())}
    _lock(f"{current_alliance_id()} {reader} {mine['key_digest']}")
    request_digest = _digest(f"{request.method} {request.get_full_path()}\n".encode() + body)
    known = KeptAnswer.objects.filter(**mine, at__gt=timezone.now() - KEPT).first()
    if known is not None:
        return _again(known, request_digest)
    response = answer()
    if response.status_code < HTTPStatus.BAD_REQUEST:
        KeptAnswer.objects.filter(**mine).delete()  # one that is past keeping and not yet pruned
        _keep(response, mine, request_digest)
    return response


def prune_answers(now: datetime) -> int:
    """Forget the answers of the alliance in scope that are past keeping; how many they were."""
    return int(KeptAnswer.objects.filter(at__lte=now - KEPT).delete()[0])


def _key_in(request: HttpRequest) -> str | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    key = key.strip().strip('"')
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise BadKey
    return key


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [name])
        if not cursor.fetchone()[0]:
            raise StillRunning


def _again(known: KeptAnswer, request_digest: str) -> HttpResponse:
    if known.request_digest != request_digest:
        raise KeyUsedOtherwise
    headers = {**known.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(bytes(known.body), status=known.status, headers=headers)


def _keep(response: HttpResponse, mine: dict[str, str], request_digest: str) -> None:
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    KeptAnswer.objects.create(
        **mine,
        request_digest=request_digest,
        status=response.status_code,
        headers=headers,
        body=response.content,
    )


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
