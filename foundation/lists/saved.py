"""Views of a list by name: one's own, those that colleagues share, and the one that one's list opens with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from foundation.lists.models import DefaultView, SavedView
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

MOST_VIEWS = 50
"""Of one person and list: more are not found again."""
LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0


VIEWS = """
SELECT view.public_id, view.name, view.query, view.owner_id, owner.full_name, view.shared,
       EXISTS (SELECT FROM foundation_defaultview AS chosen
                WHERE chosen.alliance_id = view.alliance_id AND chosen.list = view.list
                  AND chosen.user_id = %(user)s AND chosen.view_id = view.id)
  FROM foundation_savedview AS view
  JOIN {users} AS owner ON owner.id = view.owner_id
 WHERE view.alliance_id = %(alliance)s AND view.list = %(list)s
   AND (view.owner_id = %(user)s OR view.shared)
 ORDER BY lower(view.name), view.id
"""
"""Plain SQL: Django took longer to compose this, whenever a list is opened, than PostgreSQL to answer it."""


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
    with connection.cursor() as cursor:
        cursor.execute(
            VIEWS.replace("{users}", user._meta.db_table),
            {"user": user.pk, "list": list_name, "alliance": current_alliance_id()},
        )
        return [ListedView(*values) for values in cursor.fetchall()]


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
