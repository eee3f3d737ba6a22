"""What can be synced: each app says in its `ready()` how its objects read and who sees them."""

from dataclasses import dataclass

from foundation.feed.columns import Column


class UnknownType(LookupError):
    """No resource of this type is registered."""


@dataclass(frozen=True)
class Resource:
    """One type of object, in SQL, the same for lists, single objects and the feed.

    `source` is the FROM list with its joins; `alliance`, `key` (bigint) and `public_id` are expressions over
    it. `holder` is the row whose own people see an object in any case, `shared` says whether other readers
    do: the same as in the table's `FeedTable`. Where several rows may hold an object, `held` is SQL that says
    whether one of `{holdings}` does (as in the table's `FeedHeld`); where not every holder sees all of it,
    `in_full` says the same way who does, and `{own}` in a column stands for that. `columns` are the members
    of the JSON object. `scope` is what a credential needs.
    """

    type: str
    plural: str
    scope: str
    source: str
    alliance: str
    key: str
    public_id: str
    holder: str
    shared: str
    columns: tuple[Column, ...]
    held: str = ""
    in_full: str = ""


_resources: dict[str, Resource] = {}


def register(resource: Resource) -> None:
    """Let objects of this type be synced. The order of registering is the order of the full state."""
    _resources[resource.type] = resource


def resources() -> tuple[Resource, ...]:
    return tuple(_resources.values())


def resource_of(type: str) -> Resource:
    try:
        return _resources[type]
    except KeyError:
        raise UnknownType(f"Nothing of type {type} is synced.") from None
