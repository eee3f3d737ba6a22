"""Due diligence: the list, the tab on a partner's record, and its settings."""

from django.urls import path

from alliance.views.diligence import forms, listing, record, settings

LIST = "a/<slug:slug>/partners/due-diligence"
PARTNER = "a/<slug:slug>/partners/<uuid:public_id>/due-diligence"
SETTINGS = "a/<slug:slug>/settings/due-diligence"

urlpatterns = [
    path(f"{LIST}/", listing.diligence, name="diligence"),
    path(f"{LIST}/due-diligence.csv", listing.export, {"kind": "csv"}, name="diligence_export"),
    path(f"{LIST}/due-diligence.xlsx", listing.export, {"kind": "xlsx"}, name="diligence_export_xlsx"),
    path(f"{PARTNER}/", record.diligence, name="partner_diligence"),
    path(f"{PARTNER}/ask/", record.ask, name="ask_for_diligence"),
    path(f"{PARTNER}/begin/", record.begin, name="begin_diligence"),
    path(f"{PARTNER}/checks/<uuid:check_id>/", forms.answer, name="answer_check"),
    path(f"{PARTNER}/decide/", forms.decide, name="decide_diligence"),
    path(f"{PARTNER}/waiver/", forms.waiver, name="ask_for_waiver"),
    path(f"{PARTNER}/waiver/approve/", record.approve, name="approve_waiver"),
    path(f"{PARTNER}/waiver/turn-down/", record.turn_down, name="turn_down_waiver"),
    path(f"{PARTNER}/actions/add/", forms.action, name="add_diligence_action"),
    path(f"{PARTNER}/actions/<uuid:action_id>/done/", record.finish, name="finish_diligence_action"),
    path(f"{SETTINGS}/", settings.settings, name="diligence_settings"),
    path(f"{SETTINGS}/<slug:partner_kind>/", settings.checklist, name="checklist"),
    path(f"{SETTINGS}/<slug:partner_kind>/restore/", settings.restore, name="restore_checklist"),
]
