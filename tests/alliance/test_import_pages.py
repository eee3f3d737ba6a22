"""The pages of an import, as people go through them; without JavaScript throughout."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from alliance.choices import Role
from alliance.models import Contact, Partner
from foundation.importer.actions import AT_ONCE, live_jobs
from foundation.importer.models import Import, ImportRow
from foundation.jobs.worker import work
from tests.factories.alliance import PartnerFactory, SchoolFactory
from tests.factories.importer import imported_table
from tests.foundation.importer.files import xlsx_of

pytestmark = pytest.mark.django_db
BAD_ROW = "800102,=Tarnley,Alliance member,32/9/2025"
TABLE = f"URN,Name,Parts they play,Joined on\r\n800101,x,Alliance member,1/9/2025\r\n{BAD_ROW}\r\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the test's own; and no heartbeat, which cannot see a job that is not committed."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("foundation.jobs.heartbeat.PULSE", 60)


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    for number in range(1, 4):
        SchoolFactory(urn=800_100 + number, name=f"School {number:02d}")
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


def at(alliance: Any, name: str, source: Import | None = None, **more: Any) -> str:
    given = {"import_id": source.public_id} if source else {}
    return reverse(name, kwargs={"slug": alliance.slug, **given, **more})


def upload(
    page: Client, alliance: Any, content: bytes, name: str = "partners.csv", into: str = "partners"
) -> Any:
    return page.post(at(alliance, "new_import", target=into), {"file": SimpleUploadedFile(name, content)})


def matched(page: Client, alliance: Any, **changes: str) -> Import:
    """The columns as they were guessed, but for `changes`, sent on."""
    source = Import.objects.latest("pk")
    given = {f"column_{column}": key for column, key in enumerate(source.columns)}
    answer = page.post(at(alliance, "import_columns", source), {"has_heads": "on", **given, **changes})
    assert (answer.status_code, answer["Location"]) == (302, at(alliance, "import", source))
    source.refresh_from_db()
    return source


def work_off(source: Import) -> Import:
    for job in live_jobs(source):
        work(job.pk)
    source.refresh_from_db()
    return source


def test_navigation_stays_where_the_import_was_begun(alliance: Any, page: Client) -> None:
    shown = page.get(at(alliance, "new_import", target="partners"))
    assert [item.label for item in shown.context["nav"] if item.current] == ["Partners"]


def test_a_table_is_uploaded_matched_checked_imported_and_undone(alliance: Any, page: Client) -> None:
    answer = upload(page, alliance, TABLE.encode())
    source = Import.objects.get()
    assert answer["Location"] == at(alliance, "import_columns", source)
    shown = page.get(answer["Location"])
    assert [sample.bound.initial for sample in shown.context["samples"]] == [
        "urn",
        "name",
        "kinds",
        "joined_on",
    ]
    assert [sample.cells for sample in shown.context["samples"]][:2] == ["800101 · 800102", "x · =Tarnley"]

    matched(page, alliance)
    checked = page.get(at(alliance, "import", source))
    assert [(row.number, row.word, row.about) for row in checked.context["page"]] == [
        (2, "New", "School 01"),
        (3, "To mend", ""),
    ]
    assert (checked.context["findings"], checked.context["apply_label"]) == (
        "1 new partner, 1 row to mend",
        "Import 1 partner",
    )
    assert Partner.objects.count() == 0

    assert page.post(at(alliance, "apply_import", source)).status_code == 302
    assert page.get(at(alliance, "import", source)).context["working"] is True
    work_off(source)
    done = page.get(at(alliance, "import", source))
    assert [(row.number, row.word) for row in done.context["page"]] == [(2, "Added"), (3, "To mend")]
    assert [partner.name for partner in Partner.objects.all()] == ["School 01"]

    assert "taken away" in page.get(at(alliance, "undo_import", source)).content.decode()
    assert page.post(at(alliance, "undo_import", source)).status_code == 302
    work_off(source)
    undone = page.get(at(alliance, "import", source))
    assert [row.word for row in undone.context["page"]] == ["Taken away", "To mend"]
    assert Partner.objects.count() == 0


def test_the_bad_rows_come_back_and_once_mended_go_in(alliance: Any, page: Client) -> None:
    upload(page, alliance, TABLE.encode())
    source = matched(page, alliance)
    page.post(at(alliance, "apply_import", source))
    work_off(source)

    answer = page.get(at(alliance, "import_errors", source, kind="csv"))
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert heads == ["URN", "Name", "Parts they play", "Joined on", "What is wrong"]
    assert row[:4] == ["800102", "'=Tarnley", "Alliance member", "32/9/2025"]
    assert row[4].startswith("Joined on: “32/9/2025” is no day.")
    workbook = page.get(at(alliance, "import_errors", source, kind="xlsx"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content)).get_sheet_by_index(0)
    assert sheet.to_python() == [heads, row]

    upload(page, alliance, answer.content.replace(b"32/9/2025,", b"3/9/2025,"))
    again = matched(page, alliance)
    assert again.columns == ["urn", "name", "kinds", "joined_on", ""]
    page.post(at(alliance, "apply_import", again))
    work_off(again)
    assert sorted(partner.name for partner in Partner.objects.all()) == ["School 01", "School 02"]


def test_what_the_list_exports_can_be_imported_and_changes_nothing(alliance: Any, page: Client) -> None:
    for row in (1, 2, 3):
        upload(page, alliance, f"URN\n80010{row}\n".encode())
        source = matched(page, alliance)
        page.post(at(alliance, "apply_import", source))
        work_off(source)
    exported = page.get(f"{reverse('partners_export_xlsx', args=[alliance.slug])}?columns=all")
    upload(page, alliance, exported.content, "partners.xlsx")
    again = matched(page, alliance)
    assert [row.reason for row in again.data_rows()] == ["It is a partner already, just as the row says."] * 3


def test_cells_pasted_from_a_spreadsheet_are_a_table(alliance: Any, page: Client) -> None:
    pasted = "URN\tJoined\r\n800101\t1 Sep 2025\r\n"
    answer = page.post(at(alliance, "new_import", target="partners"), {"text": pasted})
    assert answer.status_code == 302
    source = matched(page, alliance)
    assert (source.file_name, source.counts) == ("Pasted cells", {"create": 1})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a file, or paste cells from a spreadsheet."),
        ({"text": " \n"}, "Choose a file, or paste cells from a spreadsheet."),
        ({"text": "URN\n9", "file": ("a.csv", b"URN\n9")}, "Choose a file or paste cells, not both"),
        ({"file": ("a.csv", b"")}, "There is nothing in it: the file is empty."),
        (
            {"file": ("a.csv", b"x" * (10 * 2**20 + 1))},
            "The file has 10.0 MB; at most 10 MB can be imported.",
        ),
        ({"file": ("a.csv", b"%PDF-1.4")}, "This is a PDF, not a table."),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    alliance: Any, page: Client, given: dict[str, Any], sentence: str
) -> None:
    if "file" in given:
        given = {**given, "file": SimpleUploadedFile(*given["file"])}
    answer = page.post(at(alliance, "new_import", target="partners"), given)
    assert answer.status_code == 422
    (errors,) = answer.context["form"].errors.values()
    assert errors[0].startswith(sentence)
    assert Import.objects.count() == 0


def test_a_workbook_called_csv_is_read_as_what_it_is(alliance: Any, page: Client) -> None:
    upload(page, alliance, xlsx_of([["URN"], [800_101]]), "partners.csv")
    assert matched(page, alliance).counts == {"create": 1}


def test_a_column_is_matched_once_and_one_at_least(alliance: Any, page: Client) -> None:
    upload(page, alliance, b"A,B\n800101,800102\n")
    source = Import.objects.get()
    step = at(alliance, "import_columns", source)
    twice = page.post(step, {"column_0": "urn", "column_1": "urn", "has_heads": "on"})
    assert twice.context["form"].errors == {
        "column_1": ["“URN” is column A already. Choose another field for one of the two."]
    }
    none = page.post(step, {"has_heads": "on"})
    assert none.context["form"].non_field_errors() == [
        "Match at least one column: nothing would be imported."
    ]
    assert [twice.status_code, none.status_code] == [422, 422]
    forged = page.post(step, {"column_0": "password", "has_heads": "on"})
    assert list(forged.context["form"].errors) == ["column_0", "__all__"]


def test_what_stands_in_a_table_is_text_on_the_page(alliance: Any, page: Client) -> None:
    upload(page, alliance, b'URN,Name\n<script>alert("x")</script>,<img src=x>\n', '"><script>.csv')
    source = Import.objects.get()
    for name in ("import_columns", "import", "imports"):
        if name == "import":
            matched(page, alliance)
        text = page.get(at(alliance, name, None if name == "imports" else source)).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x>" not in text


def test_a_long_table_is_checked_by_a_job_and_looked_at_page_by_page(alliance: Any, page: Client) -> None:
    lines = [f"{700_000 + number}" for number in range(AT_ONCE + 1)]
    upload(page, alliance, "\n".join(("URN", *lines)).encode())
    source = matched(page, alliance)
    waiting = page.get(at(alliance, "import", source))
    assert (waiting.context["working"], waiting.context["time_left"]) == (True, "waiting for its turn")
    panel = page.get(at(alliance, "import_progress", source), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in panel
    work_off(source)
    panel = page.get(at(alliance, "import_progress", source), headers={"HX-Request": "true"})
    assert panel["HX-Refresh"] == "true"
    shown = page.get(f"{at(alliance, 'import', source)}?show=error&page=5").context["page"]
    assert ([row.number for row in shown], shown.paginator.num_pages) == ([202], 5)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_takes_the_same_queries_however_many_rows_it_shows(
    alliance: Any, page: Client, rows: int
) -> None:
    upload(page, alliance, "\n".join(("URN", *(f"80010{row + 1}" for row in range(rows)))).encode())
    source = matched(page, alliance)
    here = at(alliance, "import", source)
    page.get(here)
    with CaptureQueriesContext(connection) as queries:
        page.get(here)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 7


@pytest.mark.parametrize("imports", [1, 3])
def test_the_list_of_imports_takes_the_same_queries_however_many_there_are(
    alliance: Any, page: Client, imports: int
) -> None:
    for number in range(imports):
        imported_table(f"table {number}")
    page.get(at(alliance, "imports"))
    with CaptureQueriesContext(connection) as queries:
        page.get(at(alliance, "imports"))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 6


def test_a_discarded_import_leaves_its_line_and_no_row(alliance: Any, page: Client) -> None:
    upload(page, alliance, TABLE.encode())
    source = Import.objects.get()
    assert page.post(at(alliance, "discard_import", source)).status_code == 302
    assert ImportRow.objects.count() == 0
    assert "Discarded" in page.get(at(alliance, "imports")).content.decode()
    refused = page.post(at(alliance, "apply_import", source))
    assert refused.status_code == 409
    assert "This import is “Discarded” by now." in refused.content.decode()


def test_contacts_of_every_partner_come_in_one_table(alliance: Any, page: Client) -> None:
    for number in (101, 102):
        PartnerFactory(school__urn=810_000 + number, name=f"Partner {number}")
    table = "Partner,Name,E-mail\nPartner 101,Leah,leah@a.example\npartner 102,Colin,colin@b.example\n"
    upload(page, alliance, table.encode(), into="contacts")
    source = matched(page, alliance)
    page.post(at(alliance, "apply_import", source))
    work_off(source)
    found = Contact.objects.order_by("name").values_list("partner__name", "name", "email")
    assert list(found) == [
        ("Partner 102", "Colin", "colin@b.example"),
        ("Partner 101", "Leah", "leah@a.example"),
    ]


def test_the_empty_table_has_every_column_and_can_be_imported(alliance: Any, page: Client) -> None:
    SchoolFactory(urn=900_042)
    for kind in ("csv", "xlsx"):
        answer = page.get(at(alliance, "import_template", target="partners", kind=kind))
        upload(page, alliance, answer.content, f"partners.{kind}")
        assert Import.objects.latest("pk").columns[:4] == ["urn", "name", "organisation", "kinds"]
        assert matched(page, alliance).counts == {"create": 1}


def test_a_partner_contact_imports_nothing(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    page, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=partner)
    source = imported_table("theirs")
    assert upload(page, alliance, b"URN\n800101\n", into="contacts").status_code == 403
    assert [page.get(at(alliance, name, source)).status_code for name in ("import", "undo_import")] == [
        403,
        403,
    ]
    contacts = page.get(reverse("partner_contacts", args=[alliance.slug, partner.public_id]))
    assert "Import contacts" not in contacts.content.decode()
