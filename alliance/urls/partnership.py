"""What a partner is good at, what speaks for it, hosting, and give and take."""

from django.urls import path

from alliance.views.partnership import evidence, exchanges, hosting, specialisms

PARTNER = "a/<slug:slug>/partners/<uuid:public_id>"

urlpatterns = [
    path("a/<slug:slug>/partners/give-and-take/", exchanges.give_and_take, name="give_and_take"),
    path(
        "a/<slug:slug>/partners/give-and-take/give-and-take.csv",
        exchanges.export,
        name="give_and_take_export",
    ),
    path(f"{PARTNER}/give-and-take/", exchanges.partner_exchanges, name="partner_exchanges"),
    path(f"{PARTNER}/give-and-take/record/", exchanges.record, name="record_exchange"),
    path(f"{PARTNER}/give-and-take/<uuid:exchange_id>/remove/", exchanges.remove, name="remove_exchange"),
    path(f"{PARTNER}/hosting/", hosting.state, name="state_hosting"),
    path(f"{PARTNER}/hosting/confirm/", hosting.confirm, name="confirm_hosting"),
    path(f"{PARTNER}/evidence/", evidence.evidence, name="partner_evidence"),
    path(f"{PARTNER}/evidence/record/", evidence.add_evidence, name="add_evidence"),
    path(f"{PARTNER}/evidence/<uuid:evidence_id>/remove/", evidence.drop_evidence, name="remove_evidence"),
    path(
        f"{PARTNER}/evidence/inspections/<slug:framework>/",
        evidence.add_inspection,
        name="record_inspection",
    ),
    path(
        f"{PARTNER}/evidence/inspections/<uuid:inspection_id>/remove/",
        evidence.drop_inspection,
        name="remove_inspection",
    ),
    path(f"{PARTNER}/specialisms/add/", specialisms.add, name="add_specialism"),
    path(f"{PARTNER}/specialisms/<uuid:specialism_id>/", specialisms.edit, name="edit_specialism"),
    path(f"{PARTNER}/specialisms/<uuid:specialism_id>/remove/", specialisms.remove, name="remove_specialism"),
]
