"""Where a meeting takes place online: Teams, Meet and Zoom are known by their address.

The portal never opens such an address. It is shown as a link, so it must lead where it seems to lead.
"""

import ipaddress
from urllib.parse import urlsplit

LONGEST = 1_000
HOSTS = {
    "teams.microsoft.com": "Teams",
    "teams.cloud.microsoft": "Teams",
    "teams.live.com": "Teams",
    "meet.google.com": "Meet",
    "zoom.us": "Zoom",
    "zoom.com": "Zoom",
}
OTHER = "Link"
WRITE = "Paste the whole address from the invitation, such as https://teams.microsoft.com/…"


class NotALink(ValueError):
    """The text is no address that people may be sent to; the message says why, and what to write."""


def link_name(address: str) -> str:
    """`Teams`, `Meet`, `Zoom`, or `Link` for another https address. Raises NotALink."""
    if len(address) > LONGEST:
        raise NotALink(f"This address has more than {LONGEST:,} characters. {WRITE}")
    if not address.isascii() or not address.isprintable() or " " in address or "\\" in address:
        raise NotALink(f"An address has no spaces and no letters with accents. {WRITE}")
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise NotALink(f"This is no whole address. {WRITE}") from error
    if parts.scheme != "https":
        raise NotALink(f"Only addresses that begin with https:// are safe to send people to. {WRITE}")
    if "@" in parts.netloc:
        raise NotALink(f"An address with an @ before its first slash leads elsewhere than it seems. {WRITE}")
    if "." not in host or _is_number(host):
        raise NotALink(f"“{host}” is no address that people outside could open. {WRITE}")
    return next((name for known, name in HOSTS.items() if _lies_under(host, known)), OTHER)


def _lies_under(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
