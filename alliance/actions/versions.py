"""Two people change one record at once: the second is told, and nothing is lost.

The database raises `version` with every update, whoever makes it.
"""

from typing import TypeVar

from alliance.models import Alliance, Contact, Membership, Partner, PupilMeasure, WorkforceSnapshot
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile

Versioned = TypeVar("Versioned", Partner, Contact, WorkforceSnapshot, PupilMeasure)
Checked = Partner | Contact | Membership | Alliance | WorkforceSnapshot | PupilMeasure


def locked(record: Versioned, version: int | None = None) -> Versioned:
    """The record as it is now, locked for the transaction.

    Raises ChangedMeanwhile for an old version, GoneMeanwhile where it has been removed.
    """
    current = type(record).objects.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if current is None:
        raise GoneMeanwhile(str(record))
    check_version(current, version)
    return current


def check_version(current: Checked, version: int | None) -> None:
    """Raises ChangedMeanwhile where `current`, which the caller has locked, is not the version asked for."""
    if version is not None and current.version != version:
        raise ChangedMeanwhile
