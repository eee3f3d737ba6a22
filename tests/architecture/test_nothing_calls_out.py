"""No code of the portal asks an address that somebody typed: what may open a connection is listed here.

A forged address cannot be fetched by code that fetches none. Whoever adds a door to the outside names it
below, with what keeps it from inner addresses.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("foundation", "alliance", "cpd", "itt", "support", "reporting", "tsa_portal")
DOORS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
}
ALLOWED: dict[str, str] = {
    "foundation/emails/refusals.py": "reads what the mail server answered, and sends nothing",
    "foundation/jobs/worker.py": "the name of this machine, for the log",
    "tsa_portal/doctor/portal.py": "sees whether the mail server that the settings name takes connections",
    "tsa_portal/runtime/ports.py": "looks for a free port on this machine",
    "tsa_portal/runtime/valkey.py": "speaks to the embedded Valkey through its socket",
    "tsa_portal/runtime/web.py": "asks the portal's own web server whether it answers",
}


def doors_in(source: str) -> set[str]:
    """The modules imported that can open a connection, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found |= {door for door in DOORS for name in names if name == door or name.startswith(f"{door}.")}
    return found


def test_only_the_listed_files_can_open_a_connection() -> None:
    opening = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if doors_in(path.read_text())
    }
    assert opening == set(ALLOWED)


def test_an_import_is_seen_wherever_it_stands() -> None:
    assert doors_in("def f():\n    from urllib import request\n") == {"urllib.request"}
    assert doors_in("import http.client as h, requests.sessions\n") == {"http.client", "requests"}
    assert doors_in("from urllib.parse import quote\n") == set()
