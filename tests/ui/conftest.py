"""The living page served by itself: no database, the real policy for scripts and styles."""

from collections.abc import Iterator
from threading import Thread

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

WITHOUT_DATABASE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


class Quiet(WSGIRequestHandler):
    """A request handler that keeps its log to itself."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def living_page_settings() -> Iterator[None]:
    """Settings under which the living page answers without a database."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        DEBUG=True,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="tests.ui.urls",
        MIDDLEWARE=WITHOUT_DATABASE,
        NAVIGATION="",
        STORAGES=storages,
        SECURE_SSL_REDIRECT=False,
    ):
        yield


@pytest.fixture
def living_page(living_page_settings: None) -> Iterator[str]:
    """The address of a server that answers with the living page and the static files."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/_components/"
    server.shutdown()
    server.server_close()
    thread.join()
