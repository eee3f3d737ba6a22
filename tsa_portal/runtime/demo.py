"""`./portal demo`: everything set up, started, filled with demo data, and explained."""

import argparse
import json
import sys
import webbrowser
from collections.abc import Mapping
from typing import Any

from tsa_portal.runtime import assets, pango, ports, web
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.children import Child, portal_children
from tsa_portal.runtime.keys import write_private
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.preparation import demo_data, static_files, tables
from tsa_portal.runtime.progress import step
from tsa_portal.runtime.services import Services
from tsa_portal.runtime.supervisor import Supervisor
from tsa_portal.runtime.tools import child_environment

READY_SECONDS = 60.0


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
    """Do what is still to be done before the start, until a signal ends it."""
    data = services.data
    for task in (tables(services), static_files(), demo_data(services)):
        if supervisor.ending.is_set() or task.is_done(data):
            continue
        if task.product:
            write_private(task.product, "")  # the passwords in it are nobody else's to read
        with step(task.title):
            log = data.logs / f"{task.name}.log"
            done = supervisor.complete(Child(task.name, task.command, child_environment(variables), log))
        if done:
            task.remember(data)


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
    changes = f"{address}/api/v1/alliances/{demo_data['alliance']}/changes"
    print("\n  Sync as a partner school:")
    print(f"    curl -H 'Authorization: Bearer {demo_data['credential']}' {changes}")
    print(f"\n  Logs: {data.logs}\n  Ctrl-C stops the portal.", flush=True)


def _second_factor(login: Mapping[str, str]) -> str:
    return f"   (second factor: {login['totp_secret']})" if login.get("totp_secret") else ""
