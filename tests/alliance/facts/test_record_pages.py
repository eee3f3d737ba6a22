"""The school facts of one partner: read by staff and its own contact, recorded by form, kept by source."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliance.actions.facts.measures import MeasureDetails, record_measure
from alliance.choices import FactSource, FigureState, Organisation, Role
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from tests.factories.alliance import PartnerFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory

pytestmark = pytest.mark.django_db
TEACHERS = {
    "census_year": "2025",
    "teachers": "43",
    "stayed": "38",
    "moved_within": "2",
    "moved_elsewhere": "0",
    "left": "3",
    "unknown": "0",
    "vacancies": "",
    "note": "Own copy",
}
PUPILS = {
    "academic_year": "2025",
    "measure": "ks2_rwm_expected",
    "pupil_group": "disadvantaged",
    "state": "value",
    "value": "58%",
    "because": "",
    "cohort": "19",
    "note": "",
}


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.SUPPORT_LEAD)
    return client


@pytest.fixture
def contact(alliance: Any, sign_in: Any, partner: Partner) -> Client:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=partner)
    return client


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def text_of(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_contact_records_for_their_school_as_the_schools_word(contact: Client, partner: Partner) -> None:
    response = contact.post(address(partner, "add_workforce"), TEACHERS)
    assert response.status_code == 302
    snapshot = WorkforceSnapshot.objects.get()
    assert (snapshot.partner, snapshot.source, snapshot.stayed, snapshot.vacancies, snapshot.stands) == (
        partner,
        "school",
        38,
        None,
        True,
    )
    assert contact.post(address(partner, "add_measure"), PUPILS).status_code == 302
    measure = PupilMeasure.objects.get()
    assert (measure.source, measure.value, measure.cohort) == ("school", Decimal("58.00"), 19)


def test_staff_record_as_the_alliance(staff: Client, partner: Partner) -> None:
    staff.post(address(partner, "add_workforce"), TEACHERS)
    staff.post(address(partner, "add_measure"), PUPILS)
    assert {WorkforceSnapshot.objects.get().source, PupilMeasure.objects.get().source} == {"alliance"}


def test_groups_that_do_not_add_up_come_back_with_the_difference(contact: Client, partner: Partner) -> None:
    response = contact.post(address(partner, "add_workforce"), {**TEACHERS, "left": "1"})
    assert response.status_code == 422
    assert response.context["form"].errors["stayed"] == [
        "These add up to 41; you said 43 teachers: 2 are missing."
    ]
    assert WorkforceSnapshot.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field", "beginning"),
    [
        ({"value": "101"}, "value", "Expected standard in reading"),
        ({"value": "lots"}, "value", "“lots” is no figure."),
        ({"value": ""}, "value", "Write the figure, or say why there is none."),
        ({"cohort": "4"}, "cohort", "A figure about fewer than 6 pupils could tell who they are."),
        (
            {"measure": "ks4_progress8", "value": "0.4"},
            "measure",
            "There is no Progress 8 for 2025/26: the pupils have no key stage 2",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    contact: Client, partner: Partner, changes: dict[str, str], field: str, beginning: str
) -> None:
    response = contact.post(address(partner, "add_measure"), {**PUPILS, **changes})
    assert response.status_code == 422
    assert response.context["form"].errors[field][0].startswith(beginning)
    assert PupilMeasure.objects.count() == 0


def test_a_word_of_the_dfe_in_place_of_the_figure_is_understood(contact: Client, partner: Partner) -> None:
    contact.post(address(partner, "add_measure"), {**PUPILS, "value": "SUPP", "cohort": "4"})
    measure = PupilMeasure.objects.get()
    assert (measure.state, measure.value, measure.because) == ("suppressed", None, "too_few")


def test_three_states_and_nothing_are_four_things_on_the_page(staff: Client, partner: Partner) -> None:
    MeasureFactory(partner=partner, academic_year=2025, value=Decimal(0))
    MeasureFactory(
        partner=partner,
        academic_year=2024,
        state=FigureState.SUPPRESSED,
        value=None,
        because="too_few",
    )
    MeasureFactory(partner=partner, academic_year=2023, state=FigureState.NOT_PUBLISHED, value=None)
    MeasureFactory(partner=partner, academic_year=2022, measure="ks2_rwm_higher")
    row = staff.get(address(partner, "partner_facts")).context["stages"][0][1][0]
    assert [(year, cell.text, cell.state) for year, cell in row["cells"]] == [
        ("2022/23", "no data", "no_data"),
        ("2023/24", "not published", "not_published"),
        ("2024/25", "hidden (too few people)", "suppressed"),
        ("2025/26", "0%", ""),
    ]


def test_a_year_without_the_measure_says_so_by_itself(staff: Client, partner: Partner) -> None:
    for year in (2022, 2025):
        MeasureFactory(
            partner=partner, academic_year=year, measure="ks2_maths_progress", value=Decimal("0.4")
        )
    MeasureFactory(partner=partner, academic_year=2023)
    row = staff.get(address(partner, "partner_facts")).context["stages"][0][1][1]
    assert [(year, cell.text) for year, cell in row["cells"]] == [
        ("2022/23", "+0.4"),
        ("2023/24", "not published"),
        ("2025/26", "+0.4"),
    ]
    assert row["cells"][1][1].why.startswith("There is no progress from key stage 1 to key stage 2")


def test_charts_draw_gaps_as_gaps(staff: Client, partner: Partner) -> None:
    for year, value in ((2021, 60), (2022, 62), (2025, 66)):
        MeasureFactory(partner=partner, academic_year=year, value=Decimal(value))
    chart = staff.get(address(partner, "partner_facts")).context["pupil_charts"][0]
    assert chart["table"].rows == (
        ("2021/22", "60%"),
        ("2022/23", "62%"),
        ("2023/24", "no data"),
        ("2024/25", "no data"),
        ("2025/26", "66%"),
    )
    assert chart["svg"].count("<polyline") == 2  # one in each width: the last point stands alone


def test_retention_shows_its_cohort_and_how_much_is_known(staff: Client, partner: Partner) -> None:
    WorkforceFactory(partner=partner, census_year=2024)
    WorkforceFactory(partner=partner, teachers=40, stayed=30, moved_within=4, moved_elsewhere=2, unknown=2)
    page = staff.get(address(partner, "partner_facts"))
    assert page.context["retention_words"] == (
        "November 2025. Of 40 teachers: 75% this school, 85% the alliance, 90% state sector; 95% known"
    )
    assert page.context["retention_chart"]["table"].rows == (
        ("2024", "85%", "90%", "92%"),
        ("2025", "75%", "85%", "90%"),
    )


def test_every_source_is_shown_and_what_counts_stands_out(staff: Client, partner: Partner) -> None:
    for source, value in ((FactSource.ALLIANCE, 50), (FactSource.SCHOOL, 51), (FactSource.DFE, 52)):
        details = MeasureDetails(2025, "ks2_rwm_expected", value=Decimal(value))
        record_measure(partner=partner, details=details, source=source, by=None)
    page = staff.get(address(partner, "partner_facts"))
    assert page.context["disagreements"] == [
        {
            "title": "Expected standard in reading, writing and maths, all pupils, 2025/26",
            "said": [
                ("DfE file", "52%", True),
                ("Alliance staff", "50%", False),
                ("The school", "51%", False),
            ],
        }
    ]
    series = staff.get(address(partner, "pupil_series", "ks2_rwm_expected", "all"))
    assert [(row["source"], row["one"].stands, bool(row["menu"])) for row in series.context["rows"]] == [
        ("DfE file", True, False),
        ("Alliance staff", False, True),
        ("The school", False, False),
    ]


def test_changing_and_removing_ones_own(contact: Client, partner: Partner) -> None:
    contact.post(address(partner, "add_measure"), PUPILS)
    measure = PupilMeasure.objects.get()
    where = address(partner, "edit_measure", measure.public_id)
    form = contact.get(where).context["form"]
    assert form.initial["value"] == "58%"
    changed = {**PUPILS, "value": "61", "version": str(measure.version)}
    assert contact.post(where, changed).status_code == 302
    measure.refresh_from_db()
    assert measure.value == Decimal("61.00")
    assert contact.post(address(partner, "remove_measure", measure.public_id)).status_code == 302
    assert PupilMeasure.objects.count() == 0


def test_two_people_at_once_lose_neither_text(contact: Client, partner: Partner) -> None:
    contact.post(address(partner, "add_workforce"), TEACHERS)
    snapshot = WorkforceSnapshot.objects.get()
    where = address(partner, "edit_workforce", snapshot.public_id)
    form = contact.get(where).context["form"]
    seen = {"version": str(snapshot.version), "seen": form["seen"].value()}
    WorkforceSnapshot.objects.filter(pk=snapshot.pk).update(note="Somebody else's")
    response = contact.post(where, {**TEACHERS, "note": "Mine", **seen})
    assert response.status_code == 409
    assert [each.saved for each in response.context["form"].differences] == ["Somebody else's"]


def test_what_another_source_says_is_not_changed(staff: Client, partner: Partner) -> None:
    theirs = WorkforceFactory(partner=partner)
    changed = {**TEACHERS, "version": str(theirs.version)}
    response = staff.post(address(partner, "edit_workforce", theirs.public_id), changed)
    assert response.status_code == 422
    staff.post(address(partner, "remove_workforce", theirs.public_id))
    theirs.refresh_from_db()
    assert theirs.stayed == 34


class TestWhose:
    """Two schools of one alliance: a contact reads and writes their own."""

    @pytest.fixture
    def neighbour(self, alliance: Any) -> Partner:
        return PartnerFactory(name="Neighbour")

    def test_not_the_neighbours(self, contact: Client, partner: Partner, neighbour: Partner) -> None:
        theirs = WorkforceFactory(partner=neighbour), MeasureFactory(partner=neighbour)
        for name, more in (
            ("partner_facts", ()),
            ("pupil_series", ("ks2_rwm_expected", "all")),
            ("add_workforce", ()),
            ("add_measure", ()),
            ("edit_workforce", (theirs[0].public_id,)),
            ("edit_measure", (theirs[1].public_id,)),
        ):
            assert contact.get(address(neighbour, name, *more)).status_code in (403, 404)
        assert contact.post(address(neighbour, "add_workforce"), TEACHERS).status_code in (403, 404)
        assert contact.post(address(partner, "remove_measure", theirs[1].public_id)).status_code == 404
        assert (WorkforceSnapshot.objects.count(), PupilMeasure.objects.count()) == (1, 1)

    def test_a_fact_is_reached_through_its_own_school_only(
        self, staff: Client, partner: Partner, neighbour: Partner
    ) -> None:
        theirs = MeasureFactory(partner=neighbour, source=FactSource.ALLIANCE)
        assert staff.get(address(partner, "edit_measure", theirs.public_id)).status_code == 404


def test_what_is_not_a_school_has_no_school_facts(staff: Client, alliance: Any) -> None:
    trust = PartnerFactory(school=None, organisation=Organisation.TRUST, trust_uid="5001", name="Wold Trust")
    assert staff.get(address(trust, "partner_facts")).status_code == 404
    assert staff.post(address(trust, "add_workforce"), TEACHERS).status_code == 404
    tabs = staff.get(address(trust, "partner")).context["tabs"]
    assert "School facts" not in [tab.label for tab in tabs]


def test_an_empty_record_teaches(contact: Client, partner: Partner) -> None:
    text = text_of(contact, address(partner, "partner_facts"))
    assert "No November told yet" in text
    assert "No figures yet" in text


def test_the_history_tells_of_them(staff: Client, partner: Partner) -> None:
    staff.post(address(partner, "add_measure"), PUPILS)
    assert "Pupil measure added" in text_of(staff, address(partner, "partner_history"))


def test_the_queries_are_the_same_for_one_year_and_for_three(
    staff: Client, partner: Partner, django_assert_num_queries: Any
) -> None:
    where = address(partner, "partner_facts")
    MeasureFactory(partner=partner), WorkforceFactory(partner=partner)
    staff.get(where)
    with django_assert_num_queries(12):
        staff.get(where)
    for year in (2023, 2024):
        MeasureFactory(partner=partner, academic_year=year)
        WorkforceFactory(partner=partner, census_year=year)
    with django_assert_num_queries(12):
        staff.get(where)


def test_the_form_offers_no_census_that_is_still_to_come(contact: Client, partner: Partner) -> None:
    form = contact.get(address(partner, "add_workforce")).context["form"]
    assert date(int(form.fields["census_year"].choices[0][0]), 11, 5) <= date(2026, 11, 23)
