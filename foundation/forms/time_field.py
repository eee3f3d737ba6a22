"""The time field of every form."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

WRITTEN = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))? ?(am|pm)?")


class TimeOfDayField(forms.CharField):
    """Takes a time however people write it (16:00, 4pm, 9.30, 0930), and gives a `time` or None."""

    default_error_messages = {"invalid": "Write a time, such as 16:00 or 4.30pm."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = WRITTEN.fullmatch(text.strip().lower())
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hours, minutes, half = int(found[1]), int(found[2] or 0), found[3]
        if half:
            hours = hours % 12 + (12 if half == "pm" else 0) if 1 <= hours <= 12 else 24
        try:
            return time(hours, minutes)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
