"""What has to be done before the portal can start, each only where it is not done already."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.services import Services
from tsa_portal.runtime.stamps import Stamps
from tsa_portal.runtime.tools import digest, files_below, manage

APPS = ("alliance", "cpd", "foundation", "itt", "reporting", "support", "tsa_portal")
LOCK = PROJECT / "requirements" / "base.txt"


@dataclass(frozen=True)
class Task:
    """A command of manage.py. It is done while `mark`, what it depends on, is what it was when it succeeded,
    and `product`, if it has one, is there.
    """

    name: str
    title: str
    mark: str
    arguments: tuple[str, ...]
    product: Path | None = None

    def is_done(self, data: DataDirectory) -> bool:
        there = self.product is None or self.product.exists()
        return there and Stamps(data).is_current(self.name, self.mark)

    def remember(self, data: DataDirectory) -> None:
        """Note that it succeeded."""
        Stamps(data).set(self.name, self.mark)

    @property
    def command(self) -> list[str]:
        return manage(*self.arguments)


def tables(services: Services) -> Task:
    """The database's tables. A given database may have been emptied, so there it is never taken for done."""
    database = services.database_mark() if services.has_own_database else secrets.token_hex()
    code = (path for app in APPS for path in files_below(PROJECT / app) if path.suffix == ".py")
    return Task("migrate", "Database tables", database + digest([LOCK, *code]), ("migrate", "--no-input"))


def static_files() -> Task:
    """What pages load, collected with its hashes and compressed."""
    mark = digest([LOCK, *files_below(PROJECT / "static")])
    # REST framework's own pages are not served: the API speaks JSON only.
    arguments = ("collectstatic", "--no-input", "--clear", "--ignore", "rest_framework")
    return Task("static", "Static files", mark, arguments)


def demo_data(services: Services) -> Task:
    """The invented alliances, and who may log in to them."""
    product = services.data.seeded
    mark = services.database_mark()
    return Task("demo", "Demo data", mark, ("seed_demo", "--json", str(product)), product)
