"""Give and take: what is recorded, what programmes bring, and how it is weighed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.partnership.exchanges import ExchangeDetails, record_exchange
from alliance.choices import Direction, ExchangeKind, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import Exchange, Partner
from alliance.queries.partnership import exchanges
from alliance.queries.partnership.exchanges import Balance, Given, by_kind, by_partner
from foundation.refusal import Refused
from tests.factories.alliance import PartnerFactory, UserFactory
from tests.factories.partnership import ExchangeFactory

pytestmark = pytest.mark.django_db
YEAR = AcademicYear(2025)


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def details(**changes: Any) -> ExchangeDetails:
    given = {
        "direction": Direction.GIVES,
        "kind": ExchangeKind.VENUE_DAYS,
        "quantity": Decimal("1.5"),
        "happened_on": date(2026, 2, 3),
        "what": "Hall for the maths conference",
        **changes,
    }
    return ExchangeDetails(**given)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on": date(2999, 1, 1)}, "happened_on"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal(10_000)}, "quantity"),
    ],
)
def test_what_will_not_do_is_refused(alliance: Any, changes: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        record_exchange(partner=PartnerFactory(), details=details(**changes), by=UserFactory())
    assert (refusal.value.field, Exchange.objects.count()) == (field, 0)


def test_the_same_thing_is_recorded_once(alliance: Any) -> None:
    partner = PartnerFactory()
    record_exchange(partner=partner, details=details(), by=UserFactory())
    with pytest.raises(Refused, match="recorded already"):
        record_exchange(partner=partner, details=details(), by=UserFactory())


def test_each_kind_is_weighed_in_its_own_unit() -> None:
    def given(direction: str, kind: str, quantity: int) -> Given:
        return Given(1, direction, kind, Decimal(quantity), date(2026, 2, 3), "x", "x")

    rows = [given("gives", "venue_days", 2), given("gives", "venue_days", 1), given("takes", "sle_days", 4)]
    assert by_kind(rows) == {
        ExchangeKind.SLE_DAYS: Balance(Decimal(0), Decimal(4)),
        ExchangeKind.VENUE_DAYS: Balance(Decimal(3), Decimal(0)),
    }
    assert by_partner(rows) == {1: by_kind(rows)}


def test_a_programme_brings_what_it_knows(alliance: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(exchanges, "_SOURCES", [exchanges.recorded_by_hand])
    partner = PartnerFactory()
    places = Given(partner.pk, "takes", "training_places", Decimal(12), date(2026, 3, 1), "Maths", "booking")
    exchanges.register_source(lambda year, *, partner_id=None: [places] if year == YEAR else [])
    record_exchange(partner=partner, details=details(), by=UserFactory())
    assert [row.what for row in exchanges.exchanges(YEAR)] == ["Maths", "Hall for the maths conference"]
    assert exchanges.exchanges(AcademicYear(2020)) == []


def test_a_year_holds_its_own_days_only(alliance: Any) -> None:
    for day in (date(2025, 8, 31), date(2025, 9, 1), date(2026, 8, 31), date(2026, 9, 1)):
        ExchangeFactory(happened_on=day)
    assert [row.on for row in exchanges.exchanges(YEAR)] == [date(2026, 8, 31), date(2025, 9, 1)]


def test_staff_record_on_the_partners_page_see_the_chart_and_take_back(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    page, _ = sign_in(alliance, Role.ITT_LEAD)
    today = timezone.localdate()
    given = {
        "direction": "gives",
        "kind": "mentor_weeks",
        "quantity": "34",
        "happened_on": f"{today.day}/{today.month}/{today.year}",
        "what": "Mentors of two trainees",
    }
    assert page.post(address(partner, "record_exchange"), given).status_code == 302
    shown = page.get(address(partner, "partner_exchanges"))
    assert shown.context["chart_table"].rows == (("Mentor weeks", "34", "0"),)
    assert "<svg" in shown.content.decode()
    row = Exchange.objects.get()
    assert page.post(address(partner, "remove_exchange", row.public_id)).status_code == 302
    assert Exchange.objects.count() == 0


def test_the_alliance_sees_every_partner_and_takes_it_away_as_a_file(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory(name="Ash")
    ExchangeFactory(partner=partner, quantity=Decimal("2.5"))
    page, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    shown = page.get(reverse("give_and_take", args=[alliance.slug]))
    assert [(row["name"], row["cells"]) for row in shown.context["partners"]] == [
        ("Ash", [("Venue days", "2.5 / 0")])
    ]
    year = AcademicYear.for_date(timezone.localdate())
    text = page.get(reverse("give_and_take_export", args=[alliance.slug])).content.decode("utf-8-sig")
    assert text.splitlines() == [
        "Partner,Kind,Gives,Takes,Academic year",
        f"Ash,Venue days,2.5,0,{year}",
    ]


def test_a_contact_sees_their_own_partners_and_no_other(alliance: Any, sign_in: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    ExchangeFactory(partner=own, what="Our hall")
    theirs = ExchangeFactory(partner=other, what="Canary hall")
    page, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    said = page.get(address(own, "partner_exchanges")).content.decode()
    assert ("Our hall" in said, "Canary" in said, "Record give or take" in said) == (True, False, False)
    assert page.get(address(other, "partner_exchanges")).status_code == 404
    assert page.post(address(other, "remove_exchange", theirs.public_id)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_alliances_page_costs_the_same_queries_however_much_is_there(
    alliance: Any, sign_in: Any, rows: int
) -> None:
    for _ in range(rows):
        ExchangeFactory()
    page, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    here = reverse("give_and_take", args=[alliance.slug])
    page.get(here)
    with CaptureQueriesContext(connection) as captured:
        page.get(here)
    asked = [query["sql"] for query in captured.captured_queries]
    assert len([sql for sql in asked if 'FROM "alliance_exchange"' in sql]) == 1
    assert len([sql for sql in asked if 'FROM "alliance_partner"' in sql]) == 1
