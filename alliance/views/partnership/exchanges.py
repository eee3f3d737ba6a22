"""Give and take: of one partner, and of the alliance as a whole."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.partnership.exchanges import record_exchange, remove_exchange
from alliance.choices import Direction, ExchangeKind
from alliance.forms.partnership.exchanges import ExchangeForm
from alliance.logic.academic_year import AcademicYear
from alliance.models import Exchange, Partner
from alliance.queries.partnership.exchanges import (
    Balance,
    Given,
    by_kind,
    by_partner,
    exchanges,
    names_of,
)
from alliance.views.partner_record import address_of, frame_of, partner_of, record_of
from alliance.views.partnership.form_page import FormPage, answer_form
from foundation import words
from foundation.access import requires
from foundation.charts import Pair, PairedBars, Value, in_two_widths
from foundation.exports import export_response
from foundation.ui import flash
from foundation.ui.items import Column, Crumb, MenuItem, Tab

YEARS_BACK = 4
ROWS = [Column("What"), Column("Kind"), Column("How much", numeric=True), Column("Date")]
ACTIONS = Column("Actions", hidden=True)
HEADS = ("Partner", "Kind", "Gives", "Takes", "Academic year")


@requires(policy.see_partner)
def partner_exchanges(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What one partner gave and took in a year: the chart, its table, and the rows behind it."""
    record = record_of(request, public_id)
    frame = frame_of(request, record, "Give and take")
    this_year = AcademicYear.for_date(record.today)
    year = _year(request, this_year)
    rows = exchanges(year, partner_id=record.partner.pk)
    context = {
        **frame,
        **_chart(by_kind(rows), f"What {record.partner.name} gives and takes, {year}"),
        "year": year,
        "years": _years(request.path, this_year, year),
        "rows": [_row(request, record.partner, row) for row in rows],
        "columns": [*ROWS, ACTIONS] if frame["may_change"] else ROWS,
    }
    return render(request, "alliance/partnership/exchanges.html", context)


@requires(policy.see_partners)
def give_and_take(request: HttpRequest, slug: str) -> HttpResponse:
    """What all partners together, and each of them, gave and took in a year."""
    this_year = AcademicYear.for_date(timezone.localdate())
    year = _year(request, this_year)
    rows = exchanges(year)
    apart = by_partner(rows)
    kinds = list(by_kind(rows))
    export = reverse("give_and_take_export", args=[slug])
    context = {
        **_chart(by_kind(rows), f"What the partners give and take, {year}"),
        "page_title": "Give and take",
        "breadcrumbs": [Crumb("Partners", reverse("partners", args=[slug])), Crumb("Give and take")],
        "summary": f"{words.counted(len(apart), 'partner')} gave or took something in {year}",
        "year": year,
        "years": _years(request.path, this_year, year),
        "columns": [Column("Partner"), *(Column(str(kind.label), numeric=True) for kind in kinds)],
        "partners": _partners(slug, apart, kinds),
        "export_href": f"{export}?year={year.slug}",
    }
    return render(request, "alliance/partnership/give_and_take.html", context)


@requires(policy.export_partners)
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """A row for each partner and kind, as csv."""
    year = _year(request, AcademicYear.for_date(timezone.localdate()))
    apart = by_partner(exchanges(year))
    names = names_of(apart)
    rows = (
        [names[pk].name, str(kind.label), balance.gives, balance.takes, str(year)]
        for pk in sorted(apart, key=lambda pk: (names[pk].name, pk))
        for kind, balance in apart[pk].items()
    )
    return export_response("csv", f"give-and-take-{slug}-{year.slug}", list(HEADS), rows)


@requires(policy.change_partners)
def record(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    return answer_form(
        request,
        partner,
        FormPage(
            "Record give or take",
            address_of(request, "partner_exchanges", partner),
            "Give and take",
            submit="Record",
            done="Recorded",
        ),
        ExchangeForm,
        lambda form: record_exchange(partner=partner, details=form.details(), by=request.user),
    )


@requires(policy.change_partners)
@require_POST
def remove(request: HttpRequest, slug: str, public_id: UUID, exchange_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    row = Exchange.objects.filter(partner=partner, public_id=exchange_id).first()
    if row is None:
        raise Http404("This partner has no such give or take.")
    remove_exchange(exchange=row, by=request.user)
    flash.success(request, f"“{row.what}” removed")
    return redirect(address_of(request, "partner_exchanges", partner))


def _year(request: HttpRequest, this_year: AcademicYear) -> AcademicYear:
    """The year the address asks for: ?year=2025-26, or this one."""
    asked = request.GET.get("year", "")
    years = (AcademicYear(this_year.start - back) for back in range(YEARS_BACK + 1))
    return next((year for year in years if year.slug == asked), this_year)


def _years(path: str, this_year: AcademicYear, current: AcademicYear) -> list[Tab]:
    years = [AcademicYear(this_year.start - back) for back in range(YEARS_BACK + 1)]
    return [Tab(str(year), f"{path}?year={year.slug}", current=year == current) for year in years]


def _chart(balances: Mapping[ExchangeKind, Balance], description: str) -> dict[str, Any]:
    """The paired bars and their table; nothing where there is nothing to draw."""
    if not balances:
        return {"chart": "", "chart_table": None}
    chart = PairedBars(
        title="Give and take",
        description=description,
        left=Direction.GIVES.label,
        right=Direction.TAKES.label,
        head="Kind",
        pairs=tuple(
            Pair(str(kind.label), _value(balance.gives), _value(balance.takes))
            for kind, balance in balances.items()
        ),
        width=600,
    )
    return {"chart": in_two_widths(chart, 600), "chart_table": chart.table()}


def _value(quantity: Decimal) -> Value:
    return Value.of(float(quantity), _plain(quantity))


def _plain(quantity: Decimal) -> str:
    """12, or 0.5."""
    return f"{quantity:,.1f}".removesuffix(".0")


def _row(request: HttpRequest, partner: Partner, row: Given) -> dict[str, Any]:
    href = address_of(request, "remove_exchange", partner, row.id) if row.id else ""
    verb = str(Direction(row.direction).label)
    return {
        "what": row.what,
        "kind": f"{verb}: {ExchangeKind(row.kind).label.lower()}",
        "quantity": _plain(row.quantity),
        "day": words.day(row.on),
        "menu": [MenuItem("Remove", href, post=True, destructive=True)] if href else [],
    }


def _partners(
    slug: str, apart: Mapping[int, Mapping[ExchangeKind, Balance]], kinds: Iterable[ExchangeKind]
) -> list[dict[str, Any]]:
    """By name; of each kind what was given and taken, or nothing."""
    names, found = names_of(apart), []
    for pk in sorted(apart, key=lambda pk: (names[pk].name, pk)):
        cells = []
        for kind in kinds:
            balance = apart[pk].get(kind)
            said = f"{_plain(balance.gives)} / {_plain(balance.takes)}" if balance else ""
            cells.append((kind.label, said))
        href = reverse("partner_exchanges", args=[slug, names[pk].public_id])
        found.append({"name": names[pk].name, "href": href, "cells": cells})
    return found
