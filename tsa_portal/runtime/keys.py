"""Passwords and keys of one data directory: random, made once, readable by their owner alone."""

import json
import os
import secrets
from pathlib import Path

from tsa_portal.runtime.paths import DataDirectory

NAMES = ("postgres", "tsa_owner", "tsa_app", "tsa_backup", "secret_key")


def keys_of(data: DataDirectory) -> dict[str, str]:
    """The keys by name; made on the first call."""
    path = data.folder / "keys.json"
    if path.exists():
        return dict(json.loads(path.read_text()))
    keys = {name: secrets.token_urlsafe(48) for name in NAMES}
    write_private(path, json.dumps(keys, indent=2))
    return keys


def write_private(path: Path, text: str) -> None:
    """Write `text` whole or not at all, with mode 0600."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    scratch.replace(path)
