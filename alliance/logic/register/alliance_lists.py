"""Published lists of alliances: the teaching schools of March 2018, and the placement sites of ITT
providers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from alliance.logic.register import values
from alliance.logic.register.layouts import Column, Layout
from alliance.logic.register.table import Rejection, read_table

TEACHING_SCHOOLS = Layout(
    name="teaching schools",
    needs=("urn", "alliance", "name"),
    columns=(
        Column("URN", "urn", values.urn),
        Column("Alliance Name", "alliance", values.text(200)),
        Column("Teaching School", "name", values.text(200)),
        Column("Local Authority", "la_name", values.text(100)),
    ),
)
SITES = Layout(
    name="sites",
    needs=("urn", "provider", "name"),
    columns=(
        Column("establishment_urn", "urn", values.urn),
        Column("provider_name", "provider", values.text(200)),
        Column("establishment_name", "name", values.text(200)),
    ),
)


@dataclass(frozen=True)
class ListedSchool:
    """A school as a list names it: the alliance or provider it stands for, and its authority's name if
    told."""

    of: str
    urn: int
    name: str
    la_name: str = ""


@dataclass(frozen=True)
class ReadList:
    schools: list[ListedSchool]
    rejections: list[Rejection]


def read_teaching_schools(stream: BinaryIO) -> ReadList:
    """Headers and values may begin with spaces; an alliance has several rows when several schools lead it."""
    return _read(stream, TEACHING_SCHOOLS, of="alliance", key=("alliance", "urn"))


def read_sites(stream: BinaryIO) -> ReadList:
    """A school may be listed twice for one provider: it has several sites."""
    return _read(stream, SITES, of="provider", key=None)


def _read(stream: BinaryIO, layout: Layout, *, of: str, key: tuple[str, ...] | None) -> ReadList:
    table = read_table(stream, layout, key=key)
    schools = [
        ListedSchool(
            of=str(record.values[of]),
            urn=int(str(record.values["urn"])),
            name=str(record.values["name"]),
            la_name=str(record.values.get("la_name") or ""),
        )
        for record in table.records
    ]
    return ReadList(schools, table.rejections)


def grouped(schools: Iterable[ListedSchool]) -> dict[str, list[ListedSchool]]:
    """By what they stand for, in the order of the list."""
    groups: dict[str, list[ListedSchool]] = {}
    for school in schools:
        groups.setdefault(school.of, []).append(school)
    return groups


def likened(name: str) -> str:
    """A name without capitals and punctuation: names that are likened alike are the same."""
    kept = "".join(letter for letter in name.casefold() if letter.isalnum() or letter.isspace())
    return " ".join(kept.split())
