"""What is said of the views in the API's document, kept until somebody asks for it.

Whatever draws the document is loaded then: it is 6 MB, and a process that serves pages has no use for it.
"""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

Decorator = Callable[[type], type]
Said = Mapping[str, Mapping[str, Any]]
"""By method (`get`, `post`, …), what `extend_schema` is to be told."""

_KEPT: list[tuple[type, Said]] = []
_DESCRIBING = Lock()


def described(**said: Mapping[str, Any]) -> Decorator:
    """Keep what is said of a view."""

    def keep(view: type) -> type:
        _KEPT.append((view, said))
        return view

    return keep


def describe_views(endpoints: list[Any]) -> list[Any]:
    """Tell the views what is kept of them, before the first document is drawn (a preprocessing hook)."""
    from drf_spectacular.utils import extend_schema, extend_schema_view

    from alliance.api import scheme  # noqa: F401  # makes itself known

    with _DESCRIBING:
        while _KEPT:
            view, said = _KEPT.pop()
            extend_schema_view(**{method: extend_schema(**words) for method, words in said.items()})(view)
    return endpoints
