"""The catalogue, by what a component is for. Importing this package enters all of them."""

from foundation.ui.components import actions, feedback, figures, forms, lists, page

__all__ = ["actions", "feedback", "figures", "forms", "lists", "page"]
