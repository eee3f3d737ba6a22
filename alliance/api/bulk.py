"""A list of rows in one request: all of them or none, or each by itself; every row is answered."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from foundation.api.problems import BadParameter, RefusedByRule, errors_of
from foundation.refusal import Refused

MOST_ROWS = 5_000
MODES = ("all_or_nothing", "per_row")
Mode = Literal["all_or_nothing", "per_row"]


@dataclass(frozen=True)
class Saved:
    """What a row wrote; `is_new` where it was not there before."""

    id: UUID
    is_new: bool = True


Save = Callable[[Any], UUID | Saved]
"""Saves one row: the id of what it made, or what it wrote where that may have been there already."""


class TooManyRows(APIException):
    """More rows than one request may hold."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "too_many_rows"
    default_detail = f"A list has from 1 to {MOST_ROWS:,} rows. Send more of them in further requests."


class SomeRefused(APIException):
    """Some rows cannot be saved, so none was; `errors` names each as `/index/member`."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "rows_refused"

    def __init__(self, outcomes: list["Outcome"]) -> None:
        refused = [each for each in outcomes if each.errors]
        super().__init__(f"{len(refused)} of {len(outcomes)} rows cannot be saved, so none was.")
        self.errors = [
            {**error, "pointer": f"/{outcome.index}{error['pointer']}"}
            for outcome in refused
            for error in outcome.errors
        ]


@dataclass(frozen=True)
class Outcome:
    """What became of one row: `id` of what it made, or `errors`; of a conflict, the id of what is there."""

    index: int
    status: int
    id: UUID | None = None
    errors: tuple[dict[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        made = {"id": str(self.id)} if self.id else {}
        errors = {"errors": self.errors} if self.errors else {}
        return {"index": self.index, "status": self.status, **made, **errors}


def mode_in(request: Request) -> Mode:
    """`?mode=`. Raises BadParameter."""
    mode = request.GET.get("mode", "all_or_nothing")
    if mode not in MODES:
        raise BadParameter("mode", f"Write one of {', '.join(MODES)}.")
    return mode  # type: ignore[no-any-return]  # one of the two, as just seen


def bulk(request: Request, mode: Mode, save: Save, *, may_be_there: bool = False) -> HttpResponse:
    """Save each row of the request's list. `may_be_there`: a row may change what is there already.

    Raises TooManyRows, and SomeRefused for all or nothing.
    """
    rows = request.data
    if not 1 <= len(rows) <= MOST_ROWS:
        raise TooManyRows
    outcomes = [_outcome(index, row, save) for index, row in enumerate(rows)]
    refused = sum(1 for each in outcomes if each.errors)
    if refused and mode == "all_or_nothing":
        raise SomeRefused(outcomes)
    body = {
        "data": [each.as_json() for each in outcomes],
        "meta": _counts(outcomes, refused, may_be_there=may_be_there),
        "links": {"self": request.build_absolute_uri()},
    }
    return HttpResponse(json.dumps(body), content_type="application/json")


def _counts(outcomes: list[Outcome], refused: int, *, may_be_there: bool) -> dict[str, int]:
    created = sum(1 for each in outcomes if each.status == HTTPStatus.CREATED)
    updated = {"updated": len(outcomes) - refused - created} if may_be_there else {}
    return {"created": created, **updated, "refused": refused}


def _outcome(index: int, row: Any, save: Save) -> Outcome:
    """In a savepoint of its own, so that a refused row leaves nothing behind."""
    try:
        with transaction.atomic():
            made = save(row)
            saved = made if isinstance(made, Saved) else Saved(made)
            return Outcome(index, HTTPStatus.CREATED if saved.is_new else HTTPStatus.OK, saved.id)
    except Refused as refused:
        problem = RefusedByRule(refused)
        return Outcome(index, problem.status_code, refused.existing, tuple(errors_of(problem)))
    except ValidationError as wrong:
        return Outcome(index, wrong.status_code, None, tuple(errors_of(wrong)))
