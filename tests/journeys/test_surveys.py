"""A survey from opening it to an answer from a phone, in a real browser."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
QUESTIONS = "I understand what the alliance is trying to achieve"


def test_a_survey_is_answered_from_a_phone_that_went_to_sleep(
    portal: Portal, log_in: Callable[..., Any], browser: Any
) -> None:
    # The strategic lead asks everybody who can log in, anonymously.
    lead = log_in("strategic_lead")
    lead.goto(portal.page_of("surveys/new/"))
    accessible(lead)
    lead.get_by_role("link", name="Use: Annual partner survey").click()
    lead.get_by_label("Title").fill("What next?")
    lead.get_by_label("Whom to ask").select_option(label="Everybody who can log in")
    lead.get_by_label("Last day").fill((date.today() + timedelta(days=14)).strftime("%d/%m/%Y"))  # noqa: DTZ011  # as the portal is on this machine
    lead.get_by_role("button", name="Make the survey").click()
    lead.get_by_role("button", name="Open it and ask them").click()
    assert lead.get_by_text("The survey is open, and the letters are on their way").is_visible()
    accessible(lead)

    # A partner's contact finds it on their page; the link is the one in the letter.
    contact = log_in("partner_contact", viewport=PHONE)
    link = contact.get_by_role("link", name="Answer: You are asked: What next?").get_attribute("href")

    # On a phone, where nobody is signed in, they begin. The phone goes to sleep and forgets the page.
    context = browser.new_context(viewport=PHONE)
    phone = context.new_page()
    phone.goto(portal.address + link)
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("group", name=QUESTIONS).get_by_label("Agree", exact=True).check()
    phone.get_by_label("8", exact=True).check()
    phone.get_by_label("What should we do better?").fill("Dates a term ahead")
    phone.goto("about:blank")
    phone.goto(portal.address + link)
    assert phone.get_by_role("group", name=QUESTIONS).get_by_label("Agree", exact=True).is_checked()
    assert phone.get_by_label("8", exact=True).is_checked()
    assert phone.get_by_label("What should we do better?").input_value() == "Dates a term ahead"

    # What was left out is said, and nothing of the rest is lost.
    phone.get_by_role("button", name="Send my answers").click()
    assert phone.get_by_role(
        "link", name="Choose an answer for “Our school or organisation has a say"
    ).is_visible()
    assert phone.get_by_label("8", exact=True).is_checked()
    accessible(phone)
    for question in ("Our school or organisation has a say", "I know whom to ask, and I get an answer"):
        phone.get_by_role("group", name=question).get_by_label("Strongly agree").check()
    phone.get_by_role("button", name="Send my answers").click()
    assert phone.get_by_role("heading", name="Thank you").is_visible()
    accessible(phone)
    assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kept:')).length") == 0

    # The link has done its work; the lead sees that one has answered, and not what.
    phone.goto(portal.address + link)
    assert phone.get_by_role("heading", name="Thank you").is_visible()
    lead.reload()
    assert lead.get_by_role("heading", name="1 of").is_visible()
    lead.get_by_role("link", name="Results").click()
    assert lead.get_by_text("Results come when it closes").is_visible()
    context.close()
