"""`./portal check`: every check of the project, a line for each, and all of them even where one fails.

As many at once as there are processors; the longest begins first, so that the others are done beside it.
"""

import argparse
import os
import secrets
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tsa_portal.runtime import assets
from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.services import ensure_services
from tsa_portal.runtime.tools import child_environment, manage, python

OPENAPI = PROJECT / ".cache" / "openapi.yaml"
MIGRATED_APPS = ("foundation", "alliance", "cpd", "itt", "support", "reporting")


@dataclass(frozen=True)
class Check:
    """One check: the commands that have to succeed one after the other."""

    title: str
    commands: tuple[list[str], ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def check(options: argparse.Namespace) -> int:
    """Run every check; 1 where any fails."""
    build_what_pages_load()
    variables = ensure_services()
    OPENAPI.parent.mkdir(exist_ok=True)
    every = checks()
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        passed = at_once.map(lambda one: passes(one, variables), every)
        failed = [one.title for one, is_passed in zip(every, passed, strict=True) if not is_passed]
    total = len(every)
    verdict = f"failed: {', '.join(failed)}" if failed else "all passed"
    print(
        f"{total - len(failed)} of {total} checks passed" if failed else f"{total} checks, {verdict}",
        flush=True,
    )
    return 1 if failed else 0


def build_what_pages_load() -> None:
    """Django's check warns of folders of static files that are not there."""
    try:
        assets.build()
    except Problem as problem:
        print(
            f"The front end could not be built, which the deploy check will remark on: {problem}", flush=True
        )


def checks() -> list[Check]:
    """Every check, in the order they begin."""
    production = {
        "TSA_DEBUG": "0",
        "TSA_SECRET_KEY": secrets.token_urlsafe(64),
        "TSA_ADDRESS": "https://portal.example.org",
        "TSA_EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
        "TSA_ALLOWED_HOSTS": "portal.example.org",
    }
    lint = (
        "import sys, django; django.setup(); "
        "from django_migration_linter.management.commands.lintmigrations import Command; "
        "Command().run_from_argv(['manage.py', 'lintmigrations', *sys.argv[1:]])"
    )
    return [
        Check("mypy: types", (python("-m", "mypy"),)),
        Check("ruff: lint", (python("-m", "ruff", "check", "."),)),
        Check("ruff: format", (python("-m", "ruff", "format", "--check", "."),)),
        Check("djlint: templates", (python("-m", "djlint", "--lint", "--quiet", "templates"),)),
        Check(
            "import contracts",
            (python("-c", "from importlinter.cli import lint_imports_command as run; run()"),),
        ),
        Check("migrations: none missing", (manage("makemigrations", "--check", "--dry-run"),)),
        Check(
            "migrations: safe to run",
            (python("-c", lint, "--include-apps", *MIGRATED_APPS),),
            {"TSA_DATABASE_ROLE": "owner"},
        ),
        Check(
            "compose file",
            (
                python(
                    *("-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"),
                    str(PROJECT / "docker-compose.yml"),
                ),
            ),
        ),
        Check("deploy settings", (manage("check", "--deploy", "--fail-level", "WARNING"),), production),
        Check(
            "OpenAPI document",
            (
                manage("spectacular", "--validate", "--fail-on-warn", "--file", str(OPENAPI)),
                python("-m", "openapi_spec_validator", str(OPENAPI)),
            ),
        ),
    ]


def passes(one: Check, variables: Mapping[str, str]) -> bool:
    """Run one check and print its line; what it said only where it failed."""
    began = time.monotonic()
    environment = {
        "DJANGO_SETTINGS_MODULE": "tsa_portal.settings",
        **child_environment({**variables, **one.environment}),
    }
    for command in one.commands:
        finished = subprocess.run(
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if finished.returncode:
            print(f"FAILED  {one.title}\n{finished.stdout.rstrip()}\n", flush=True)
            return False
    print(f"passed  {one.title} ({time.monotonic() - began:.1f} s)", flush=True)
    return True
