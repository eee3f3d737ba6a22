"""Which port the web server listens on."""

import socket

import pytest

from tsa_portal.runtime import ports
from tsa_portal.runtime.problem import Problem


def test_a_wanted_port_that_is_free_is_taken_as_it_is() -> None:
    free = ports.any_free()
    assert ports.choose(free) == free


def test_a_wanted_port_that_is_taken_is_refused_with_what_to_do_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        with pytest.raises(Problem) as refused:
            ports.choose(taken)
    assert str(refused.value).splitlines()[0] == f"Port {taken} is taken by another program."
    assert "leave --port out" in str(refused.value).splitlines()[1]
