"""Which alliance, person and request the code is acting for.

The scope lives in a ContextVar; the database backend sends it to PostgreSQL when a transaction opens, where
row-level security compares every owned row with it. Outside a scope owned tables cannot be read or written:
Python raises `OutsideAlliance`, PostgreSQL refuses the cast of the missing setting.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from django.db import connection

if TYPE_CHECKING:
    from foundation.tenancy.postgresql.base import DatabaseWrapper


class OutsideAlliance(RuntimeError):
    """Owned data was touched with no alliance in scope."""


@dataclass(frozen=True)
class Scope:
    """Ids only, so that the scope never holds a stale row.

    `agent` is what acts where no person does, as kind and id: "credential:12".
    """

    alliance_id: int | None = None
    user_id: int | None = None
    request_id: str = ""
    agent: str = ""

    def as_settings(self) -> tuple[str, str, str, str]:
        """The four values PostgreSQL keeps for the transaction; the empty string stands for 'none'."""
        return (_text(self.alliance_id), _text(self.user_id), self.request_id, self.agent)


NOBODY = Scope()
_scope: ContextVar[Scope] = ContextVar("scope", default=NOBODY)


def current_scope() -> Scope:
    return _scope.get()


def current_alliance_id() -> int:
    """The alliance in scope. Raises `OutsideAlliance` when there is none."""
    alliance_id = _scope.get().alliance_id
    if alliance_id is None:
        raise OutsideAlliance("No alliance is in scope: wrap the call in acting_within(alliance).")
    return alliance_id


@contextmanager
def acting_within(
    alliance: Any, *, user: Any = None, request_id: str | None = None, agent: str | None = None
) -> Iterator[None]:
    """Act inside one alliance (the row or its id). Nests, and restores what was there before.

    `user`, `request_id` and `agent` are kept from the surrounding scope when they are not given.
    """
    alliance_id = _identity(alliance)
    if alliance_id is None:
        raise OutsideAlliance("acting_within() needs an alliance, not None.")
    outer = _scope.get()
    scope = replace(outer, alliance_id=alliance_id, agent=outer.agent if agent is None else agent)
    with _entered(_with_actor(scope, user, request_id)):
        yield


@contextmanager
def acting_as(user: Any = None, *, request_id: str | None = None) -> Iterator[None]:
    """Act as a person on the identity plane, with no alliance in scope."""
    scope = replace(_scope.get(), alliance_id=None)
    with _entered(_with_actor(scope, user, request_id)):
        yield


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        _tell_database()
        yield
    finally:
        _scope.reset(token)
        _tell_database()


def _tell_database() -> None:
    cast("DatabaseWrapper", connection).apply_scope()


def _with_actor(scope: Scope, user: Any, request_id: str | None) -> Scope:
    if user is not None:
        scope = replace(scope, user_id=_identity(user))
    if request_id is not None:
        scope = replace(scope, request_id=request_id)
    return scope


def _identity(thing: Any) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.pk


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
