"""Signing in without a password, in a real browser with a passkey of its own."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LogIn = Callable[..., Any]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_device(page: Any) -> Any:
    """The browser gets a device that keeps passkeys and always recognises its owner."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return protocol


def add_passkey(page: Any, name: str) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    accessible(page)
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="recovery codes").wait_for()


def type_password(page: Any, login: dict[str, str]) -> None:
    page.get_by_label("E-mail").fill(login["email"])
    page.get_by_label("Password", exact=True).fill(login["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Any, portal: Portal) -> None:
    page.goto(f"{portal.address}/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")


def test_a_passkey_is_added_named_used_and_removed(log_in: LogIn, portal: Portal) -> None:
    page = log_in("cpd_lead")
    give_device(page)
    page.goto(f"{portal.address}/account/2fa/")
    accessible(page)
    add_passkey(page, "School laptop")

    # It signs in by itself.
    sign_out(page, portal)
    accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/a/eastmoor/")

    # After the password it is the second step.
    sign_out(page, portal)
    type_password(page, portal.login_of("cpd_lead"))
    page.get_by_role("heading", name="Your passkey or code").wait_for()
    accessible(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/a/eastmoor/")

    # It gets another name, and goes.
    page.goto(f"{portal.address}/account/2fa/webauthn/")
    accessible(page)
    page.get_by_role("link", name="Rename School laptop").click()
    page.get_by_label("Name").fill("Office PC")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name="Remove… Office PC").click()
    accessible(page)
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("The passkey is removed.").wait_for()
    sign_out(page, portal)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("This passkey does not sign in here").wait_for()
    assert page.url.startswith(f"{portal.address}/account/login/")


def test_a_passkey_answers_an_alliance_that_asks_everybody(
    log_in: LogIn, browser: Any, portal: Portal
) -> None:
    owner = log_in("owner", domain="larkfield.example")
    owner.goto(f"{portal.address}/a/larkfield/settings/")
    owner.get_by_label("Everybody: ").check()
    accessible(owner)
    owner.get_by_role("button", name="Save settings").click()
    owner.get_by_text("Settings saved").wait_for()

    contact = browser.new_context().new_page()
    give_device(contact)
    contact.goto(portal.address)
    type_password(contact, portal.login_of("partner_contact", "larkfield.example"))
    contact.get_by_text("Set up a second factor first").wait_for()
    add_passkey(contact, "Phone")
    contact.goto(portal.address)
    contact.wait_for_url("**/a/larkfield/my-school/")
    contact.context.close()


def test_somebody_whose_device_says_no_is_told_of_the_other_way(log_in: LogIn, portal: Portal) -> None:
    page = log_in("itt_lead")
    page.add_init_script(
        "navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.goto(f"{portal.address}/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("No passkey was used. Try again, or use the other way on this page.").wait_for()
    accessible(page)
