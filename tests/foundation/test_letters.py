"""Letters: two parts of the same words and links, nothing fetched, no header smuggled in."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings

from alliance.emails.account import CHANGES, LEADING_ON
from foundation.emails import html
from foundation.emails.blocks import Button, Facts, Heading, Paragraph
from foundation.emails.letter import LOGO_ID, Letter, Sender, one_line, portal_address
from foundation.emails.samples import registered
from foundation.ui.branding import derive

HOSTILE = "<b>Moor</b> & {{ Sons }} {% now 'Y' %} </td></mj-text>"
NOT_ASKED_FOR = {
    "account/email/password_reset_code": "passwords are chosen by link",
}
OUR_OWN = {"account/email/login_code_for_staff", "account/email/login_code_unknown"}
"""In the place of one of allauth's, for two reasons that it does not tell apart."""


class Reader(HTMLParser):
    """What a person sees of an HTML part, and where its links lead."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self._silent = 0
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"style", "title"}:
            self._silent += 1
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        self.fetched += [str(given[name]) for name in ("src", "background", "srcset") if given.get(name)]
        if tag == "link":
            self.fetched.append(str(given.get("href")))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"style", "title"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()


def letter(**fields: Any) -> Letter:
    written = {
        "to": "leah@tarnley.example",
        "subject": "The agreement is ready",
        "blocks": (
            Heading("The agreement is ready"),
            Paragraph("Tarnley Primary has signed."),
            Facts((("Ends", "Tue 31 Mar 2026"), ("Fee", "£1,850.00"))),
            Button("Read it", "https://portal.example/a/eastmoor/?a=1&b=2"),
        ),
        "why": "You get this because you asked for it.",
        "change": "https://portal.example/account/",
    }
    return Letter(**{**written, **fields})


def words_of(text: str) -> list[str]:
    """The words of a text part, without the marks that stand for its layout."""
    return [word.rstrip(":") for word in text.split() if not re.fullmatch(r"=+|--", word)]


def parts_agree(written: Letter) -> None:
    reader = Reader(written.html())
    text = written.text()
    links = re.findall(r"https?://\S+", text)
    assert sorted(set(reader.links)) == sorted(set(links))
    # A mark stands for the sender's name where it has no logo: decoration, which the text does without.
    seen = [word.rstrip(":") for word in reader.words]
    marks = {"TP", "EC"}
    assert [word for word in seen if word not in marks] == [
        word for word in words_of(text) if word not in marks
    ]


@pytest.mark.parametrize("name", sorted(registered()))
class TestEveryLetter:
    def test_says_the_same_and_leads_to_the_same_in_both_parts(self, name: str) -> None:
        parts_agree(registered()[name]())

    def test_is_sent_with_a_text_part_first_and_html_beside_it(self, name: str) -> None:
        message = registered()[name]().message().message()
        assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]

    def test_fetches_nothing(self, name: str) -> None:
        written = registered()[name]()
        assert Reader(written.html()).fetched == []
        assert "url(" not in written.html()
        assert "@import" not in written.html()

    def test_leads_into_the_portal_only(self, name: str) -> None:
        written = registered()[name]()
        assert {link[: len(settings.ADDRESS)] for link in Reader(written.html()).links} <= {settings.ADDRESS}

    def test_says_why_one_gets_it(self, name: str) -> None:
        written = registered()[name]()
        assert written.why.startswith("You get this ")
        assert written.text().rstrip().endswith(written.why) or written.change


def test_every_letter_that_allauth_may_ask_for_is_written() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    asked_for = {
        str(path.relative_to(folder)).removesuffix("_subject.txt")
        for app in ("account", "mfa", "socialaccount")
        for path in (folder / app / "email").glob("*_subject.txt")
    }
    assert {*LEADING_ON, *CHANGES} - OUR_OWN | set(NOT_ASKED_FOR) == asked_for


def test_facts_and_the_way_to_stop_it_are_in_both_parts() -> None:
    written = letter()
    parts_agree(written)
    assert "Ends: Tue 31 Mar 2026\nFee: £1,850.00" in written.text()
    assert written.message().extra_headers["List-Unsubscribe"] == "<https://portal.example/account/>"
    assert "List-Unsubscribe" not in letter(change="").message().extra_headers


def test_no_holiday_message_answers_a_letter() -> None:
    headers = letter().message().extra_headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"


def test_words_are_never_taken_for_markup() -> None:
    written = letter(
        subject=HOSTILE,
        blocks=(Heading(HOSTILE), Paragraph(HOSTILE), Facts(((HOSTILE, HOSTILE),))),
        sender=Sender(name=HOSTILE),
        why=HOSTILE,
    )
    document = written.html()
    assert "<b>" not in document
    assert document.count("&lt;b&gt;Moor&lt;/b&gt; &amp; {{ Sons }} {% now &#x27;Y&#x27; %}") >= 6
    assert HOSTILE in written.text()


def test_a_letter_of_the_same_shape_is_laid_out_once() -> None:
    html.laid_out.cache_clear()
    for number in range(3):
        letter(subject=f"Letter {number}").html()
    assert html.laid_out.cache_info().misses == 1


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_break_in_a_name_begins_no_header(breaks: str) -> None:
    name = f"Eastmoor{breaks}Bcc: everybody@evil.example"
    written = letter(subject=f"From {name}", sender=Sender(name=name, reply_to="office@eastmoor.example"))
    written.send()
    (sent,) = mail.outbox
    head = sent.message()
    assert head["Bcc"] is None
    assert head["Subject"] == "From Eastmoor Bcc: everybody@evil.example"
    assert len(head.get_all("From")) == 1
    assert sent.recipients() == ["leah@tarnley.example"]


def test_answers_go_to_the_alliance_where_it_says_so() -> None:
    told = letter(sender=Sender(name="Eastmoor & Coast", reply_to="office@eastmoor.example")).message()
    assert told.message()["Reply-To"] == "office@eastmoor.example"
    assert told.from_email == "Eastmoor & Coast <portal@localhost>"
    assert letter().message().message()["Reply-To"] is None


def test_the_logo_travels_with_the_letter() -> None:
    written = letter(sender=Sender(name="Eastmoor & Coast", logo=b"\x89PNG picture"))
    message = written.message().message()
    assert message.get_content_type() == "multipart/related"
    body, picture = message.get_payload()
    assert body.get_content_type() == "multipart/alternative"
    assert (picture.get_content_type(), picture["Content-ID"]) == ("image/png", f"<{LOGO_ID}>")
    assert Reader(written.html()).fetched == [f"cid:{LOGO_ID}"]


def test_the_senders_colours_are_in_the_letter_in_light_and_dark() -> None:
    branding = derive("#5b2150", "#d8a13b")
    document = letter(sender=Sender(name="Plum", branding=branding)).html()
    for colour in (
        branding.spine,
        branding.accent,
        branding.alliance,
        branding.spine_dark,
        branding.fill_dark,
    ):
        assert colour in document
    assert '<meta name="color-scheme" content="light dark"' in document
    assert "@media (prefers-color-scheme: dark)" in document


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "/a/eastmoor/", "mailto:x@y.example", "data:text/html,x"]
)
def test_a_letter_leads_to_web_addresses_only(link: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        letter(blocks=(Button("Open", link),))


def test_the_host_that_a_request_claims_decides_no_link() -> None:
    assert (
        portal_address("https://evil.example/account/reset/?key=1")
        == f"{settings.ADDRESS}/account/reset/?key=1"
    )
    assert one_line(" two\n lines ") == "two lines"


class TestLivingPage:
    @pytest.fixture(autouse=True)
    def development(self) -> Any:
        with override_settings(DEBUG=True, ROOT_URLCONF="tests.foundation.letters_urls"):
            yield

    pytestmark = pytest.mark.django_db

    def test_lists_and_shows_every_letter_in_a_frame_that_can_do_nothing(self, client: Client) -> None:
        listed = client.get("/_components/letters/").content.decode()
        for name, sample in registered().items():
            assert f'href="/_components/letters/{name}/"' in listed
            page = client.get(f"/_components/letters/{name}/")
            assert (
                page.content.decode().count(f'src="/_components/letters/{name}/html/" sandbox></iframe>') == 2
            )
            assert "frame-src 'self'" in page["Content-Security-Policy"]
            framed = client.get(f"/_components/letters/{name}/html/")
            assert framed.content.decode() == sample().html()
            policy = framed["Content-Security-Policy"]
            assert "sandbox" in policy
            assert "default-src 'none'" in policy
            assert framed["X-Frame-Options"] == "SAMEORIGIN"

    def test_a_letter_that_is_not_there_is_not_found(self, client: Client) -> None:
        assert client.get("/_components/letters/love/").status_code == 404

    @override_settings(DEBUG=False)
    def test_is_not_there_in_production(self, client: Client) -> None:
        for path in ("", "invitation/", "invitation/html/"):
            assert client.get(f"/_components/letters/{path}").status_code == 404
