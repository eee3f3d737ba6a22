"""docker-compose.yml and the Dockerfile say what the runtime and the settings table know.

`tests/faults/test_production.py` starts the same commands. The image was not built: there is no Docker here.
"""

import os
import re
from typing import Any

import pytest

from tests.faults.production import commands, compose, variables_of
from tests.runtime.test_settings_table import variables_documented
from tsa_portal.runtime.__main__ import parser
from tsa_portal.runtime.commands import PARTS
from tsa_portal.runtime.paths import PROJECT

OF_THE_SERVER = {"POSTGRES_PASSWORD", "TSA_OWNER_PASSWORD", "TSA_APP_PASSWORD", "TSA_BACKUP_PASSWORD"}
"""What only the database's container reads (deploy/make-roles.sh)."""


def service(name: str) -> dict[str, Any]:
    return dict(compose()["services"][name])


def test_there_is_a_service_for_each_part_and_its_command_is_one_that_the_runtime_takes() -> None:
    parsed = {name: parser().parse_args(command) for name, command in commands().items()}
    assert {name: options.part for name, options in parsed.items()} == {part: part for part in PARTS}
    assert {options.data for options in parsed.values()} == {"/data"}
    assert (parsed["web"].host, parsed["web"].port) == ("0.0.0.0", 8000)  # noqa: S104  # inside a container


def test_every_variable_of_the_environment_files_is_one_that_is_read() -> None:
    named = variables_of("portal") | variables_of("owner")
    assert named.keys() - OF_THE_SERVER <= set(variables_documented())
    script = (PROJECT / "deploy" / "make-roles.sh").read_text()
    assert set(re.findall(r"\$(TSA_\w+)", script)) == OF_THE_SERVER - {"POSTGRES_PASSWORD"}


def test_no_example_holds_a_secret() -> None:
    told = variables_of("portal") | variables_of("owner")
    secret = {name: text for name, text in told.items() if name.endswith(("_KEY", "_PASSWORD"))}
    assert set(secret.values()) == {""}


def test_only_migrate_and_the_server_are_told_the_owners_password() -> None:
    told = {
        name for name in compose()["services"] if "deploy/owner.env" in str(service(name).get("env_file"))
    }
    assert told == {"migrate", "postgres"}
    assert not {name for name in variables_of("portal") if "OWNER" in name or "BACKUP" in name}


@pytest.mark.parametrize("name", PARTS)
def test_each_process_can_write_nothing_but_its_data_and_gain_no_rights(name: str) -> None:
    told = service(name)
    assert (told["read_only"], told["volumes"], told["tmpfs"]) == (True, ["data:/data"], ["/tmp"])  # noqa: S108  # inside a container
    assert (told["cap_drop"], told["security_opt"]) == (["ALL"], ["no-new-privileges:true"])


def test_nothing_starts_before_the_tables_are_there() -> None:
    waits = {name: service(name)["depends_on"] for name in PARTS if name != "migrate"}
    assert {conditions["migrate"]["condition"] for conditions in waits.values()} == {
        "service_completed_successfully"
    }


def test_the_image_runs_as_nobody_in_particular_and_names_files_that_are_there() -> None:
    lines = (PROJECT / "Dockerfile").read_text()
    assert re.findall(r"^USER (.+)$", lines, re.MULTILINE)[-1] == "portal"
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", lines, re.MULTILINE)
    named = [source for line in sources for source in line.split() if "*" not in source]
    assert [source for source in named if not (PROJECT / source).exists()] == []
    assert os.access(PROJECT / "deploy" / "make-roles.sh", os.X_OK)
