"""The contacts of a partner: add, edit, verify, remove. Partner contacts may do so for their own partner."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.contacts import add_contact, remove_contact, update_contact, verify_contact
from alliance.forms.contacts import ContactForm, EditContactForm
from alliance.models import Contact, Partner
from alliance.queries.partner_record import find_contact, has_the_mailbox
from alliance.views.partner_record import address_of, partner_of
from foundation.access import check, requires
from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.change_contacts)
def add(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, draft = _partner(request, public_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = ContactForm(request.POST or None)
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            contact = add_contact(partner=partner, details=form.details(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            flash.success(request, f"{contact.name} added")
            return redirect(address_of(request, "partner_contacts", partner))
    return _form_page(request, partner, form, draft, "Add a contact", 422 if form.errors else 200)


@requires(policy.change_contacts)
def edit(request: HttpRequest, slug: str, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """One that somebody else removes meanwhile is refused with what was written, to be added anew."""
    partner, contact = _contact(request, public_id, contact_id)
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditContactForm(request.POST or None, initial=EditContactForm.saved(contact))
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, partner, form, draft, contact.name, 422 if form.is_bound else 200)

    had_mailbox = has_the_mailbox(contact, partner)
    moved = _moved(partner, form.cleaned_data["email"].lower()) if had_mailbox else ""

    def save(version: int) -> Contact:
        return update_contact(contact=contact, version=version, details=form.details(), by=request.user)

    try:
        save_versioned(form, save, lambda: EditContactForm.saved(_again(contact)))
    except ChangedMeanwhile:
        form.compare(authors_of(contact))
        return _form_page(request, partner, form, draft, contact.name, 409)
    except Refused as refusal:
        refuse(form, refusal)
        status = 409 if isinstance(refusal, GoneMeanwhile) else 422
        return _form_page(request, partner, form, draft, contact.name, status)
    draft.drop()
    flash.success(request, f"{form.cleaned_data['name']} saved{moved}")
    return redirect(address_of(request, "partner_contacts", partner))


@requires(policy.change_contacts)
@require_POST
def verify(request: HttpRequest, slug: str, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """They were asked, and are still the right person."""
    partner, contact = _contact(request, public_id, contact_id)
    try:
        verify_contact(contact=contact, by=request.user)
    except GoneMeanwhile:
        flash.warning(request, f"Somebody else has just removed {contact.name}: nothing was verified.")
    else:
        flash.success(request, f"{contact.name} verified today")
    return redirect(address_of(request, "partner_contacts", partner))


@requires(policy.change_contacts)
def remove(request: HttpRequest, slug: str, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Asks first: a name and an address cannot be brought back."""
    partner, contact = _contact(request, public_id, contact_id)
    if request.method == "POST":
        had_mailbox = remove_contact(contact=contact, by=request.user)
        moved = _moved(partner, "") if had_mailbox else ""
        flash.success(request, f"{contact.name} removed{moved}")
        return redirect(address_of(request, "partner_contacts", partner))
    context = {
        "breadcrumbs": _crumbs(request, partner, f"Remove {contact.name}"),
        "partner": partner,
        "contact": contact,
        "has_mailbox": has_the_mailbox(contact, partner),
        "title": f"Remove {contact.name}?",
        "back": address_of(request, "partner_contacts", partner),
    }
    return render(request, "alliance/partner/contact_remove.html", context)


def _moved(partner: Partner, email: str) -> str:
    """What a change of their address did to the partner's mailbox, which is that address."""
    if email == partner.mailbox:
        return ""
    where = "go to the new address, too" if email else "no longer go to their address"
    return f". Letters to {partner.name} {where}"


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


def _again(contact: Contact) -> Contact:
    """The contact as it is now. Raises GoneMeanwhile."""
    found = find_contact(contact.partner, contact.public_id)
    if found is None:
        raise GoneMeanwhile(contact.name)
    return found


def _form_page(
    request: HttpRequest, partner: Partner, form: ContactForm, draft: PageDraft, title: str, status: int
) -> HttpResponse:
    context = {
        "breadcrumbs": _crumbs(request, partner, title),
        "partner": partner,
        "form": form,
        "title": title,
        "draft": draft,
        "back": address_of(request, "partner_contacts", partner),
    }
    return render(request, "alliance/partner/contact_form.html", context, status=status)


def _crumbs(request: HttpRequest, partner: Partner, last: str) -> list[Crumb]:
    first = [Crumb("My school", reverse("my_school", args=[request.alliance.slug]))]
    if policy.see_partners.test(request.member):
        first = [Crumb("Partners", reverse("partners", args=[request.alliance.slug]))]
    return [*first, Crumb(partner.name, address_of(request, "partner_contacts", partner)), Crumb(last)]
