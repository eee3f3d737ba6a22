#!/usr/bin/env python
"""Django's command line. Commands that change the schema run as the owning database role."""

import os
import sys

OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "showmigrations",
    "flush",
    "dbshell",
    "lintmigrations",
    "renew_feed",
    "finish_restore",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tsa_portal.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("TSA_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
