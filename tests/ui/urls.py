"""Only the living page."""

from django.urls import include, path

urlpatterns = [path("_components/", include("foundation.ui.urls"))]
