"""Results, attacked through every surface and by every combination of filters.

The people are known: three partner kinds in three phases, some of them alone. Whatever pages and files say
under every filter is put side by side, and nothing about fewer than five of them comes out.
"""

import csv
import io
import re
from collections import defaultdict
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from python_calamine import CalamineWorkbook

from alliance.choices import Role, SurveyMode
from alliance.models import Survey
from alliance.queries.feedback.results import results_of
from tests.factories import feedback

pytestmark = pytest.mark.django_db
KINDS, PHASES = ("Alliance member", "Strategic partner", "University"), ("Primary", "Secondary", "Special")
SIZES = {
    ("Alliance member", "Primary"): 24,
    ("Alliance member", "Secondary"): 16,
    ("Strategic partner", "Primary"): 15,
    ("Strategic partner", "Secondary"): 1,
    ("Alliance member", "Special"): 2,
    ("University", "Special"): 1,
}
"""How many answered in each cell; all the others were asked and did not."""
HIDDEN, SPREAD_HIDDEN = "hidden (too few people)", "how they answered is hidden (too few people)"


def people_and_sheets() -> tuple[list[Any], list[dict[str, Any]]]:
    """Everybody asked, in the order in which they answer; one question is left out by every fourth."""
    asked, sheets = [], []
    for (kind, phase), size in SIZES.items():
        asked += feedback.people(size, kind=kind, phase=phase)
        for number in range(size):
            sheet: dict[str, Any] = {"voice": 1 + number % 5, "used": ["Training"], "quality-1": 4}
            if number % 4:
                sheet["recommend"] = number % 11
            if number == 3:
                sheet |= {"first": "Leaders", "used": ["Training", "Support"], "quality-1": 1}
            elif number % 3:
                sheet["first"] = "Teachers"
            sheets.append({**sheet, "better": f"Text of {kind}, {phase} {number}"})
    return asked, sheets


def subsets(values: tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(values, size) for size in range(len(values) + 1)))


FILTERS = [
    [*(("kind", kind) for kind in kinds), *(("phase", phase) for phase in phases)]
    for kinds, phases in product(subsets(KINDS), subsets(PHASES))
]


@pytest.fixture(params=[SurveyMode.ANONYMOUS, SurveyMode.CONFIDENTIAL, SurveyMode.NAMED])
def survey(request: Any, alliance: Any) -> Survey:
    asked, sheets = people_and_sheets()
    return feedback.closed(request.param, asked, sheets)


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.FINANCE_OFFICER)
    found: Client = client
    return found


def picked(wanted: list[tuple[str, str]]) -> frozenset[int]:
    """Whom a filter picks, as places in the order of `people_and_sheets`."""
    kinds = {value for fact, value in wanted if fact == "kind"} or set(KINDS)
    phases = {value for fact, value in wanted if fact == "phase"} or set(PHASES)
    asked, _ = people_and_sheets()
    return frozenset(
        n
        for n, person in enumerate(asked)
        if person.facts["kind"] in kinds and person.facts["phase"] in phases
    )


def answering(question: str) -> frozenset[int]:
    _, sheets = people_and_sheets()
    key = {"Would you recommend us?": "recommend", "What first?": "first"}.get(question, "voice")
    return frozenset(n for n, sheet in enumerate(sheets) if key in sheet)


def finest(groups: list[frozenset[int]]) -> list[frozenset[int]]:
    """What can be told apart by adding, subtracting and intersecting these groups."""
    marks: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    for person in frozenset().union(*groups):
        marks[tuple(person in group for group in groups)].add(person)
    return [frozenset(part) for part in marks.values()]


def rows_of(
    client: Client, survey: Survey, alliance: Any, wanted: list[tuple[str, str]], kind: str
) -> list[list[str]]:
    address = reverse("export_survey_results", args=[alliance.slug, survey.public_id])
    content = client.get(f"{address}?{urlencode([('file', kind), *wanted])}").content
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[_written(cell) for cell in row] for row in sheet.to_python()][1:]


