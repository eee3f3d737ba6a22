"""Addresses of imports, under those of an alliance."""

from django.urls import path

from foundation.importer import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/<slug:target>/", views.new_import, name="new_import"),
    path("new/<slug:target>/template.<slug:kind>", views.import_template, name="import_template"),
    path("<uuid:import_id>/", views.import_page, name="import"),
    path("<uuid:import_id>/columns/", views.import_columns, name="import_columns"),
    path("<uuid:import_id>/progress/", views.import_progress, name="import_progress"),
    path("<uuid:import_id>/to-mend.<slug:kind>", views.import_errors, name="import_errors"),
    path("<uuid:import_id>/apply/", views.apply_import, name="apply_import"),
    path("<uuid:import_id>/stop/", views.stop_import, name="stop_import"),
    path("<uuid:import_id>/discard/", views.discard_import, name="discard_import"),
    path("<uuid:import_id>/undo/", views.undo_import, name="undo_import"),
    path("<uuid:import_id>/erase/", views.erase_import, name="erase_import"),
]
