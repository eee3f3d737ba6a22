"""Changing a partner: edit, end, rejoin, follow its successor."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.partner_refusals import AlreadyPartner
from alliance.actions.partners import end_partnership, follow_successor, rejoin, update_partner
from alliance.forms.partners import EditPartnerForm, EndForm
from alliance.logic.academic_year import AcademicYear
from alliance.models import Partner, PartnerRole
from alliance.queries.partner_record import PartnerRecord, reach_of
from alliance.views.partner_record import address_of, partner_of, record_of
from foundation import words
from foundation.access import requires
from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.change_partners)
def edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record, draft = record_of(request, public_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    partner, year = record.partner, _year_asked(request, record)
    form = EditPartnerForm(request.POST or None, partner=partner, year=year, initial=_saved(record, year))
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, record, form, draft, 422 if form.is_bound else 200)

    def save(version: int) -> Partner:
        return update_partner(partner=partner, version=version, changes=form.changes(), by=request.user)

    try:
        save_versioned(form, save, lambda: _saved(record_of(request, public_id), year))
    except ChangedMeanwhile:
        form.compare(authors_of(partner, parts=[(PartnerRole, "partner")]))
        return _edit_page(request, record, form, draft, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _edit_page(request, record, form, draft, 422)
    draft.drop()
    flash.success(request, f"{partner.name} saved")
    return redirect(address_of(request, "partner", partner))


@requires(policy.change_partners)
def end(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Asks first, naming what stops working; the page is also the dialog's way without JavaScript."""
    partner = partner_of(request, public_id)
    form = EndForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    reach = reach_of(partner, form.cleaned_data["left_on"] if asked else timezone.localdate())
    if asked:
        try:
            end_partnership(partner=partner, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            undo = "" if reach.is_final else address_of(request, "rejoin_partner", partner)
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
        "signed": words.listed([f"“{title}”" for title in reach.signed]),
        "unsigned": words.listed([f"“{title}”" for title in reach.unsigned]),
        "asked": words.listed([f"“{title}”" for title in reach.asked]),
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
    fields = ("other_kind", "name", "address", "reason", "joined_on", "listed", "version")
    return {**{name: getattr(partner, name) for name in fields}, "kinds": kinds}


def _edit_page(
    request: HttpRequest, record: PartnerRecord, form: EditPartnerForm, draft: PageDraft, status: int
) -> HttpResponse:
    context = {
        "breadcrumbs": _crumbs(request, record.partner, "Edit"),
        "partner": record.partner,
        "form": form,
        "draft": draft,
        "page_title": f"Edit {record.partner.name}",
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
