"""`./portal audit`: what is locked against the published advisories of PyPI and npm.

A verdict needs their data. Where a registry gives none, the packages are counted as not judged, and the exit
status says so: nobody takes silence for safety.
"""

import argparse
import json
import subprocess
from dataclasses import dataclass, field
from typing import Any

from tsa_portal.runtime.node import npm
from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.tools import child_environment, python

LOCKED = ("requirements/base.txt", "requirements/dev.txt")
SAFE, VULNERABLE, NOT_JUDGED = 0, 1, 3


@dataclass(frozen=True)
class Verdict:
    """What is known of one list of packages."""

    source: str
    judged: int = 0
    not_judged: int = 0
    findings: tuple[str, ...] = field(default=())

    @property
    def sentence(self) -> str:
        known = len(self.findings) or "no"
        noun = "vulnerabilities" if len(self.findings) > 1 else "vulnerability"
        parts = [f"{self.judged} packages, {known} known {noun}"] if self.judged else []
        if self.not_judged or not self.judged:
            parts.append(f"{self.not_judged or 'all'} not judged: the registry gave no advisories for them")
        return f"{self.source}: {'; '.join(parts)}"


def audit(options: argparse.Namespace) -> int:
    """Print a line for each list and each finding; 1 with findings, 3 where something was not judged."""
    verdicts = [of_python(name) for name in LOCKED] + [of_npm()]
    for verdict in verdicts:
        print(verdict.sentence, flush=True)
        for finding in verdict.findings:
            print(f"  {finding}", flush=True)
    return status_of(verdicts)


def status_of(verdicts: list[Verdict]) -> int:
    """The exit status: a finding outweighs what could not be judged."""
    if any(verdict.findings for verdict in verdicts):
        return VULNERABLE
    return NOT_JUDGED if any(verdict.not_judged or not verdict.judged for verdict in verdicts) else SAFE


def of_python(requirements: str) -> Verdict:
    """pip-audit on one hashed lock file, without resolving or installing anything."""
    options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")
    return read_pip_audit(requirements, _output(python("-m", "pip_audit", "-r", requirements, *options)))


def of_npm() -> Verdict:
    """npm audit on the front end's lock file."""
    tool = npm()
    command = [*tool.command, "audit", "--json", "--package-lock-only", "--prefix", "frontend"]
    return read_npm_audit("frontend/package-lock.json", _output(command, dict(tool.environment)))


def read_pip_audit(source: str, said: dict[str, Any]) -> Verdict:
    """From `pip-audit --format json`: a package without data has a `skip_reason`."""
    packages = said.get("dependencies", [])
    judged = [package for package in packages if "skip_reason" not in package]
    findings = [
        f"{package['name']} {package['version']}: {found['id']}, {_mended(found.get('fix_versions', []))}"
        for package in judged
        for found in package.get("vulns", [])
    ]
    return Verdict(source, len(judged), len(packages) - len(judged), tuple(findings))


def read_npm_audit(source: str, said: dict[str, Any]) -> Verdict:
    """From `npm audit --json`: without data it holds no metadata."""
    judged = said.get("metadata", {}).get("dependencies", {}).get("total", 0)
    findings = [
        f"{name}: {found['severity']}, {'npm has a fix' if found.get('fixAvailable') else 'no fix yet'}"
        for name, found in sorted(said.get("vulnerabilities", {}).items())
    ]
    return Verdict(source, judged, findings=tuple(findings))


def _mended(versions: list[str]) -> str:
    return f"mended in {', '.join(versions)}" if versions else "no fix yet"


def _output(command: list[str], variables: dict[str, str] | None = None) -> dict[str, Any]:
    """What the tool said as JSON; nothing where it said something else. Findings make it exit with 1."""
    finished = subprocess.run(
        command,
        cwd=PROJECT,
        env=child_environment(variables or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return dict(json.loads(finished.stdout))
    except ValueError:
        return {}
