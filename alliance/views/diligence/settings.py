"""Settings › Due diligence: how often, and what is checked of which kind of partner."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.diligence.checklists import change_checklist, change_cycle, restore_checklist
from alliance.choices import PartnerKind
from alliance.forms.diligence.checklists import ChecklistForm, CycleForm
from alliance.models import Alliance
from alliance.queries.diligence.checklists import checklists, own_kinds
from foundation.access import requires
from foundation.audit.authors import authors_of
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

TITLE = "Due diligence"
COLUMNS = [Column("Kind of partner"), Column("Checks"), Column("Whose")]


@requires(policy.manage_settings)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The cycle, and the way to each checklist."""
    alliance = request.alliance
    form = CycleForm(request.POST or None, initial=_cycle(alliance))
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            save_versioned(
                form,
                lambda version: change_cycle(
                    alliance=alliance, months=form.cleaned_data["months"], version=version, by=request.user
                ),
                lambda: _cycle(Alliance.objects.get(pk=alliance.pk)),
            )
        except ChangedMeanwhile:
            form.compare(authors_of(alliance))
            status = 409
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, "Cycle saved")
            return redirect("diligence_settings", slug=slug)
    own = own_kinds()
    context = {
        "page_title": TITLE,
        "breadcrumbs": _crumbs(slug),
        "form": form,
        "columns": COLUMNS,
        "rows": [
            (kind, len(lines), kind.value in own, reverse("checklist", args=[slug, kind.value]))
            for kind, lines in checklists().items()
        ],
    }
    return render(request, "alliance/diligence/settings.html", context, status=status)


@requires(policy.manage_settings)
def checklist(request: HttpRequest, slug: str, partner_kind: str) -> HttpResponse:
    """What is checked of one kind of partner; reviews that are under way keep their lines."""
    chosen = _kind(partner_kind)
    form = ChecklistForm(request.POST or None, initial=ChecklistForm.saved(checklists()[chosen]))
    if request.method == "POST" and form.is_valid():
        codes, own = form.cleaned_data["codes"], form.own_lines
        try:
            change_checklist(kind=chosen, codes=codes, own=own, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Checklist for “{chosen.label}” saved")
            return redirect("diligence_settings", slug=slug)
    context = {
        "page_title": chosen.label,
        "breadcrumbs": [*_crumbs(slug, linked=True), Crumb(str(chosen.label))],
        "form": form,
        "kind": chosen,
        "is_own": chosen.value in own_kinds(),
        "back": reverse("diligence_settings", args=[slug]),
    }
    return render(request, "alliance/diligence/checklist.html", context, status=422 if form.errors else 200)


@requires(policy.manage_settings)
@require_POST
def restore(request: HttpRequest, slug: str, partner_kind: str) -> HttpResponse:
    chosen = _kind(partner_kind)
    restore_checklist(kind=chosen, by=request.user)
    flash.success(request, f"“{chosen.label}” has the portal's checklist again")
    return redirect("diligence_settings", slug=slug)


def _kind(kind: str) -> PartnerKind:
    if kind not in PartnerKind.values:
        raise Http404("There is no such kind of partner.")
    return PartnerKind(kind)


def _cycle(alliance: Alliance) -> dict[str, int]:
    return {"months": alliance.diligence_months, "version": alliance.version}


def _crumbs(slug: str, *, linked: bool = False) -> list[Crumb]:
    here = reverse("diligence_settings", args=[slug]) if linked else ""
    return [Crumb("Settings", reverse("settings", args=[slug])), Crumb(TITLE, here)]
