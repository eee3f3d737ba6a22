"""A real portal, started as the README says, and a real browser in front of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tsa_portal.runtime import postgres_home
from tsa_portal.runtime.paths import DataDirectory

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GIVEN = ("DATABASE_", "REDIS_", "TSA_", "DJANGO_", "PYTEST_")  # what the tests set for themselves
START_SECONDS = 240
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Portal:
    """A running demo: where it is, who may log in, and the logs that its letters stand in."""

    address: str
    alliance: str
    logins: list[dict[str, str]]
    credential: str
    data: Path
    """Where it keeps its files, its logs among them."""

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    def login_of(self, role: str, domain: str = "eastmoor.example") -> dict[str, str]:
        """Who holds the role; `domain` of their address tells the two alliances apart."""
        return next(
            login for login in self.logins if login["role"] == role and login["email"].endswith(f"@{domain}")
        )

    def page_of(self, path: str = "") -> str:
        return f"{self.address}/a/{self.alliance}/{path}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """`./portal demo` on an empty data directory, for all journeys: none may rest on what another changes."""
    data = tmp_path_factory.mktemp("journeys")
    log = data / "demo.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(GIVEN)}
    environment["TSA_VENV"] = sys.prefix
    with log.open("w") as output:
        process = subprocess.Popen(
            ["./portal", "demo", "--data", str(data / "data"), "--port", str(free_port()), "--no-browser"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        told = json.loads(_wait_for(data / "data" / "demo.json", process, log).read_text())
        yield Portal(**told, data=data / "data")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        postgres_home.remove(DataDirectory(data / "data"))


def _wait_for(path: Path, process: subprocess.Popen[bytes], log: Path) -> Path:
    """The file is written once the portal answers."""
    until = time.monotonic() + START_SECONDS
    while not path.exists():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"./portal demo did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.5)
    return path


@pytest.fixture(scope="package")  # its event loop would make Django refuse the tests that come after it
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on PATH: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def log_in(browser: Any, portal: Portal) -> Iterator[Callable[..., Any]]:
    """`log_in("strategic_lead")` gives a page of a fresh browser, signed in as that role."""
    contexts = []

    def enter(
        role: str, *, domain: str = "eastmoor.example", viewport: dict[str, int] = WIDE, **options: Any
    ) -> Any:
        context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        login = portal.login_of(role, domain)
        page.goto(portal.address)
        page.get_by_label("E-mail").fill(login["email"])
        page.get_by_label("Password", exact=True).fill(login["password"])
        page.get_by_role("button", name="Sign in").click()
        if "totp_secret" in login:
            page.get_by_label("Code").fill(code_of(login["totp_secret"]))
            page.locator("main").get_by_role("button").first.click()
        page.wait_for_url("**/a/**")
        return page

    yield enter
    for context in contexts:
        context.close()


def code_of(secret: str) -> str:
    """What the authenticator app shows now (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def accessible(page: Any) -> None:
    """axe finds nothing on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
