"""Agreements with partners, and what they begin with."""

from django.urls import path

from alliance.views.agreements import lists, record, steps, templates

ALL = "a/<slug:slug>/agreements/"
ONE = f"{ALL}<uuid:agreement_id>/"

urlpatterns = [
    path(ALL, lists.agreements, name="agreements"),
    path(f"{ALL}agreements.csv", lists.export, {"kind": "csv"}, name="agreements_export"),
    path(f"{ALL}agreements.xlsx", lists.export, {"kind": "xlsx"}, name="agreements_export_xlsx"),
    path(f"{ALL}new/", steps.new, name="new_agreement"),
    path(f"{ALL}templates/", templates.templates, name="agreement_templates"),
    path(f"{ALL}templates/new/", templates.write, name="new_agreement_template"),
    path(f"{ALL}templates/<uuid:agreement_template_id>/", templates.write, name="edit_agreement_template"),
    path(
        f"{ALL}templates/<uuid:agreement_template_id>/remove/",
        templates.remove,
        name="remove_agreement_template",
    ),
    path(ONE, record.agreement, name="agreement"),
    path(f"{ONE}obligations/", record.obligations, name="agreement_obligations"),
    path(f"{ONE}obligations/<uuid:obligation_id>/mark/", record.mark, name="mark_obligation"),
    path(f"{ONE}history/", record.history, name="agreement_history"),
    path(f"{ONE}agreement.pdf", record.pdf, name="agreement_pdf"),
    path(f"{ONE}edit/", steps.edit, name="edit_agreement"),
    path(f"{ONE}send/", steps.send, name="send_agreement"),
    path(f"{ONE}take-back/", steps.take_back, name="take_back_agreement"),
    path(f"{ONE}answer/", steps.answer, name="answer_agreement"),
    path(f"{ONE}countersign/", steps.countersign, name="countersign_agreement"),
    path(f"{ONE}renew/", steps.renew, name="renew_agreement"),
    path(f"{ONE}terminate/", steps.terminate, name="terminate_agreement"),
    path(f"{ONE}remove/", steps.remove, name="remove_agreement"),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/agreements/",
        lists.partner_agreements,
        name="partner_agreements",
    ),
]
