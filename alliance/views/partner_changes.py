"""Changing a partner: edit, end, rejoin, follow its successor."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.partner_refusals import AlreadyPartner
from alliance.actions.partners import end_partnership, follow_successor, rejoin, update_partner
from alliance.actions.versions import ChangedMeanwhile
from alliance.forms.partners import EditPartnerForm, EndForm
from alliance.logic.academic_year import AcademicYear
from alliance.models import Partner
from alliance.queries.partner_record import PartnerRecord, reach_of
from alliance.views.partner_record import address_of, partner_of, record_of
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import differences, rebase, refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

CONFLICT_COLUMNS = [Column("Field"), Column("Saved now"), Column("You wrote")]


@requires(policy.change_partners)
def edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record = record_of(request, public_id)
    year = _year_asked(request, record)
    saved = _saved(record, year)
    initial = {**saved, "version": record.partner.version}
    form = EditPartnerForm(request.POST or None, partner=record.partner, year=year, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, record, form, 422 if form.is_bound else 200)
    try:
        version = form.cleaned_data["version"]
        update_partner(partner=record.partner, version=version, changes=form.changes(), by=request.user)
    except ChangedMeanwhile as refusal:
        rebase(form, refusal.current.version)
        refuse(form, refusal)
        return _edit_page(request, record, form, 409, differences(form, saved))
    except Refused as refusal:
        refuse(form, refusal)
        return _edit_page(request, record, form, 422)
    flash.success(request, f"{record.partner.name} saved")
    return redirect(address_of(request, "partner", record.partner))


@requires(policy.change_partners)
def end(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Asks first, naming what stops working; the page is also the dialog's way without JavaScript."""
    partner = partner_of(request, public_id)
    reach = reach_of(partner)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_partnership(partner=partner, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            undo = address_of(request, "rejoin_partner", partner)
            flash.success(request, f"The partnership with {partner.name} has ended", undo=undo)
            return redirect(address_of(request, "partner", partner))
    context = {
        "breadcrumbs": _crumbs(request, partner, "End partnership"),
        "partner": partner,
        "form": form,
        "title": f"End the partnership with {partner.name}?",
        "reach": reach,
        "people": words.listed(reach.people),
        "credentials": words.counted(reach.credentials, "API credential"),
        "back": address_of(request, "partner", partner),
    }
    return render(request, "alliance/partner/end.html", context, status=422 if form.errors else 200)


@requires(policy.change_partners)
@require_POST
def rejoin_partner(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    try:
        rejoin(partner=partner, by=request.user)
    except Refused as refusal:
        return _refused(request, partner, refusal)
    flash.success(request, f"{partner.name} is a partner again")
    return redirect(address_of(request, "partner", partner))


@requires(policy.change_partners)
@require_POST
def follow(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    try:
        moved = follow_successor(partner=partner, by=request.user)
    except Refused as refusal:
        return _refused(request, partner, refusal)
    flash.success(request, f"The record is now that of {moved.name}")
    return redirect(address_of(request, "partner", partner))


def _year_asked(request: HttpRequest, record: PartnerRecord) -> AcademicYear:
    """The year whose parts are edited: ?year=2025-26, or this one."""
    this_year = AcademicYear.for_date(record.today)
    asked = request.GET.get("year", "")
    years = [AcademicYear(start) for start in range(this_year.start - 30, this_year.start + 2)]
    return next((year for year in years if year.slug == asked), this_year)


def _saved(record: PartnerRecord, year: AcademicYear) -> dict[str, Any]:
    """The fields of the edit form as they are saved now."""
    partner = record.partner
    kinds = [kind.value for kind in dict(record.kinds).get(year, [])]
    fields = ("name", "address", "reason", "joined_on", "listed")
    return {**{name: getattr(partner, name) for name in fields}, "kinds": kinds}


def _edit_page(
    request: HttpRequest, record: PartnerRecord, form: EditPartnerForm, status: int, conflicts: Any = ()
) -> HttpResponse:
    context = {
        "breadcrumbs": _crumbs(request, record.partner, "Edit"),
        "partner": record.partner,
        "form": form,
        "page_title": f"Edit {record.partner.name}",
        "conflicts": conflicts,
        "conflict_columns": CONFLICT_COLUMNS,
        "back": address_of(request, "partner", record.partner),
    }
    return render(request, "alliance/partner/edit.html", context, status=status)


def _refused(request: HttpRequest, partner: Partner, refusal: Refused) -> HttpResponse:
    """What a button asked for and a rule refused, with the way on where there is one."""
    known = refusal.partner if isinstance(refusal, AlreadyPartner) else None
    context = {
        "breadcrumbs": _crumbs(request, partner, "Not done"),
        "partner": partner,
        "refusal": refusal,
        "known_href": address_of(request, "partner", known) if known and known.pk != partner.pk else "",
        "known_words": f"Open {known.name}" if known else "",
        "back": address_of(request, "partner", partner),
    }
    return render(request, "alliance/partner/refused.html", context, status=422)


def _crumbs(request: HttpRequest, partner: Partner, last: str) -> list[Crumb]:
    return [
        Crumb("Partners", reverse("partners", args=[request.alliance.slug])),
        Crumb(partner.name, address_of(request, "partner", partner)),
        Crumb(last),
    ]
