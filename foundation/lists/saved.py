"""Views of a list by name: one's own, those that colleagues share, and the one that one's list opens with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from foundation.lists.models import DefaultView, SavedView
from foundation.refusal import Refused

MOST_VIEWS = 50
"""Of one person and list: more are not found again."""
LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0


@dataclass(frozen=True)
class ListedView:
    """A saved view as menus and tables show it. `is_default`: one's own list opens with it."""

    public_id: UUID
    name: str
    query: str
    owner_id: int
    owner: str
    shared: bool
    is_default: bool


class NameTaken(Refused):
    code = "name_taken"


def views_of(list_name: str, user: Any) -> list[ListedView]:
    """One's own views of this list and the shared ones, by name."""
    default = DefaultView.objects.filter(list=list_name, user=user, view=OuterRef("pk"))
    found = visible_views(list_name, user).annotate(is_default=Exists(default), who=F("owner__full_name"))
    fields = ("public_id", "name", "query", "owner_id", "who", "shared", "is_default")
    return [ListedView(*values) for values in found.order_by(Lower("name"), "pk").values_list(*fields)]


def visible_views(list_name: str, user: Any) -> Any:
    """Queryset of one's own views of this list and the shared ones."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True), list=list_name)


@transaction.atomic
def save_view(
    *, list_name: str, name: str, query: str, shared: bool = False, as_default: bool = False, by: Any
) -> SavedView:
    """Keep the list as it is now. Raises NameTaken, Refused."""
    if SavedView.objects.filter(list=list_name, owner=by).count() >= MOST_VIEWS:
        raise Refused(f"You have {MOST_VIEWS} views of this list: remove one first.", field="name")
    if len(query) > LONGEST_QUERY:
        raise Refused("So many filters do not fit into a view: take some away first.")
    view = _written(SavedView(list=list_name, owner=by, query=query), name, shared)
    if as_default:
        open_with(list_name=list_name, view=view, by=by)
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, shared: bool, by: Any) -> SavedView:
    """Another name; shown to colleagues or not. Once it is hidden nobody else's list opens with it.

    Raises NameTaken.
    """
    if not shared:
        DefaultView.objects.filter(view=view).exclude(user=view.owner_id).delete()
    return _written(view, name, shared)


@transaction.atomic
def remove_view(*, view: SavedView, by: Any) -> None:
    view.delete()


@transaction.atomic
def open_with(*, list_name: str, view: SavedView | None, by: Any) -> None:
    """From now on one's list opens with this view, or with None of them."""
    if view is None:
        DefaultView.objects.filter(list=list_name, user=by).delete()
        return
    DefaultView.objects.update_or_create(list=list_name, user=by, defaults={"view": view})


def _written(view: SavedView, name: str, shared: bool) -> SavedView:
    view.name, view.shared = name, shared
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(
            f"There is a view called {name} already: choose another name, or remove that one.", field="name"
        ) from error
    return view
