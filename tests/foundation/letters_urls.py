"""The portal with the living page of components and letters, as in development."""

from django.urls import include, path

from tsa_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("_components/", include("foundation.ui.urls"))]
