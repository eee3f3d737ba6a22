"""The links file: who came before and after whom."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from alliance.logic.register.layouts import LINKS
from alliance.logic.register.table import Cells, Rejection, read_table
from alliance.logic.register.values import BadValue


@dataclass(frozen=True)
class Link:
    """`urn` has `link_type` `linked_urn`: its successor, its predecessor, or something else."""

    urn: int
    linked_urn: int
    link_type: str
    established_on: date | None = None
    linked_name: str = ""


@dataclass(frozen=True)
class LinkTable:
    links: list[Link]
    rejections: list[Rejection]
    repaired: int


def read_links(stream: BinaryIO) -> LinkTable:
    """Raises `UnreadableFile`. A link of a school to itself, or told twice, is rejected."""
    table = read_table(stream, LINKS, key=("urn", "linked_urn", "link_type"), finish=_not_to_itself)
    links = [
        Link(
            urn=int(str(record.values["urn"])),
            linked_urn=int(str(record.values["linked_urn"])),
            link_type=str(record.values["link_type"]),
            established_on=day if isinstance(day := record.values.get("established_on"), date) else None,
            linked_name=str(record.values.get("linked_name") or ""),
        )
        for record in table.records
    ]
    return LinkTable(links, table.rejections, table.repaired)


def _not_to_itself(cells: Cells) -> Cells:
    if cells["urn"] == cells["linked_urn"]:
        raise BadValue("it links the school to itself")
    return cells


def names_from(links: list[Link]) -> dict[int, str]:
    """What the links call each linked school: the latest name, of several of one day the first by
    alphabet."""
    latest: dict[int, tuple[date, str]] = {}
    for link in sorted(links, key=lambda link: link.linked_name, reverse=True):
        told = (link.established_on or date.min, link.linked_name)
        known = latest.get(link.linked_urn)
        if link.linked_name and (known is None or told[0] >= known[0]):
            latest[link.linked_urn] = told
    return {urn: name for urn, (_, name) in latest.items()}
