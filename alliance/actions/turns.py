"""Taking turns in an alliance, where no constraint of the database would see that two people do one thing."""

from alliance.models import Alliance
from foundation.tenancy.scope import current_alliance_id


def take_turns() -> None:
    """Wait until nobody else holds the alliance's turn, and hold it for the transaction.

    Comes first in an action, before any record is locked: the other way round, two actions wait for each
    other.
    """
    Alliance.objects.select_for_update(no_key=True).get(pk=current_alliance_id())
