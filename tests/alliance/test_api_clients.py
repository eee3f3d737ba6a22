"""Programs that others would write: the example in the repository, and a client made from our document."""

import importlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from alliance.api.guide import document
from alliance.choices import Organisation
from alliance.models import Contact, Partner, School
from foundation.api.allowance import Allowance
from foundation.tenancy.scope import acting_within
from tests.api_client import System, system_of
from tests.factories.alliance import AllianceFactory, ContactFactory, PartnerFactory, SchoolFactory
from tests.sync.follower import comparable, truth, while_waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "tsa_sync.py"


@pytest.fixture
def trust(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Partner:
    """A trust with one school, among thirty schools."""
    monkeypatch.setattr("alliance.api.base._allowance", Allowance(requests=1_000_000))
    with acting_within(AllianceFactory(slug="eastmoor")), transaction.atomic():
        trust = PartnerFactory(school=None, organisation=Organisation.TRUST, trust_uid="5001")
        ContactFactory(partner=PartnerFactory(school=SchoolFactory(trust_uid="5001")))
        for _ in range(30):
            PartnerFactory(school=SchoolFactory())
    return trust


class Example:
    """`examples/tsa_sync.py` as a process of its own, over HTTP."""

    def __init__(self, address: str, system: System, file: Path) -> None:
        self.file, self.system = file, system
        self.variables = {
            **os.environ,
            "TSA_PORTAL": address.replace("localhost", "127.0.0.1"),
            "TSA_ALLIANCE": system.slug,
            "TSA_TOKEN": system.text,
        }

    def start(self, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-I", str(EXAMPLE), str(self.file), *options]
        return subprocess.Popen(
            command, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *options: str) -> tuple[int, str, str]:
        """Once nothing that is committed waits behind somebody's transaction on the same server."""
        for _ in while_waiting(self.system):
            pass
        process = self.start(*options)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def mirror(self) -> dict[tuple[str, str], dict[str, Any]]:
        with sqlite3.connect(self.file) as database:
            rows = database.execute("SELECT type, id, json FROM object").fetchall()
        return {(row[0], row[1]): json.loads(row[2]) for row in rows}

    def assert_equal_to(self, system: System) -> None:
        expected = truth(system)
        assert comparable(self.mirror(), expected) == expected


@pytest.fixture
def system(trust: Partner) -> System:
    return system_of(trust)


@pytest.fixture
def example(live_server: Any, system: System, tmp_path: Path) -> Example:
    return Example(live_server.url, system, tmp_path / "mirror.sqlite")


def change(trust: Partner) -> None:
    """Something of every kind: new, changed, gone, no longer seen."""
    with acting_within(trust.alliance_id), transaction.atomic():
        some = list(Partner.objects.filter(organisation="school").order_by("pk"))
        Partner.objects.filter(pk=some[3].pk).update(name="Renamed")
        Partner.objects.filter(pk=some[4].pk).update(listed=False)
        Partner.objects.filter(pk=some[5].pk).delete()
        Contact.objects.all().delete()
        PartnerFactory(school=SchoolFactory(name="Newcomer"))


def test_the_example_mirrors_and_stays_in_step(example: Example, system: System, trust: Partner) -> None:
    status, out, err = example.run()
    assert (status, err) == (0, "")
    assert out == f"In step: {len(truth(system))} objects\n"
    example.assert_equal_to(system)
    change(trust)
    assert example.run()[0] == 0
    example.assert_equal_to(system)


def test_the_example_goes_on_where_it_was_killed(example: Example, system: System, trust: Partner) -> None:
    process = example.start("--page", "1")
    while process.poll() is None and (not example.file.exists() or count(example) < 5):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    stood = count(example)
    assert 5 <= stood < len(truth(system))
    change(trust)
    assert example.run("--page", "1")[0] == 0
    example.assert_equal_to(system)


def count(example: Example) -> int:
    try:
        return len(example.mirror())
    except sqlite3.OperationalError:  # it has made the file and not yet the tables
        return 0


def test_the_example_starts_again_when_the_portal_says_so(
    example: Example, system: System, trust: Partner
) -> None:
    """The trust loses its school: what only it could see goes, without the portal naming it."""
    example.run()
    assert "contact" in {kind for kind, _ in example.mirror()}
    School.objects.filter(trust_uid="5001").update(trust_uid="5002")
    assert example.run()[0] == 0
    assert "contact" not in {kind for kind, _ in example.mirror()}
    example.assert_equal_to(system)


def test_the_example_says_what_is_wrong(example: Example) -> None:
    example.variables["TSA_TOKEN"] = "tsa_wrong"
    status, _, err = example.run()
    assert (status, err.split(":")[0]) == (1, "401")
    assert "This credential is not known." in err
    example.variables["TSA_PORTAL"] = "http://portal.example.org"
    assert "is no https address" in example.run()[2]
    del example.variables["TSA_PORTAL"]
    assert example.run()[0] == 2


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a package made from our document as anybody would make it."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_text(json.dumps(document()))
    (folder / "config.yml").write_text("post_hooks: []\n")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    options = ["--path", "openapi.json", "--config", "config.yml", "--output-path", "tsa_portal_client"]
    made = subprocess.run(
        [*command, *options, "--fail-on-warning"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield "tsa_portal_client"
    sys.path.remove(str(folder))


def test_a_generated_client_reads_and_follows(
    generated: str, live_server: Any, system: System, trust: Partner
) -> None:
    package = importlib.import_module(generated)
    with package.AuthenticatedClient(live_server.url, token=system.text) as client:

        def call(module: str, **arguments: Any) -> Any:
            return importlib.import_module(f"{generated}.api.{module}").sync(client=client, **arguments)

        caller = call("caller.get_caller").data
        partners = call("partners.list_partners", slug="eastmoor", limit=5)
        page = call("sync.follow_changes", slug="eastmoor", limit=5000)
    assert (caller.partner.name, caller.alliance.slug) == (trust.name, "eastmoor")
    assert [each.name for each in partners.data] == [each["name"] for each in system.objects("partners")][:5]
    assert len(page.data) == len(truth(system))
    assert page.meta.full_state is True
    assert {each.type_.value for each in page.data} == {"partner", "school", "contact"}
