"""What is forgotten, and by whom."""

from collections.abc import Callable
from datetime import datetime

Forget = Callable[[datetime], int]
"""Forgets what is past keeping at that moment and says how much that was. May run twice."""

forgettings: dict[str, Forget] = {}


def register_forgetting(name: str, forget: Forget) -> None:
    """Have `forget` called every night, on the identity plane. Raises ValueError when the name is taken."""
    if forgettings.setdefault(name, forget) is not forget:
        raise ValueError(f"Something called {name} is already forgotten every night.")
