"""What an alliance is told when the register has news of its partners."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alliance.logic.register.codes import STATUSES

News = Mapping[str, list[str] | None]
"""name, status, trust, successor → [before, after]; head → None. Nothing before is ''."""

ONE_BY_ONE = 5
"""Up to so many partners get a sentence each; more are told of in one."""
NAMED = 3


@dataclass(frozen=True)
class PartnerNews:
    name: str
    news: News


def sentence_for(partner: PartnerNews) -> str:
    """One sentence, as the register tells it: 'Fernwold Primary is now closed.'"""
    parts = [part for part in (_part(what, told) for what, told in sorted(partner.news.items())) if part]
    return f"School register: {partner.name} {_joined(parts)}."


def sentence_for_many(partners: Iterable[PartnerNews]) -> str:
    names = sorted(partner.name for partner in partners)
    others = len(names) - NAMED
    named = ", ".join(names[:NAMED])
    return f"School register: {len(names)} partner schools have changed, {named} and {others} more."


def _part(what: str, told: list[str] | None) -> str:
    if told is None:
        return "has a new headteacher"
    before, after = told
    if what == "name":
        return f"has a new name (it was {before})"
    if what == "status":
        return f"is now {STATUSES.get(after, 'of unknown status').casefold()}"
    if what == "trust":
        return f"has joined {after}" if after else f"has left {before}"
    return f"goes on as {after}" if after else "goes on as itself"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
