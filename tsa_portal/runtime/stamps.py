"""What has been done already to one data directory, so that a later start can leave it out."""

import json

from tsa_portal.runtime.keys import write_private
from tsa_portal.runtime.paths import DataDirectory


class Stamps:
    """Marks by name; a step is current while its mark is the one it left when it succeeded."""

    def __init__(self, data: DataDirectory) -> None:
        self._path = data.folder / "stamps.json"

    def is_current(self, name: str, mark: str) -> bool:
        return self._read().get(name) == mark

    def set(self, name: str, mark: str) -> None:
        write_private(self._path, json.dumps(self._read() | {name: mark}, indent=2))

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text())) if self._path.exists() else {}
