"""Which port the web server listens on: of both loopbacks, as http://localhost:PORT may resolve to either."""

import socket

from tsa_portal.runtime.problem import Problem

FIRST = 8000
TRIES = 100


def choose(wanted: int | None) -> int:
    """A free port: `wanted` (else Problem), or without one the first free from 8000 on, saying so."""
    if wanted is not None:
        if not is_free(wanted):
            raise Problem(
                f"Port {wanted} is taken by another program.",
                f"Choose another, or leave --port out to get the next free one (now {_next_free(wanted)}).",
            )
        return wanted
    port = _next_free(FIRST)
    if port != FIRST:
        print(f"  Port {FIRST} is taken; using {port}.", flush=True)
    return port


def any_free() -> int:
    """Some free port of 127.0.0.1, for servers that only this process uses."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nothing listens on `port` of a loopback that this machine has."""
    return all(_can_listen(family, address, port) for family, address in loopbacks())


def loopbacks() -> list[tuple[socket.AddressFamily, str]]:
    """The loopback addresses of this machine."""
    found = [(socket.AF_INET, "127.0.0.1")]
    if _can_listen(socket.AF_INET6, "::1", 0):
        found.append((socket.AF_INET6, "::1"))
    return found


def _next_free(first: int) -> int:
    for port in range(first, min(first + TRIES, 65536)):
        if is_free(port):
            return port
    raise Problem(
        f"None of the ports {first} to {first + TRIES - 1} is free.", "Name a free one with --port."
    )


def _can_listen(family: socket.AddressFamily, address: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
            listener.listen(1)
            return True
    except OSError:
        return False
