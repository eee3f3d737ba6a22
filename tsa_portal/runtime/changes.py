"""Changes outside the project and its data directory: printed before they are made, or refused."""

import os
import shutil
import subprocess
from dataclasses import dataclass

from tsa_portal.runtime.problem import Problem


@dataclass(frozen=True)
class SystemChanges:
    """Whether this command may change the system; carried to whatever might want to."""

    allowed: bool

    def run(self, reason: str, *commands: list[str]) -> None:
        """Print and run `commands` as one change. Raises Problem where one fails or none is allowed."""
        lines = " && ".join(" ".join(command) for command in commands)
        if not self.allowed:
            raise Problem(f"{reason}, which --no-system-changes forbids.", f"Run as root: {lines}")
        print(f"System change: {reason}: {lines}", flush=True)
        for command in commands:
            finished = subprocess.run(
                command,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                text=True,
                check=False,
            )
            if finished.returncode:
                raise Problem(f"{' '.join(command)} failed:\n{finished.stderr.strip()}")


def can_install_packages() -> bool:
    """Whether this is root on a Debian (or its like)."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
