"""Every address of the portal."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("alliance.api.urls")),
    path(".well-known/", include("foundation.security.urls")),
    path("a/<slug:slug>/imports/", include("foundation.importer.urls")),
    path("", include("alliance.urls")),
    path("account/", include("allauth.urls")),
    path("", include("reporting.urls")),
]

handler400 = "foundation.errors.views.bad_request"
handler403 = "alliance.views.errors.forbidden"
handler404 = "foundation.errors.views.not_found"
handler429 = "foundation.errors.views.too_many"  # allauth's limits on attempts
handler500 = "foundation.errors.views.server_error"

if settings.DEBUG:
    urlpatterns.append(path("_components/", include("foundation.ui.urls")))
