"""One example of every letter, as the apps bring them: for the living page, and for the tests that hold every
letter to the same promises. Registering keeps nothing but how to write one.
"""

from collections.abc import Callable

from foundation.emails.letter import Letter

_samples: dict[str, Callable[[], Letter]] = {}


def register(**samples: Callable[[], Letter]) -> None:
    """Bring letters by name; two apps may not bring the same one."""
    for name, sample in samples.items():
        if _samples.get(name, sample) != sample:
            raise ValueError(f"The letter {name} is registered already.")
        _samples[name] = sample


def registered() -> dict[str, Callable[[], Letter]]:
    """How to write an example of each letter, by name."""
    return dict(sorted(_samples.items()))
