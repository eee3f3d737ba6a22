"""Recording by hand what a school took part in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.engagements import record_engagement, remove_engagement
from alliance.choices import Strand
from alliance.forms.engagements import EngagementForm
from alliance.models import Engagement
from alliance.views.partner_record import address_of, engagement, partner_of
from foundation.access import requires
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash


@requires(policy.record_engagements)
@require_POST
def record(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    if partner.school is None:
        raise Http404("Only schools take part in the alliance's work.")
    draft = PageDraft(request, page=address_of(request, "partner_engagement", partner))
    if draft.is_asked:
        return draft.answer()
    form = EngagementForm(request.POST)
    if form.is_valid():
        given = {**form.cleaned_data, "strand": Strand(form.cleaned_data["strand"])}
        try:
            record_engagement(school=partner.school, **given, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            flash.success(request, "Engagement recorded")
            return redirect(address_of(request, "partner_engagement", partner))
    return engagement(request, slug, public_id, form=form)


@requires(policy.record_engagements)
@require_POST
def remove(request: HttpRequest, slug: str, public_id: UUID, engagement_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    school = partner.school
    found = Engagement.objects.filter(public_id=engagement_id)
    row = found.filter(school__resolved_id=school.resolved_id).first() if school else None
    if row is None:
        raise Http404("This partner has no such engagement.")
    remove_engagement(engagement=row, by=request.user)
    flash.success(request, f"“{row.description}” removed")
    return redirect(address_of(request, "partner_engagement", partner))