def _written(cell: Any) -> str:
    """As the CSV writes it: a whole number without its point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def test_no_combination_of_filters_tells_of_fewer_than_five(
    survey: Survey, alliance: Any, staff: Client
) -> None:
    told: dict[str, list[frozenset[int]]] = defaultdict(list)
    for wanted in FILTERS:
        for row in rows_of(staff, survey, alliance, wanted, "csv"):
            question, count = row[1], row[5]
            if count:
                group = picked(wanted) & answering(question)
                assert (question, wanted, int(count)) == (question, wanted, len(group))
                told[question].append(group)
    assert {"We have a say", "Would you recommend us?"} <= set(told)
    small = {
        question: [sorted(part) for part in finest(groups) if len(part) < 5]
        for question, groups in told.items()
    }
    assert small == {key: [] for key in told}
    assert len(set(told["We have a say"])) > 1, "some filters are answered"


def small_counts(rows: list[list[str]]) -> list[list[str]]:
    """Lines that tell, as a count or by its share, of one to four people who chose something."""
    return [
        row
        for row in rows
        if (row[3].isdigit() and 0 < int(row[3]) < 5) or (row[4] and 0 < float(row[4]) * int(row[5]) < 4.9)
    ]


def test_no_combination_of_filters_tells_what_one_to_four_people_chose(
    survey: Survey, alliance: Any, staff: Client
) -> None:
    """Unless the survey is named, whose form says who reads every answer."""
    told = {
        (kind, tuple(wanted)): small_counts(rows_of(staff, survey, alliance, wanted, kind))
        for kind, filters in (("csv", FILTERS), ("xlsx", FILTERS[::7]))
        for wanted in filters
    }
    assert any(told.values()) is (survey.mode == SurveyMode.NAMED)
    everybody = [row[1:5] for row in rows_of(staff, survey, alliance, [], "csv") if row[1] == "What first?"]
    if survey.mode == SurveyMode.NAMED:
        assert [row[1:] for row in everybody] == [["Teachers", "37", "0.925"], ["Leaders", "3", "0.075"]]
    else:
        assert everybody == [["What first?", SPREAD_HIDDEN, "", ""]]


def test_the_page_tells_of_a_few_in_words(survey: Survey, alliance: Any, staff: Client) -> None:
    page = staff.get(reverse("survey_results", args=[alliance.slug, survey.public_id])).content.decode()
    support = re.findall(r'<th scope="row">Support</th><td class="num">([^<]+)</td>', page)
    assert support == ["3" if survey.mode == SurveyMode.NAMED else "fewer than 5"]
    counts = [int(count) for count in re.findall(r'</th><td class="num">(\d+)</td>', page)]
    assert any(0 < count < 5 for count in counts) is (survey.mode == SurveyMode.NAMED)
    assert ("counted together with others" in page) is (survey.mode != SurveyMode.NAMED)


def test_the_attack_finds_what_a_plain_threshold_lets_out() -> None:
    """Hiding only what is under five itself would tell of the one university."""
    plain = [group for wanted in FILTERS if len(group := picked(wanted)) >= 5]
    assert sorted(len(part) for part in finest(plain) if len(part) < 5) == [1, 1, 2]


def test_page_csv_and_xlsx_say_the_same(survey: Survey, alliance: Any, staff: Client) -> None:
    page_at = reverse("survey_results", args=[alliance.slug, survey.public_id])
    for wanted in FILTERS[::7]:
        as_csv = rows_of(staff, survey, alliance, wanted, "csv")
        as_xlsx = rows_of(staff, survey, alliance, wanted, "xlsx")
        assert [row[:4] for row in as_xlsx] == [row[:4] for row in as_csv]
        page = staff.get(f"{page_at}?{urlencode(wanted)}").content.decode()
        hidden = [row[1] for row in as_csv if row[2] in (HIDDEN, SPREAD_HIDDEN)]
        assert page.count(HIDDEN) == len(hidden)
        counts = {int(row[5]) for row in as_csv if row[5]}
        assert {int(n) for n in re.findall(r"(\d+) people answered", page)} == counts


def test_texts_of_a_small_group_are_nowhere(survey: Survey, alliance: Any, staff: Client) -> None:
    address = reverse("survey_results", args=[alliance.slug, survey.public_id])
    for wanted in ([("kind", "University")], [("phase", "Special")]):
        page = staff.get(f"{address}?{urlencode(wanted)}").content.decode()
        assert "Text of" not in page
    assert staff.get(address).content.decode().count("Text of") == sum(SIZES.values())


def test_a_survey_of_four_shows_nothing(alliance: Any, staff: Client) -> None:
    survey = feedback.closed(SurveyMode.NAMED, feedback.people(4), [{"voice": 4, "better": "Texts"}] * 4)
    rows = rows_of(staff, survey, alliance, [], "csv")
    assert {row[2] for row in rows} == {HIDDEN}
    assert (
        "Texts"
        not in staff.get(reverse("survey_results", args=[alliance.slug, survey.public_id])).content.decode()
    )


def test_an_open_survey_shows_nothing_on_any_surface(alliance: Any, staff: Client) -> None:
    survey = feedback.opened(SurveyMode.CONFIDENTIAL)
    feedback.answered(survey, [{"voice": 4, "better": "Texts"}] * 8)
    page = staff.get(reverse("survey_results", args=[alliance.slug, survey.public_id])).content.decode()
    assert ("Results come when it closes" in page, "Texts" in page) == (True, False)
    assert rows_of(staff, survey, alliance, [], "csv") == []


def test_single_answers_are_shown_of_a_named_survey_only_and_to_those_named(
    survey: Survey, alliance: Any, sign_in: Any
) -> None:
    address = reverse("survey_answers", args=[alliance.slug, survey.public_id])
    statuses = {}
    for role in (Role.OWNER, Role.CPD_LEAD, Role.FINANCE_OFFICER, Role.BOARD_MEMBER):
        client, _ = sign_in(alliance, role)
        statuses[role] = client.get(address).status_code
    let_in = 200 if survey.mode == SurveyMode.NAMED else 404
    assert statuses == {
        Role.OWNER: let_in,
        Role.CPD_LEAD: 403,
        Role.FINANCE_OFFICER: 403,
        Role.BOARD_MEMBER: 403,
    }


def test_what_is_in_no_filter_changes_nothing(survey: Survey, alliance: Any, staff: Client) -> None:
    everything = rows_of(staff, survey, alliance, [], "csv")
    assert rows_of(staff, survey, alliance, [("kind", "Cooks"), ("shoe", "42")], "csv") == everything


def test_results_ask_the_database_the_same_however_many_answered(
    alliance: Any, django_assert_num_queries: Any
) -> None:
    few = feedback.closed(SurveyMode.CONFIDENTIAL, feedback.people(8), [{"voice": 4}] * 6)
    many = feedback.closed(SurveyMode.CONFIDENTIAL, feedback.people(40), [{"voice": 4}] * 40)
    for survey in (few, many):
        fresh = Survey.objects.select_related("version__template").get(pk=survey.pk)
        with django_assert_num_queries(2):
            results_of(fresh, {})
