"""Tables of the document, as rows of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.logic.figures import State
from reporting.logic.snapshot import FrozenFigure


@dataclass(frozen=True)
class Row:
    """A row: its name, its cells, the id of its figure, and whether it is the total under the rule."""

    label: str
    cells: tuple[str, ...]
    register_id: str
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """`heads` names the first column, then the others; numbers stand right."""

    number: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_one_line(self) -> bool:
        """A single name and number are a sentence, and no table."""
        return len(self.rows) == 1 and len(self.rows[0].cells) == 1


def shares(
    number: str, caption: str, head: str, figures: Sequence[FrozenFigure], whole: FrozenFigure | None
) -> Table:
    """Reached, open and share, by `head`, with all schools beneath."""
    rows = [share_row(figure.label, figure) for figure in figures]
    if whole is not None:
        rows.append(share_row("All schools", whole, is_total=True))
    return Table(number, caption, (head, "Reached", "Open", "Share"), tuple(rows))


def share_row(label: str, figure: FrozenFigure, *, is_total: bool = False) -> Row:
    """A hidden figure shows what it is out of, and neither what was counted nor the share."""
    out_of = f"{figure.denominator:,}" if figure.denominator is not None else "0"
    counted = f"{figure.numerator:,}" if figure.numerator is not None else "–"
    if figure.state is State.SUPPRESSED:
        counted = figure.text
    return Row(label, (counted, out_of, figure.text), figure.register_id, is_total)


def counts(
    number: str,
    caption: str,
    heads: tuple[str, str],
    figures: Sequence[FrozenFigure],
    total: tuple[str, FrozenFigure | None],
) -> Table:
    """How many, by `heads[0]`, with the total beneath several."""
    rows = [Row(figure.label, (figure.text,), figure.register_id) for figure in figures]
    name, whole = total
    if whole is not None and len(rows) != 1:
        rows.append(Row(name, (whole.text,), whole.register_id, is_total=True))
    return Table(number, caption, heads, tuple(rows))
