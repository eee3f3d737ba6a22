"""The pages of one partner: overview, contacts, engagement, history."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from alliance import policy
from alliance.choices import Organisation
from alliance.forms.engagements import EngagementForm
from alliance.logic.academic_year import AcademicYear
from alliance.models import Engagement, Partner
from alliance.queries.engagements import engagements_of, strand_counts
from alliance.queries.partner_record import PartnerRecord, find_partner, history_of
from alliance.views.bulk import undo_of
from alliance.views.contact_rows import COLUMNS, WITH_BUTTONS, contact_rows
from alliance.views.hosting_words import hosting_words
from alliance.views.partner_facts import facts_of, head_of, kind_rows, need_words
from foundation.access import requires
from foundation.drafts.page import PageDraft
from foundation.ui.items import Crumb, MenuItem, Tab

SHORT = 5
"""Contacts on the overview."""
RECENT = 5
WHOLE_HISTORY = 500


@requires(policy.see_partner)
def partner(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record = record_of(request, public_id)
    this_year = AcademicYear.for_date(record.today)
    context = {
        **frame_of(request, record, "Overview"),
        "facts": facts_of(record, for_staff=policy.see_partners.test(request.member)),
        "kinds": kind_rows(record),
        "contacts": contact_rows(request, record.partner, record.contacts[:SHORT], record.today),
        "strands": _strands(record, this_year),
        "engagement_caption": f"Engagements in {this_year}, by kind of work",
        "this_year": this_year,
        **hosting_context(request, record),
        "timeline": history_of(record.partner, limit=RECENT),
    }
    return render(request, "alliance/partner/overview.html", context)


@requires(policy.see_partner)
def contacts(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record = record_of(request, public_id)
    frame = frame_of(request, record, "Contacts")
    context = {
        **frame,
        "contacts": contact_rows(request, record.partner, record.contacts, record.today),
        "contact_columns": WITH_BUTTONS if frame["may_change_contacts"] else COLUMNS,
    }
    return render(request, "alliance/partner/contacts.html", context)


@requires(policy.see_partner)
def engagement(request: HttpRequest, slug: str, public_id: UUID, form: Any = None) -> HttpResponse:
    """What the school took part in, and the form to record more."""
    record = record_of(request, public_id)
    if record.partner.school is None:
        raise Http404("Only schools take part in the alliance's work.")
    shown, draft = form or EngagementForm(), None
    if policy.record_engagements.test(request.member):
        draft = PageDraft(request, page=address_of(request, "partner_engagement", record.partner))
        draft.fill(shown)
    context = {
        **frame_of(request, record, "Engagement"),
        "years": _by_year(request, record.partner, engagements_of(record.partner.school)),
        "may_record": draft is not None,
        "form": shown,
        "draft": draft,
    }
    return render(request, "alliance/partner/engagement.html", context, status=422 if form else 200)


@requires(policy.see_partner)
def history(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record = record_of(request, public_id)
    context = {
        **frame_of(request, record, "History"),
        "timeline": history_of(record.partner, limit=WHOLE_HISTORY),
        "undo": undo_of(request, record.partner.pk),
        "most": WHOLE_HISTORY,
    }
    return render(request, "alliance/partner/history.html", context)


def hosting_context(request: HttpRequest, record: PartnerRecord) -> dict[str, Any]:
    """What a school says about hosting trainees; nothing of what is no school."""
    if record.partner.school is None:
        return {"hosting": None}
    return {
        "hosting": hosting_words(record.partner, record.hosting, record.today, slug=request.alliance.slug),
        "may_change_hosting": policy.change_hosting.test(request.member, record.partner),
    }


def _strands(record: PartnerRecord, year: AcademicYear) -> list[dict[str, Any]]:
    """Strand, count, last year's count, and the largest for the meters; empty for what is not a school."""
    school = record.partner.school
    if school is None:
        return []
    now, before = strand_counts(school, year), dict(strand_counts(school, year.previous))
    most = max([count for _, count in now] + [1])
    return [{"strand": strand, "now": count, "before": before[strand], "most": most} for strand, count in now]


