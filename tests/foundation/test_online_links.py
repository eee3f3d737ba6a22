"""Where people are sent to take part online."""

import pytest

from foundation.calendars.online import NotALink, link_name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://teams.microsoft.com/l/meetup-join/19%3a", "Teams"),
        ("https://teams.live.com/meet/9", "Teams"),
        ("https://meet.google.com/abc-defg-hij", "Meet"),
        ("https://us02web.zoom.us/j/8123?pwd=x", "Zoom"),
        ("https://ZOOM.US/j/1", "Zoom"),
        ("https://webex.example.com/meet/a", "Link"),
        ("https://notzoom.us/j/1", "Link"),
        ("https://teams.microsoft.com.evil.example/l", "Link"),
    ],
)
def test_the_programs_are_known_by_their_address(address: str, name: str) -> None:
    assert link_name(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Teams",
        "http://teams.microsoft.com/l",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://teams.microsoft.com@evil.example/l",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://0x7f.1/x",
        "https://tеams.microsoft.com/l",
        "https://zoom.us/j 1",
        "https://zoom.us\\@evil.example",
        "https://zoom.us:port/",
        "https://zoom.us/" + "x" * 1_000,
    ],
)
def test_anything_else_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(NotALink) as refusal:
        link_name(address)
    assert str(refusal.value).endswith("such as https://teams.microsoft.com/…")
