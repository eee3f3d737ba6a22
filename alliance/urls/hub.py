"""Today, search, notifications and selections: what every area shares."""

from django.urls import path

from alliance.views import bulk, entry, notifications, search, today

urlpatterns = [
    path("a/<slug:slug>/", today.today, name="today"),
    path("a/<slug:slug>/my-alliance/", entry.my_alliance, name="my_alliance"),
    path("a/<slug:slug>/search/", search.search, name="search"),
    path("a/<slug:slug>/search/palette/", search.palette, name="search_palette"),
    path("a/<slug:slug>/notifications/", notifications.notifications, name="notifications"),
    path("a/<slug:slug>/notifications/latest/", notifications.latest, name="latest_notifications"),
    path(
        "a/<slug:slug>/notifications/choices/",
        notifications.notification_choices,
        name="notification_choices",
    ),
    path("a/<slug:slug>/notifications/read/", notifications.read_notifications, name="read_notifications"),
    path(
        "a/<slug:slug>/notifications/<uuid:notification_id>/",
        notifications.notification,
        name="notification",
    ),
    path("a/<slug:slug>/selected/<uuid:change_id>/", bulk.bulk_change, name="bulk_change"),
    path("a/<slug:slug>/selected/<uuid:change_id>/undo/", bulk.undo_bulk_change, name="undo_bulk_change"),
]
