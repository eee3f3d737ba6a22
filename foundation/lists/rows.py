"""How the rows of a list are drawn.

By format strings, not by a template: there, fifty rows of a dozen fields took longer than the rest of the
page together.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from django.utils.safestring import SafeString

from foundation.lists.columns import ListColumn, Reading, Row

LABELLED = 3
"""How many values a card shows under the name."""


def drawn_rows(rows: Iterable[Row], columns: Sequence[ListColumn[Row]], on: Reading) -> SafeString:
    """The rows of a `table`, with these columns. What the cells draw is taken for safe."""
    first, *others = columns
    cells = list(zip(_openings(tuple(others)), (column.cell for column in others), strict=True))
    return SafeString(
        "".join(
            f'<tr>\n<th scope="row">{first.cell(row, on)}</th>'
            f"{''.join(f'{opening}{cell(row, on)}</td>' for opening, cell in cells)}</tr>\n"
            for row in rows
        )
    )


@cache
def _openings(columns: tuple[ListColumn[Row], ...]) -> list[str]:
    """The tag that opens each column's cells. On cards the first few values are labelled, the rest left out:
    those first of all that the line under the name says already.
    """
    labelled = [column for column in columns if not column.in_meta][:LABELLED]
    return [_opening(column, column in labelled) for column in columns]


def _opening(column: ListColumn[Row], labelled: bool) -> str:
    classes = ["num"] if column.numeric else []
    classes += [] if labelled else ["table__wide"]
    classes += ["table__roomy"] if column.roomy else []
    label = f' data-label="{column.label}"' if labelled else ""
    class_ = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{label}{class_}>"
