"""Who somebody is at another door: a Microsoft or Google account that has just been shown to the portal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

LIFETIME_SECONDS = 300
"""How long a proof is worth something: long enough to write a name on an invitation."""


@dataclass(frozen=True)
class Identity:
    """`uid` is what the provider never gives to anybody else; `label` is what its owner knows it by."""

    provider: str
    uid: str
    label: str

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None, *, purpose: str, now: float) -> "Identity | None":
        """The proof kept in a session, if it is fresh and was given for this purpose."""
        if not kept or kept["purpose"] != purpose or now - kept["at"] > LIFETIME_SECONDS:
            return None
        return cls(kept["provider"], kept["uid"], kept["label"])

    def keep(self, *, purpose: str, now: float) -> dict[str, Any]:
        return {**asdict(self), "purpose": purpose, "at": now}


def belongs(claims: Mapping[str, Sequence[str]], token: Mapping[str, Any]) -> bool:
    """Whether the identity token says one of the allowed values for each claim that is asked for."""
    return all(
        str(token.get(name, "")).lower() in {value.lower() for value in allowed}
        for name, allowed in claims.items()
    )
