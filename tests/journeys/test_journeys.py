"""Whole ways through the portal, as the people who go them; axe looks at every page on the way."""

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from foundation.pdf.inspect import inspect
from tests.journeys.conftest import PHONE, Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LogIn = Callable[..., Any]
BUILD_MILLISECONDS = 120_000
WHAT_READING_ALLOWS = {
    *("agreement", "announcement", "calendar_date", "contact", "diligence_review", "hosting_preference"),
    *("partner", "pupil_measure", "resource", "school", "specialism", "survey", "workforce_snapshot"),
}


@pytest.mark.parametrize(
    ("javascript", "typed", "name"),
    [
        (True, "netherholm primry", "Netherholme CE Primary School"),
        (False, "caldcomb", "Caldcombe Primary School"),
    ],
    ids=["with JavaScript", "without JavaScript"],
)
def test_staff_add_a_partner_found_in_the_register(
    log_in: LogIn, portal: Portal, javascript: bool, typed: str, name: str
) -> None:
    page = log_in("administrator", java_script_enabled=javascript)

    # They look for a school by its name, and get it a little wrong.
    page.goto(portal.page_of("partners/add/"))
    if javascript:
        page.get_by_role("combobox", name="School", exact=True).fill(typed)
        page.get_by_role("option", name=name).click()
        page.get_by_role("button", name="Continue").click()
    else:
        page.get_by_label("School", exact=True).fill(typed)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name=name).click()

    # What it is to be is filled in already.
    if javascript:
        accessible(page)
    page.get_by_role("button", name="Add partner").click()

    # The record is there, and so is its line in the list.
    page.wait_for_url("**/partners/*-*/")
    assert page.get_by_role("heading", level=1).inner_text() == name
    page.goto(portal.page_of(f"partners/?q={name}"))
    assert page.get_by_role("rowheader").get_by_role("link", name=name).count() == 1


def test_a_table_with_one_bad_row_is_imported_and_undone(
    log_in: LogIn, portal: Portal, tmp_path: Path
) -> None:
    page = log_in("administrator")
    partners = page.request.get(portal.page_of("partners/partners.csv?columns=urn")).text()

    # They bring two contacts of a partner; the second has an address that is none.
    (urn, *_) = re.findall(r"\b9\d{5}\b", partners)
    table = f"URN,Name,E-mail\n{urn},Ottilie Marsh,o.marsh@school.example\n{urn},Ned Fell,ned at school\n"
    page.goto(portal.page_of("partners/"))
    page.get_by_text("Import", exact=True).click()
    page.get_by_role("link", name="Contacts", exact=True).click()
    accessible(page)
    page.get_by_label("File").set_input_files(
        files=[{"name": "offices.csv", "mimeType": "text/csv", "buffer": table.encode()}]
    )
    page.get_by_role("button", name="Continue").click()

    # The columns are guessed; the check shows what each row would do.
    page.wait_for_url("**/columns/")
    accessible(page)
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("rowheader", name=re.compile("Ottilie Marsh")).wait_for()
    assert page.get_by_text("“ned at school” is no e-mail address").count() == 1
    accessible(page)

    # The good row is saved; the bad one comes back.
    page.get_by_role("button", name="Import 1 contact").click()
    page.get_by_role("link", name="Undo this import").wait_for(timeout=BUILD_MILLISECONDS)
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="As CSV").click()
    path = tmp_path / "to-mend.csv"
    download.value.save_as(path)
    heads, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert (heads, len(rows)) == ("URN,Name,E-mail,What is wrong", 1)
    assert rows[0].startswith(f"{urn},Ned Fell,ned at school,")

    # And taken back again.
    page.get_by_role("link", name="Undo this import").click()
    accessible(page)
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("Taken away").wait_for(timeout=BUILD_MILLISECONDS)


def test_the_strategic_lead_makes_approves_and_downloads_the_report(
    log_in: LogIn, portal: Portal, tmp_path: Path
) -> None:
    page = log_in("strategic_lead")

    # One button starts it; the page tells how far it is.
    page.goto(portal.page_of("insight/"))
    page.get_by_role("button", name="Make the report for 2023/24").click()
    page.wait_for_url("**/insight/2023-24/1/")
    accessible(page)

    # The draft can be read before anybody stands by it.
    page.get_by_role("button", name="Approve").wait_for(timeout=BUILD_MILLISECONDS)
    accessible(page)
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Publish…").click()
    accessible(page)
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Impact report 2023/24 is published").wait_for()

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    path = tmp_path / "report.pdf"
    download.value.save_as(path)
    document = inspect(path)
    assert document.title.startswith("Impact report 2023/24")
    assert document.language == "en-GB"
    assert (document.marked, document.ua_part) == (True, "1")

    # A figure leads to the records behind it.
    page.goto(portal.page_of("insight/2023-24/1/"))
    page.get_by_role("link", name=re.compile("Partner schools")).first.click()
    page.get_by_role("heading", name=re.compile("Where .* comes from")).wait_for()
    assert page.get_by_role("heading", name="The records").count() == 1
    accessible(page)


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_every_page_of_staff_is_accessible(
    log_in: LogIn, portal: Portal, viewport: dict[str, int] | None
) -> None:
    page = log_in("strategic_lead", **({"viewport": viewport} if viewport else {}))
    for path in PAGES:
        page.goto(portal.page_of(path))
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


