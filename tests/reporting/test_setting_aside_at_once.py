"""A version is set aside in the moment in which its worker writes: neither is thrown out by the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from alliance.logic.academic_year import AcademicYear
from foundation.jobs.claims import claim
from foundation.jobs.models import Job
from foundation.jobs.run import Run
from foundation.tenancy.scope import acting_within
from reporting.actions.editions import set_aside, start_edition
from reporting.choices import EditionState
from reporting.models import Edition
from tests.factories.alliance import AllianceFactory, PartnerFactory, UserFactory


@pytest.mark.django_db(transaction=True)
def test_setting_aside_waits_for_the_worker_that_writes() -> None:
    alliance, user, writing = AllianceFactory(), UserFactory(), Event()
    with acting_within(alliance), transaction.atomic():
        PartnerFactory(joined_on=date(2024, 10, 1))
        edition = start_edition(year=AcademicYear(2024), by=user, today=date(2025, 9, 30))
    held = claim(Job.objects.get().pk, worker="a")
    assert held is not None

    def write() -> None:
        with acting_within(alliance), Run(held).write():
            writing.set()
            sleep(0.3)
            Edition.objects.select_for_update().get(pk=edition.pk)

    def give_up() -> None:
        writing.wait(timeout=10)
        with acting_within(alliance):
            set_aside(edition=edition, by=user)

    def closing(what: object) -> None:
        try:
            what()  # type: ignore[operator]  # one of the two above
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(closing, [write, give_up]))
    with acting_within(alliance), transaction.atomic():
        assert Edition.objects.get().state == EditionState.SET_ASIDE
    assert Job.objects.get().cancel_requested_at is not None
