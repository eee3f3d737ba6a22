"""A prospect becomes a partner, as the strategic lead goes the way; axe looks at every page on it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
LogIn = Callable[..., Any]


def test_a_prospect_becomes_a_partner(log_in: LogIn, portal: Portal) -> None:
    page = log_in("strategic_lead")

    # The board shows who is where; one prospect waits for the board, judged by two.
    page.goto(portal.page_of("prospects/"))
    accessible(page)
    column = page.get_by_role("region", name="Board decision")
    name = column.get_by_role("link").first.inner_text()
    column.get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    accessible(page)
    page.get_by_role("link", name="Selection", exact=True).click()
    accessible(page)
    page.get_by_role("link", name="Board paper", exact=True).click()
    page.get_by_text("Fills a gap").first.wait_for()
    accessible(page)
    page.get_by_role("link", name="Open the record").click()

    # The board approved: the decision is written down with its minute.
    page.get_by_role("link", name="Record decision").click()
    accessible(page)
    page.get_by_label("Approved: onboarding may begin").check()
    page.get_by_label("Minute").fill("Board, autumn term, item 6")
    page.get_by_role("button", name="Record decision").click()

    # It takes one of the year's places, to join in some weeks.
    page.get_by_role("link", name=re.compile("^Begin onboarding")).click()
    accessible(page)
    page.get_by_role("button", name="Begin onboarding").click()
    page.get_by_role("heading", name="Checklist").wait_for()
    accessible(page)

    # The contact is written on the partner's record, and ticks itself.
    page.get_by_role("row", name=re.compile("Contacts known")).get_by_role("link", name="Do it").click()
    page.get_by_role("link", name="Add a contact").first.click()
    page.get_by_label("Name", exact=True).fill("Ottilie Marsh")
    page.get_by_label("E-mail").fill("o.marsh@newcomer.example")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/contacts/")
    page.goto(portal.page_of(f"prospects/table/?q={name}"))
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Onboarding", exact=True).click()
    assert (
        page.get_by_role("row", name=re.compile("Contacts known")).get_by_text("In the records").count() == 1
    )

    # What no record tells is ticked by hand, with a note.
    for item in (
        "Agreement signed",
        "API credential made",
        "Data agreement signed",
        "Induction meeting held",
    ):
        row = page.get_by_role("row", name=re.compile(item))
        row.get_by_label("Note on").fill("Seen on paper")
        row.get_by_role("button", name=re.compile("^Tick")).click()
        page.get_by_text(f"{item}: ticked").wait_for()
    accessible(page)

    # Everything is in place: it is a partner from today, and stands in the list.
    page.get_by_role("link", name="Make it a partner").click()
    accessible(page)
    page.get_by_role("button", name="Make it a partner").click()
    page.wait_for_url("**/partners/*-*/")
    assert page.get_by_role("heading", level=1).inner_text() == name
    page.goto(portal.page_of(f"partners/?q={name}"))
    assert page.get_by_role("rowheader").get_by_role("link", name=name).count() == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_card_is_moved_by_its_button_on_a_phone(log_in: LogIn, portal: Portal, javascript: bool) -> None:
    page = log_in("support_lead", viewport=PHONE, java_script_enabled=javascript)
    page.goto(portal.page_of("prospects/"))
    button = (
        page.get_by_role("region", name="Enquiry")
        .get_by_role("button", name=re.compile("^To assessed"))
        .first
    )
    button.click()
    page.get_by_text("is at “Assessed”").first.wait_for()
    assert page.url == portal.page_of("prospects/")
