"""The living page of components; routed only where DEBUG is on."""

from django.urls import path

from foundation.emails import views as letters
from foundation.ui import views

app_name = "components"

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("component/<slug:name>/", views.component_page, name="component"),
    path("component/<slug:name>/alone/", views.component_alone, name="component_alone"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<slug:name>/", letters.letter, name="letter"),
    path("letters/<slug:name>/html/", letters.html_part, name="letter_html"),
    path("pages/<slug:name>/", views.example_page, name="page"),
]
