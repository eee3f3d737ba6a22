"""`./portal` itself: its list of commands, its refusals, and where it may lie."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tsa_portal.runtime.__main__ import COMMANDS
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.commands import PARTS
from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.problem import Problem

LEFT_OUT = (".git", ".venv", ".data", ".cache", "node_modules", "__pycache__")


def portal(
    *arguments: str, program: Path = PROJECT / "portal", **options: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, **options)


def test_the_help_has_a_line_for_every_command_and_every_part() -> None:
    shown = portal("help").stdout
    assert re.findall(r"^  (\w+) +\S", shown, re.MULTILINE) == [*COMMANDS, "help"]
    assert f"./portal run {'|'.join(PARTS)}" in shown


def test_help_needs_no_python_environment(tmp_path: Path) -> None:
    shown = portal("--help", env={"PATH": "/usr/bin:/bin", "TSA_VENV": str(tmp_path / "none")})
    assert shown.returncode == 0
    assert not (tmp_path / "none").exists()


def test_an_unknown_command_is_refused_with_the_list_of_those_there_are() -> None:
    refused = portal("demmo")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == "portal: there is no command 'demmo'."
    assert refused.stderr.startswith("Usage: ./portal COMMAND")


def test_a_machine_without_python_is_told_the_line_that_gets_it(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("cksum", "cat", "date", "dirname", "readlink"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    refused = portal("demo", env={"PATH": str(tools), "TSA_VENV": str(tmp_path / "venv")})
    assert refused.returncode == 1
    assert "apt-get install -y python3 python3-venv" in refused.stderr


def test_the_shell_script_is_plain_posix() -> None:
    assert subprocess.run(["sh", "-n", PROJECT / "portal"], check=False).returncode == 0


@pytest.mark.slow
def test_it_runs_from_a_copy_that_only_its_owner_can_enter_and_from_another_folder(
    folder_others_cannot_enter: Path, clean_environment: dict[str, str]
) -> None:
    environment = Path(sys.prefix)
    if not (environment / "portal-stamp").exists():
        pytest.skip("this environment was not set up by ./portal")
    copy = folder_others_cannot_enter / "copy"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    data = folder_others_cannot_enter / "data"
    checked = portal(
        *("manage", "--data", str(data), "--no-system-changes", "check"),
        program=copy / "portal",
        cwd="/",
        env=clean_environment | {"TSA_VENV": str(environment)},
    )
    assert checked.returncode == 0, checked.stderr
    elsewhere = data / "postgres-base"
    if elsewhere.exists():
        shutil.rmtree(elsewhere.read_text())


def test_a_system_change_is_printed_before_it_is_made(capfd: pytest.CaptureFixture[str]) -> None:
    SystemChanges(allowed=True).run("a trial", ["true", "and", "true"])
    assert capfd.readouterr().out == "System change: a trial: true and true\n"


def test_a_forbidden_system_change_is_not_made_but_named_with_its_line(tmp_path: Path) -> None:
    target = tmp_path / "made"
    with pytest.raises(Problem) as refused:
        SystemChanges(allowed=False).run("a folder", ["mkdir", str(target)])
    assert str(refused.value).splitlines()[1] == f"  Run as root: mkdir {target}"
    assert not target.exists()
