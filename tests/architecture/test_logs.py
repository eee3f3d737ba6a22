"""Logs name alliance, user and request by id, and hold no personal data and no way in."""

from tsa_portal.logging import without_personal_data


def cleaned(**event: str) -> dict[str, str]:
    return dict(without_personal_data(None, "info", event))


def test_addresses_and_browsers_are_dropped() -> None:
    assert cleaned(event="request_started", ip="192.0.2.7", user_agent="Firefox") == {"event": "request_started"}


def test_what_people_search_for_is_dropped() -> None:
    assert cleaned(request="GET /a/eastmoor/partners/?q=Leah") == {"request": "GET /a/eastmoor/partners/"}


def test_links_that_let_somebody_in_are_masked() -> None:
    assert cleaned(event="Not Found: /account/invitations/s3cr3t/") == {
        "event": "Not Found: /account/invitations/…/"
    }
    assert cleaned(request="GET /account/password/reset/key/1-abc-def/") == {
        "request": "GET /account/password/reset/key/…/"
    }
