"""Hostile text in every parameter of every page: never an error of ours, never more than one may see."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.security import pages
from tests.security.forms import PageReader
from tests.sweep.test_sweep import leaks
from tests.sweep.world import World

pytestmark = pytest.mark.django_db
HOSTILE = {
    "a quote": "'",
    "always true": "' OR '1'='1' --",
    "a second statement": "1; DROP TABLE alliance_partner; --",
    "a union": "x' UNION SELECT email, password FROM alliance_user --",
    "a pause": "1 OR pg_sleep(9) IS NULL",
    "a dollar quote": "$$; SELECT current_setting('app.alliance_id') --",
    "a backslash": "\\",
    "percent signs": "%s %(x)s %%",
    "NUL": "a\x00b",
    "half a character": "\ud800",
    "a huge number": "9" * 400,
    "a long text": "é" * 5_000,
    "markup": '"><script>alert(1)</script>',
    "a path": "../../../../etc/passwd",
    "a list": "a,b,,c" * 50,
}
ALWAYS = ("q", "sort", "page", "columns", "year", "status", "next")


def parameters_of(response: HttpResponse) -> set[str]:
    """Every parameter that the page itself speaks of, in its forms that ask and in its links."""
    reader = PageReader.of(response.content.decode())
    asked = {name for form in reader.forms if form.method == "get" for name in form.names}
    return asked | reader.parameters | set(ALWAYS)


@dataclass(frozen=True)
class Asked:
    """A page, who opens it, and what can be asked of it."""

    route: str
    actor: str
    address: str
    parameters: set[str]

    @property
    def texts(self) -> dict[str, str]:
        """All of them where the page asks for something itself; elsewhere a few, for what it might read."""
        few = ("always true", "NUL", "a huge number", "markup")
        return HOSTILE if self.parameters > set(ALWAYS) else {name: HOSTILE[name] for name in few}


@pytest.fixture
def asked(world: World) -> list[Asked]:
    """Every page that is HTML."""
    found = []
    for route, actor, address in pages.of_the_alliance(world):
        response = pages.read(pages.client_of(world, actor), address)
        if pages.is_html(response):
            found.append(Asked(route, actor, address, parameters_of(response)))
    return found


def test_hostile_text_in_every_parameter_is_read_as_text(world: World, asked: list[Asked]) -> None:
    wrong = []
    for page in asked:
        client = pages.client_of(world, page.actor)
        client.raise_request_exception = False
        for name, text in page.texts.items():
            with transaction.atomic():
                response = pages.read(client, page.address, dict.fromkeys(page.parameters, text))
                transaction.set_rollback(True)
            said = "" if response.streaming else response.content.decode(errors="replace").lower()
            here = f"{page.route}, {name}"
            if response.status_code >= 500:
                wrong.append(f"{here}: {response.status_code}")
            wrong += [f"{here}: says {canary}" for canary in leaks(world, page.actor, said)]
            if "<script>alert(1)</script>" in said:
                wrong.append(f"{here}: repeats the script")
    assert wrong == []
    parameters = {page.route: page.parameters for page in asked}
    assert {"q", "kind", "phase", "la", "sort", "columns"} <= parameters["partners"]
