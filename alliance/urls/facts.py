"""Teachers and pupils of the partner schools."""

from django.urls import path

from alliance.views.facts import lists, published, record, recording

LISTS = "a/<slug:slug>/facts"
RECORD = "a/<slug:slug>/partners/<uuid:public_id>/facts"

urlpatterns = [
    path(f"{LISTS}/", lists.pupils, name="school_facts"),
    path(f"{LISTS}/pupils.csv", lists.export_pupils, {"kind": "csv"}, name="pupil_facts_export"),
    path(f"{LISTS}/pupils.xlsx", lists.export_pupils, {"kind": "xlsx"}, name="pupil_facts_export_xlsx"),
    path(f"{LISTS}/teachers/", lists.teachers, name="school_workforce"),
    path(f"{LISTS}/teachers.csv", lists.export_teachers, {"kind": "csv"}, name="teacher_facts_export"),
    path(f"{LISTS}/teachers.xlsx", lists.export_teachers, {"kind": "xlsx"}, name="teacher_facts_export_xlsx"),
    path(f"{LISTS}/published/", published.published_facts, name="published_facts"),
    path(f"{RECORD}/", record.facts, name="partner_facts"),
    path(f"{RECORD}/teachers/add/", recording.add_workforce, name="add_workforce"),
    path(f"{RECORD}/teachers/<uuid:workforce_snapshot_id>/", recording.edit_workforce, name="edit_workforce"),
    path(
        f"{RECORD}/teachers/<uuid:workforce_snapshot_id>/remove/",
        recording.remove_workforce,
        name="remove_workforce",
    ),
    path(f"{RECORD}/pupils/add/", recording.add_measure, name="add_measure"),
    path(f"{RECORD}/pupils/<uuid:pupil_measure_id>/", recording.edit_measure, name="edit_measure"),
    path(f"{RECORD}/pupils/<uuid:pupil_measure_id>/remove/", recording.remove_measure, name="remove_measure"),
    path(f"{RECORD}/pupils/<slug:measure>/<slug:group>/", record.pupil_series, name="pupil_series"),
]
