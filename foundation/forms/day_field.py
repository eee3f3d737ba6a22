"""The date field of every form."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from foundation.forms.days import NotADay, read_day


class DayField(forms.CharField):
    """Takes a day however people write it, and gives a `date` or None."""

    default_error_messages = {"required": "Write a date, such as 3/2/26."}

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
        )
        super().__init__(required=required, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A day is shown as it would be typed: 3/2/2026."""
        if isinstance(value, datetime):
            value = timezone.localtime(value).date()
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_day(text, timezone.localdate())
        except NotADay as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
