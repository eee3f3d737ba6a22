"""Teacher and pupil figures: read like every collection, and recorded by the school's own system.

A system changes what its school said; what a DfE file or alliance staff say is read beside it.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from alliance import policy
from alliance.actions.facts import measures, workforce
from alliance.api.bulk import bulk, mode_in
from alliance.api.collections import DetailView, ListView
from alliance.api.fact_inputs import (
    PupilMeasureChange,
    PupilMeasureInput,
    WorkforceSnapshotChange,
    WorkforceSnapshotInput,
)
from alliance.api.fact_shapes import PupilMeasure as MeasureShape
from alliance.api.fact_shapes import WorkforceSnapshot as WorkforceShape
from alliance.api.openapi import list_of, one_of, writes_many, writes_one
from alliance.api.writing import Kept, once, own_partner, valid
from alliance.choices import ApiScope, FactSource
from alliance.models import PupilMeasure, WorkforceSnapshot
from alliance.queries.facts.sync import MEASURES, WORKFORCE
from foundation.access import Access

SNAPSHOTS = Kept(
    WORKFORCE, WorkforceSnapshot, "api_workforce_snapshot", "There is no such snapshot here for you."
)
PUPIL_MEASURES = Kept(MEASURES, PupilMeasure, "api_pupil_measure", "There is no such figure here for you.")
Act = Callable[..., Any]


class FactList(ListView):
    """A collection of facts, and the action that adds to it."""

    access, resource = Access("policy", policy.read_api_facts), WORKFORCE
    writes, write_scope = Access("policy", policy.write_api_facts), ApiScope.WRITE_FACTS
    http_method_names = ["get", "head", "post"]
    kept: ClassVar[Kept]
    given: ClassVar[type[Serializer]]
    details: ClassVar[Act]
    record: ClassVar[Act]

    def post(self, request: Request, slug: str) -> HttpResponse:
        return once(request, lambda: self._add(request))

    def _add(self, request: Request) -> HttpResponse:
        if isinstance(request.data, list):
            return bulk(request, mode_in(request), lambda row: self._record(request, row).public_id)
        made = self._record(request, request.data)
        return self.kept.told(request, made.public_id, HTTPStatus.CREATED)

    def _record(self, request: Request, row: Any) -> Any:
        given = valid(self.given, row)
        partner = own_partner(request, given.pop("partner_id", None))
        details = type(self).details(**given)
        return type(self).record(partner=partner, details=details, source=FactSource.SCHOOL, by=None)


class FactDetail(DetailView):
    """One fact, and the actions that change and remove what the school said."""

    access, resource = Access("policy", policy.read_api_facts), WORKFORCE
    writes, write_scope = Access("policy", policy.write_api_facts), ApiScope.WRITE_FACTS
    http_method_names = ["get", "head", "patch", "delete"]
    kept: ClassVar[Kept]
    given: ClassVar[type[Serializer]]
    saved: ClassVar[Act]
    details: ClassVar[Act]
    change: ClassVar[Act]
    remove: ClassVar[Act]

    def get(self, request: Request, slug: str, **place: UUID) -> HttpResponse:
        return self.read(request, *place.values())

    def patch(self, request: Request, slug: str, **place: UUID) -> HttpResponse:
        return once(request, lambda: self._change(request, *place.values()))

    def delete(self, request: Request, slug: str, **place: UUID) -> HttpResponse:
        return once(request, lambda: self._remove(request, *place.values()))

    def _change(self, request: Request, fact_id: UUID) -> HttpResponse:
        kind, fact = type(self), self.kept.now(request, fact_id)
        details = kind.details(**{**kind.saved(fact), **valid(self.given, request.data)})
        act = partial(kind.change, fact, version=fact.version, details=details)
        self.kept.as_read(request, partial(act, source=FactSource.SCHOOL, by=None))
        return self.kept.told(request, fact_id, HTTPStatus.OK)

    def _remove(self, request: Request, fact_id: UUID) -> HttpResponse:
        fact = self.kept.now(request, fact_id)
        act = partial(type(self).remove, fact, version=fact.version)
        self.kept.as_read(request, partial(act, source=FactSource.SCHOOL, by=None))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


@writes_many(WorkforceShape, WorkforceSnapshotInput)
@list_of(WorkforceShape)
class WorkforceSnapshotList(FactList):
    kept, resource, given = SNAPSHOTS, WORKFORCE, WorkforceSnapshotInput
    details, record = workforce.WorkforceDetails, staticmethod(workforce.record_workforce)


@writes_one(WorkforceShape, WorkforceSnapshotChange)
@one_of(WorkforceShape)
class WorkforceSnapshotDetail(FactDetail):
    kept, resource, given = SNAPSHOTS, WORKFORCE, WorkforceSnapshotChange
    details, saved = workforce.WorkforceDetails, staticmethod(workforce.workforce_of)
    change = staticmethod(lambda fact, **said: workforce.change_workforce(snapshot=fact, **said))
    remove = staticmethod(lambda fact, **said: workforce.remove_workforce(snapshot=fact, **said))


@writes_many(MeasureShape, PupilMeasureInput)
@list_of(MeasureShape)
class PupilMeasureList(FactList):
    kept, resource, given = PUPIL_MEASURES, MEASURES, PupilMeasureInput
    details, record = measures.MeasureDetails, staticmethod(measures.record_measure)


@writes_one(MeasureShape, PupilMeasureChange)
@one_of(MeasureShape)
class PupilMeasureDetail(FactDetail):
    kept, resource, given = PUPIL_MEASURES, MEASURES, PupilMeasureChange
    details, saved = measures.MeasureDetails, staticmethod(measures.measure_of)
    change = staticmethod(lambda fact, **said: measures.change_measure(measure=fact, **said))
    remove = staticmethod(lambda fact, **said: measures.remove_measure(measure=fact, **said))
