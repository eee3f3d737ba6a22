"""The records behind a figure: what its ids stand for today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from alliance.queries.partner_figures import partner_names, partners_of_contacts
from alliance.queries.reach import school_cards
from reporting.choices import FigureState, RecordKind
from reporting.models import Edition, Figure


@dataclass(frozen=True)
class Record:
    """A record as a list names it. `phase` draws a school's glyph; `note` says where or how many."""

    name: str
    note: str = ""
    phase: str = ""
    urn: str = ""


def figure_at(edition: Edition, position: int) -> Figure:
    """The figure at a place in the version's register. Raises `Figure.DoesNotExist`."""
    return Figure.objects.get(edition=edition, position=position)


def shows_records(figure: Figure) -> bool:
    """A hidden figure shows no records: they would say what is hidden."""
    return figure.state != FigureState.SUPPRESSED


def counted_records(figure: Figure) -> list[Record]:
    return records(figure.records, figure.counted) if shows_records(figure) else []


def not_counted_records(figure: Figure) -> list[Record]:
    """What the figure is out of, and did not count."""
    if not shows_records(figure):
        return []
    return records(figure.records, sorted(set(figure.out_of) - set(figure.counted)))


def records(kind: str, ids: Sequence[str]) -> list[Record]:
    """Names for ids, in the order of the names. Contacts are named by their partner only."""
    if kind == RecordKind.SCHOOL:
        cards = school_cards(int(urn) for urn in ids)
        known = [Record(c.name, c.authority_name, c.phase_group, str(c.urn)) for c in cards]
        missing = set(ids) - {record.urn for record in known}
        return known + [Record(f"School with URN {urn}", urn=urn) for urn in sorted(missing)]
    public_ids = [UUID(one) for one in ids]
    if kind == RecordKind.PARTNER:
        return [Record(name) for name in sorted(partner_names(public_ids).values(), key=str.casefold)]
    partners = Counter(partners_of_contacts(public_ids).values())
    return [
        Record(name, f"{number} contacts" if number > 1 else "1 contact")
        for name, number in sorted(partners.items(), key=lambda item: item[0].casefold())
    ]
