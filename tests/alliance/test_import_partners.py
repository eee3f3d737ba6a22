"""Partners from a table: what each row would do, what it did, and what the undo put back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.actions.contacts import ContactDetails, add_contact
from alliance.actions.import_partners import PartnerTarget
from alliance.actions.partners import end_partnership
from alliance.choices import Organisation, PartnerKind, SchoolStatus
from alliance.models import Partner, PartnerRole
from foundation.importer.choices import Outcome
from foundation.importer.target import Entry, Plan
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import (
    LocalAuthorityFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TARGET = PartnerTarget()
MEMBER = PartnerKind.MEMBER.value


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2026-02-03 10:00Z", tick=False):
        yield


def entry(number: int = 2, **cells: str) -> Entry:
    """The cells as the importer reads them."""
    return Entry(number, {key: TARGET.field(key).parse(cell) for key, cell in cells.items()})


def plan(**cells: str) -> Plan:
    return TARGET.plan([entry(**cells)])[0]


def said(found: Plan) -> tuple[str, str]:
    return str(found.outcome), found.reason


def done(**cells: str) -> dict[str, Any]:
    """Carry a row out, and give back its trace."""
    given = entry(**cells)
    return TARGET.apply(given, TARGET.plan([given])[0], by=UserFactory())


def partners() -> list[tuple[Any, ...]]:
    """Every partner, as far as an import may touch it."""
    return [
        (partner.name, partner.joined_on, partner.listed, partner.reason, kinds_of(partner))
        for partner in Partner.objects.order_by("name")
    ]


def kinds_of(partner: Partner) -> list[str]:
    return sorted(
        PartnerRole.objects.filter(partner=partner, academic_year=2025).values_list("kind", flat=True)
    )


def test_a_school_joins_under_the_registers_name(alliance: Any) -> None:
    SchoolFactory(urn=800_777, name="Tarnley Primary")
    found = plan(urn="800777", name="Tarnly Prim.", kinds="Strategic partner; member", joined_on="1/9/25")
    assert (found.outcome, found.about) == (Outcome.CREATE, "Tarnley Primary")
    assert [(change.label, change.after) for change in found.changes] == [
        ("Parts in 2025/26", "Strategic partner, Alliance member"),
        ("Joined", "Mon 1 Sep 2025"),
    ]
    done(urn="800777", kinds="Strategic partner; member", joined_on="1/9/25", listed="no")
    assert partners() == [("Tarnley Primary", date(2025, 9, 1), False, "", ["member", "strategic_partner"])]


def test_each_kind_of_organisation_joins_by_what_names_it(alliance: Any) -> None:
    SchoolFactory(trust_uid="2044", trust_name="Coast Trust")
    LocalAuthorityFactory(code="808", name="Stockton")
    rows = [
        {"trust_uid": "2044"},
        {"ukprn": "10007157", "name": "Teesdale University"},
        {"la_code": "808"},
        {"name": "Diocese of Whitby", "reason": "Runs eleven schools"},
    ]
    for row in rows:
        done(**row)
    assert [(partner.name, partner.organisation) for partner in Partner.objects.order_by("pk")] == [
        ("Coast Trust", "trust"),
        ("Teesdale University", "provider"),
        ("Stockton", "local_authority"),
        ("Diocese of Whitby", "other"),
    ]


def test_a_school_may_be_named_where_the_register_has_one_of_that_name(alliance: Any) -> None:
    SchoolFactory(name="Wrenfield CE Primary")
    SchoolFactory(name="St Mary’s")
    SchoolFactory(name="St Mary’s")
    SchoolFactory(name="Old Tarnley", status=SchoolStatus.CLOSED)
    assert plan(organisation="School", name="Wrenfield CE Primary").outcome == Outcome.CREATE
    assert said(plan(organisation="School", name="St Mary’s")) == (
        "error",
        "The School register has 2 open schools called St Mary’s. Write the URN of yours.",
    )
    assert said(plan(organisation="School", name="Old Tarnley")) == (
        "error",
        "The School register has no open school called “Old Tarnley”. Write its URN.",
    )


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"urn": "999999"}, "The School register has no school with URN 999999. Check its six digits."),
        ({"name": "Somewhere"}, "This could be a school or something else."),
        ({"organisation": "Trust", "name": "Coast"}, "No partner of this type has this name."),
        ({"trust_uid": "77"}, "The School register knows no trust 77: write its name too."),
        ({"ukprn": "10007157"}, "Write the provider's name too."),
        ({"la_code": "123"}, "No local authority has the code 123."),
        (
            {"organisation": "other organisation", "name": "Diocese"},
            "Another organisation needs a name, and why",
        ),
        (
            {"trust_uid": "77", "name": "T", "kinds": "Lead school"},
            "A Trust cannot be “Lead school”.",
        ),
        (
            {"trust_uid": "77", "name": "T", "joined_on": "1/9/1820"},
            "They cannot have joined on Fri 1 Sep 1820.",
        ),
    ],
)
def test_a_row_that_will_not_do_says_why(alliance: Any, cells: dict[str, str], sentence: str) -> None:
    outcome, reason = said(plan(**cells))
    assert (outcome, reason[: len(sentence)]) == ("error", sentence)


def test_a_school_that_closed_names_its_successor(alliance: Any) -> None:
    successor = SchoolFactory(urn=800_801, name="New Tarnley Academy")
    SchoolFactory(urn=800_800, name="Old Tarnley", status=SchoolStatus.CLOSED, successor=successor)
    assert said(plan(urn="800800"))[1].endswith("Its successor is New Tarnley Academy (URN 800801).")


def test_a_partner_is_known_under_its_schools_other_urn(alliance: Any) -> None:
    successor = SchoolFactory(urn=800_801)
    SchoolFactory(urn=800_800, successor=successor, status=SchoolStatus.CLOSED)
    partner = PartnerFactory(school=successor)
    PartnerRoleFactory(partner=partner, kind=MEMBER)
    found = plan(urn="800800", joined_on="2/9/2024")
    assert (found.outcome, found.about) == (Outcome.UPDATE, partner.name)


def test_a_partner_that_left_is_not_let_in_again_by_a_table(alliance: Any) -> None:
    partner = PartnerFactory(school__urn=800_777, name="Tarnley Primary")
    end_partnership(partner=partner, left_on=date(2026, 1, 5), by=UserFactory())
    assert said(plan(urn="800777")) == (
        "error",
        "Tarnley Primary was a partner until Mon 5 Jan 2026. Open its record to let it rejoin.",
    )


def test_what_a_row_does_not_say_stays_as_it_is(alliance: Any) -> None:
    partner = PartnerFactory(school__urn=800_777, joined_on=date(2024, 9, 1), listed=False)
    PartnerRoleFactory(partner=partner, kind=MEMBER)
    assert (
        said(plan(urn="800777", name="Another name", joined_on="1/9/24", kinds="Alliance member"))[0]
        == "skip"
    )
    found = plan(urn="800777", kinds="Strategic partner")
    assert [(change.label, change.before, change.after) for change in found.changes] == [
        ("Parts in 2025/26", "Alliance member", "Strategic partner")
    ]
    done(urn="800777", kinds="Strategic partner")
    assert partners() == [(partner.name, date(2024, 9, 1), False, "", ["strategic_partner"])]


def test_undo_takes_away_what_was_added(alliance: Any) -> None:
    SchoolFactory(urn=800_777)
    trace = done(urn="800777", listed="no")
    TARGET.undo(trace, by=UserFactory())
    assert (Partner.objects.count(), PartnerRole.objects.count()) == (0, 0)


def test_undo_puts_back_what_was_changed_a_year_without_parts_included(alliance: Any) -> None:
    PartnerFactory(school__urn=800_777)
    PartnerFactory(
        organisation=Organisation.OTHER, school=None, name="Diocese", reason="Runs schools", address="Whitby"
    )
    before = partners()
    traces = [
        done(urn="800777", kinds="Strategic partner", joined_on="2/9/24", listed="no"),
        done(name="diocese", kinds="Diocese", reason="Runs eleven schools", address="York"),
    ]
    assert partners() != before
    for trace in reversed(traces):
        TARGET.undo(trace, by=UserFactory())
    assert partners() == before
    assert Partner.objects.get(name="Diocese").address == "Whitby"


@pytest.mark.parametrize("change", ["edited", "contact", "gone"])
def test_undo_leaves_what_somebody_changed_since(alliance: Any, change: str) -> None:
    SchoolFactory(urn=800_777, name="Tarnley Primary")
    trace = done(urn="800777")
    partner = Partner.objects.get()
    if change == "edited":
        Partner.objects.update(joined_on=date(2020, 9, 1))
    elif change == "contact":
        add_contact(partner=partner, details=ContactDetails("Leah", email="l@t.example"), by=UserFactory())
    else:
        partner.delete()
    with pytest.raises(Refused) as refusal:
        TARGET.undo(trace, by=UserFactory())
    assert (
        refusal.value.sentence
        == {
            "edited": "Tarnley Primary was changed since it was imported, so it stays as it is now.",
            "contact": "Tarnley Primary has contacts by now. Remove them first, or end the partnership.",
            "gone": "This partner is not there any more.",
        }[change]
    )


def test_another_alliances_partners_are_not_known(alliance: Any, other_alliance: Any) -> None:
    school = SchoolFactory(urn=800_777)
    with acting_within(other_alliance):
        PartnerFactory(school=school)
        PartnerFactory(organisation=Organisation.OTHER, school=None, name="Diocese", reason="theirs")
    assert plan(urn="800777").outcome == Outcome.CREATE
    assert plan(name="Diocese", reason="ours").outcome == Outcome.CREATE


@pytest.mark.parametrize("count", [1, 3])
def test_a_table_is_checked_in_the_same_queries_however_long_it_is(alliance: Any, count: int) -> None:
    entries = mixed_rows(count)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        TARGET.plan(entries)
    assert len(queries) == 10


def mixed_rows(count: int) -> Sequence[Entry]:
    """New and known, schools and others, `count` of each."""
    rows = []
    for number in range(count):
        SchoolFactory(urn=810_000 + number, trust_uid=f"{number + 1}", trust_name="Trust")
        PartnerFactory(school__urn=820_000 + number)
        PartnerFactory(organisation=Organisation.OTHER, school=None, name=f"Hub {number}", reason="r")
        LocalAuthorityFactory(code=f"{100 + number}", name=f"Authority {number}")
        rows += [
            {"urn": f"{810_000 + number}"},
            {"urn": f"{820_000 + number}", "kinds": "Alliance member"},
            {"name": f"Hub {number}", "kinds": "Other hub"},
            {"trust_uid": f"{number + 1}"},
            {"la_code": f"{100 + number}"},
        ]
    return [entry(at, **row) for at, row in enumerate(rows, start=2)]
