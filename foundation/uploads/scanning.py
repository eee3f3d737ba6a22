"""Asks a malware scanner about one file: whatever command the settings name, such as clamdscan.

`TSA_SCANNER` is the command, `{file}` in it the file; exit code 0 says clean, 1 says malware, any other that
the scanner itself failed: then nothing is known, and it is asked again.
"""

import shlex
import subprocess
from enum import Enum
from pathlib import Path

from django.conf import settings

SECONDS = 120
FOUND = 1


class Verdict(Enum):
    CLEAN = "clean"
    MALWARE = "malware"
    NO_SCANNER = "no scanner"


class ScannerFailed(Exception):
    """The scanner did not answer: the file is asked about again."""


def scan(path: Path) -> Verdict:
    """What the scanner says of the file. Raises ScannerFailed. Never call it within a transaction."""
    if not settings.SCANNER:
        return Verdict.NO_SCANNER
    command = [part.replace("{file}", str(path)) for part in shlex.split(settings.SCANNER)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerFailed(type(error).__name__) from error
    if ended.returncode not in (0, FOUND):
        raise ScannerFailed(f"exit code {ended.returncode}")
    return Verdict.MALWARE if ended.returncode == FOUND else Verdict.CLEAN
