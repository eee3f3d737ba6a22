"""How a request enters the API: a credential or the session opens the alliance, in one transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from http import HTTPStatus

import structlog
from django.core.validators import slug_re
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.permissions import SAFE_METHODS

from alliance.actions.credentials import note_use
from alliance.api.authentication import Caller, caller_of
from alliance.models import ApiCredential
from alliance.queries.credentials import CREDENTIAL
from foundation.api.compression import accepts_gzip, compress
from foundation.api.problems import CONTENT_TYPE, problem_response, request_id
from foundation.audit.agents import agent
from foundation.tenancy.scope import acting_as, acting_within

ALLIANCES = "/api/v1/alliances/"
RETRY_SECONDS = 30

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)


def answer(request: HttpRequest, view: View) -> HttpResponse:
    """The API's answer to a request; a problem, too, where the view did not get as far as telling one."""
    try:
        caller = caller_of(request, _slug_in(request.path_info))
        request.caller = caller  # type: ignore[attr-defined]  # the authentication class reads it
        request.alliance, request.member = caller.alliance, caller.member  # type: ignore[attr-defined]
        with _scope_of(request, caller):
            response = _in_transaction(request, view)
        if isinstance(caller.member, ApiCredential):
            note_use(credential=caller.member, now=timezone.now())
            if accepts_gzip(request.headers.get("Accept-Encoding", "")):
                compress(response)
    except (OperationalError, InterfaceError):
        log.exception("database_out_of_reach")
        response = problem_response(
            503, "unavailable", "The portal cannot reach its database for the moment."
        )
        response["Retry-After"] = str(RETRY_SECONDS)
    return _as_problem(response)


def _slug_in(path: str) -> str | None:
    slug = path.removeprefix(ALLIANCES).split("/")[0] if path.startswith(ALLIANCES) else ""
    return slug if slug_re.match(slug) else None


def _scope_of(request: HttpRequest, caller: Caller) -> AbstractContextManager[None]:
    if caller.alliance is None:
        return acting_as(None if caller.member is None else request.user, request_id=request_id()[:64])
    if isinstance(caller.member, ApiCredential):
        system = agent(CREDENTIAL, caller.member.pk)
        return acting_within(caller.alliance, request_id=request_id()[:64], agent=system)
    user = None if caller.member is None else request.user
    return acting_within(caller.alliance, user=user, request_id=request_id()[:64])


def _in_transaction(request: HttpRequest, view: View) -> HttpResponse:
    """A read can write nothing and is rolled back, as is whatever ends in a problem."""
    reads = request.method in SAFE_METHODS
    with transaction.atomic():
        if reads:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        response = view(request)
        if reads or response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
    return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What Django itself answered, such as a refused host or a page of its own, told as a problem."""
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type") == CONTENT_TYPE:
        return response
    phrase = HTTPStatus(status).phrase
    return problem_response(status, phrase.lower().replace(" ", "_"), f"{phrase}.")
