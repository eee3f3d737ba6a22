"""Everything that goes wrong under /api/ is told as `application/problem+json` (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from drf_standardized_errors.formatter import ExceptionFormatter, flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from foundation.refusal import Refused

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:tsa-portal:problem:"
TITLES = {422: "Refused"}
WHOLE = api_settings.NON_FIELD_ERRORS_KEY


class BadParameter(exceptions.APIException):
    """A query parameter that cannot be used: 400, and `errors` names it as `?name`."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "bad_parameter"

    def __init__(self, name: str, detail: str, *, code: str = "invalid") -> None:
        super().__init__(detail)
        self.errors = [{"pointer": f"?{name}", "code": code, "detail": detail}]


class CursorGone(exceptions.APIException):
    """A cursor that can no longer be followed: 410, and `resync` is the address to start again from."""

    status_code = HTTPStatus.GONE
    default_code = "cursor_gone"

    def __init__(self, sentence: str, *, resync: str) -> None:
        super().__init__(
            f"{sentence} Start again without `after`, then remove what the full state did not name."
        )
        self.members = {"resync": resync}


class Stale(exceptions.APIException):
    """`If-Match` names a form that the object no longer has: 412."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "stale"
    default_detail = (
        "It has changed since you read it. Read it again, and send your change for what it is now."
    )


class JustChanged(exceptions.APIException):
    """Somebody else changed it between reading and writing: 409, and nothing was done."""

    status_code = HTTPStatus.CONFLICT
    default_code = "changed_meanwhile"
    default_detail = "Somebody else changed it at the same moment. Nothing was done: send it again."
    wait = 1


class TooLarge(exceptions.APIException):
    """More than one request may carry: 413."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "This is more than one request may carry. Send it in smaller parts."


class RefusedByRule(exceptions.APIException):
    """A rule of the domain said no: 422, with the sentence of the pages; 409 where it is there already."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.sentence, refused.code)
        if refused.existing is not None:
            self.status_code = HTTPStatus.CONFLICT
            self.members = {"existing_id": str(refused.existing)}
        if refused.field:
            error = {"pointer": f"/{refused.field}", "code": refused.code, "detail": refused.sentence}
            self.errors = [error]


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    members: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of a problem. `members` are extension members of this type of problem."""
    return {
        "type": TYPE_PREFIX + code,
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
        "errors": list(errors),
        "request_id": request_id(),
        **(members or {}),
    }


def problem_response(status: int, code: str, detail: str) -> HttpResponse:
    """A problem told from outside a view."""
    return HttpResponse(json.dumps(problem(status, code, detail)), status=status, content_type=CONTENT_TYPE)


def request_id() -> str:
    """The id under which the logs know the request."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


class ProblemFormatter(ExceptionFormatter):
    """The body for an exception that a view raised."""

    def run(self) -> dict[str, Any]:
        status, code = self.exc.status_code, _code_of(self.exc)
        detail = (
            "Some values cannot be used." if isinstance(self.exc.detail, list | dict) else self.exc.detail
        )
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            detail = "Something went wrong on our side. Tell us the request id if it happens again."
        members = getattr(self.exc, "members", None)
        return problem(status, code, str(detail), errors=errors_of(self.exc), members=members)


class ProblemHandler(ExceptionHandler):
    """Turns what a view raised into a problem; in debug mode too, so that clients meet one shape."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Refused):
            return RefusedByRule(exc)
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, Http404):
            return exceptions.NotFound(str(exc) or None)
        return super().convert_known_exceptions(exc)

    def should_not_handle(self, exc: Exception) -> bool:
        return False

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        headers = self.get_headers(exc)
        return Response(data, status=exc.status_code, headers=headers, content_type=CONTENT_TYPE)


def _code_of(exc: exceptions.APIException) -> str:
    code = exc.get_codes()
    return code if isinstance(code, str) else "invalid"


def errors_of(exc: exceptions.APIException) -> list[dict[str, str]]:
    """What is wrong with which member, where that can be said."""
    if isinstance(exc, exceptions.ValidationError):
        return [_error_of(error) for error in flatten_errors(exc.detail)]
    return list(getattr(exc, "errors", ()))


def _error_of(error: Any) -> dict[str, str]:
    names = [] if error.attr in (None, WHOLE) else error.attr.split(".")
    return {"pointer": "".join(f"/{name}" for name in names), "code": error.code, "detail": error.detail}
