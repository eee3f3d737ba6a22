"""A head who has no account signs an agreement on a phone."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LogIn = Callable[..., Any]
PARTNER = "Kelderby St Hild’s Academy"
LETTER_SECONDS = 240
"""A portal that has just begun draws the documents of its demo first."""


def links_in_letters(portal: Portal) -> list[str]:
    """Every signed link that the worker has written to somebody: the demo's letters go to its log."""
    log = (portal.data / "logs" / "worker.log").read_text(errors="replace")
    return re.findall(rf"{re.escape(portal.address)}/p/eastmoor/approvals/[\w-]{{43}}/", log)


def next_link(portal: Portal, before: list[str]) -> str:
    until = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < until:
        if new := [link for link in links_in_letters(portal) if link not in before]:
            return new[-1]
        time.sleep(0.5)
    pytest.fail("no letter came")


def test_a_head_approves_from_a_phone(log_in: LogIn, browser: Any, portal: Portal) -> None:
    # The lead writes an agreement from a template, and sends it.
    lead = log_in("strategic_lead")
    lead.goto(portal.page_of("agreements/"))
    accessible(lead)
    lead.get_by_role("link", name="New agreement").click()
    lead.get_by_label("Partner", exact=True).select_option(label=PARTNER)
    lead.get_by_label("Begin with").select_option(label="Core partnership")
    accessible(lead)
    lead.get_by_role("button", name="Go on").click()
    lead.get_by_label("Title").fill("Signed on a phone")
    accessible(lead)
    lead.get_by_role("button", name="Save draft").click()
    lead.get_by_role("heading", name="Signed on a phone").wait_for()
    accessible(lead)
    lead.get_by_role("link", name="Send for signature").click()
    before = links_in_letters(portal)
    lead.get_by_role("radio").first.check()
    accessible(lead)
    lead.get_by_role("button", name="Send").click()
    lead.get_by_text("Sent to").first.wait_for()
    record = lead.url

    # The head opens the letter's link on a phone: no account, nothing wider than the screen.
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    phone = context.new_page()
    link = next_link(portal, before)
    phone.goto(link)
    phone.get_by_role("heading", name="Signed on a phone").wait_for()
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.get_by_text("Host two trainees").count() == 1
    assert context.cookies() == []

    # A signature needs a name; then one press, and it counts.
    phone.get_by_role("button", name="Sign for my organisation").tap()
    phone.get_by_role("link", name="Type your full name").wait_for()
    accessible(phone)
    phone.get_by_label("Your full name").fill("Leah Winterbourne")
    phone.get_by_role("button", name="Sign for my organisation").tap()
    phone.get_by_role("heading", name="Agreed: thank you").wait_for()
    accessible(phone)
    phone.goto(link)
    assert phone.get_by_role("button", name="Sign for my organisation").count() == 0
    context.close()

    # The lead is told, and signs for the alliance.
    lead.goto(record)
    lead.get_by_text("The partner has signed").wait_for()
    lead.get_by_role("link", name="Sign for the alliance").click()
    accessible(lead)
    lead.get_by_label("Your full name").fill("Priya Nandwani")
    lead.get_by_role("button", name="Sign", exact=True).click()
    lead.get_by_text("Leah Winterbourne").first.wait_for()
    accessible(lead)
    lead.goto(portal.page_of("notifications/"))
    assert lead.get_by_text("Leah Winterbourne has agreed").count() >= 1
