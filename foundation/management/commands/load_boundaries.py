"""``manage.py load_boundaries FILE``: boundaries of areas for the maps of this installation."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.maps.boundaries import FILE, OGL_CREDIT, BadBoundaries, convert


class Command(BaseCommand):
    help = (
        "Reads a GeoJSON file of named areas (EPSG:27700 or WGS84, such as the ONS local authority "
        "boundaries) and keeps a simplified copy in the data directory. Maps draw it from then on, with "
        "the credit beneath."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON with a code and a name on each feature")
        parser.add_argument("--prefix", default="", help="keep only codes that begin so; E is England")
        parser.add_argument("--credit", default=OGL_CREDIT, help="the line printed under every map")

    def handle(self, *args: Any, file: Path, prefix: str, credit: str, **options: Any) -> None:
        try:
            document = json.loads(file.read_text(encoding="utf-8-sig"))
            made = convert(document, prefix=prefix, credit=credit)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except (ValueError, BadBoundaries) as error:
            raise CommandError(f"{file.name}: {error}") from error
        target = Path(settings.DATA_DIR) / FILE
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_text(json.dumps(made, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
        os.replace(part, target)
        self.stdout.write(f"{len(made['areas'])} areas kept in {target}. {credit}")
