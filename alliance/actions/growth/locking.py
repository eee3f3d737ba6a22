"""Two people change one prospect at once: the second is told, and nothing is lost."""

from django.utils import timezone

from alliance.choices import ProspectStage
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


def set_stage(prospect: Prospect, stage: ProspectStage) -> Prospect:
    """Save a prospect, which the caller has locked, in a stage of which a rule has said yes."""
    prospect.stage, prospect.stage_since = stage, timezone.now()
    prospect.save()
    return prospect
