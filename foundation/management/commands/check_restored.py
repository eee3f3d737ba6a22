"""`manage.py check_restored FILE …`: erase again what was erased since, and judge the restored database.

Part of `./portal restore`, on a database put together aside; run as the application's own role, which has to
be unable to see past the alliance it acts for.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from foundation.erasure.log import erase_again, read_copy
from foundation.tenancy.boot import UnsafeDatabase, refuse_unsafe_database
from foundation.tenancy.gates import breaches, owned_models
from foundation.tenancy.scope import acting_within

A_FILE = {"path", "sha256"}
"""The columns of a row that names a file below the media folder."""


class Command(BaseCommand):
    help = "Erase again what the given logs name, run the tenancy gates, look for the files that rows name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("logs", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, logs: list[Path], **options: Any) -> None:
        erased = erase_again(entry for file in logs for entry in read_copy(file))
        if erased:
            self.stdout.write(f"Remark: erased again what had been erased since the backup: {erased}")
        for sentence in faulty_files():
            self.stdout.write(f"Remark: {sentence}")
        wrong = unsafe()
        if wrong:
            raise CommandError("This database does not keep alliances apart:\n" + "\n".join(wrong))


def unsafe() -> list[str]:
    """What the gates and the check at start-up have against this database."""
    with connection.cursor() as cursor:
        found = breaches(cursor)
    try:
        refuse_unsafe_database()
    except UnsafeDatabase as problem:
        found.append(str(problem))
    return found


def faulty_files() -> list[str]:
    """Files that a row names, with their digest, and that are not there or are not the same."""
    found = ((path, _fault(settings.MEDIA_ROOT / path, digest)) for path, digest in named_files())
    return [f"{path}: {fault}" for path, fault in found if fault]


def named_files() -> list[tuple[str, str]]:
    """Every file that a row of any alliance names, as (path, SHA-256)."""
    models = [
        model for model in owned_models() if {field.name for field in model._meta.local_fields} >= A_FILE
    ]
    found: list[tuple[str, str]] = []
    for alliance in apps.get_model("alliance", "Alliance")._default_manager.values_list("pk", flat=True):
        with acting_within(alliance), transaction.atomic():
            for model in models:
                found += model._default_manager.values_list("path", "sha256")
    return found


def _fault(path: Path, digest: str) -> str:
    if not path.is_file():
        return "the file is not there"
    return "" if sha256(path.read_bytes()).hexdigest() == digest else "the file is not the one that was made"
