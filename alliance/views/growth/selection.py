"""How a prospect is judged: its assessors and their points, one's own assessment, the board's decision."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.growth.selection import (
    appoint_assessor,
    declare_conflict,
    dismiss_assessor,
    record_decision,
    score_prospect,
)
from alliance.choices import BoardAnswer, Conflict, Recommendation
from alliance.forms.growth.selection import AppointForm, AssessmentForm, DecisionForm
from alliance.models import Assessment, Criterion
from alliance.views.growth.judged import judged_of
from alliance.views.growth.papers import brought_of
from alliance.views.growth.record import address_of, crumbs_of, frame_of, prospect_of, record_of
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.see_prospects)
def selection(request: HttpRequest, slug: str, prospect_id: UUID, form: Any = None) -> HttpResponse:
    """Who judges, what they gave, what the board said; who has still to score does not see the others'."""
    record = record_of(request, prospect_id)
    judged = judged_of(record.prospect, request.user)
    may_appoint = policy.change_prospects.test(request.member) and not judged.selection.is_decided
    context = {
        **frame_of(request, record, "Selection"),
        "judged": judged,
        "brought": brought_of(record.prospect),
        "may_appoint": may_appoint,
        "form": (form or AppointForm(prospect=record.prospect)) if may_appoint else None,
        "own_href": address_of(request, "assessment", record.prospect) if judged.is_own else "",
        "rubric_href": reverse("rubric", args=[slug]) if policy.manage_growth.test(request.member) else "",
    }
    return render(request, "alliance/growth/selection.html", context, status=422 if form else 200)


@requires(policy.change_prospects)
@require_POST
def appoint(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    prospect = prospect_of(request, prospect_id)
    form = AppointForm(request.POST, prospect=prospect)
    if form.is_valid():
        assessor = form.cleaned_data["assessor"]
        try:
            appoint_assessor(prospect=prospect, assessor=assessor, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{assessor} is asked to assess {prospect.name}")
            return redirect(address_of(request, "prospect_selection", prospect))
    return selection(request, slug, prospect_id, form=form)


@requires(policy.change_prospects)
@require_POST
def dismiss(request: HttpRequest, slug: str, prospect_id: UUID, assessment_id: UUID) -> HttpResponse:
    prospect = prospect_of(request, prospect_id)
    found = Assessment.objects.select_related("prospect", "assessor").filter(prospect=prospect)
    assessment = found.filter(public_id=assessment_id).first()
    if assessment is None:
        raise Http404("This prospect has no such assessor.")
    try:
        dismiss_assessor(assessment=assessment, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, f"{assessment.assessor} is not asked any more")
    return redirect(address_of(request, "prospect_selection", prospect))


@requires(policy.assess_prospects)
def assessment(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """One's own: whoever was not asked finds nothing here."""
    own = _own(request, prospect_id)
    criteria = list(Criterion.objects.filter(rubric=own.rubric).order_by("position"))
    form = AssessmentForm(request.POST or None, criteria=criteria, initial=AssessmentForm.saved(own))
    if request.method == "POST" and form.is_valid():
        try:
            _save(own, form, request)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Your assessment of {own.prospect.name} is saved")
            return redirect(_back(request, own))
    context = {
        "page_title": f"Assess {own.prospect.name}",
        "breadcrumbs": [Crumb(own.prospect.name, _back(request, own)), Crumb("Your assessment")],
        "form": form,
        "back": _back(request, own),
    }
    return render(request, "alliance/growth/assessment.html", context, status=422 if form.errors else 200)


@requires(policy.change_prospects)
def decide(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """What the board said, as its minutes have it."""
    prospect = prospect_of(request, prospect_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "answer": BoardAnswer(form.cleaned_data["answer"])}
        try:
            decision = record_decision(prospect=prospect, **given, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{prospect.name}: {decision.get_answer_display().lower()} by the board")
            return redirect(address_of(request, "prospect", prospect))
    context = {
        "page_title": f"The board’s decision about {prospect.name}",
        "breadcrumbs": crumbs_of(request, prospect, "Board decision"),
        "form": form,
        "judged": judged_of(prospect, request.user),
        "paper_href": address_of(request, "board_paper", prospect),
        "back": address_of(request, "prospect", prospect),
    }
    return render(request, "alliance/growth/decide.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, prospect_id: UUID) -> Assessment:
    asked = Assessment.objects.select_related("prospect", "rubric", "assessor")
    found = asked.filter(prospect__public_id=prospect_id, assessor=request.user).first()
    if found is None:
        raise Http404("Nobody has asked you to assess this prospect.")
    return found


def _save(own: Assessment, form: AssessmentForm, request: HttpRequest) -> None:
    given = form.cleaned_data
    if given["conflict"] == Conflict.DECLARED:
        declare_conflict(assessment=own, note=given["conflict_note"], by=request.user)
        return
    score_prospect(
        assessment=own,
        points=form.points(),
        recommendation=Recommendation(given["recommendation"]),
        comment=given["comment"],
        by=request.user,
    )


def _back(request: HttpRequest, own: Assessment) -> str:
    """Where the assessor came from: staff from the record, the board from its papers."""
    if policy.see_prospects.test(request.member):
        return address_of(request, "prospect_selection", own.prospect)
    return reverse("board_papers", args=[request.alliance.slug])
