"""The shorter commands: manage, run, test, fix, lock."""

import argparse
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tsa_portal.runtime import assets, pango, ports, tools, web
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.children import OWNER_VARIABLES
from tsa_portal.runtime.demo import address_variables
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.progress import step
from tsa_portal.runtime.services import Services, ensure_services
from tsa_portal.runtime.tools import child_environment, python

PARTS = ("web", "worker", "beat", "relay", "migrate")
CELERY = ("-P", "-m", "celery", "-A", "tsa_portal.celery:app")
TEST_WORKERS = "2"
LOCKS = {  # file: what uv resolves for it
    "base.txt": ("pyproject.toml", "--extra", "embedded"),
    "dev.txt": (
        "pyproject.toml",
        "--extra",
        "embedded",
        "--extra",
        "metrics",
        "--extra",
        "dev",
        "--constraint",
        "requirements/base.txt",
    ),
    "node.txt": ("--group", "node"),
    "bootstrap.txt": ("--group", "bootstrap"),
}


def manage(arguments: list[str]) -> int:
    """One of Django's commands, on the services of the data directory; `--data DIR` may come before it."""
    folder = None
    if arguments[:1] == ["--data"] and len(arguments) > 1:
        folder, arguments = arguments[1], arguments[2:]
    changes, arguments = without_flag(arguments)
    return with_services(DataDirectory.at(folder), changes, tools.manage(*arguments), pango.unpacked())


def doctor(options: argparse.Namespace) -> int:
    """Look at everything: first whether services start and settings are taken, then the rest."""
    changes = SystemChanges(allowed=not options.no_system_changes)
    services = Services(DataDirectory.at(options.data), changes)
    try:
        environment = child_environment({**services.start(), **pango.unpacked()})
        taken = subprocess.run(
            python("-c", "import tsa_portal.settings"),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if taken.returncode:
            raise Problem(taken.stderr.strip().rpartition("\n")[2].rpartition("ImproperlyConfigured: ")[2])
        return foreground(tools.manage("doctor"), environment)
    except Problem as problem:
        print(f"fail  {problem}", flush=True)
        return 1
    finally:
        services.stop()


def without_flag(arguments: list[str]) -> tuple[SystemChanges, list[str]]:
    """Take our one flag out of arguments that are another program's."""
    rest = [argument for argument in arguments if argument != "--no-system-changes"]
    return SystemChanges(allowed=rest == arguments), rest


def run(options: argparse.Namespace) -> int:
    """One part of the portal in the foreground, as a service manager runs it."""
    changes = SystemChanges(allowed=not options.no_system_changes)
    data = DataDirectory.at(options.data)
    extra: dict[str, str] = {}
    if options.part == "web":
        assets.build()
        options.port = options.port or int(os.environ.get("PORT", ports.FIRST))
        if not os.environ.get("TSA_ADDRESS"):
            extra = address_variables(options.port)
    if options.part == "worker":
        extra = pango.environment(changes)
    withheld = () if options.part == "migrate" else OWNER_VARIABLES
    return with_services(data, changes, part_command(options, data), extra, withheld=withheld)


def part_command(options: argparse.Namespace, data: DataDirectory) -> list[str]:
    """The command of one part of `./portal run`."""
    match options.part:
        case "web":
            return web.command(options.host, options.port, workers=options.processes)
        case "worker":
            pool = ["-P", "prefork"] if os.access("/dev/shm", os.W_OK) else ["-P", "threads"]  # noqa: S108 (prefork's semaphores)
            return python(
                *CELERY, "worker", *pool, "--concurrency", str(options.processes), "--loglevel", "INFO"
            )
        case "beat":
            return python(
                *CELERY, "beat", "--schedule", str(data.folder / "beat-schedule"), "--loglevel", "INFO"
            )
        case "relay":
            return tools.manage("relay")
        case _:
            return tools.manage("migrate", "--no-input")


def test(arguments: list[str]) -> int:
    """The tests, on two processors unless the arguments say otherwise."""
    changes, arguments = without_flag(arguments)
    extra = pango.environment(changes)
    try:
        assets.build()
    except Problem as problem:
        if os.environ.get("STRICT") == "1":
            raise
        print(f"  Tests of pages run without their styles: {problem}", flush=True)
    extra |= ensure_services()
    alone = any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments)
    parallel = [] if alone else ["-n", TEST_WORKERS, "--dist", "loadgroup"]
    return foreground(python("-m", "pytest", *parallel, *arguments), child_environment(extra), cwd=PROJECT)


def build_assets(options: argparse.Namespace) -> int:
    """Build the front end, whether or not it is out of date."""
    assets.build(always=True)
    return 0


def fix(options: argparse.Namespace) -> int:
    """Let ruff put right what it can."""
    commands = (("ruff", "check", "--fix", "."), ("ruff", "format", "."))
    return max(foreground(python("-m", *command), child_environment({}), cwd=PROJECT) for command in commands)


def lock(options: argparse.Namespace) -> int:
    """Resolve again: requirements/*.txt with hashes and without the address of any registry."""
    common = [
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--custom-compile-command",
        "./portal lock",
    ]
    for name, what in LOCKS.items():
        with step(f"requirements/{name}"):
            tools.uv("pip", "compile", "--quiet", *common, *what, "--output-file", f"requirements/{name}")
    return 0


def with_services(
    data: DataDirectory,
    changes: SystemChanges,
    command: list[str],
    extra: Mapping[str, str],
    *,
    withheld: tuple[str, ...] = (),
) -> int:
    """Run `command` while the services of `data` are up; its exit status."""
    services = Services(data, changes)
    try:
        variables = {**services.start(), **extra}
        environment = {
            name: value for name, value in child_environment(variables).items() if name not in withheld
        }
        return foreground(command, environment)
    finally:
        services.stop()


def foreground(command: list[str], environment: Mapping[str, str], *, cwd: Path | None = None) -> int:
    """Run `command` on our terminal; signals are for it. Ctrl-C reaches it anyway, others are handed on."""
    child = subprocess.Popen(command, env=dict(environment), cwd=cwd)
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    for number in (signal.SIGTERM, signal.SIGHUP):
        before[number] = signal.signal(number, lambda received, _: child.send_signal(received))
    try:
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