PAGES = (
    "",
    "partners/",
    "partners/?q=no+such+school",
    "partners/map/",
    "partners/add/",
    "partners/add/trust/",
    "insight/",
    "insight/2025-26/1/figures/",
    "notifications/",
    "settings/",
    "settings/colours/",
    "settings/area/",
    "settings/people/",
    "settings/people/invite/",
)


def test_a_member_of_the_other_alliance_sees_none_of_it(log_in: LogIn, portal: Portal) -> None:
    ours = log_in("administrator")
    ours.goto(portal.page_of("partners/"))
    names = [link for link in ours.get_by_role("rowheader").all_inner_texts() if link]
    assert len(names) > 20

    page = log_in("strategic_lead", domain="larkfield.example")
    assert page.goto(portal.page_of("partners/")).status == 404
    larkfield = f"{portal.address}/a/larkfield/"
    for path in ("", "partners/", "partners/map/", "insight/", "partners/partners.csv"):
        seen = page.request.get(larkfield + path)
        assert seen.status == 200
        assert [name for name in names if name.splitlines()[0] in seen.text()] == []


def test_a_partner_contact_makes_a_credential_and_a_client_syncs_with_it(
    log_in: LogIn, portal: Portal
) -> None:
    page = log_in("partner_contact")

    # The contact finds their way to it, names the system, and sees the secret once.
    page.get_by_role("link", name="API access").first.click()
    page.get_by_role("link", name="New credential").click()
    page.get_by_label("Which system will use it").fill("Arbor sync")
    accessible(page)
    page.get_by_role("button", name="Make credential").click()
    shown = page.locator("main").inner_text()
    accessible(page)
    (credential,) = set(re.findall(r"tsa_\w+_\w+", shown))
    (address,) = re.findall(r"http://\S+/changes", shown)
    page.get_by_text("I have copied it").click()
    assert credential not in page.content()

    # A client that knows nothing but the printed line follows it to the head.
    first, *later = pages_of(credential, address)
    mirror = {(item["type"], item["id"]): item for answer in (first, *later) for item in answer["data"]}
    assert {kind for kind, _ in mirror} == WHAT_READING_ALLOWS
    assert {item["partner_id"] for (kind, _), item in mirror.items() if kind == "contact"} == {
        own_partner(credential, portal)
    }

    # A change made in the portal arrives.
    page.goto(portal.page_of("my-school/"))
    page.get_by_role("button", name=re.compile("Verified today|Verify")).first.click()
    head = (later or [first])[-1]["links"]["next"]
    changed = [item for answer in pages_of(credential, head) for item in answer["data"]]
    assert [item["type"] for item in changed] == ["contact"]
    assert changed[0]["version"] == mirror["contact", changed[0]["id"]]["version"] + 1

    # Revoked, it stops at once.
    page.goto(portal.page_of("credentials/"))
    page.get_by_role("link", name="Revoke Arbor sync").click()
    accessible(page)
    page.get_by_role("button", name="Revoke").click()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        list(pages_of(credential, head))


def test_the_picture_in_the_readme_is_of_the_portal_as_it_is(
    log_in: LogIn, portal: Portal, tmp_path: Path
) -> None:
    """`TSA_PICTURES=docs/pictures ./portal test tests/journeys -k picture` takes it anew."""
    folder = Path(os.environ.get("TSA_PICTURES", tmp_path))
    page = log_in("strategic_lead")
    page.goto(portal.page_of())
    page.get_by_role("heading", name="Needs attention").wait_for()
    page.screenshot(path=folder / "today.png")
    assert (folder / "today.png").stat().st_size > 20_000


def own_partner(credential: str, portal: Portal) -> str:
    (me,) = pages_of(credential, f"{portal.address}/api/v1/me")
    return str(me["data"]["partner"]["id"])


def pages_of(credential: str, address: str) -> Iterator[dict[str, Any]]:
    """A client that knows nothing but to follow `links.next`, until the answer has nothing new."""
    following: str | None = address
    while following:
        request = urllib.request.Request(following, headers={"Authorization": f"Bearer {credential}"})
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
        yield answer
        following = (
            answer["links"].get("next") if isinstance(answer["data"], list) and answer["data"] else None
        )
