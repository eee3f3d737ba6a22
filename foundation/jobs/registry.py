"""What each kind of job does: apps say so in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.jobs.models import Job
    from foundation.jobs.run import Run

Handler = Callable[["Run"], None]
OnFailure = Callable[["Job", str], None]


class UnknownKind(LookupError):
    """No handler is registered under this kind."""


@dataclass(frozen=True)
class Kind:
    """`handler` does the work; `on_failure` is told, inside the alliance, the sentence a job ended with."""

    name: str
    handler: Handler
    on_failure: OnFailure | None = None


_kinds: dict[str, Kind] = {}


def register_job(name: str, handler: Handler, *, on_failure: OnFailure | None = None) -> None:
    """Let jobs of kind `name` be done by `handler`, which may run more than once and must not mind.

    Raises ValueError when the name is taken by another handler.
    """
    known = _kinds.get(name)
    if known is not None and known.handler is not handler:
        raise ValueError(f"Jobs of kind {name} are already done by {known.handler.__qualname__}.")
    _kinds[name] = Kind(name, handler, on_failure)


def kind_named(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No handler is registered for jobs of kind {name}.") from None
