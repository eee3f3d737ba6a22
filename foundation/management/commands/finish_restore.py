"""`manage.py finish_restore`: bring a restored database to this version, and begin its feed anew.

Part of `./portal restore`, on a database put together aside; run as the owner.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from foundation.feed.generation import renew


class Command(BaseCommand):
    help = "Migrate a restored database and renew its change feed; refuse one of a newer portal."

    def handle(self, *args: Any, **options: Any) -> None:
        loader = MigrationLoader(connection)
        unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
        newer = sorted(f"{app}.{name}" for app, name in unknown)
        if newer:
            raise CommandError(
                f"The backup was made by a newer portal: this one does not know {', '.join(newer[:3])}."
                " Install that version first."
            )
        call_command("migrate", interactive=False, verbosity=0)
        renew()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
