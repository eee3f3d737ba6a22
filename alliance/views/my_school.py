"""My school: where somebody who speaks for a partner begins."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_needs import OF_STAFF
from alliance.models import Partner
from alliance.queries.agreements.record import agreements_to_sign
from alliance.queries.announcements import announcements_for
from alliance.queries.engagements import engagements_of
from alliance.queries.my_tasks import tasks_for
from alliance.queries.partner_record import PartnerRecord
from alliance.views.contact_rows import WITH_BUTTONS, contact_rows
from alliance.views.feedback.mine import surveys_of
from alliance.views.partner_facts import facts_of, head_of, need_words
from alliance.views.partner_record import hosting_context
from alliance.views.today import groups_of
from foundation.access import requires

RECENT = 10
MOST_TASKS = 5


@requires(policy.see_own_partner)
def my_school(request: HttpRequest, slug: str) -> HttpResponse:
    """Facts, contacts and engagements of one's own partner; for a trust's contact, its schools too."""
    visible = Partner.objects.visible_to(request.member).select_related(
        "school__local_authority", "school__successor", "local_authority"
    )
    own = visible.filter(pk=request.member.partner_id).first()
    if own is None:
        raise Http404("You speak for no partner here.")
    record = PartnerRecord(own, request.alliance.lead_school, timezone.localdate())
    context = {
        "page_title": own.name,
        "partner": own,
        "record": record,
        "head": head_of(record),
        "facts": facts_of(record, for_staff=False),
        "need": need_words(record) if record.need not in OF_STAFF else None,
        "contacts": contact_rows(request, own, record.contacts, record.today),
        "contact_columns": WITH_BUTTONS,
        "may_change_contacts": policy.change_contacts.test(request.member, own),
        "engagements": engagements_of(own.school)[:RECENT] if own.school else [],
        "engagement_count": record.engagements,
        **hosting_context(request, record),
        "this_year": AcademicYear.for_date(record.today),
        "schools": list(visible.current().exclude(pk=own.pk).order_by("name")),
        "agreements_to_sign": agreements_to_sign(request.member),
        "credentials_href": _credentials(request, own),
        "announcements": announcements_for(request.member),
        "waiting": groups_of(tasks_for(request.member, record.today)[:MOST_TASKS], record.today),
        "tasks_href": reverse("my_tasks", args=[slug]),
        **surveys_of(request.member),
    }
    return render(request, "alliance/my_school.html", context)


def _credentials(request: HttpRequest, partner: Partner) -> str:
    if not policy.manage_credentials.test(request.member, partner):
        return ""
    return reverse("credentials", args=[request.alliance.slug])
