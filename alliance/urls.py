"""Addresses of the alliance app."""

from django.urls import path

from alliance.views import (
    account,
    contacts,
    credentials,
    engagements,
    entry,
    joining,
    my_school,
    notifications,
    operators,
    partner_adding,
    partner_changes,
    partner_map,
    partner_record,
    partners,
    people,
    people_invitations,
    schools,
<<<<<<< HEAD
    sessions,
=======
    search,
>>>>>>> 20b9de8 (Search the whole portal from the top bar)
    settings,
    theme,
    today,
)

urlpatterns = [
    path("", entry.home, name="home"),
    path("account/", account.your_account, name="your_account"),
    path("account/theme/", theme.set_theme, name="set_theme"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end_session, name="end_session"),
    path("account/sessions/end-others/", sessions.end_other_sessions, name="end_other_sessions"),
    path("account/invitations/<str:token>/", joining.invitation, name="invitation"),
    path("operator/", operators.operator_alliances, name="operator_alliances"),
    path("operator/new/", operators.new_alliance, name="new_alliance"),
    path("operator/schools/", operators.operator_schools, name="operator_schools"),
    path("a/<slug:slug>/", today.today, name="today"),
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
    path("a/<slug:slug>/my-alliance/", entry.my_alliance, name="my_alliance"),
    path("a/<slug:slug>/search/", search.search, name="search"),
    path("a/<slug:slug>/search/palette/", search.palette, name="search_palette"),
    path("a/<slug:slug>/notifications/", notifications.notifications, name="notifications"),
    path("a/<slug:slug>/notifications/read/", notifications.read_notifications, name="read_notifications"),
    path(
        "a/<slug:slug>/notifications/<uuid:notification_id>/",
        notifications.notification,
        name="notification",
    ),
    path("a/<slug:slug>/credentials/", credentials.credentials, name="credentials"),
    path("a/<slug:slug>/credentials/new/", credentials.new_credential, name="new_credential"),
    path(
        "a/<slug:slug>/credentials/<uuid:credential_id>/rotate/",
        credentials.rotate_credential,
        name="rotate_credential",
    ),
    path(
        "a/<slug:slug>/credentials/<uuid:credential_id>/revoke/",
        credentials.revoke_credential,
        name="revoke_credential",
    ),
    path("a/<slug:slug>/settings/", settings.settings, name="settings"),
    path("a/<slug:slug>/settings/colours/", settings.colours, name="colours"),
    path("a/<slug:slug>/settings/area/", settings.served_area, name="served_area"),
    path("a/<slug:slug>/settings/area/remove/", settings.stop_serving, name="stop_serving"),
    path("a/<slug:slug>/settings/people/", people.people, name="people"),
    path("a/<slug:slug>/settings/people/invited/", people_invitations.people_invited, name="people_invited"),
    path("a/<slug:slug>/settings/people/invite/", people_invitations.invite, name="invite"),
    path(
        "a/<slug:slug>/settings/people/invited/<uuid:invitation_id>/resend/",
        people_invitations.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "a/<slug:slug>/settings/people/invited/<uuid:invitation_id>/withdraw/",
        people_invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("a/<slug:slug>/settings/people/<uuid:membership_id>/", people.person, name="person"),
    path("a/<slug:slug>/settings/people/<uuid:membership_id>/end/", people.end_access, name="end_access"),
    path(
        "a/<slug:slug>/settings/people/<uuid:membership_id>/restore/",
        people.restore_access,
        name="restore_access",
    ),
]
