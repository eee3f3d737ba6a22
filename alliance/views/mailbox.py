"""The mailbox that letters to a partner go to: named by staff, or by the partner itself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from alliance import policy
from alliance.actions.contacts import name_mailbox
from alliance.forms.contacts import MailboxForm
from alliance.models import Partner
from alliance.views.partner_record import address_of, partner_of
from alliance.views.partnership.form_page import Editing, FormPage, answer_form
from foundation.access import check, requires


@requires(policy.change_contacts)
def partner_mailbox(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    check(request, policy.change_contacts, partner)

    def saved() -> dict[str, Any]:
        return MailboxForm.saved(partner_of(request, public_id))

    def save(form: MailboxForm, version: int) -> Partner:
        mailbox = form.cleaned_data["mailbox"]
        return name_mailbox(partner=partner, version=version, mailbox=mailbox, by=request.user)

    return answer_form(
        request,
        partner,
        FormPage("Where letters go", address_of(request, "partner_contacts", partner), "Contacts"),
        lambda data: MailboxForm(data, initial=MailboxForm.saved(partner)),
        save,
        editing=Editing(partner, saved),
    )