def _by_year(
    request: HttpRequest, partner: Partner, rows: list[Engagement]
) -> list[tuple[dict[str, str], list[Engagement]]]:
    """Engagements under their academic years, newest first, each with its day and its menu."""
    years: dict[AcademicYear, list[Engagement]] = {}
    for row in rows:
        row.day = date_format(row.took_part_on, "j M Y")
        href = address_of(request, "remove_engagement", partner, row.public_id)
        row.menu = [MenuItem("Remove", href, post=True, destructive=True)]
        years.setdefault(AcademicYear.for_date(row.took_part_on), []).append(row)
    return [({"title": f"{year} · {len(found)}"}, found) for year, found in years.items()]


def partner_of(request: HttpRequest, public_id: UUID) -> Partner:
    """The partner of this id. One that the member may not see is not there: 404."""
    found = find_partner(Partner.objects.visible_to(request.member), public_id)
    if found is None:
        raise Http404("No such partner.")
    return found


def record_of(request: HttpRequest, public_id: UUID) -> PartnerRecord:
    return PartnerRecord(partner_of(request, public_id), request.alliance.lead_school, timezone.localdate())


def address_of(request: HttpRequest, name: str, partner: Partner, *more: Any) -> str:
    """The address of a page of this partner."""
    return reverse(name, args=[request.alliance.slug, partner.public_id, *more])


def frame_of(request: HttpRequest, record: PartnerRecord, tab: str) -> dict[str, Any]:
    """What every page of the record has around it: head, next action, tabs, and what the reader may do."""
    partner = record.partner
    may_change = policy.change_partners.test(request.member)
    return {
        "breadcrumbs": _crumbs(request, partner),
        "recent": partner.get_organisation_display(),
        "partner": partner,
        "record": record,
        "head": head_of(record),
        "may_change": may_change,
        "may_change_contacts": policy.change_contacts.test(request.member, partner),
        "may_import_contacts": policy.import_contacts.test(request.member),
        "menu": _menu(request, partner) if may_change else [],
        "need": need_words(record) if may_change else None,
        "tabs": _tabs(request, record, tab),
    }


def _crumbs(request: HttpRequest, partner: Partner) -> list[Crumb]:
    if policy.see_partners.test(request.member):
        return [Crumb("Partners", reverse("partners", args=[request.alliance.slug])), Crumb(partner.name)]
    return [Crumb("My school", reverse("my_school", args=[request.alliance.slug])), Crumb(partner.name)]


def _tabs(request: HttpRequest, record: PartnerRecord, current: str) -> list[Tab]:
    found = [("Overview", "partner", ""), ("Contacts", "partner_contacts", len(record.contacts))]
    found.append(("Evidence", "partner_evidence", ""))
    if policy.see_diligence.test(request.member):
        found.append(("Due diligence", "partner_diligence", ""))
    if record.partner.organisation == Organisation.SCHOOL:
        found.append(("Engagement", "partner_engagement", record.engagements))
        found.append(("School facts", "partner_facts", ""))
    found.append(("Agreements", "partner_agreements", ""))
    found.append(("Give and take", "partner_exchanges", ""))
    found.append(("History", "partner_history", ""))
    return [
        Tab(label, address_of(request, name, record.partner), count, label == current)
        for label, name, count in found
    ]


def _menu(request: HttpRequest, partner: Partner) -> list[MenuItem]:
    items = [MenuItem("Edit", address_of(request, "edit_partner", partner))]
    if partner.left_on is None:
        items.append(MenuItem("Add a contact", address_of(request, "add_contact", partner)))
        items.append(
            MenuItem("End partnership…", address_of(request, "end_partnership", partner), destructive=True)
        )
    else:
        items.append(MenuItem("Let it rejoin", address_of(request, "rejoin_partner", partner), post=True))
    return items
