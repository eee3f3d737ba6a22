"""Work of the alliance app that is done in the background."""

from alliance.actions.register_changed import apply_register_changes
from foundation.jobs.run import Run


def register_changed(run: Run) -> None:
    """Take over what an import of the School register changed for the alliance's partners."""
    with run.write():
        apply_register_changes(alliance_id=run.alliance_id, register_import_id=int(run.subject))
