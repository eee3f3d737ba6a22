"""Two people change one prospect at once: the second is told, and nothing is lost."""

from alliance.models import Prospect
from foundation.refusal import ChangedMeanwhile


def locked(prospect: Prospect, version: int | None = None) -> Prospect:
    """The prospect as it is now, locked for the transaction. Raises ChangedMeanwhile for an old version.

    None is ever deleted, and the database raises `version` with every update.
    """
    current: Prospect = Prospect.objects.select_for_update(of=("self",)).get(pk=prospect.pk)
    if version is not None and current.version != version:
        raise ChangedMeanwhile
    return current
