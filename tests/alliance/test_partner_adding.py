"""An organisation becomes a partner: found in the School register, or named by its own number."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.partner_refusals import AlreadyPartner, SchoolClosed
from alliance.actions.partners import Identity, add_organisation, add_school
from alliance.choices import Organisation, PartnerKind, Role, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import Partner, PartnerRole, School
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import LocalAuthorityFactory, PartnerFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
YEAR = AcademicYear(2025)


def add(school: School, **changes: Any) -> Partner:
    given = {"kinds": ["member"], "year": YEAR, "joined_on": date(2025, 9, 1), "by": UserFactory(), **changes}
    return add_school(school=school, **given)


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


def address(alliance: Any, name: str, *more: Any) -> str:
    return reverse(name, args=[alliance.slug, *more])


JOINING = {"kinds": ["member"], "year": "2026", "joined_on": "1 Sep"}


def joining(**changes: Any) -> dict[str, Any]:
    return {**JOINING, "year": str(AcademicYear.for_date(timezone.localdate()).start), **changes}


def test_a_school_joins_under_the_registers_name_with_its_parts(alliance: Any) -> None:
    school = SchoolFactory(name="Fernwold Primary")
    partner = add(school, kinds=["training_partner", "member"])
    assert (partner.name, partner.school, partner.organisation) == ("Fernwold Primary", school, "school")
    roles = PartnerRole.objects.filter(partner=partner).order_by("kind")
    assert [(role.kind, role.academic_year) for role in roles] == [
        ("member", 2025),
        ("training_partner", 2025),
    ]


def test_a_school_that_is_a_partner_is_refused_and_named(alliance: Any) -> None:
    known = PartnerFactory(name="Fernwold Primary", joined_on=date(2024, 9, 2))
    with pytest.raises(AlreadyPartner) as refusal:
        add(known.school)
    assert refusal.value.sentence == "Fernwold Primary is a partner already, since Mon 2 Sep 2024."
    assert refusal.value.partner == known


def test_a_former_partner_is_asked_to_rejoin(alliance: Any) -> None:
    known = PartnerFactory(name="Fernwold Primary", left_on=date(2025, 7, 31))
    with pytest.raises(AlreadyPartner) as refusal:
        add(known.school)
    assert refusal.value.sentence == (
        "Fernwold Primary was a partner until Thu 31 Jul 2025. Open its record to let it rejoin."
    )


def test_another_urn_of_a_partner_is_the_same_school(alliance: Any) -> None:
    new = SchoolFactory(name="Tarnley Academy", urn=900_801)
    old = SchoolFactory(name="Tarnley Primary", urn=900_800, successor=new, status=SchoolStatus.CLOSED)
    PartnerFactory(school=old, name="Tarnley Primary")
    with pytest.raises(AlreadyPartner) as refusal:
        add(new)
    assert refusal.value.sentence == (
        "Tarnley Academy (URN 900801) and Tarnley Primary (URN 900800) are the same school with a new URN, "
        "and Tarnley Primary is a partner already."
    )


def test_a_closed_school_names_its_successor(alliance: Any) -> None:
    new = SchoolFactory(name="Tarnley Academy", urn=900_803)
    old = SchoolFactory(
        name="Tarnley Primary", successor=new, status=SchoolStatus.CLOSED, closed_on=date(2024, 8, 31)
    )
    with pytest.raises(SchoolClosed) as refusal:
        add(old)
    assert refusal.value.sentence == (
        "Tarnley Primary closed on Sat 31 Aug 2024. Its successor is Tarnley Academy (URN 900803)."
    )
    assert refusal.value.successor == new


@pytest.mark.parametrize("successor_status", [None, SchoolStatus.CLOSED])
def test_a_school_closed_for_good_offers_nothing(alliance: Any, successor_status: str | None) -> None:
    successor = SchoolFactory(status=successor_status) if successor_status else None
    old = SchoolFactory(name="Tarnley Primary", status=SchoolStatus.CLOSED, successor=successor)
    with pytest.raises(SchoolClosed) as refusal:
        add(old)
    assert (
        refusal.value.sentence == "Tarnley Primary closed, and the School register names no open successor."
    )
    assert refusal.value.successor is None


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2126, 9, 1)])
def test_a_joining_date_has_to_be_believable(alliance: Any, day: date) -> None:
    with pytest.raises(Refused) as refusal:
        add(SchoolFactory(), joined_on=day)
    assert (refusal.value.field, Partner.objects.count()) == ("joined_on", 0)


def test_a_partner_plays_at_least_one_part(alliance: Any) -> None:
    with pytest.raises(Refused) as refusal:
        add(SchoolFactory(), kinds=[])
    assert (refusal.value.field, Partner.objects.count()) == ("kinds", 0)


def test_a_school_may_be_a_partner_of_two_alliances(alliance: Any, other_alliance: Any) -> None:
    school = SchoolFactory()
    with acting_within(other_alliance):
        add(school)
    assert add(school).alliance == alliance


ORGANISATIONS = [
    (
        Identity(Organisation.TRUST, "Cleeve Edge", trust_uid="9101"),
        Identity(Organisation.TRUST, "Other", "9101"),
    ),
    (
        Identity(Organisation.PROVIDER, "University", ukprn="10007157"),
        Identity(Organisation.PROVIDER, "Uni", ukprn="10007157"),
    ),
    (
        Identity(Organisation.OTHER, "Literacy Trust", reason="Reads"),
        Identity(Organisation.OTHER, "LITERACY trust", reason="Again"),
    ),
]


@pytest.mark.parametrize(("first", "second"), ORGANISATIONS)
def test_an_organisation_is_a_partner_once(alliance: Any, first: Identity, second: Identity) -> None:
    given = {"kinds": ["member"], "year": YEAR, "joined_on": date(2025, 9, 1), "by": UserFactory()}
    known = add_organisation(identity=first, **given)
    with pytest.raises(AlreadyPartner) as refusal:
        add_organisation(identity=second, **given)
    assert (refusal.value.partner, Partner.objects.count()) == (known, 1)


def test_a_search_leads_to_the_school_and_on_to_its_part(alliance: Any, page: Client) -> None:
    school = SchoolFactory(name="Fernwold Infant School", urn=900_812, postcode="TS91 1AB")
    found = page.get(address(alliance, "add_partner"), {"school": "fernwold inf"})
    assert [hit.urn for hit in found.context["hits"]] == [900_812]
    step = address(alliance, "add_school", 900_812)
    assert step in found.content.decode()
    answer = page.post(step, joining())
    partner = Partner.objects.get(school=school)
    assert (answer.status_code, answer.url) == (302, address(alliance, "partner", partner.public_id))


def test_a_urn_leads_straight_to_the_school(alliance: Any, page: Client) -> None:
    SchoolFactory(urn=900_813)
    answer = page.get(address(alliance, "add_partner"), {"school": "900813"})
    assert answer.url == address(alliance, "add_school", 900_813)


def test_a_suggestion_that_was_chosen_counts_rather_than_what_was_typed(alliance: Any, page: Client) -> None:
    SchoolFactory(urn=900_814)
    answer = page.get(address(alliance, "add_partner"), {"school": "fern", "school_value": "900814"})
    assert answer.url == address(alliance, "add_school", 900_814)


def test_typing_suggests_schools_with_what_tells_them_apart(alliance: Any, page: Client) -> None:
    SchoolFactory(name="Fernwold Infant School", urn=900_815, town="Yarm", postcode="TS91 1AB")
    answer = page.get(address(alliance, "find_schools"), {"q": "fernwold infant"})
    assert answer.json() == {
        "results": [
            {"value": "900815", "label": "Fernwold Infant School", "hint": "URN 900815 · Yarm, TS91 1AB"}
        ]
    }


@pytest.mark.parametrize("text", ["", "\0", "x" * 10_000, "' OR 1=1 --", "%", "99999999999999999999"])
def test_a_hostile_search_finds_nothing_and_breaks_nothing(alliance: Any, page: Client, text: str) -> None:
    SchoolFactory(name="Fernwold Infant School")
    assert page.get(address(alliance, "find_schools"), {"q": text}).json() == {"results": []}
    assert page.get(address(alliance, "add_partner"), {"school": text}).status_code in (200, 422)


def test_a_search_without_words_says_what_to_write(alliance: Any, page: Client) -> None:
    answer = page.get(address(alliance, "add_partner"), {"school": ""})
    assert answer.status_code == 422
    assert "Write a school’s name, town, postcode or URN." in answer.content.decode().replace("&#x27;", "’")


@pytest.mark.parametrize("urn", [900_999, 99_999_999_999])
def test_an_unknown_urn_is_not_there(alliance: Any, page: Client, urn: int) -> None:
    assert page.get(address(alliance, "add_school", urn)).status_code == 404


def test_a_closed_school_offers_its_successor_on_the_page(alliance: Any, page: Client) -> None:
    new = SchoolFactory(name="Tarnley Academy", urn=900_820)
    SchoolFactory(name="Tarnley Primary", urn=900_821, successor=new, status=SchoolStatus.CLOSED)
    step = address(alliance, "add_school", 900_821)
    assert [page.get(step).status_code, page.post(step, joining()).status_code] == [200, 422]
    text = page.get(step).content.decode()
    assert ("Add Tarnley Academy" in text, address(alliance, "add_school", 900_820) in text) == (True, True)
    assert Partner.objects.count() == 0


def test_sending_the_form_twice_adds_one_partner(alliance: Any, page: Client) -> None:
    SchoolFactory(urn=900_830, name="Fernwold Infant School")
    step = address(alliance, "add_school", 900_830)
    assert [page.post(step, joining()).status_code for _ in range(2)] == [302, 422]
    partner = Partner.objects.get()
    text = page.post(step, joining()).content.decode()
    assert "Open Fernwold Infant School" in text
    assert address(alliance, "partner", partner.public_id) in text


def test_a_wrong_date_keeps_what_was_typed_and_says_what_to_write(alliance: Any, page: Client) -> None:
    SchoolFactory(urn=900_831)
    answer = page.post(address(alliance, "add_school", 900_831), joining(joined_on="31/9/25"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("September has 30 days: write a date such as 1/9/25." in text, 'value="31/9/25"' in text) == (
        True,
        True,
    )


def test_a_trust_is_named_by_its_uid_and_takes_the_registers_name(alliance: Any, page: Client) -> None:
    SchoolFactory(trust_uid="9101", trust_name="Cleeve Edge Learning Trust")
    answer = page.post(
        address(alliance, "add_organisation", "trust"), joining(trust_uid="9101", kinds=["trust"])
    )
    trust = Partner.objects.get()
    assert (answer.status_code, trust.name, trust.trust_uid) == (302, "Cleeve Edge Learning Trust", "9101")


FORMS = {
    "trust": ({"trust_uid": "9999"}, "The School register knows no trust 9999: write its name."),
    "provider": (
        {"name": "Uni", "ukprn": "123"},
        "A UKPRN has 8 digits and starts with 1, such as 10007157.",
    ),
    "local_authority": ({}, "Choose the local authority."),
    "other": (
        {"other_kind": "charity", "name": "Charity", "address": "Quay Street"},
        "Say what the organisation is and why it is a partner.",
    ),
}


@pytest.mark.parametrize("organisation", FORMS)
def test_an_organisation_that_is_not_named_is_asked_for(
    alliance: Any, page: Client, organisation: str
) -> None:
    given, sentence = FORMS[organisation]
    answer = page.post(address(alliance, "add_organisation", organisation), joining(**given))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


GIVEN = {
    "provider": ({"name": "University of Eastmoor", "ukprn": "10007157"}, "itt_provider"),
    "other": (
        {
            "other_kind": "charity",
            "name": "Literacy Trust",
            "reason": "Trains readers",
            "address": "Quay Street",
        },
        "diocese",
    ),
}


@pytest.mark.parametrize("organisation", GIVEN)
def test_an_organisation_joins(alliance: Any, page: Client, organisation: str) -> None:
    given, kind = GIVEN[organisation]
    answer = page.post(address(alliance, "add_organisation", organisation), joining(**given, kinds=[kind]))
    assert answer.status_code == 302
    partner = Partner.objects.get()
    assert {name: getattr(partner, name) for name in given} == given


def test_a_local_authority_joins_and_only_once(alliance: Any, page: Client) -> None:
    authority = LocalAuthorityFactory(code="808", name="Stockton-on-Tees")
    given = joining(authority=str(authority.pk), kinds=["local_authority"])
    step = address(alliance, "add_organisation", "local_authority")
    assert [page.post(step, given).status_code for _ in range(2)] == [302, 422]
    assert [partner.name for partner in Partner.objects.all()] == ["Stockton-on-Tees"]


def test_there_is_no_other_kind_of_organisation(alliance: Any, page: Client) -> None:
    assert page.get(address(alliance, "add_organisation", "evil")).status_code == 404


def test_a_part_that_such_an_organisation_cannot_play_is_refused(alliance: Any, page: Client) -> None:
    SchoolFactory(urn=900_840)
    answer = page.post(
        address(alliance, "add_school", 900_840), joining(kinds=[PartnerKind.LOCAL_AUTHORITY.value])
    )
    assert (answer.status_code, Partner.objects.count()) == (422, 0)


def test_names_with_sql_and_html_are_kept_as_text(alliance: Any, page: Client) -> None:
    name = "Robert'); DROP TABLE alliance_partner;-- <b>x</b>"
    page.post(
        address(alliance, "add_organisation", "other"),
        joining(other_kind="fe_college", name=name, address="Quay", reason="<i>why</i>", kinds=["member"]),
    )
    partner = Partner.objects.get()
    assert partner.name == name
    text = page.get(address(alliance, "partner", partner.public_id)).content.decode()
    assert ("<b>x</b>" in text, "<i>why</i>" in text) == (False, False)
