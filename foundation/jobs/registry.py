"""What each kind of job does: apps say so in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from foundation.jobs.models import Job
    from foundation.jobs.run import Run

Handler = Callable[["Run"], None]
OnFailure = Callable[["Job", str], None]
Work = TypeVar("Work", Handler, OnFailure)


class UnknownKind(LookupError):
    """No handler is registered under this kind."""


@dataclass(frozen=True)
class Kind:
    """What does the work, and what is told of a failure, each itself or by its dotted name.

    `unhurried` work lets all other work go first.
    """

    name: str
    done_by: Handler | str
    told_by: OnFailure | str | None = None
    unhurried: bool = False

    @property
    def handler(self) -> Handler:
        return _loaded(self.done_by)

    @property
    def on_failure(self) -> OnFailure | None:
        """Is told, inside the alliance, the sentence a job ended with."""
        return None if self.told_by is None else _loaded(self.told_by)


def _loaded(work: Work | str) -> Work:
    return import_string(work) if isinstance(work, str) else work


_kinds: dict[str, Kind] = {}


def register_job(
    name: str,
    handler: Handler | str,
    *,
    on_failure: OnFailure | str | None = None,
    unhurried: bool = False,
) -> None:
    """Let jobs of kind `name` be done by `handler`, which may run more than once and must not mind.

    Given by name ("alliance.jobs.forget") it is loaded where the work is done, and by no process that only
    asks for it. `unhurried` is what nobody waits for and what may be asked for by the dozen.
    Raises ValueError when the name is taken by another handler.
    """
    known = _kinds.get(name)
    if known is not None and known.done_by != handler:
        raise ValueError(f"Jobs of kind {name} are already done by {known.done_by}.")
    _kinds[name] = Kind(name, handler, on_failure, unhurried)


def known_kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def load_handlers() -> None:
    """Load what all kinds name: for a worker, before processes are forked that then share it."""
    for kind in known_kinds():
        _ = kind.handler, kind.on_failure


def kind_named(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No handler is registered for jobs of kind {name}.") from None


def is_unhurried(name: str) -> bool:
    """Whether jobs of this kind let other work go first; no kind that is not known does."""
    return name in _kinds and _kinds[name].unhurried
