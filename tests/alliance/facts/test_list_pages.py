"""School facts across the alliance: the lists, their filters and exports; and files of the DfE by hand."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from alliance.choices import FigureState, Role
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import MEASURES
from alliance.models import Partner, PupilMeasure
from foundation.importer.models import Import
from foundation.tenancy.scope import acting_within
from tests.alliance.facts.test_published_reading import KS2, KS4
from tests.factories.alliance import LocalAuthorityFactory, PartnerFactory, SchoolFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.SUPPORT_LEAD)
    return client


@pytest.fixture
def slug(alliance: Any) -> str:
    return str(alliance.slug)


def school(name: str, **fields: Any) -> Partner:
    return PartnerFactory(name=name, school=SchoolFactory(name=name, **fields))


def pupils(staff: Client, slug: str, **query: Any) -> list[tuple[str, str, str]]:
    """School, figure and the year before, as the list shows them."""
    page = staff.get(reverse("school_facts", args=[slug]), query)
    assert page.status_code == 200
    return [(row["name"], row["cell"].text, row["before"].text) for row in page.context["rows"]]


def names(staff: Client, slug: str, route: str, **query: Any) -> list[str]:
    return [row["name"] for row in staff.get(reverse(route, args=[slug]), query).context["rows"]]


def test_the_latest_year_is_shown_with_the_year_before(staff: Client, slug: str) -> None:
    wold, fern = school("Wold"), school("Fern")
    MeasureFactory(partner=wold, academic_year=2024, value=Decimal(60))
    MeasureFactory(partner=wold, value=Decimal(64))
    MeasureFactory(partner=fern, state=FigureState.SUPPRESSED, value=None)
    MeasureFactory(partner=fern, source="alliance", stands=False, value=Decimal(10))
    assert pupils(staff, slug) == [
        ("Fern", "hidden (too few people)", "no data"),
        ("Wold", "64%", "60%"),
    ]
    assert pupils(staff, slug, year=2024) == [("Wold", "60%", "no data")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "wo"}, ["Wold"]),
        ({"phase": "secondary"}, ["Tarn"]),
        ({"la": "998"}, ["Fern"]),
        ({"state": "suppressed"}, ["Fern"]),
        ({"state": ["suppressed", "not_published"]}, ["Fern", "Tarn"]),
        ({"group": "girls"}, []),
        ({"measure": "ks2_rwm_higher"}, []),
        ({"sort": "figure"}, ["Wold", "Fern", "Tarn"]),
        ({"sort": "-name"}, ["Wold", "Tarn", "Fern"]),
        (
            {"year": "1066", "measure": "joy", "state": "x", "phase": "\x00", "sort": "'"},
            ["Fern", "Tarn", "Wold"],
        ),
    ],
)
def test_it_is_narrowed_and_sorted_by_its_address(
    staff: Client, slug: str, query: dict[str, Any], expected: list[str]
) -> None:
    elsewhere = LocalAuthorityFactory(code="998", name="Westmoor")
    MeasureFactory(partner=school("Wold"), value=Decimal(64))
    MeasureFactory(
        partner=school("Fern", local_authority=elsewhere), state=FigureState.SUPPRESSED, value=None
    )
    MeasureFactory(
        partner=school("Tarn", phase_group="secondary"), state=FigureState.NOT_PUBLISHED, value=None
    )
    assert names(staff, slug, "school_facts", **query) == expected


class TestNoData:
    """Schools of which nothing is recorded: not those whose figure is hidden or was not published."""

    @pytest.fixture(autouse=True)
    def schools(self, alliance: Any, other_alliance: Any) -> None:
        elsewhere = LocalAuthorityFactory(code="998", name="Westmoor")
        wold, fern, tarn = school("Wold"), school("Fern", local_authority=elsewhere), school("Tarn")
        MeasureFactory(partner=wold, academic_year=2024, value=Decimal(60)), WorkforceFactory(partner=wold)
        MeasureFactory(partner=tarn, state=FigureState.NOT_PUBLISHED, value=None)
        MeasureFactory(partner=fern, pupil_group="girls"), WorkforceFactory(partner=fern, census_year=2023)
        PartnerFactory(name="Trust", school=None, organisation="trust", trust_uid="9101")
        PartnerFactory(name="Gone", left_on=date(2026, 1, 1))
        with acting_within(other_alliance):
            PartnerFactory(name="Stranger")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, [("Fern", "no data", "no data"), ("Wold", "no data", "60%")]),
            ({"sort": "-name"}, [("Wold", "no data", "60%"), ("Fern", "no data", "no data")]),
            ({"state": "value"}, [("Fern", "no data", "no data"), ("Wold", "no data", "60%")]),
            ({"la": "998"}, [("Fern", "no data", "no data")]),
            ({"year": 2024}, [("Fern", "no data", "no data"), ("Tarn", "no data", "no data")]),
            ({"group": "girls"}, [("Tarn", "no data", "no data"), ("Wold", "no data", "no data")]),
        ],
    )
    def test_pupils(self, staff: Client, slug: str, query: dict[str, Any], expected: Any) -> None:
        assert pupils(staff, slug, data="none", **query) == expected

    def test_teachers(self, staff: Client, slug: str) -> None:
        assert names(staff, slug, "school_workforce", data="none") == ["Fern", "Tarn"]
        page = staff.get(reverse("school_workforce", args=[slug]), {"data": "none"})
        assert page.context["summary"].endswith("· 2 schools without data")
        assert page.context["together"] == ""

    def test_a_chip_takes_it_away_and_a_name_leads_to_where_it_is_recorded(
        self, staff: Client, slug: str
    ) -> None:
        page = staff.get(reverse("school_facts", args=[slug]), {"data": "none", "la": "998"})
        chips = {(chip.label, chip.value): chip.remove_href for chip in page.context["chips"]}
        assert chips["Data", "No data"] == f"{reverse('school_facts', args=[slug])}?la=998"
        fern = Partner.objects.get(name="Fern")
        assert page.context["rows"][0]["href"] == reverse("partner_facts", args=[slug, fern.public_id])

    @pytest.mark.parametrize(
        ("route", "rows"),
        [
            ("pupil_facts_export", [["Fern", "No data"], ["Wold", "No data"]]),
            ("teacher_facts_export", [["Fern"], ["Tarn"]]),
        ],
    )
    def test_the_export_has_them_too(self, staff: Client, slug: str, route: str, rows: Any) -> None:
        text = staff.get(reverse(route, args=[slug]), {"data": "none"}).content.decode("utf-8-sig")
        heads, *found = csv.reader(StringIO(text, newline=""))
        wanted = [heads.index(head) for head in ("School", "State") if head in heads]
        assert [[row[at] for at in wanted] for row in found] == rows

    def test_a_year_of_which_nothing_was_published_is_not_said_to_lack_data(
        self, staff: Client, slug: str
    ) -> None:
        measure, asked = MEASURES["ks2_rwm_expected"], {"data": "none", "year": 2020}
        page = staff.get(reverse("school_facts", args=[slug]), asked)
        assert page.context["summary"] == (
            f"{measure.label} · all pupils · 2020/21 · 3 schools, not published"
        )
        text = staff.get(reverse("pupil_facts_export", args=[slug]), asked).content.decode("utf-8-sig")
        heads, *found = csv.reader(StringIO(text, newline=""))
        said = [heads.index(head) for head in ("School", "State", "Why there is no figure")]
        gap = measure.gap(AcademicYear(2020))
        assert gap != ""
        assert [[row[at] for at in said] for row in found] == [
            [name, "Not published", gap] for name in ("Fern", "Tarn", "Wold")
        ]

    @pytest.mark.parametrize(("route", "number"), [("school_facts", 12), ("school_workforce", 11)])
    def test_the_queries_do_not_grow(
        self, staff: Client, slug: str, route: str, number: int, django_assert_max_num_queries: Any
    ) -> None:
        for more in (0, 3):
            for _ in range(more):
                PartnerFactory()
            with django_assert_max_num_queries(number):
                assert len(names(staff, slug, route, data="none")) == 2 + more

    def test_where_every_school_has_it_the_list_says_so(self, staff: Client, slug: str) -> None:
        page = staff.get(reverse("school_facts", args=[slug]), {"data": "none", "q": "tarn"})
        assert "Every school has data" in page.content.decode()


def test_former_partners_and_other_alliances_are_not_listed(
    staff: Client, slug: str, other_alliance: Any
) -> None:
    gone = PartnerFactory(left_on=date(2026, 1, 1))
    MeasureFactory(partner=gone), WorkforceFactory(partner=gone)
    with acting_within(other_alliance):
        theirs = PartnerFactory(name="Stranger")
        MeasureFactory(partner=theirs), WorkforceFactory(partner=theirs)
    assert names(staff, slug, "school_facts") == names(staff, slug, "school_workforce") == []


def test_a_year_without_the_measure_says_why_nothing_is_there(staff: Client, slug: str) -> None:
    page = staff.get(reverse("school_facts", args=[slug]), {"measure": "ks4_progress8", "year": 2025})
    assert page.context["gap"].startswith("There is no Progress 8 for 2025/26")


def test_teachers_of_all_schools_are_one_cohort(staff: Client, slug: str) -> None:
    WorkforceFactory(
        partner=school("Wold"), teachers=10, stayed=5, moved_within=5, moved_elsewhere=0, left=0, unknown=0
    )
    WorkforceFactory(
        partner=school("Fern"), teachers=30, stayed=30, moved_within=0, moved_elsewhere=0, left=0, unknown=0
    )
    WorkforceFactory(partner=school("Tarn"), census_year=2023)
    page = staff.get(reverse("school_workforce", args=[slug]))
    assert [(row["name"], row["shares"]) for row in page.context["rows"]] == [
        ("Fern", ["100%", "100%", "100%", "100%"]),
        ("Wold", ["50%", "100%", "100%", "100%"]),
    ]
    assert page.context["together"] == (
        "Of 40 teachers: 88% this school, 100% the alliance, 100% state sector; 100% known"
    )
    assert names(staff, slug, "school_workforce", sort="retention") == ["Wold", "Fern"]
    assert names(staff, slug, "school_workforce", year=2023) == ["Tarn"]


@pytest.mark.parametrize(("route", "number"), [("school_facts", 12), ("school_workforce", 11)])
def test_the_queries_are_the_same_for_one_school_and_for_three(
    staff: Client, slug: str, route: str, number: int, django_assert_num_queries: Any
) -> None:
    address = reverse(route, args=[slug])
    MeasureFactory(), WorkforceFactory()
    staff.get(address)
    with django_assert_num_queries(number):
        assert len(staff.get(address).context["rows"]) == 1
    for _ in range(2):
        MeasureFactory(), WorkforceFactory()
    with django_assert_num_queries(number):
        assert len(staff.get(address).context["rows"]) == 3


def test_the_export_has_what_the_list_shows_with_state_and_source(staff: Client, slug: str) -> None:
    MeasureFactory(partner=school("Wold", urn=810_001), value=Decimal("64.00"), note="=own copy")
    MeasureFactory(
        partner=school("Fern", urn=810_002),
        state=FigureState.SUPPRESSED,
        value=None,
        because="too_few",
        cohort=4,
    )
    MeasureFactory(partner=school("Tarn"), academic_year=2023)
    lines = staff.get(reverse("pupil_facts_export", args=[slug])).content.decode("utf-8-sig").splitlines()
    label = '"Expected standard in reading, writing and maths"'
    assert lines[1:] == [
        f"Fern,810002,Eastmoor,2025/26,{label},All pupils,,Hidden (too few people),"
        '"Five pupils or fewer, or hidden for another reason",4,The school,',
        f"Wold,810001,Eastmoor,2025/26,{label},All pupils,64.0,Figure,,30,The school,'=own copy",
    ]
    book = CalamineWorkbook.from_filelike(
        BytesIO(staff.get(reverse("teacher_facts_export_xlsx", args=[slug])).content)
    )
    assert book.get_sheet_by_index(0).to_python()[0][:2] == ["School", "URN"]


class TestFilesOfTheDfE:
    """Uploaded on a page, through the reader that the command uses."""

    @pytest.fixture
    def where(self, slug: str) -> str:
        return reverse("published_facts", args=[slug])

    def bring(self, staff: Client, where: str, text: str, year: str = "") -> Any:
        return staff.post(where, {"file": SimpleUploadedFile("ks.csv", text.encode()), "year": year})

    def test_it_goes_on_as_an_import_that_has_saved_nothing_yet(
        self, staff: Client, where: str, slug: str
    ) -> None:
        school("Wold", urn=800_001)
        answer = self.bring(staff, where, KS2)
        source = Import.objects.get()
        assert answer["Location"] == reverse("import", args=[slug, source.public_id])
        assert (source.target, source.state, source.counts) == ("dfe-files", "checked", {"create": 5})
        page = staff.get(answer["Location"]).content.decode()
        assert "Key stage 2 results, 2018/19: 3 schools in the file, 1 of them your partner" in page
        assert ("Import 5 figures of the DfE" in page, "Match columns again" in page) == (True, False)
        assert PupilMeasure.objects.count() == 0

    def test_nobody_uploads_a_table_as_the_dfes(self, staff: Client, where: str, slug: str) -> None:
        """Only its own files, in its own shape."""
        given = {"slug": slug, "target": "dfe-files"}
        table = SimpleUploadedFile("x.csv", b"School URN,Academic year,Measure,Figure\n")
        for answer in (
            staff.get(reverse("new_import", kwargs=given)),
            staff.post(reverse("new_import", kwargs=given), {"file": table}),
        ):
            assert (answer.status_code, answer["Location"]) == (302, where)
        template = reverse("import_template", kwargs={**given, "kind": "csv"})
        assert (staff.get(template).status_code, Import.objects.count()) == (404, 0)

    @pytest.mark.parametrize(
        ("text", "year", "field", "beginning"),
        [
            (KS4, "", "year", "The file does not tell which year it is about."),
            ("a,b\n", "", "file", "This is not one of the DfE's files"),
            ("", "", "file", "The file is empty"),
            (KS2, "", "file", "Of the 3 schools in this file none is a partner"),
        ],
    )
    def test_what_will_not_do_is_said_on_the_form(
        self, staff: Client, where: str, text: str, year: str, field: str, beginning: str
    ) -> None:
        page = self.bring(staff, where, text, year)
        assert page.status_code == 422
        assert page.context["form"].errors[field][0].startswith(beginning)

    def test_the_year_can_be_said(self, staff: Client, where: str) -> None:
        school("Wold", urn=800_001)
        self.bring(staff, where, KS4, "2018")
        row = Import.objects.get().data_rows().first()
        assert row.cells[1] == "2018/19"
