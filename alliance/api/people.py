"""People and where they work: read like every collection, and told by a partner's system by reference."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.request import Request

from alliance import policy
from alliance.actions.roster.details import EmploymentDetails, PersonDetails
from alliance.actions.roster.recording import Recorded, known_by, record_staff
from alliance.api.base import sight_of
from alliance.api.bulk import Saved, bulk, mode_in
from alliance.api.collections import DetailView, ListView
from alliance.api.inputs import StaffChange, StaffInput
from alliance.api.openapi import list_of, one_by_reference, one_of, records_staff, records_staff_list
from alliance.api.serializers import Employment as EmploymentShape
from alliance.api.serializers import StaffPerson
from alliance.api.writing import once, own_partner, valid
from alliance.choices import ApiScope
from alliance.models import Employment, Person
from alliance.queries.sync import EMPLOYMENTS, PEOPLE
from foundation.access import Access
from foundation.api import raw
from foundation.feed.collection import read_single

PERSON = ("given_name", "family_name", "email", "further_emails", "trn")
WORK = ("post", "fte", "started_on", "ended_on")


@records_staff_list(StaffPerson, StaffInput)
@list_of(StaffPerson)
class PeopleList(ListView):
    access, resource = Access("policy", policy.read_api_people), PEOPLE
    writes, write_scope = Access("policy", policy.write_api_people), ApiScope.WRITE_PEOPLE
    http_method_names = ["get", "head", "put"]

    def put(self, request: Request, slug: str) -> HttpResponse:
        return once(request, lambda: self._record(request))

    def _record(self, request: Request) -> HttpResponse:
        if not isinstance(request.data, list):
            raise ParseError("Send a list here. One person goes to people/by-reference/{reference}.")
        return bulk(request, mode_in(request), lambda row: _saved(request, row), may_be_there=True)


@one_of(StaffPerson)
class PersonDetail(DetailView):
    access, resource = Access("policy", policy.read_api_people), PEOPLE

    def get(self, request: Request, slug: str, person_id: UUID) -> HttpResponse:
        return self.read(request, person_id)


@records_staff(StaffPerson, StaffChange)
@one_by_reference(StaffPerson)
class StaffByReference(DetailView):
    """One person, by the partner's own reference."""

    access, resource = Access("policy", policy.read_api_people), PEOPLE
    writes, write_scope = Access("policy", policy.write_api_people), ApiScope.WRITE_PEOPLE
    http_method_names = ["get", "head", "put"]

    def get(self, request: Request, slug: str, reference: str) -> HttpResponse:
        works = Employment.objects.visible_to(request.member).filter(reference=reference)
        named = works.order_by("pk").values_list("person__public_id", flat=True).first()
        if named is None:
            raise NotFound("None of your schools knows anybody by this reference.")
        return self.read(request, named)

    def put(self, request: Request, slug: str, reference: str) -> HttpResponse:
        return once(request, lambda: self._record(request, reference))

    def _record(self, request: Request, reference: str) -> HttpResponse:
        recorded = _record(request, _valid(StaffChange, request.data), reference)
        return _told(request, recorded)


@list_of(EmploymentShape)
class EmploymentList(ListView):
    access, resource = Access("policy", policy.read_api_people), EMPLOYMENTS


@one_of(EmploymentShape)
class EmploymentDetail(DetailView):
    access, resource = Access("policy", policy.read_api_people), EMPLOYMENTS

    def get(self, request: Request, slug: str, employment_id: UUID) -> HttpResponse:
        return self.read(request, employment_id)


def _saved(request: Request, row: Any) -> Saved:
    given = _valid(StaffInput, row)
    recorded = _record(request, given, given.pop("reference"))
    return Saved(recorded.person.public_id, recorded.is_new)


def _record(request: Request, given: dict[str, Any], reference: str) -> Recorded:
    """What the row leaves out stays as it is, where the reference is known."""
    partner = own_partner(request, given.pop("partner_id", None))
    person, work = known_by(partner=partner, reference=reference)
    before = {**vars(person), **vars(work)} if person and work else {}
    said = {name: given.get(name, before.get(name)) for name in (*PERSON, *WORK)}
    who = {name: said[name] for name in PERSON if said[name] is not None}
    details = PersonDetails(**{"given_name": "", **who})
    employment = EmploymentDetails(
        **{name: said[name] for name in WORK if said[name] is not None}, reference=reference
    )
    among = Person.objects.visible_to(request.member)
    return record_staff(partner=partner, details=details, employment=employment, among=among, by=None)


def _valid(shape: type[StaffChange], data: Any) -> dict[str, Any]:
    given = valid(shape, data)
    return given | {"further_emails": tuple(given["further_emails"])} if "further_emails" in given else given


def _told(request: Request, recorded: Recorded) -> HttpResponse:
    """The person as they stand now, and where they are."""
    public_id = recorded.person.public_id
    data = read_single(sight_of(request), PEOPLE, public_id)
    if data is None:
        raise NotFound("There is no such person here for you.")
    address = request.build_absolute_uri(reverse("api_person", args=[request.alliance.slug, public_id]))
    status = HTTPStatus.CREATED if recorded.is_new else HTTPStatus.OK
    response = raw.single(data, links={"self": address}, status=status)
    if recorded.is_new:
        response["Location"] = address
    return response
