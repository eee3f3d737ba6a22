"""Term dates and INSET: by form and from a table, of the alliance and of an authority."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance.actions.calendar.import_terms import TermTarget
from alliance.actions.calendar.terms import TermDetails, add_term
from alliance.choices import Role, TermKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import ServedAuthority, TermDate
from alliance.queries.calendar.school_days import inset_of, terms_of
from foundation.importer.target import Entry
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import LocalAuthorityFactory, UserFactory
from tests.factories.hub import TermDateFactory

pytestmark = pytest.mark.django_db
YEAR = AcademicYear(2025)


def term(name: str, first: date, last: date, **more: Any) -> TermDetails:
    return TermDetails(more.pop("kind", TermKind.TERM), name, first, last, **more)


def test_terms_follow_one_another_and_lie_in_one_year(alliance: Any) -> None:
    by = UserFactory()
    add_term(details=term("Spring 1", date(2026, 1, 5), date(2026, 2, 13)), by=by)
    for wrong, field in (
        (term("Spring 2", date(2026, 2, 13), date(2026, 3, 27)), "starts_on"),
        (term("Summer", date(2026, 8, 30), date(2026, 9, 2)), "ends_on"),
        (term("Spring 2", date(2026, 3, 27), date(2026, 2, 23)), "ends_on"),
        (term("INSET", date(2026, 3, 1), date(2026, 3, 30), kind=TermKind.INSET), "ends_on"),
    ):
        with pytest.raises(Refused) as refusal:
            add_term(details=wrong, by=by)
        assert refusal.value.field == field, wrong
    add_term(details=term("INSET", date(2026, 1, 5), date(2026, 1, 5), kind=TermKind.INSET), by=by)
    add_term(details=term("Spring 2", date(2026, 2, 23), date(2026, 3, 27)), by=by)
    assert [row.name for row in terms_of(YEAR)] == ["Spring 1", "Spring 2"]
    assert [row.name for row in inset_of(YEAR)] == ["INSET"]


def test_the_database_keeps_terms_of_the_same_schools_apart(alliance: Any, other_alliance: Any) -> None:
    TermDateFactory()
    TermDateFactory(local_authority=LocalAuthorityFactory())
    with acting_within(other_alliance):
        TermDateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        TermDateFactory(starts_on=date(2026, 2, 13), ends_on=date(2026, 3, 1))


def test_an_authority_with_dates_of_its_own_keeps_those_alone(alliance: Any) -> None:
    authority, other = LocalAuthorityFactory(code="901"), LocalAuthorityFactory(code="902")
    TermDateFactory(name="The alliance's")
    TermDateFactory(name="Its own", local_authority=authority)
    assert [row.name for row in terms_of(YEAR)] == ["The alliance's"]
    assert [row.name for row in terms_of(YEAR, local_authority_id=authority.pk)] == ["Its own"]
    assert [row.name for row in terms_of(YEAR, local_authority_id=other.pk)] == ["The alliance's"]


def test_a_lead_adds_changes_and_removes_a_term(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.ITT_LEAD)
    page = reverse("term_dates", args=[alliance.slug])
    given = {"kind": "term", "name": "Spring 1", "starts_on": "5/1/26", "ends_on": "13/2/26"}
    assert client.post(page, given)["Location"] == f"{page}?year=2025-26"
    row = TermDate.objects.get()
    assert "Fri 13 Feb 2026" in client.get(f"{page}?year=2025-26").content.decode()
    edit = reverse("edit_term", args=[alliance.slug, row.public_id])
    changed = client.post(edit, {**given, "ends_on": "12/2/26", "version": row.version})
    assert (changed.status_code, TermDate.objects.get().ends_on) == (302, date(2026, 2, 12))
    client.post(reverse("remove_term", args=[alliance.slug, row.public_id]))
    assert TermDate.objects.count() == 0


def test_others_read_term_dates_and_change_none(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    page = reverse("term_dates", args=[alliance.slug])
    assert "Add a term" not in client.get(page).content.decode()
    assert client.post(page, {"kind": "term"}).status_code == 403


def rows(*found: dict[str, Any]) -> list[Entry]:
    return [Entry(number, values) for number, values in enumerate(found, start=2)]


def test_a_table_adds_corrects_and_is_undone(alliance: Any) -> None:
    target, by = TermTarget(), UserFactory()
    authority = LocalAuthorityFactory(code="901", name="Eastmoor")
    ServedAuthority.objects.create(local_authority=authority)
    TermDateFactory(name="Spring 1")
    entries = rows(
        {"name": "Spring 1", "starts_on": date(2026, 1, 6), "ends_on": date(2026, 2, 13)},
        {"name": "INSET", "starts_on": date(2026, 1, 5), "kind": "inset"},
        {"name": "Spring 1", "starts_on": date(2026, 1, 7), "ends_on": date(2026, 2, 12), "authority": "901"},
        {"name": "Spring 2", "starts_on": date(2026, 2, 23), "authority": "Nowhere"},
    )
    plans = target.plan(entries)
    assert [plan.outcome.value for plan in plans] == ["update", "create", "create", "error"]
    traces = [target.apply(entry, plan, by=by) for entry, plan in zip(entries[:3], plans[:3], strict=True)]
    assert [row.starts_on.day for row in terms_of(YEAR)] == [6]
    assert [plan.outcome.value for plan in target.plan(entries)] == ["skip", "skip", "skip", "error"]
    for trace in reversed(traces):
        target.undo(trace, by=by)
    assert [(row.name, row.starts_on.day) for row in TermDate.objects.all()] == [("Spring 1", 5)]


def test_what_was_changed_since_stays_when_a_table_is_undone(alliance: Any) -> None:
    target, by = TermTarget(), UserFactory()
    entries = rows({"name": "Spring 1", "starts_on": date(2026, 1, 6), "ends_on": date(2026, 2, 13)})
    trace = target.apply(entries[0], target.plan(entries)[0], by=by)
    TermDate.objects.update(ends_on=date(2026, 2, 12))
    with pytest.raises(Refused):
        target.undo(trace, by=by)
    assert TermDate.objects.count() == 1
