"""Whether a school wants to host trainees: stated and confirmed, by staff or by the school itself."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.partnership.hosting import confirm_hosting, state_hosting
from alliance.forms.partnership.hosting import HostingForm
from alliance.models import HostingPreference, Partner
from alliance.views.partner_record import address_of, partner_of
from alliance.views.partnership.form_page import FormPage, answer_form
from foundation.access import check, requires
from foundation.ui import flash


@requires(policy.change_hosting)
def state(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, preference = _school(request, public_id)
    return answer_form(
        request,
        partner,
        FormPage("Hosting trainees", address_of(request, "partner", partner), "Record", done="Saved"),
        lambda data: HostingForm(data, initial=HostingForm.saved(preference)),
        lambda form: state_hosting(partner=partner, details=form.details(), by=request.user),
    )


@requires(policy.change_hosting)
@require_POST
def confirm(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """It is still so, today."""
    partner, preference = _school(request, public_id)
    if preference is None:
        raise Http404("This school has said nothing about hosting yet.")
    confirm_hosting(preference=preference, by=request.user)
    flash.success(request, f"{preference}: confirmed today")
    return redirect(address_of(request, "partner", partner))


def _school(request: HttpRequest, public_id: UUID) -> tuple[Partner, HostingPreference | None]:
    partner = partner_of(request, public_id)
    check(request, policy.change_hosting, partner)
    if partner.school is None:
        raise Http404("Only schools host trainees.")
    return partner, HostingPreference.objects.filter(partner=partner).first()
