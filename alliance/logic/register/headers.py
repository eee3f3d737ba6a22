"""Which columns of a layout a file has, and where."""

from collections import Counter
from dataclasses import dataclass

from alliance.logic.register.layouts import FULL_LISTS, LAYOUTS, Column, Layout
from alliance.logic.register.lines import UnreadableFile
from alliance.logic.register.values import Reader, cleaned


@dataclass(frozen=True)
class Header:
    """`columns` are those the layout reads, with their places; `checks` holds a reader for each place of
    known shape."""

    layout: Layout
    width: int
    names: tuple[str, ...]
    columns: tuple[tuple[int, Column], ...]
    checks: tuple[Reader | None, ...]

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(column.slot for _, column in self.columns)

    def place(self, slot: str) -> int:
        return next(at for at, column in self.columns if column.slot == slot)

    @property
    def ends_in_list(self) -> bool:
        return self.names[-1].casefold() in FULL_LISTS


def read_header(fields: tuple[str, ...], layout: Layout) -> Header:
    """Raises `UnreadableFile` when a needed column is missing or one is there twice."""
    names = tuple(cleaned(name) for name in fields)
    found = [name.casefold() for name in names]
    known = {column.header.casefold(): column for column in layout.columns}
    twice = [name for name, count in Counter(found).items() if count > 1 and name in known]
    if twice:
        raise UnreadableFile(f"The column {names[found.index(twice[0])]} is there twice.")
    places = sorted(
        ((found.index(header), column) for header, column in known.items() if header in found),
        key=lambda place: layout.columns.index(place[1]),
    )
    slots = {column.slot for _, column in places}
    for slot in layout.needs:
        if slot not in slots:
            raise UnreadableFile(_missing(slot, layout, found))
    readers = {at: column.shape or column.read for at, column in places}
    checks = tuple(readers.get(at) or layout.shapes.get(name) for at, name in enumerate(found))
    return Header(layout, len(names), names, tuple(places), checks)


def _missing(slot: str, layout: Layout, found: list[str]) -> str:
    header = next(column.header for column in layout.columns if column.slot == slot)
    sentence = f"The file has no {header} column, so it cannot be read as {layout.name}."
    for other in LAYOUTS.values():
        needed = {column.header.casefold() for column in other.columns if column.slot in other.needs}
        if other is not layout and needed <= set(found):
            return f"{sentence} It looks like {other.name}: say --layout {other.name}."
    shown = ", ".join(name for name in found[:8] if name) or "none"
    return f"{sentence} Its columns are: {shown}{' …' if len(found) > 8 else ''}."
