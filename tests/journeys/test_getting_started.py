"""From an operator who makes an alliance to its owner's first report, by the checklist, with pasted lists."""

import re
from typing import Any

import pytest

from tests.journeys.conftest import WIDE, Portal, accessible, code_of

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

BUILD_MILLISECONDS = 120_000
PASSWORD = "Marram grass at low tide 61"
OWNER = "ottilie.fell@northmoor.example"


def test_an_owner_follows_the_checklist_to_a_first_report(browser: Any, portal: Portal) -> None:
    # An operator makes the alliance; the owner gets a letter.
    operator = browser.new_context(viewport=WIDE, java_script_enabled=False).new_page()
    schools = _as_operator(operator, portal)

    # The owner opens its link, says who they are, and sets up their second factor.
    owner = browser.new_context(viewport=WIDE).new_page()
    owner.goto(_link_in(portal))
    owner.get_by_label("Your name").fill("Ottilie Fell")
    owner.get_by_label("A password").fill(PASSWORD)
    owner.get_by_role("button", name="Join the alliance").click()
    _set_up_second_factor(owner, portal)

    # Today names the first steps; the list of them says what each is good for.
    owner.goto(f"{portal.address}/a/northmoor/")
    owner.get_by_role("heading", name="Getting started").wait_for()
    accessible(owner)
    owner.get_by_role("link", name="All steps").click()
    owner.get_by_role("heading", level=1, name="Getting started").wait_for()
    accessible(owner)

    # What does not matter yet is skipped, and one of these taken up again.
    for title in (
        "Give it your colours",
        "Decide who shows",
        "Write down this year",
        "Bring in what the DfE",
    ):
        owner.get_by_role("button", name=re.compile(f"^Skip: {title}")).click()
        owner.get_by_role("button", name=re.compile(f"^Take it up again: {title}")).wait_for()
    owner.get_by_role("button", name=re.compile("^Take it up again: Write down this year")).click()
    owner.get_by_role("button", name=re.compile("^Skip: Write down this year")).click()
    accessible(owner)

    # The area, then partners and contacts by paste.
    _step(owner, portal, "Choose authorities")
    owner.get_by_label("Local authority").select_option(index=1)
    owner.get_by_role("button", name="Add", exact=True).click()
    owner.get_by_role("button", name=re.compile("^Remove")).wait_for()
    _step(owner, portal, "Import partners")
    _paste(owner, "URN\n" + "\n".join(schools), "3 partners")
    _step(owner, portal, "Import contacts")
    lines = [f"{urn}\tPerson {place}\tp{place}@school.example" for place, urn in enumerate(schools)]
    _paste(owner, "\n".join(["URN\tName\tE-mail", *lines]), "3 contacts")

    # A colleague is invited.
    _step(owner, portal, "Invite somebody")
    owner.get_by_label("E-mail").fill("ned.marsh@northmoor.example")
    owner.get_by_label("Strategic lead").check()
    owner.get_by_role("button", name=re.compile("^Invite|^Send")).click()
    owner.get_by_text("ned.marsh@northmoor.example").first.wait_for()

    # The last step collects the report, and it can be read.
    _step(owner, portal, "Open Insight")
    owner.get_by_role("button", name=re.compile("^Make the report for")).first.click()
    owner.get_by_role("link", name=re.compile("PDF")).first.wait_for(timeout=BUILD_MILLISECONDS)
    owner.goto(f"{portal.address}/a/northmoor/getting-started/")
    done = owner.get_by_role("table", name="Steps that are done")
    done.get_by_role("link", name="Collect your first report").wait_for()
    assert [owner.get_by_role("button", name=re.compile("^Skip: ")).count()] == [
        owner.get_by_role("table", name="Steps to do").get_by_role("row").count()
    ]
    for page in (operator, owner):
        page.context.close()


def _as_operator(page: Any, portal: Portal) -> list[str]:
    """Makes Northmoor; gives the URNs of three other schools of the register."""
    login = next(login for login in portal.logins if login["role"] == "operator")
    page.goto(portal.address)
    page.get_by_label("E-mail").fill(login["email"])
    page.get_by_label("Password", exact=True).fill(login["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code_of(login["totp_secret"]))
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/operator/**")
    page.goto(f"{portal.address}/operator/new/")
    page.get_by_label("Name of the alliance").fill("Northmoor Alliance")
    page.get_by_label("Address").fill("northmoor")
    page.get_by_label("Lead school").fill("Caldcombe Primary School")
    page.get_by_label("Owner's e-mail").fill(OWNER)
    page.get_by_role("button", name="Make the alliance").click()
    page.get_by_text("is invited to own it").wait_for()
    found = page.request.get(f"{portal.address}/operator/schools/?q=primary").json()["results"]
    return [each["value"] for each in found if "Caldcombe" not in each["label"]][:3]


def _link_in(portal: Portal) -> str:
    """The invitation's link, from the letter in the demo's logs."""
    letters = "".join(path.read_text(errors="replace") for path in sorted(portal.logs.iterdir()))
    links = re.findall(r"http://localhost:\d+/account/invitations/[\w-]{20,}/", letters.replace("=\n", ""))
    return str(links[-1])


def _set_up_second_factor(page: Any, portal: Portal) -> None:
    page.goto(f"{portal.address}/account/2fa/totp/activate/")
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code").fill(code_of(secret.strip()))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("heading", name=re.compile("ecovery codes")).first.wait_for()


def _step(page: Any, portal: Portal, verb: str) -> None:
    page.goto(f"{portal.address}/a/northmoor/getting-started/")
    page.get_by_role("link", name=verb, exact=True).click()


def _paste(page: Any, cells: str, what: str) -> None:
    page.get_by_label("Or paste cells").fill(cells)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/columns/")
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name=f"Import {what}").click()
    page.get_by_role("link", name="Undo this import").wait_for(timeout=BUILD_MILLISECONDS)
