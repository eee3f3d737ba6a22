"""Every address of the portal."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("alliance.api.urls")),
    path(".well-known/", include("foundation.security.urls")),
    path("", include("alliance.urls")),
    path("account/", include("allauth.urls")),
    path("", include("reporting.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("_components/", include("foundation.ui.urls")))
