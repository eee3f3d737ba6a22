"""What an announcement and a task are written into."""

from typing import Any

from django import forms
from django.utils import timezone

from alliance.actions.announcements import AnnouncementDetails
from alliance.actions.own_tasks import TaskDetails
from alliance.choices import Audience
from alliance.models import Announcement, Membership, Task, User
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm

ANNOUNCED = ("title", "body", "audience", "shows_from", "shows_until", "is_pinned")
ASKED = ("title", "details", "owner", "due_on")


class AnnouncementForm(forms.Form):
    title = forms.CharField(
        label="Title",
        max_length=150,
        help_text="What people read in their notifications, and as the subject of nothing else.",
        error_messages={"required": "Write a title."},
    )
    body = forms.CharField(
        label="Announcement",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write what you want to tell."},
    )
    audience = forms.ChoiceField(
        label="For",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom it is for."},
    )
    shows_from = DayField(label="First day", help_text="On that morning everybody it is for is told.")
    shows_until = DayField(
        label="Last day", required=False, help_text="After it nobody sees it on their first page any more."
    )
    is_pinned = forms.BooleanField(
        label="Pin it", required=False, help_text="It stays on everybody's first page, also once it is read."
    )

    def details(self) -> AnnouncementDetails:
        """What the cleaned form says, for the action."""
        given = {name: self.cleaned_data[name] for name in ANNOUNCED}
        return AnnouncementDetails(**{**given, "audience": Audience(given["audience"])})


class NewAnnouncementForm(AnnouncementForm):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"shows_from": timezone.localdate()})


class EditAnnouncementForm(VersionedForm, AnnouncementForm):
    @staticmethod
    def saved(announcement: Announcement) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {name: getattr(announcement, name) for name in (*ANNOUNCED, "version")}


class TaskForm(forms.Form):
    """Staff may give a task to anybody; everybody else writes down their own."""

    title = forms.CharField(label="What", max_length=150, error_messages={"required": "Write what to do."})
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Whose",
        empty_label=None,
        error_messages={"required": "Choose whose task it is."},
    )
    due_on = DayField(label="Due", required=False, help_text="Empty for at any time.")
    details = forms.CharField(
        label="Details", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, member: Membership, may_give: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"owner": member.user_id, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        people = Membership.objects.current().filter(alliance=member.alliance_id, user__is_active=True)
        if not may_give:
            people = people.filter(user__in={member.user_id, kwargs["initial"]["owner"]})
        owners = User.objects.filter(pk__in=people.values("user")).order_by("full_name", "email")
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField

    def task_details(self) -> TaskDetails:
        """What the cleaned form says, for the action."""
        return TaskDetails(**{name: self.cleaned_data[name] for name in ASKED})


class EditTaskForm(VersionedForm, TaskForm):
    @staticmethod
    def saved(task: Task) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {name: getattr(task, name) for name in (*ASKED, "version")} | {"owner": task.owner_id}
