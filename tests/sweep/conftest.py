"""The swept world, made once for all tests of a module, which each find it as it was made."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.database import around_the_tests
from tests.sweep.world import World, build


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, around_the_tests():
        yield build()
