"""A data directory of its own for each test, with nothing in the environment that names a server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tsa_portal.runtime import postgres_home
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.services import Services

GIVEN = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_BACKUP_URL",
    "REDIS_URL",
    "TSA_SECRET_KEY",
    "TSA_DATA_DIR",
)


@pytest.fixture
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where nobody has set anything."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataDirectory]:
    """An empty data directory, removed with whatever a server of root's put elsewhere for it."""
    directory = DataDirectory(tmp_path / "data")
    yield directory
    postgres_home.remove(directory)


@pytest.fixture
def services(data: DataDirectory, nothing_given: None) -> Iterator[Services]:
    """Services on that directory, not started yet; stopped after the test."""
    services = Services(data, SystemChanges(allowed=False))
    yield services
    services.start()  # a test that left one half down has it stopped in good order all the same
    services.stop()


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """What a person's shell would hand to ./portal."""
    kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return {
        name: value for name, value in kept.items() if not name.startswith(("TSA_", "DJANGO_", "PYTEST_"))
    }


@pytest.fixture
def folder_others_cannot_enter(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
