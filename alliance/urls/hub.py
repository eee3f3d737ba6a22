"""Today, search, notifications and selections: what every area shares."""

from django.urls import path

from alliance.views import (
    announcements,
    bulk,
    entry,
    getting_started,
    hub_exports,
    my_tasks,
    notifications,
    search,
    today,
)

NEWS = "a/<slug:slug>/announcements/"
ONE_OF_THEM = f"{NEWS}<uuid:announcement_id>/"
TASKS = "a/<slug:slug>/tasks/"
TASK = f"{TASKS}<uuid:task_id>/"

urlpatterns = [
    path("a/<slug:slug>/", today.today, name="today"),
    path("a/<slug:slug>/getting-started/", getting_started.getting_started, name="getting_started"),
    path("a/<slug:slug>/getting-started/<slug:step>/skip/", getting_started.skip_step, name="skip_step"),
    path(
        "a/<slug:slug>/getting-started/<slug:step>/take-up/",
        getting_started.take_up_step,
        name="take_up_step",
    ),
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
    path(NEWS, announcements.announcements, name="announcements"),
    path(f"{NEWS}announcements.csv", hub_exports.announcements, {"kind": "csv"}, name="announcements_export"),
    path(
        f"{NEWS}announcements.xlsx",
        hub_exports.announcements,
        {"kind": "xlsx"},
        name="announcements_export_xlsx",
    ),
    path(f"{NEWS}new/", announcements.new, name="new_announcement"),
    path(ONE_OF_THEM, announcements.announcement, name="announcement"),
    path(f"{ONE_OF_THEM}edit/", announcements.edit, name="edit_announcement"),
    path(f"{ONE_OF_THEM}remove/", announcements.remove, name="remove_announcement"),
    path(TASKS, my_tasks.my_tasks, name="my_tasks"),
    path(f"{TASKS}tasks.csv", hub_exports.my_tasks, {"kind": "csv"}, name="tasks_export"),
    path(f"{TASKS}tasks.xlsx", hub_exports.my_tasks, {"kind": "xlsx"}, name="tasks_export_xlsx"),
    path(f"{TASKS}new/", my_tasks.new, name="new_task"),
    path(TASK, my_tasks.task, name="task"),
    path(f"{TASK}edit/", my_tasks.edit, name="edit_task"),
    path(f"{TASK}done/", my_tasks.finish, name="finish_task"),
    path(f"{TASK}reopen/", my_tasks.reopen, name="reopen_task"),
    path(f"{TASK}remove/", my_tasks.remove, name="remove_task"),
    path("a/<slug:slug>/selected/<uuid:change_id>/", bulk.bulk_change, name="bulk_change"),
    path("a/<slug:slug>/selected/<uuid:change_id>/undo/", bulk.undo_bulk_change, name="undo_bulk_change"),
]
