"""The contacts of a partner: add, edit, verify, remove. Partner contacts may do so for their own partner."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.contacts import add_contact, remove_contact, update_contact, verify_contact
from alliance.actions.versions import ChangedMeanwhile
from alliance.forms.contacts import ContactForm, saved_contact
from alliance.models import Contact, Partner
from alliance.queries.partner_record import find_contact
from alliance.views.partner_changes import CONFLICT_COLUMNS
from alliance.views.partner_record import address_of, partner_of
from foundation.access import check, requires
from foundation.forms.refusals import differences, rebase, refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.change_contacts)
def add(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = _partner(request, public_id)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = add_contact(partner=partner, details=form.details(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{contact.name} added")
            return redirect(address_of(request, "partner_contacts", partner))
    return _form_page(request, partner, form, "Add a contact", 422 if form.errors else 200)


@requires(policy.change_contacts)
def edit(request: HttpRequest, slug: str, public_id: UUID, contact_id: UUID) -> HttpResponse:
    partner, contact = _contact(request, public_id, contact_id)
    form = ContactForm.of(contact, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, partner, form, contact.name, 422 if form.is_bound else 200)
    try:
        version = form.cleaned_data["version"] or 0
        update_contact(contact=contact, version=version, details=form.details(), by=request.user)
    except ChangedMeanwhile as refusal:
        rebase(form, refusal.current.version)
        refuse(form, refusal)
        conflicts = differences(form, saved_contact(contact))
        return _form_page(request, partner, form, contact.name, 409, conflicts)
    except Refused as refusal:
        refuse(form, refusal)
        return _form_page(request, partner, form, contact.name, 422)
    flash.success(request, f"{form.cleaned_data['name']} saved")
    return redirect(address_of(request, "partner_contacts", partner))


@requires(policy.change_contacts)
@require_POST
def verify(request: HttpRequest, slug: str, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """They were asked, and are still the right person."""
    partner, contact = _contact(request, public_id, contact_id)
    verify_contact(contact=contact, by=request.user)
    flash.success(request, f"{contact.name} verified today")
    return redirect(address_of(request, "partner_contacts", partner))


@requires(policy.change_contacts)
def remove(request: HttpRequest, slug: str, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Asks first: a name and an address cannot be brought back."""
    partner, contact = _contact(request, public_id, contact_id)
    if request.method == "POST":
        remove_contact(contact=contact, by=request.user)
        flash.success(request, f"{contact.name} removed")
        return redirect(address_of(request, "partner_contacts", partner))
    context = {
        "breadcrumbs": _crumbs(request, partner, f"Remove {contact.name}"),
        "partner": partner,
        "contact": contact,
        "title": f"Remove {contact.name}?",
        "back": address_of(request, "partner_contacts", partner),
    }
    return render(request, "alliance/partner/contact_remove.html", context)


def _partner(request: HttpRequest, public_id: UUID) -> Partner:
    partner = partner_of(request, public_id)
    check(request, policy.change_contacts, partner)
    return partner


def _contact(request: HttpRequest, public_id: UUID, contact_id: UUID) -> tuple[Partner, Contact]:
    partner = _partner(request, public_id)
    contact = find_contact(partner, contact_id)
    if contact is None:
        raise Http404("This partner has no such contact.")
    return partner, contact


def _form_page(
    request: HttpRequest, partner: Partner, form: ContactForm, title: str, status: int, conflicts: Any = ()
) -> HttpResponse:
    context = {
        "breadcrumbs": _crumbs(request, partner, title),
        "partner": partner,
        "form": form,
        "title": title,
        "conflicts": conflicts,
        "conflict_columns": CONFLICT_COLUMNS,
        "back": address_of(request, "partner_contacts", partner),
    }
    return render(request, "alliance/partner/contact_form.html", context, status=status)


def _crumbs(request: HttpRequest, partner: Partner, last: str) -> list[Crumb]:
    first = [Crumb("My school", reverse("my_school", args=[request.alliance.slug]))]
    if policy.see_partners.test(request.member):
        first = [Crumb("Partners", reverse("partners", args=[request.alliance.slug]))]
    return [*first, Crumb(partner.name, address_of(request, "partner_contacts", partner)), Crumb(last)]
