"""`./portal demo`: everything set up, started, filled with demo data, and explained."""

import argparse
import json
import secrets
import sys
import webbrowser
from collections.abc import Mapping
from typing import Any

from tsa_portal.runtime import assets, pango, ports, web
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.children import Child, portal_children
from tsa_portal.runtime.keys import write_private
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.progress import step
from tsa_portal.runtime.services import Services
from tsa_portal.runtime.stamps import Stamps
from tsa_portal.runtime.supervisor import Supervisor
from tsa_portal.runtime.tools import child_environment, digest, files_below, manage

READY_SECONDS = 60.0
APPS = ("alliance", "cpd", "foundation", "itt", "reporting", "support", "tsa_portal")


def demo(options: argparse.Namespace) -> int:
    """Run the portal with demo data until a signal ends it."""
    changes = SystemChanges(allowed=not options.no_system_changes)
    data = DataDirectory.at(options.data)
    supervisor = Supervisor(data)
    supervisor.claim()
    data.demo.unlink(missing_ok=True)
    try:
        print(f"Portal in {data.folder}", flush=True)
        port = ports.choose(options.port)
        libraries = pango.environment(changes)
        assets.build()
        supervisor.listen()
        services = Services(data, changes)
        with step("Database and queue"):
            variables = services.start()
        try:
            _serve(
                supervisor,
                services,
                {**variables, **libraries, **address_variables(port)},
                port,
                options.no_browser,
            )
        finally:
            supervisor.stop()
            services.stop()
    finally:
        supervisor.stop()
    print("  Stopped.", flush=True)
    return 0


def address_variables(port: int) -> dict[str, str]:
    """How the portal is reached: people use localhost, because browsers refuse passkeys on a bare address."""
    return {
        "TSA_ADDRESS": f"http://localhost:{port}",
        "TSA_ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "TSA_DEBUG": "0",
    }


def _serve(
    supervisor: Supervisor, services: Services, variables: Mapping[str, str], port: int, quiet: bool
) -> None:
    data = supervisor.data
    prepare(supervisor, services, variables)
    if supervisor.ending.is_set():
        return
    with step("Portal"):
        supervisor.start(portal_children(data, port, variables))
        supervisor.wait_until_ready(lambda: web.answers(port), seconds=READY_SECONDS)
    if supervisor.ending.is_set():
        return
    address = variables["TSA_ADDRESS"]
    supervisor.announce(address)
    explain(data, address)
    if not quiet and sys.stdout.isatty():
        webbrowser.open(address)
    supervisor.watch(services)


def prepare(supervisor: Supervisor, services: Services, variables: Mapping[str, str]) -> None:
    """Migrate, collect static files and make the demo data, each only where it is not done already."""
    data, stamps = services.data, Stamps(services.data)
    database, locked = services.database_mark(), PROJECT / "requirements" / "base.txt"
    tables = (
        database if services.has_own_database else secrets.token_hex()
    )  # a given database may have been emptied
    code = digest(
        [locked, *(path for app in APPS for path in files_below(PROJECT / app) if path.suffix == ".py")]
    )
    static = digest([locked, *files_below(PROJECT / "static")])
    steps: list[tuple[str, str, str, list[str]]] = [
        ("migrate", tables + code, "Database tables", ["migrate", "--no-input"]),
        ("static", static, "Static files", ["collectstatic", "--no-input", "--clear"]),
        ("demo", database, "Demo data", ["seed_demo", "--json", str(data.seeded)]),
    ]
    for name, mark, title, arguments in steps:
        if supervisor.ending.is_set() or (
            stamps.is_current(name, mark) and (name != "demo" or data.seeded.exists())
        ):
            continue
        if name == "demo":
            write_private(
                data.seeded, ""
            )  # so that the passwords the command writes are nobody else's to read
        with step(title):
            child = Child(name, manage(*arguments), child_environment(variables), data.logs / f"{name}.log")
            if not supervisor.complete(child):
                return
        stamps.set(name, mark)


def explain(data: DataDirectory, address: str) -> None:
    """Write DIR/demo.json, which says that the portal answers, and print how to log in and how to sync."""
    demo_data: dict[str, Any] = {"address": address} | json.loads(data.seeded.read_text())
    write_private(data.demo, json.dumps(demo_data, indent=2))
    print(f"\n  The portal is at {address}\n\n  Log in with one of these ({data.demo}):", flush=True)
    shown: set[str] = set()
    for login in demo_data["logins"]:
        if login["role"] not in shown:
            shown.add(login["role"])
            print(f"    {login['role']:<24} {login['email']:<44} {login['password']}{_second_factor(login)}")
    print("\n  Sync as a partner school:")
    print(f"    curl -H 'Authorization: Bearer {demo_data['credential']}' {address}/api/v1/changes")
    print(f"\n  Logs: {data.logs}\n  Ctrl-C stops the portal.", flush=True)


def _second_factor(login: Mapping[str, str]) -> str:
    return f"   (second factor: {login['totp_secret']})" if login.get("totp_secret") else ""
