"""Steps with the time they take, on a terminal and in a log alike."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` while the block runs, then the seconds it took; on a terminal they count up meanwhile."""
    began = time.monotonic()
    done = threading.Event()
    live = sys.stdout.isatty()

    def count() -> None:
        while not done.wait(1):
            print(f"\r  {title} … {time.monotonic() - began:.0f} s ", end="", flush=True)

    print(f"  {title} …", end="", flush=True)
    counter = threading.Thread(target=count, daemon=True)
    if live:
        counter.start()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        done.set()
        if live:
            counter.join()
        seconds = time.monotonic() - began
        print(
            f"{chr(13) if live else ' '}{f'  {title}: ' if live else ''}{outcome} ({seconds:.1f} s)   ",
            flush=True,
        )
