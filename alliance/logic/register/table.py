"""Reading a whole file: every row becomes a record or a rejection."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from alliance.logic.register.codes import ACADEMY_TRUST_FLAGS
from alliance.logic.register.headers import Header, read_header
from alliance.logic.register.layouts import Layout
from alliance.logic.register.lines import Line, UnreadableFile, read_lines
from alliance.logic.register.repair import realign
from alliance.logic.register.rows import Row, RowReader, split_header
from alliance.logic.register.values import BadValue, Value

Cells = dict[str, Value]
"""What one row tells, by slot; a slot whose column the file lacks is not there, an empty cell is None."""


@dataclass(frozen=True)
class Record:
    line: int
    values: Cells


@dataclass(frozen=True)
class Rejection:
    """`urn` is as it stands in the file, as far as it can be seen."""

    line: int
    urn: str
    reason: str


@dataclass
class Table:
    """`slots` are those the file has columns for; `repaired` counts rows."""

    slots: frozenset[str]
    records: list[Record] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    repaired: int = 0

    @property
    def rows(self) -> int:
        return len(self.records) + len(self.rejections)

    @property
    def newest_change(self) -> date | None:
        """The latest LastChangedDate of the file: what it was published on, or shortly before."""
        days = [
            day for record in self.records if isinstance(day := record.values.get("last_changed_on"), date)
        ]
        return max(days, default=None)


Finish = Callable[[Cells], Cells]


def read_table(
    stream: BinaryIO, layout: Layout, *, key: tuple[str, ...] | None = ("urn",), finish: Finish | None = None
) -> Table:
    """Read `stream` as `layout`.

    `key` are the slots that may not come twice, None where rows may; `finish` makes of a row's cells what is
    kept. Raises `UnreadableFile` when nothing of it can be read.
    """
    lines = read_lines(stream)
    header = read_header(split_header(_first_line(lines)), layout)
    rows = RowReader(lines, width=header.width, urn_at=header.place("urn"))
    table = Table(header.slots)
    seen: dict[tuple[Value, ...], int] = {}
    for row in rows:
        record = _record(row, header, finish or dict, table)
        if record is None:
            continue
        identity = tuple(record.values[slot] for slot in key) if key else (record.line,)
        if identity in seen:
            reason = f"it is already on line {seen[identity]}, which is the one taken"
            table.rejections.append(Rejection(record.line, str(record.values["urn"]), reason))
            continue
        seen[identity] = record.line
        table.records.append(record)
    if not table.rows:
        raise UnreadableFile("The file has a header and no rows.")
    return table


def _first_line(lines: Iterator[Line]) -> Line:
    for line in lines:
        if line.problem:
            raise UnreadableFile(f"The first line cannot be read: {line.problem}. Is this a CSV file?")
        if line.text.strip():
            return line
    raise UnreadableFile("The file is empty.")


def _record(row: Row, header: Header, finish: Finish, table: Table) -> Record | None:
    fields, repaired, problem = row.fields, row.repaired, row.problem

    def kept(aligned: tuple[str, ...]) -> Cells:
        return finish(_cells(aligned, header))

    if not problem and len(fields) != header.width:
        found = realign(fields, header, kept)
        if found:
            fields, repaired = found
        else:
            problem = f"it has {len(fields)} fields where {header.width} are expected" + _doubt(
                fields, header
            )
    try:
        if problem:
            raise BadValue(problem)
        record = Record(row.line, kept(fields))
    except BadValue as reason:
        table.rejections.append(Rejection(row.line, _urn_as_written(row.fields, header), str(reason)[:300]))
        return None
    table.repaired += bool(repaired)
    return record


def _doubt(fields: tuple[str, ...], header: Header) -> str:
    return ", and it cannot be told which belong together" if len(fields) > header.width else ""


def _cells(fields: tuple[str, ...], header: Header) -> Cells:
    """One value a slot: of alternative columns the first that says something. Raises `BadValue` naming the
    column."""
    cells: Cells = {}
    for at, column in header.columns:
        try:
            value = column.read(fields[at])
        except BadValue as reason:
            raise BadValue(f"{column.header} {reason}") from None
        if cells.get(column.slot) is None:
            cells[column.slot] = value
    for slot in header.layout.needs:
        if cells[slot] is None:
            raise BadValue(f"{header.names[header.place(slot)]} is empty")
    return cells


def _urn_as_written(fields: tuple[str, ...], header: Header) -> str:
    at = header.place("urn")
    return fields[at].strip()[:20] if at < len(fields) else ""


def school_cells(cells: Cells, digest: Callable[[int, str], str]) -> Cells:
    """What is kept of a school: its place as a pair, an academy's trust only, the head as a digest and no
    name."""
    kept = dict(cells)
    _set_place(kept)
    _set_trust(kept)
    _set_head(kept, digest)
    _set_authority(kept)
    return kept


def _set_place(kept: Cells) -> None:
    place = (kept.get("easting"), kept.get("northing"))
    if "easting" in kept and "northing" in kept and (None in place or place == (0, 0)):
        kept["easting"] = kept["northing"] = None


def _set_trust(kept: Cells) -> None:
    if "trust_flag" in kept:
        flag = str(kept.pop("trust_flag") or "").casefold()
        if flag not in ACADEMY_TRUST_FLAGS:
            kept.update({slot: None for slot in ("trust_uid", "trust_name") if slot in kept})


def _set_head(kept: Cells, digest: Callable[[int, str], str]) -> None:
    parts = [kept.pop(slot) for slot in ("head_first_name", "head_last_name") if slot in kept]
    if parts:
        kept["head_digest"] = digest(int(str(kept["urn"])), " ".join(str(part) for part in parts if part))


def _set_authority(kept: Cells) -> None:
    """The 2018 list names the authority by the first three digits of the LAESTAB, whose number may be
    missing."""
    if "laestab" in kept:
        laestab = str(kept.pop("laestab"))
        if not laestab[:3].isdigit():
            raise BadValue(f'laestab is "{laestab}", which does not begin with an authority\'s code')
        kept["la_code"] = laestab[:3]
