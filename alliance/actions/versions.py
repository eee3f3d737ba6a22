"""Two people change one record at once: the second is told, and nothing is lost.

The database raises `version` with every update, whoever makes it.
"""

from typing import Any, TypeVar

from django.db import models

from foundation.refusal import ChangedMeanwhile, GoneMeanwhile

Versioned = TypeVar("Versioned", bound=models.Model)
"""A record of a table that has a `version` and a trigger that raises it (`VersionTable`)."""


def locked(record: Versioned, version: int | None = None) -> Versioned:
    """The record as it is now, locked for the transaction: nobody else changes it, and rows that refer to it
    are added all the same.

    Raises ChangedMeanwhile for an old version, GoneMeanwhile where it has been removed.
    """
    rows = type(record)._default_manager
    current = rows.select_for_update(of=("self",), no_key=True).filter(pk=record.pk).first()
    if current is None:
        raise GoneMeanwhile(str(record))
    check_version(current, version)
    return current


def check_version(current: Any, version: int | None) -> None:
    """Raises ChangedMeanwhile where `current`, which the caller has locked, is not the version asked for."""
    if version is not None and current.version != version:
        raise ChangedMeanwhile
