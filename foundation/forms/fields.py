"""How a bound field describes itself to its template: classes, ids, and what kind of group it is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList

TEXT_CLASS = "govuk-input"
CLASS_BY_WIDGET: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, TEXT_CLASS),
]


def widget_class(widget: forms.Widget) -> str:
    """The library's class for this widget; "" where it has none (hidden inputs, multi-widgets)."""
    if widget.is_hidden or isinstance(widget, forms.MultiWidget):
        return ""
    return next((name for kind, name in CLASS_BY_WIDGET if isinstance(widget, kind)), "")


def empty_message(label: str, widget: forms.Widget) -> str:
    """What to do about a field that was left empty, for forms that do not say it better themselves."""
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}” to go on"
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"Choose an answer for “{label}”"
    if isinstance(widget, forms.FileInput):
        return f"Choose a file for “{label}”"
    return f"Fill in “{label}”"


class PortalBoundField(BoundField):
    """Gives every widget its class and ties it to its hint and its error."""

    @property
    def kind(self) -> str:
        """``group`` (several inputs under a legend), ``tick`` (one checkbox) or ``single``."""
        widget = self.field.widget
        if widget.use_fieldset and not isinstance(widget, forms.FileInput):
            return "group"
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        return "single"

    @property
    def errors(self) -> ErrorList:
        """The field's errors; Django's bare "This field is required" says what to do instead."""
        errors: ErrorList = super().errors
        if not errors:
            return errors
        bare = str(forms.Field.default_error_messages["required"])
        told = [
            ValidationError(empty_message(str(self.label), self.field.widget), error.code)
            if error.code == "required" and str(error.message) == bare
            else error
            for error in errors.as_data()
        ]
        return ErrorList(told, error_class=errors.error_class, renderer=self.form.renderer)

    @property
    def is_optional(self) -> bool:
        """Whether the label says so; a field that is one of several ways to answer does not."""
        alternative = getattr(self.field, "is_alternative", False)
        return not self.field.required and self.kind == "single" and not alternative

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_hint" if self.auto_id and self.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error" if self.auto_id and self.errors else ""

    @property
    def described_by(self) -> str:
        return " ".join(part for part in (self.hint_id, self.error_id) if part)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("aria-describedby", None)
        # The browser's own bubble would keep our error summary, in our words, from ever being read.
        attrs.pop("required", None)
        if self.kind == "group":
            attrs.pop("aria-invalid", None)
        name = widget_class(widget)
        classes = [name, widget.attrs.get("class", ""), attrs.get("class", "")]
        if self.errors and name:
            classes.insert(1, f"{name}--error")
        if any(classes):
            attrs["class"] = " ".join(part for part in classes if part)
        # In a group the fieldset carries the description, or it would be read before every option.
        if self.described_by and self.kind != "group":
            attrs["aria-describedby"] = self.described_by
        return attrs
