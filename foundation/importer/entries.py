"""From the cells of a row to the values of an entry, or the sentences that say why not."""

from collections.abc import Sequence
from typing import Any

from foundation.importer.heads import column_name
from foundation.importer.models import Import, ImportRow
from foundation.importer.target import Entry, Plan, Target, cannot
from foundation.refusal import Refused


def read_entry(source: Import, row: ImportRow, target: Target) -> Entry | Plan:
    """The entry, or the plan of a row whose cells cannot all be read: everything that is wrong, at once."""
    if len(row.cells) > len(source.columns):
        return cannot(
            f"The row has {len(row.cells)} cells and the table {len(source.columns)} columns. A comma within "
            "a cell needs quotation marks around it."
        )
    values: dict[str, Any] = {}
    problems = []
    for column, key in enumerate(source.columns):
        cell = row.cells[column] if column < len(row.cells) else ""
        if not key or not cell:
            continue
        try:
            values[key] = target.field(key).parse(cell)
        except Refused as refusal:
            name = column_name(source.heads, column, has_heads=source.has_heads)
            problems.append(f"{name}: {refusal.sentence}")
    missing = [
        field.label for field in target.fields if field.required and not _given(source, row, field.key)
    ]
    problems += [f"{label} is empty. Fill it in." for label in missing]
    return cannot(" ".join(problems)) if problems else Entry(row.number, values)


def first_cells(source: Import, row: ImportRow, most: int = 3) -> str:
    """The first cells that are imported, so that somebody recognises their row."""
    shown = [cell for key, cell in zip(source.columns, row.cells, strict=False) if key and cell] or _filled(
        row.cells
    )
    return " · ".join(cell if len(cell) <= 60 else f"{cell[:59]}…" for cell in shown[:most])


def _given(source: Import, row: ImportRow, key: str) -> bool:
    return any(cell for column, cell in zip(source.columns, row.cells, strict=False) if column == key)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell]
