"""What speaks for a partner: its page, and what is recorded there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.partnership.evidence import (
    record_evidence,
    record_inspection,
    remove_evidence,
    remove_inspection,
)
from alliance.choices import EvidenceKind, Framework
from alliance.forms.partnership.evidence import EvidenceForm, InspectionForm
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.inspections import graded_in_words
from alliance.logic.partnership.specialisms import is_current
from alliance.models import Evidence, Inspection, Partner, Specialism
from alliance.queries.partner_record import PartnerRecord
from alliance.queries.partnership.evidence import evidence_of, gaps_of, inspections_of
from alliance.views.partner_record import address_of, frame_of, partner_of, record_of
from alliance.views.partnership.form_page import FormPage, answer_form
from foundation import words
from foundation.access import requires
from foundation.ui import flash
from foundation.ui.items import Column, MenuItem

SPECIALISMS = [Column("Specialist in"), Column("Proof"), Column("Counts until")]
PIECES = [Column("What"), Column("Year"), Column("Figure", numeric=True), Column("Source")]
ACTIONS = Column("Actions", hidden=True)


@dataclass(frozen=True)
class SpecialismRow:
    name: str
    kind: str
    proof: str
    proof_url: str
    state: str
    until: str
    menu: list[MenuItem]


@dataclass(frozen=True)
class InspectionRow:
    title: str
    day: str
    grades: list[tuple[str, str]]
    safeguarding: str
    source: str
    source_url: str
    remove_href: str

    @property
    def remove_label(self) -> str:
        return f"Remove: inspection of {self.day}"


@requires(policy.see_partner)
def evidence(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record = record_of(request, public_id)
    frame = frame_of(request, record, "Evidence")
    this_year, partner = AcademicYear.for_date(record.today), record.partner
    inspections, told = inspections_of(partner), evidence_of(partner, this_year)
    may_change = frame["may_change"]
    context = {
        **frame,
        "specialisms": [_specialism_row(request, partner, row, record) for row in record.specialisms],
        "specialism_columns": _columns(SPECIALISMS, may_change),
        "inspections": [_inspection_row(request, partner, row) for row in inspections],
        "frameworks": [
            MenuItem(choice.label, address_of(request, "record_inspection", partner, choice.value))
            for choice in reversed(Framework)
        ],
        "groups": [(kind, pieces) for kind, pieces in told.items() if pieces],
        "piece_columns": _columns(PIECES, may_change),
        "gaps": words.listed(gaps_of(inspections, told, this_year)) if record.leads else "",
        "missing": record.specialism_missing,
        "this_year": this_year,
    }
    return render(request, "alliance/partnership/evidence.html", context)


@requires(policy.change_partners)
def add_inspection(request: HttpRequest, slug: str, public_id: UUID, framework: str) -> HttpResponse:
    if framework not in Framework.values:
        raise Http404("Ofsted has no such framework.")
    partner, choice = partner_of(request, public_id), Framework(framework)
    return answer_form(
        request,
        partner,
        _page(request, partner, f"Record an inspection: {choice.label.lower()}"),
        lambda data: InspectionForm(data, framework=choice),
        lambda form: record_inspection(partner=partner, details=form.details(), by=request.user),
    )


@requires(policy.change_partners)
@require_POST
def drop_inspection(request: HttpRequest, slug: str, public_id: UUID, inspection_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    row = Inspection.objects.filter(partner=partner, public_id=inspection_id).first()
    if row is None:
        raise Http404("This partner has no such inspection.")
    remove_inspection(inspection=row, by=request.user)
    flash.success(request, f"The inspection of {words.day(row.inspected_on)} is removed")
    return redirect(address_of(request, "partner_evidence", partner))


@requires(policy.change_partners)
def add_evidence(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    asked = request.GET.get("kind", "")
    initial: dict[str, Any] = {"kind": asked} if asked in EvidenceKind.values else {}
    return answer_form(
        request,
        partner,
        _page(request, partner, "Record evidence"),
        lambda data: EvidenceForm(data, initial=initial),
        lambda form: record_evidence(partner=partner, details=form.details(), by=request.user),
    )


@requires(policy.change_partners)
@require_POST
def drop_evidence(request: HttpRequest, slug: str, public_id: UUID, evidence_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    row = Evidence.objects.filter(partner=partner, public_id=evidence_id).first()
    if row is None:
        raise Http404("This partner has no such evidence.")
    remove_evidence(evidence=row, by=request.user)
    flash.success(request, f"“{row.what}” removed")
    return redirect(address_of(request, "partner_evidence", partner))


def _page(request: HttpRequest, partner: Partner, title: str) -> FormPage:
    return FormPage(title, address_of(request, "partner_evidence", partner), "Evidence", submit="Record")


def _columns(columns: list[Column], may_change: bool) -> list[Column]:
    return [*columns, ACTIONS] if may_change else columns


def _specialism_row(
    request: HttpRequest, partner: Partner, row: Specialism, record: PartnerRecord
) -> SpecialismRow:
    current = is_current(row.expires_on, record.today)
    until = "No end" if row.expires_on is None else words.day(row.expires_on)
    return SpecialismRow(
        name=row.name,
        kind=row.get_kind_display(),
        proof=row.proof,
        proof_url=row.proof_url,
        state="good" if current else "bad",
        until=until if current else f"Ran out {until}",
        menu=[
            MenuItem("Edit", address_of(request, "edit_specialism", partner, row.public_id)),
            MenuItem(
                "Remove",
                address_of(request, "remove_specialism", partner, row.public_id),
                post=True,
                destructive=True,
            ),
        ],
    )


def _inspection_row(request: HttpRequest, partner: Partner, row: Inspection) -> InspectionRow:
    return InspectionRow(
        title=row.get_framework_display(),
        day=words.day(row.inspected_on),
        grades=graded_in_words(row.framework, row.grades),
        safeguarding=row.get_safeguarding_display(),
        source=row.source,
        source_url=row.source_url,
        remove_href=address_of(request, "remove_inspection", partner, row.public_id),
    )
