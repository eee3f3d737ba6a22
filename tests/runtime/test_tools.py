"""What every process of the portal is started with."""

import os
import platform
import subprocess
import sys

import pytest

from tsa_portal.runtime.tools import child_environment

THREADS_THAT_ALLOCATE = """
import ctypes, threading
begun = threading.Barrier(5)

def hold():
    kept = [bytes(1_000) for _ in range(1_000)]
    begun.wait()

threads = [threading.Thread(target=hold) for _ in range(4)]
for thread in threads:
    thread.start()
begun.wait()
ctypes.CDLL(None).malloc_stats()
"""


def heaps(environment: dict[str, str]) -> int:
    """How many glibc says it has, while four threads hold something."""
    told = subprocess.run(
        [sys.executable, "-c", THREADS_THAT_ALLOCATE],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stderr.count("Arena ")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Other libraries have one heap anyway.")
def test_threads_share_one_heap_unless_the_machine_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert heaps(dict(os.environ)) > 1
    assert heaps(child_environment({})) == 1
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    assert heaps(child_environment({})) > 1
