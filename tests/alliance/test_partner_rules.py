"""The rules about partners that need no database."""

from datetime import date

import pytest

from alliance.choices import Organisation, PartnerKind
from alliance.logic.partner_kinds import kinds_of, usual_kind
from alliance.logic.partner_needs import Need, need_of
from alliance.logic.search_text import SearchText, read_search
from alliance.logic.verification import Standing, due_on, standing


@pytest.mark.parametrize(
    ("verified_on", "expected"),
    [
        (None, Standing.NEVER),
        (date(2026, 2, 3), Standing.VERIFIED),
        (date(2025, 2, 3), Standing.VERIFIED),
        (date(2025, 2, 2), Standing.DUE),
    ],
)
def test_a_contact_counts_as_verified_for_a_year(verified_on: date | None, expected: Standing) -> None:
    assert standing(verified_on, date(2026, 2, 3)) is expected


def test_a_check_holds_until_its_last_day() -> None:
    assert due_on(date(2025, 2, 3)) == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900174", SearchText("900174", number=900174)),
        ("ts181aa", SearchText("ts181aa", postcode="TS18 1AA")),
        ("TS18", SearchText("TS18", postcode="TS18")),
        ("  St   Hild’s ", SearchText("St Hild’s")),
        ("a\0b\x07c", SearchText("a b c")),
        ("", SearchText("")),
        ("\0\0", SearchText("")),
        ("x" * 5000, SearchText("x" * 100)),
        ("12345678901234567890", SearchText("12345678901234567890")),
    ],
)
def test_a_search_is_cleaned_and_told_apart(text: str, expected: SearchText) -> None:
    assert read_search(text) == expected


NEEDS = {
    "all is well": ({"main": Standing.VERIFIED}, None),
    "the school closed and lives on": ({"closed": True, "has_successor": True}, Need.FOLLOW_SUCCESSOR),
    "the school closed for good": ({"closed": True}, Need.SCHOOL_CLOSED),
    "nobody to write to": ({"contacts": 0, "main": None}, Need.CONTACT),
    "contacts and no main one": ({"main": None}, Need.MAIN_CONTACT),
    "a year without a check": ({"main": Standing.DUE}, Need.VERIFY),
    "never checked": ({"main": Standing.NEVER}, Need.VERIFY),
    "a former partner": ({"is_current": False, "closed": True}, None),
}


@pytest.mark.parametrize("what", NEEDS)
def test_a_record_waits_for_one_thing_the_most_serious_first(what: str) -> None:
    given, expected = NEEDS[what]
    facts = {
        "is_current": True,
        "closed": False,
        "has_successor": False,
        "contacts": 1,
        "main": Standing.VERIFIED,
    }
    assert need_of(**{**facts, **given}) is expected


@pytest.mark.parametrize("organisation", Organisation)
def test_what_an_organisation_usually_is_it_can_be(organisation: Organisation) -> None:
    assert usual_kind(organisation) in kinds_of(organisation)


def test_a_kind_it_has_is_kept_even_if_it_would_not_be_offered() -> None:
    assert PartnerKind.DIOCESE not in kinds_of(Organisation.SCHOOL)
    assert PartnerKind.DIOCESE in kinds_of(Organisation.SCHOOL, besides=("diocese",))
