"""Work of the alliance app that is done in the background."""

from django.utils import timezone

from alliance.actions.register_changed import apply_register_changes
from foundation.api.once import prune_answers
from foundation.feed.write import prune_changes
from foundation.jobs.run import Run


def register_changed(run: Run) -> None:
    """Take over what an import of the School register changed for the alliance's partners."""
    with run.write():
        apply_register_changes(alliance_id=run.alliance_id, register_import_id=int(run.subject))


def forget(run: Run) -> None:
    """Forget the API's kept answers after a day, and changes that no cursor may ask for any more."""
    now = timezone.now()
    with run.write():
        prune_answers(now)
    with run.write():
        prune_changes(now)
