"""Requests made from the OpenAPI document, hostile ones among them, as each kind of caller.

Nothing may be a fault of ours, and whatever is answered is as the document says: its status, its type, its
shape. How many are tried for each call is in `EXAMPLES`; the seed is fixed, so that a failure comes back.
"""

import itertools
import warnings
from collections import Counter
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries that schemathesis loads
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

from alliance.choices import Organisation, Role
from foundation.api.allowance import Allowance
from foundation.tenancy.scope import acting_within
from tests.api_client import EVERY_SCOPE, system_of
from tests.factories import feedback
from tests.factories.agreements import sent
from tests.factories.alliance import (
    AllianceFactory,
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
)
from tests.factories.diligence import ReviewFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory
from tests.factories.hub import AnnouncementFactory, CalendarEntryFactory, ResourceFactory
from tests.factories.partnership import HostingFactory, SpecialismFactory
from tests.factories.roster import EmploymentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

EXAMPLES = 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class World:
    """An alliance with a school, its trust, contacts and others; and what each kind of caller shows."""

    def __init__(self) -> None:
        alliance = AllianceFactory(slug="eastmoor")
        with acting_within(alliance), transaction.atomic():
            self.school = PartnerFactory(school=SchoolFactory(trust_uid="5001"))
            PartnerRoleFactory(partner=self.school)
            trust = PartnerFactory(school=None, organisation=Organisation.TRUST, trust_uid="5001")
            PartnerFactory(school=None, organisation=Organisation.OTHER, reason="Charity", listed=False)
            self.contact = ContactFactory(partner=self.school)
            self.snapshot = WorkforceFactory(partner=self.school)
            self.measure = MeasureFactory(partner=self.school)
            self.hosting = HostingFactory(partner=self.school)
            self.review = ReviewFactory(partner=self.school)
            self.specialism = SpecialismFactory(partner=self.school)
            self.date, self.resource = CalendarEntryFactory(), ResourceFactory()
            self.announcement = AnnouncementFactory()
            self.agreement = sent(self.school, by=None)
            self.survey = feedback.told_of(self.school)
            self.work = EmploymentFactory(partner=self.school, reference="T-17")
        reading = [scope for scope in EVERY_SCOPE if scope.startswith("read:")]
        self.callers = {
            "school": _bearer(system_of(self.school).text),
            "reading school": _bearer(system_of(self.school, reading).text),
            "trust": _bearer(system_of(trust).text),
            "staff": _session(alliance, Role.CPD_LEAD),
            "contact": _session(alliance, Role.PARTNER_CONTACT, partner=self.school),
            "trainee": _session(alliance, Role.TRAINEE),
            "nobody": {},
        }

    def place(self, names: dict[str, Any], number: int) -> None:
        """Mostly what is there, since most of what is made up is simply 404."""
        ids = {
            "slug": "eastmoor",
            "partner_id": str(self.school.public_id),
            "school_id": str(self.school.school.public_id),
            "contact_id": str(self.contact.public_id),
            "workforce_snapshot_id": str(self.snapshot.public_id),
            "pupil_measure_id": str(self.measure.public_id),
            "specialism_id": str(self.specialism.public_id),
            "calendar_date_id": str(self.date.public_id),
            "resource_id": str(self.resource.public_id),
            "announcement_id": str(self.announcement.public_id),
            "agreement_id": str(self.agreement.public_id),
            "survey_id": str(self.survey.public_id),
            "hosting_preference_id": str(self.hosting.public_id),
            "diligence_review_id": str(self.review.public_id),
            "person_id": str(self.work.person.public_id),
            "employment_id": str(self.work.public_id),
            "reference": self.work.reference,
        }
        if number % 4:
            names.update({name: ids[name] for name in names})


def _bearer(text: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": f"Bearer {text}"}}


def _session(alliance: Any, role: Role, **fields: Any) -> dict[str, dict[str, str]]:
    client = Client()
    client.force_login(MembershipFactory(alliance=alliance, roles=[role], **fields).user)
    return {"cookies": {name: each.value for name, each in client.cookies.items()}}


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("alliance.api.base._allowance", Allowance(requests=1_000_000))
    return World()


def test_every_call_answers_everybody_as_the_document_says(world: World) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    told: dict[str, dict[str, Counter[int]]] = {caller: {} for caller in world.callers}
    for found in schema.get_all_operations():
        _try(found.ok(), world, told)
    assert {len(each) for each in told.values()} == {47}
    assert (
        sum(seen.total() for each in told.values() for seen in each.values()) > 30 * len(told) * EXAMPLES / 2
    )
    for caller, statuses in told.items():
        _assert_some_got_through(caller, statuses)


def _try(operation: Any, world: World, told: dict[str, dict[str, Counter[int]]]) -> None:
    """Each made-up request as everybody: making it up takes longer than answering it."""
    tried = itertools.count()

    @seed(20261128)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def each(case: Any) -> None:
        world.place(case.path_parameters, next(tried))
        case.headers.pop("Authorization", None)  # made up, too: it would hide the session
        for caller, shown in world.callers.items():
            headers = {**shown.get("headers", {}), "Accept-Encoding": "identity"}
            response = case.call(headers=headers, cookies=shown.get("cookies"))
            case.validate_response(response, checks=CHECKS, headers=headers)
            told[caller].setdefault(operation.label, Counter())[response.status_code] += 1

    each()


def _assert_some_got_through(caller: str, statuses: dict[str, Counter[int]]) -> None:
    """The test would be idle if everybody were sent away at the door."""
    through = {label for label, seen in statuses.items() if any(status < 300 for status in seen)}
    base = "/api/v1/alliances/{slug}/"
    everybodys = {"GET /api/v1/reference-data"}
    reads = {
        f"GET {base}{name}"
        for name in ("partners", "schools", "contacts", "specialisms", "people", "changes")
    }
    assert everybodys <= through
    if caller in ("school", "reading school", "trust", "staff", "contact"):
        assert reads <= through, statuses
    if caller in ("school", "trust"):
        assert f"POST {base}contacts" in through, statuses
    else:
        assert not any(label.startswith(("POST", "PUT", "PATCH", "DELETE")) for label in through)
    if caller in ("nobody", "trainee"):
        assert not reads & through
