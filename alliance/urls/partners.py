"""Partners, their records and lists, and schools."""

from django.urls import path

from alliance.views import (
    bulk,
    contacts,
    engagements,
    mailbox,
    my_school,
    partner_adding,
    partner_changes,
    partner_map,
    partner_record,
    partners,
    saved_views,
    schools,
)

urlpatterns = [
    path("a/<slug:slug>/my-school/", my_school.my_school, name="my_school"),
    path("a/<slug:slug>/schools/find/", schools.find_schools, name="find_schools"),
    path("a/<slug:slug>/partners/", partners.partners, name="partners"),
    path("a/<slug:slug>/partners/partners.csv", partners.export, {"kind": "csv"}, name="partners_export"),
    path(
        "a/<slug:slug>/partners/partners.xlsx",
        partners.export,
        {"kind": "xlsx"},
        name="partners_export_xlsx",
    ),
    path("a/<slug:slug>/partners/print/", partners.print_partners, name="print_partners"),
    path("a/<slug:slug>/partners/select/", bulk.select_partners, name="select_partners"),
    path("a/<slug:slug>/partners/views/", saved_views.saved_views, name="saved_views"),
    path("a/<slug:slug>/partners/views/save/", saved_views.save_view, name="save_view"),
    path("a/<slug:slug>/partners/views/<uuid:view_id>/", saved_views.saved_view, name="saved_view"),
    path("a/<slug:slug>/partners/views/<uuid:view_id>/remove/", saved_views.remove_view, name="remove_view"),
    path(
        "a/<slug:slug>/partners/views/<uuid:view_id>/open/",
        saved_views.open_with_view,
        name="open_with_view",
    ),
    path("a/<slug:slug>/partners/columns/", partners.choose_columns, name="partner_columns"),
    path("a/<slug:slug>/partners/map/", partner_map.partner_map, name="partner_map"),
    path("a/<slug:slug>/partners/map/panel/", partner_map.panel, name="partner_map_panel"),
    path("a/<slug:slug>/partners/add/", partner_adding.find, name="add_partner"),
    path(
        "a/<slug:slug>/partners/add/school/<int:urn>/", partner_adding.add_school_partner, name="add_school"
    ),
    path(
        "a/<slug:slug>/partners/add/<slug:organisation>/",
        partner_adding.add_organisation_partner,
        name="add_organisation",
    ),
    path("a/<slug:slug>/partners/<uuid:public_id>/", partner_record.partner, name="partner"),
    path("a/<slug:slug>/partners/<uuid:public_id>/edit/", partner_changes.edit, name="edit_partner"),
    path("a/<slug:slug>/partners/<uuid:public_id>/end/", partner_changes.end, name="end_partnership"),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/rejoin/",
        partner_changes.rejoin_partner,
        name="rejoin_partner",
    ),
    path("a/<slug:slug>/partners/<uuid:public_id>/follow/", partner_changes.follow, name="follow_successor"),
    path("a/<slug:slug>/partners/<uuid:public_id>/history/", partner_record.history, name="partner_history"),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/contacts/", partner_record.contacts, name="partner_contacts"
    ),
    path("a/<slug:slug>/partners/<uuid:public_id>/contacts/add/", contacts.add, name="add_contact"),
    path("a/<slug:slug>/partners/<uuid:public_id>/mailbox/", mailbox.partner_mailbox, name="partner_mailbox"),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/contacts/<uuid:contact_id>/",
        contacts.edit,
        name="edit_contact",
    ),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/contacts/<uuid:contact_id>/verify/",
        contacts.verify,
        name="verify_contact",
    ),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/contacts/<uuid:contact_id>/remove/",
        contacts.remove,
        name="remove_contact",
    ),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/engagement/",
        partner_record.engagement,
        name="partner_engagement",
    ),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/engagement/record/",
        engagements.record,
        name="record_engagement",
    ),
    path(
        "a/<slug:slug>/partners/<uuid:public_id>/engagement/<uuid:engagement_id>/remove/",
        engagements.remove,
        name="remove_engagement",
    ),
]
