"""Work of the alliance app that is done in the background."""

from django.utils import timezone

from alliance.actions.register_changed import apply_register_changes
from alliance.models import Membership
from foundation.api.once import prune_answers
from foundation.clock.forgetting import forget_jobs
from foundation.drafts.actions import prune_drafts
from foundation.feed.write import prune_changes
from foundation.importer.jobs import erase_old
from foundation.jobs.run import Run
from foundation.tenancy.scope import acting_within


def register_changed(run: Run) -> None:
    """Take over what an import of the School register changed for the alliance's partners."""
    with run.write():
        apply_register_changes(alliance_id=run.alliance_id, register_import_id=int(run.subject))


def forget(run: Run) -> None:
    """Forget the API's kept answers after a day, changes that no cursor may ask for any more, jobs three
    months after their end, the rows of imports after a month, and drafts that lie as long: these as the
    people who wrote them, since nobody else finds them.
    """
    now = timezone.now()
    with run.write():
        prune_answers(now)
    with run.write():
        prune_changes(now)
    with run.write():
        forget_jobs(now)
    erase_old(run)
    for user_id in Membership.objects.filter(alliance=run.alliance_id).values_list("user_id", flat=True):
        with acting_within(run.alliance_id, user=user_id), run.write():
            prune_drafts(user=user_id, now=now)
