"""The table of settings in docs/operations.md names exactly the variables the code reads."""

import re

from tsa_portal.runtime.paths import PROJECT

READ_BY_DJANGO = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
READ_BY_PYTHON = re.compile(r'environ(?:\.get\(|\[)"([A-Z_]+)"')
READ_BY_SHELL = re.compile(r"\$\{(TSA_[A-Z_]+)")
DATABASE_VARIABLE = re.compile(r'"(DATABASE_[A-Z_]*URL)"')
OF_THE_SYSTEM = {"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "XDG_RUNTIME_DIR"}
OF_THE_TEST_RUNNER = {"PYTEST_XDIST_WORKER"}


def variables_read() -> set[str]:
    settings = "".join((PROJECT / "tsa_portal" / name).read_text() for name in ("settings.py", "sign_in.py"))
    found = set(READ_BY_DJANGO.findall(settings)) | set(DATABASE_VARIABLE.findall(settings))
    found |= set(READ_BY_SHELL.findall((PROJECT / "portal").read_text()))
    for path in [*(PROJECT / "tsa_portal" / "runtime").glob("*.py"), PROJECT / "conftest.py"]:
        found |= set(READ_BY_PYTHON.findall(path.read_text()))
    return found - OF_THE_SYSTEM - OF_THE_TEST_RUNNER


def variables_documented() -> list[str]:
    table = (PROJECT / "docs" / "operations.md").read_text().split("## One machine")[0]
    return re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)


def test_every_variable_that_the_code_reads_is_in_the_table_once_and_no_other() -> None:
    assert sorted(variables_documented()) == sorted(variables_read())
