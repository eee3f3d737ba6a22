"""Settings and API credentials of an alliance."""

from django.urls import path

from alliance.views import credentials, logo, settings, support_access

urlpatterns = [
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
    path("a/<slug:slug>/settings/logo/", logo.logo, name="logo"),
    path("a/<slug:slug>/settings/logo/remove/", logo.remove_logo, name="remove_logo"),
    path("a/<slug:slug>/settings/letters/", logo.replies, name="replies"),
    path("a/<slug:slug>/settings/area/", settings.served_area, name="served_area"),
    path("a/<slug:slug>/settings/area/remove/", settings.stop_serving, name="stop_serving"),
    path("a/<slug:slug>/settings/support/", support_access.support_access, name="support_access"),
    path(
        "a/<slug:slug>/settings/support/<uuid:entry_id>/end/",
        support_access.end_support_access,
        name="end_support_access",
    ),
]
