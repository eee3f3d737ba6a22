"""What a partner is a specialist in: add, edit, remove."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.partnership.specialisms import add_specialism, remove_specialism, update_specialism
from alliance.forms.partnership.specialisms import EditSpecialismForm, SpecialismForm
from alliance.models import Partner, Specialism
from alliance.views.partner_record import address_of, partner_of
from alliance.views.partnership.form_page import Editing, FormPage, answer_form
from foundation.access import requires
from foundation.ui import flash


@requires(policy.change_partners)
def add(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    return answer_form(
        request,
        partner,
        _page(request, partner, "Add a specialism"),
        SpecialismForm,
        lambda form: add_specialism(partner=partner, details=form.details(), by=request.user),
    )


@requires(policy.change_partners)
def edit(request: HttpRequest, slug: str, public_id: UUID, specialism_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    specialism = _specialism(partner, specialism_id)
    return answer_form(
        request,
        partner,
        _page(request, partner, specialism.name),
        lambda data: EditSpecialismForm(data, initial=EditSpecialismForm.saved(specialism)),
        lambda form, version: update_specialism(
            specialism=specialism, version=version, details=form.details(), by=request.user
        ),
        editing=Editing(specialism, lambda: EditSpecialismForm.saved(_specialism(partner, specialism_id))),
    )


@requires(policy.change_partners)
@require_POST
def remove(request: HttpRequest, slug: str, public_id: UUID, specialism_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    specialism = _specialism(partner, specialism_id)
    remove_specialism(specialism=specialism, by=request.user)
    flash.success(request, f"{specialism.name} removed")
    return redirect(address_of(request, "partner_evidence", partner))


def _specialism(partner: Partner, public_id: UUID) -> Specialism:
    found = Specialism.objects.select_related("partner").filter(partner=partner, public_id=public_id).first()
    if found is None:
        raise Http404("This partner has no such specialism.")
    return found


def _page(request: HttpRequest, partner: Partner, title: str) -> FormPage:
    return FormPage(title, address_of(request, "partner_evidence", partner), "Evidence")
