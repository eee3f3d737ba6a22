"""The partner list in other shapes: its columns chosen, exported, on the map, on paper."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from alliance.choices import PhaseGroup, Role
from alliance.models import Partner
from alliance.views.partner_columns import COLUMNS
from tests.alliance.partner_lists import address, differing, exported, heads_of, listed, listing, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


@pytest.fixture
def mixed(alliance: Any) -> Any:
    differing()
    return alliance


def test_the_export_holds_exactly_what_the_list_shows_on_all_its_pages(mixed: Any, page: Client) -> None:
    for number in range(60):
        named(f"=School {number:02d}", school__phase_group=PhaseGroup.SPECIAL)
    rows = exported(page.get(address(mixed, "partners_export", "phase=special&sort=-name")))
    shown = listed(mixed, "-name", phases=("special",))
    assert [row["School or partner"].removeprefix("'") for row in rows] == shown
    assert {row["School or partner"][:2] for row in rows} == {"'=", "Sp"}


@pytest.mark.parametrize("query", ["", "columns=miles,urn", "columns=left,kind,verified", "columns=all"])
def test_the_export_has_the_columns_of_the_list(mixed: Any, page: Client, query: str) -> None:
    *heads, _ = heads_of(page.get(address(mixed, query=query)))
    (first, *_) = exported(page.get(address(mixed, "partners_export", query)))
    assert list(first) == heads


def test_the_export_to_excel_says_what_the_one_to_csv_says(mixed: Any, page: Client) -> None:
    written = page.get(address(mixed, "partners_export", "columns=all")).content.decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(written, newline=""))
    answer = page.get(address(mixed, "partners_export_xlsx", "columns=all"))
    found = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert found[0] == heads
    assert [[as_csv(cell) for cell in row] for row in found[1:]] == rows


def as_csv(cell: Any) -> str:
    """A cell of a spreadsheet as the other file writes it; a URN is a number there."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_the_export_of_all_columns_says_everything_about_a_partner(mixed: Any, page: Client) -> None:
    school = Partner.objects.get(name="Primary").school
    query = "q=primary&year=2025-26&columns=all"
    (row,) = exported(page.get(address(mixed, "partners_export", query)))
    assert row == {
        "School or partner": "Primary",
        "URN": str(school.urn),
        "Type": "School",
        "Phase": "Primary",
        "Kind": "Alliance member",
        "Authority": "Stockton",
        "Main contact": "Anna",
        "Verified": "2026-01-05",
        "Joined": "2020-09-01",
        "Left": "",
        "Hosts trainees": "",
        "Miles": row["Miles"],
    }


def test_columns_stand_in_the_order_the_address_asks_for(mixed: Any, page: Client) -> None:
    answer = page.get(address(mixed, query="columns=miles,urn,evil,miles&q=Primary"))
    assert heads_of(answer) == ["School or partner", "Miles", "URN", "Actions"]
    urn = Partner.objects.get(name="Primary").school.urn
    assert f'<td data-label="URN">{urn}</td>' in answer.content.decode()
    assert answer.context["columns"][1].sort_href.endswith("q=Primary&sort=miles&columns=name,miles,urn")


@pytest.mark.parametrize("text", ["", "evil", "name,kind,authority,joined,contact,miles"])
def test_an_address_that_chooses_nothing_shows_the_usual_columns(text: str) -> None:
    assert COLUMNS.read(text) == ()


def test_a_column_is_ticked_and_moved_by_buttons_alone(mixed: Any, page: Client) -> None:
    form = page.get(address(mixed, "partner_columns", "phase=special&columns=kind"))
    assert [line.name for line in form.context["choice"].lines][:3] == ["name", "kind", "urn"]
    order = "&".join(f"order={line.name}" for line in form.context["choice"].lines)
    moved = page.get(
        address(mixed, "partner_columns", f"phase=special&{order}&shown=kind&shown=urn&move=up.urn")
    )
    assert [line.name for line in moved.context["choice"].lines][:3] == ["name", "urn", "kind"]
    order = "&".join(f"order={line.name}" for line in moved.context["choice"].lines)
    made = page.get(address(mixed, "partner_columns", f"phase=special&{order}&shown=kind&shown=urn&done=1"))
    assert made["Location"] == address(mixed, query="phase=special&columns=name,urn,kind")


@pytest.mark.parametrize("move", ["up.name", "down.name", "up.urn", "down.miles", "up.evil", "x", "."])
def test_a_move_that_leads_nowhere_changes_nothing(mixed: Any, page: Client, move: str) -> None:
    others = [name for name in COLUMNS.names if name not in ("name", "urn", "miles")]
    names = ["name", "urn", *others, "miles"]
    order = "&".join(f"order={name}" for name in names)
    answer = page.get(address(mixed, "partner_columns", f"{order}&move={move}"))
    assert [line.name for line in answer.context["choice"].lines] == names


def test_the_map_draws_who_has_a_place_and_counts_who_has_not(mixed: Any, page: Client) -> None:
    answer = page.get(address(mixed, "partner_map"))
    text = answer.content.decode()
    assert [place["name"] for place in answer.context["nearest"]] == [
        row.name for row in listing(mixed, "miles").all() if row.miles is not None
    ]
    assert "2 without a place on the map" in text
    assert "<svg" in text
    assert page.get(address(mixed, "partner_map", "phase=special")).context["key"] == [("special", 1)]


def test_a_map_without_anybody_says_so(alliance: Any, page: Client) -> None:
    assert "Nothing to draw" in page.get(address(alliance, "partner_map")).content.decode()


def test_the_page_to_print_has_every_row_with_filters_and_columns_and_no_boxes(
    alliance: Any, page: Client
) -> None:
    for number in range(60):
        named(f"School {number:02d}", school__phase_group=PhaseGroup.SPECIAL)
    named("Elsewhere")
    answer = page.get(address(alliance, "print_partners", "phase=special&columns=name,urn&sort=-name"))
    text = answer.content.decode()
    assert heads_of(answer) == ["School or partner", "URN"]
    assert [text.count('<th scope="row"'), text.index("School 59") < text.index("School 00")] == [60, True]
    assert ["Phase: Special" in text, "Elsewhere" in text, 'class="table__select"' in text] == [
        True,
        False,
        False,
    ]


def test_a_list_too_long_for_paper_says_what_is_left_off(
    alliance: Any, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.views.partners.MOST_PRINTED", 2)
    for name in ("One", "Three", "Two"):
        named(name)
    text = page.get(address(alliance, "print_partners")).content.decode()
    assert "These are the first 2. 1 more match: filter the list, or export it." in text
    assert text.count('<th scope="row"') == 2


def test_the_running_line_names_the_alliance_whatever_it_is_called(alliance: Any, page: Client) -> None:
    alliance.name = '</style><script>"\\'
    alliance.save()
    text = page.get(address(alliance)).content.decode()
    assert ':root{--running-line:"\\00003c \\00002f style\\00003e ' in text
    assert "<script>" not in text
