"""Give and take: recorded by hand, and brought by the programmes.

A programme registers a source in its `apps.py`, so that a booked place or a mentor's weeks count without
anybody writing them down twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from alliance.choices import Direction, ExchangeKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import Exchange, Partner


@dataclass(frozen=True)
class Given:
    """So much of one kind that one partner gave or took. `record` names the row behind it, for whoever asks
    where it comes from; `id` is set where staff recorded it by hand and may take it back.
    """

    partner_id: int
    direction: str
    kind: str
    quantity: Decimal
    on: date
    what: str
    record: str
    id: str = ""


class Source(Protocol):
    """What a programme registers: the exchanges of a year, of one partner where it is given."""

    def __call__(self, year: AcademicYear, *, partner_id: int | None = None) -> Iterable[Given]: ...


_SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Add a source, to be called within an alliance's scope. Registering one twice changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def exchanges(year: AcademicYear, *, partner_id: int | None = None) -> list[Given]:
    """Everything that was given and taken in `year`, from every source, the latest first."""
    found = [row for source in _SOURCES for row in source(year, partner_id=partner_id)]
    return sorted(found, key=lambda row: (row.on, row.record), reverse=True)


def recorded_by_hand(year: AcademicYear, *, partner_id: int | None = None) -> list[Given]:
    """What staff recorded. The alliance app registers this source itself."""
    rows = Exchange.objects.filter(happened_on__range=(year.first_day, year.last_day))
    if partner_id is not None:
        rows = rows.filter(partner=partner_id)
    fields = ("partner_id", "direction", "kind", "quantity", "happened_on", "what", "public_id")
    return [_given(dict(zip(fields, values, strict=True))) for values in rows.values_list(*fields)]


def _given(row: dict[str, Any]) -> Given:
    return Given(
        partner_id=row["partner_id"],
        direction=row["direction"],
        kind=row["kind"],
        quantity=row["quantity"],
        on=row["happened_on"],
        what=row["what"],
        record=f"exchange {row['public_id']}",
        id=str(row["public_id"]),
    )


@dataclass(frozen=True)
class Balance:
    """What was given and taken of one kind."""

    gives: Decimal = Decimal(0)
    takes: Decimal = Decimal(0)


def by_kind(rows: Iterable[Given]) -> dict[ExchangeKind, Balance]:
    """Of each kind that there is anything of, in the order of the code list."""
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row.kind, row.direction] += row.quantity
    return {
        kind: Balance(totals[kind, Direction.GIVES], totals[kind, Direction.TAKES])
        for kind in ExchangeKind
        if (kind, Direction.GIVES) in totals or (kind, Direction.TAKES) in totals
    }


def by_partner(rows: Iterable[Given]) -> dict[int, dict[ExchangeKind, Balance]]:
    """The same of each partner that there is anything of, by its id."""
    apart: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        apart[row.partner_id].append(row)
    return {partner: by_kind(given) for partner, given in apart.items()}


def names_of(partner_ids: Iterable[int]) -> Mapping[int, Partner]:
    """The partners of these ids."""
    return {partner.pk: partner for partner in Partner.objects.filter(pk__in=set(partner_ids))}
