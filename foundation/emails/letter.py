"""A letter: to whom, about what, from whom, and why they get it.

Nothing in a letter is fetched from anywhere: the logo travels with it.
"""

from dataclasses import dataclass
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from foundation.emails import html, text
from foundation.emails.blocks import Block, Button
from foundation.ui.branding import Branding, derive

PORTAL = "TSA Portal"
PORTAL_COLOURS = derive()
LOGO_ID = "logo@letter"
"""By this name the HTML shows the picture that travels beside it."""
WRITTEN_BY_A_PROGRAM = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that nobody's holiday message answers it."""


@dataclass(frozen=True)
class Sender:
    """In whose name a letter comes: name, colours, logo (a PNG), and where an answer goes."""

    name: str = PORTAL
    branding: Branding = PORTAL_COLOURS
    logo: bytes | None = None
    reply_to: str = ""


@dataclass(frozen=True)
class Letter:
    """`why` says at the foot why one gets it; `change` is the address where one can stop it, if one can.

    `reference` names a letter that may go out twice, so that mail programs show it once.
    """

    to: str
    subject: str
    blocks: tuple[Block, ...]
    why: str
    sender: Sender = Sender()
    change: str = ""
    reference: str = ""

    def __post_init__(self) -> None:
        links = [block.href for block in self.blocks if isinstance(block, Button)]
        for link in filter(None, [*links, self.change]):
            if urlsplit(link).scheme not in {"http", "https"}:
                raise ValueError(f"{link!r} is not an address that a letter may lead to.")

    def text(self) -> str:
        return text.write(self)

    def html(self) -> str:
        return html.draw(self, logo=f"cid:{LOGO_ID}" if self.sender.logo else "")

    def message(self) -> EmailMultiAlternatives:
        """Ready to be sent: text, HTML beside it, and the logo that the HTML shows."""
        message = EmailMultiAlternatives(
            subject=one_line(self.subject),
            body=self.text(),
            from_email=self._from(),
            to=[self.to],
            reply_to=[self.sender.reply_to] if self.sender.reply_to else None,
            headers={**WRITTEN_BY_A_PROGRAM, **self._ways_to_stop(), **self._name()},
        )
        message.attach_alternative(self.html(), "text/html")
        if self.sender.logo:
            message.mixed_subtype = "related"  # type: ignore[attr-defined]  # Django reads it; the stubs leave it out
            message.attach(_inline(self.sender.logo))
        return message

    def send(self) -> None:
        self.message().send()

    def _from(self) -> str:
        """The portal's own address, which its mail server may use, under the sender's name."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return formataddr((name if self.sender.name == PORTAL else one_line(self.sender.name), address))

    def _name(self) -> dict[str, str]:
        host = urlsplit(settings.ADDRESS).hostname
        return {"Message-ID": f"<{self.reference}@{host}>"} if self.reference else {}

    def _ways_to_stop(self) -> dict[str, str]:
        return {"List-Unsubscribe": f"<{self.change}>"} if self.change else {}


def portal_address(path: str) -> str:
    """The full address of a page of the portal. Of a full address only the path is kept: what a request
    claims to be its host decides nothing.
    """
    parts = urlsplit(path)
    return f"{settings.ADDRESS}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def one_line(words: str) -> str:
    """Without the line breaks that would begin another header."""
    return " ".join(words.split())


def _inline(logo: bytes) -> MIMEImage:
    picture = MIMEImage(logo, "png")
    picture.add_header("Content-ID", f"<{LOGO_ID}>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    return picture
