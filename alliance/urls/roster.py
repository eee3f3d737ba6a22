"""The people of the partners, and their personal data."""

from django.urls import path

from alliance.views.roster import changes, duplicates, listing, log_ins, personal, record

PEOPLE = "a/<slug:slug>/people"
PERSON = f"{PEOPLE}/<uuid:person_id>"
WORK = f"{PERSON}/employments/<uuid:employment_id>"
PAIR = f"{PEOPLE}/duplicates/<uuid:person_id>/<uuid:other_id>"

urlpatterns = [
    path(f"{PEOPLE}/", listing.roster, name="roster"),
    path(f"{PEOPLE}/people.csv", listing.export, {"kind": "csv"}, name="roster_export"),
    path(f"{PEOPLE}/people.xlsx", listing.export, {"kind": "xlsx"}, name="roster_export_xlsx"),
    path(f"{PEOPLE}/print/", listing.print_roster, name="print_roster"),
    path(f"{PEOPLE}/columns/", listing.choose_columns, name="roster_columns"),
    path(f"{PEOPLE}/add/", changes.add, name="add_to_roster"),
    path(f"{PEOPLE}/duplicates/", duplicates.duplicates, name="likely_duplicates"),
    path(f"{PAIR}/", duplicates.compare, name="compare_people"),
    path(f"{PAIR}/two/", duplicates.two_people, name="two_people"),
    path(f"{PEOPLE}/merges/<uuid:merge_id>/undo/", duplicates.undo, name="undo_merge"),
    path(f"{PERSON}/", record.roster_person, name="roster_person"),
    path(f"{PERSON}/employments/", record.roster_employments, name="roster_employments"),
    path(f"{PERSON}/history/", record.roster_history, name="roster_history"),
    path(f"{PERSON}/edit/", changes.edit, name="edit_roster_person"),
    path(f"{PERSON}/employments/add/", changes.add_work, name="add_employment"),
    path(f"{WORK}/edit/", changes.edit_work, name="edit_employment"),
    path(f"{WORK}/end/", changes.end_work, name="end_employment"),
    path(f"{WORK}/move/", changes.move, name="move_employment"),
    path(f"{PERSON}/log-in/", log_ins.person_log_in, name="person_log_in"),
    path(f"{PERSON}/log-in/<uuid:membership_id>/", log_ins.link, name="link_log_in"),
    path(f"{PERSON}/log-in/<uuid:membership_id>/unlink/", log_ins.unlink, name="unlink_log_in"),
    path(f"{PERSON}/data/", personal.personal_data, name="personal_data"),
    path(f"{PERSON}/data/copy/", personal.make_copy, name="ask_for_copy"),
    path(f"{PERSON}/data/copy/<uuid:copy_id>/", personal.fetch, name="fetch_copy"),
    path(f"{PERSON}/data/erase/", personal.erase, name="erase_person"),
    path("a/<slug:slug>/settings/retention/", personal.retention, name="retention"),
]
