"""The living page of components; routed only where DEBUG is on."""

from django.urls import path

from foundation.ui import views

app_name = "components"

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("pages/<slug:name>/", views.example_page, name="page"),
]
