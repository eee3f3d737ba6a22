"""The calendar: its pages, dates and terms, and the feeds that calendar programs read."""

from django.urls import path

from alliance.views import hub_exports
from alliance.views.calendar import entries, feeds, pages, terms

CALENDAR = "a/<slug:slug>/calendar/"

urlpatterns = [
    path(CALENDAR, pages.calendar, name="calendar"),
    path(f"{CALENDAR}dates.csv", hub_exports.calendar, {"kind": "csv"}, name="calendar_export"),
    path(f"{CALENDAR}dates.xlsx", hub_exports.calendar, {"kind": "xlsx"}, name="calendar_export_xlsx"),
    path(f"{CALENDAR}item.ics", pages.item_file, name="calendar_item_file"),
    path(f"{CALENDAR}new/", entries.new, name="new_calendar_entry"),
    path(f"{CALENDAR}dates/<uuid:date_id>/", entries.entry, name="calendar_entry"),
    path(f"{CALENDAR}dates/<uuid:date_id>/edit/", entries.edit, name="edit_calendar_entry"),
    path(f"{CALENDAR}dates/<uuid:date_id>/remove/", entries.remove, name="remove_calendar_entry"),
    path(f"{CALENDAR}terms/", terms.term_dates, name="term_dates"),
    path(f"{CALENDAR}terms/<uuid:term_id>/", terms.edit, name="edit_term"),
    path(f"{CALENDAR}terms/<uuid:term_id>/remove/", terms.remove, name="remove_term"),
    path(f"{CALENDAR}feed/", feeds.my_feed, name="calendar_feed"),
    path(f"{CALENDAR}feed/make/", feeds.make, name="make_calendar_feed"),
    path(f"{CALENDAR}feed/revoke/", feeds.revoke, name="revoke_calendar_feed"),
    path("p/<slug:slug>/calendar/<str:token>.ics", feeds.read, name="read_calendar_feed"),
]
