"""Recording, changing and removing what a school or alliance staff say of teachers and pupils."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.facts import measures, workforce
from alliance.forms.facts.measures import EditMeasureForm, MeasureForm
from alliance.forms.facts.workforce import EditWorkforceForm, WorkforceForm
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import MEASURES
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from alliance.queries.facts.record import find_measure, find_snapshot
from alliance.views.facts.record import school_or_404, source_of
from alliance.views.partner_record import address_of, partner_of
from foundation.access import check, requires
from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import VersionedForm, save_versioned
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Crumb

TEACHERS = "The groups add up to the teachers, so that everybody is somewhere."
PUPILS = "Where there is no figure, say so: not published and hidden are not the same as zero."


@requires(policy.change_facts)
def add_workforce(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, draft = _school(request, public_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = WorkforceForm(request.POST or None, today=timezone.localdate())

    def save() -> WorkforceSnapshot:
        return workforce.record_workforce(
            partner=partner, details=form.details(), source=source_of(request), by=request.user
        )

    return _adding(request, partner, form, draft, save, "Record teachers", TEACHERS)


@requires(policy.change_facts)
def add_measure(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, draft = _school(request, public_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = MeasureForm(request.POST or None, today=timezone.localdate())

    def save() -> PupilMeasure:
        return measures.record_measure(
            partner=partner, details=form.details(), source=source_of(request), by=request.user
        )

    return _adding(request, partner, form, draft, save, "Record a figure about pupils", PUPILS)


@requires(policy.change_facts)
def edit_workforce(
    request: HttpRequest, slug: str, public_id: UUID, workforce_snapshot_id: UUID
) -> HttpResponse:
    partner, snapshot = _snapshot(request, public_id, workforce_snapshot_id)
    form = EditWorkforceForm(
        request.POST or None, initial=EditWorkforceForm.saved(snapshot), today=timezone.localdate()
    )

    def save(version: int) -> WorkforceSnapshot:
        return workforce.change_workforce(
            snapshot=snapshot,
            version=version,
            details=form.details(),
            source=source_of(request),
            by=request.user,
        )

    def again() -> dict[str, Any]:
        return EditWorkforceForm.saved(_snapshot(request, public_id, workforce_snapshot_id)[1])

    return _changing(request, partner, snapshot, form, save, again, f"Teachers, {snapshot}", TEACHERS)


@requires(policy.change_facts)
def edit_measure(request: HttpRequest, slug: str, public_id: UUID, pupil_measure_id: UUID) -> HttpResponse:
    partner, measure = _measure(request, public_id, pupil_measure_id)
    form = EditMeasureForm(
        request.POST or None, initial=EditMeasureForm.saved(measure), today=timezone.localdate()
    )

    def save(version: int) -> PupilMeasure:
        return measures.change_measure(
            measure=measure,
            version=version,
            details=form.details(),
            source=source_of(request),
            by=request.user,
        )

    def again() -> dict[str, Any]:
        return EditMeasureForm.saved(_measure(request, public_id, pupil_measure_id)[1])

    return _changing(request, partner, measure, form, save, again, _name(measure), PUPILS)


@requires(policy.change_facts)
@require_POST
def remove_workforce(
    request: HttpRequest, slug: str, public_id: UUID, workforce_snapshot_id: UUID
) -> HttpResponse:
    partner, snapshot = _snapshot(request, public_id, workforce_snapshot_id)
    return _removing(
        request,
        partner,
        lambda: workforce.remove_workforce(snapshot=snapshot, source=source_of(request), by=request.user),
        f"Teachers of {snapshot}",
    )


@requires(policy.change_facts)
@require_POST
def remove_measure(request: HttpRequest, slug: str, public_id: UUID, pupil_measure_id: UUID) -> HttpResponse:
    partner, measure = _measure(request, public_id, pupil_measure_id)
    return _removing(
        request,
        partner,
        lambda: measures.remove_measure(measure=measure, source=source_of(request), by=request.user),
        _name(measure),
    )


def _adding(
    request: HttpRequest,
    partner: Partner,
    form: Form,
    draft: PageDraft,
    save: Callable[[], Any],
    title: str,
    why: str,
) -> HttpResponse:
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            flash.success(request, f"Recorded for {partner.name}")
            return redirect(address_of(request, "partner_facts", partner))
    return _page(request, partner, form, draft, title, why, 422 if form.errors else 200)


def _changing(
    request: HttpRequest,
    partner: Partner,
    fact: WorkforceSnapshot | PupilMeasure,
    form: VersionedForm,
    save: Callable[[int], Any],
    again: Callable[[], dict[str, Any]],
    title: str,
    why: str,
) -> HttpResponse:
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _page(request, partner, form, draft, title, why, 422 if form.is_bound else 200)
    try:
        save_versioned(form, save, again)
    except ChangedMeanwhile:
        form.compare(authors_of(fact))
        return _page(request, partner, form, draft, title, why, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, partner, form, draft, title, why, 422)
    draft.drop()
    flash.success(request, f"{title} saved")
    return redirect(address_of(request, "partner_facts", partner))


def _removing(request: HttpRequest, partner: Partner, remove: Callable[[], None], what: str) -> HttpResponse:
    try:
        remove()
    except GoneMeanwhile:
        flash.warning(request, f"Somebody else has just removed {what}.")
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, f"{what} removed")
    return redirect(address_of(request, "partner_facts", partner))


def _page(
    request: HttpRequest,
    partner: Partner,
    form: Form,
    draft: PageDraft,
    title: str,
    why: str,
    status: int,
) -> HttpResponse:
    back = address_of(request, "partner_facts", partner)
    staff = policy.see_partners.test(request.member)
    name, label = ("partners", "Partners") if staff else ("my_school", "My school")
    context = {
        "breadcrumbs": [
            Crumb(label, reverse(name, args=[request.alliance.slug])),
            Crumb(partner.name, back),
            Crumb(title),
        ],
        "page_title": title,
        "partner": partner,
        "form": form,
        "draft": draft,
        "title": title,
        "why": why,
        "back": back,
    }
    return render(request, "alliance/facts/form.html", context, status=status)


def _school(request: HttpRequest, public_id: UUID) -> Partner:
    partner = school_or_404(partner_of(request, public_id))
    check(request, policy.change_facts, partner)
    return partner


def _snapshot(request: HttpRequest, public_id: UUID, fact_id: UUID) -> tuple[Partner, WorkforceSnapshot]:
    partner = _school(request, public_id)
    found = find_snapshot(partner, fact_id)
    if found is None:
        raise Http404("This school has no such snapshot.")
    return partner, found


def _measure(request: HttpRequest, public_id: UUID, fact_id: UUID) -> tuple[Partner, PupilMeasure]:
    partner = _school(request, public_id)
    found = find_measure(partner, fact_id)
    if found is None:
        raise Http404("This school has no such figure.")
    return partner, found


def _name(measure: PupilMeasure) -> str:
    return f"{MEASURES[measure.measure].label}, {AcademicYear(measure.academic_year)}"
