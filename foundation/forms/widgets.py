"""Widgets the portal adds to Django's own."""

from collections.abc import Mapping
from typing import Any

from django import forms


class Autocomplete(forms.TextInput):
    """A text field that suggests while one types, and stays a text field without JavaScript.

    ``url`` answers ``?q=text`` with JSON ``{"results": [{"value", "label", "hint"}]}``. A chosen suggestion
    sends its ``value``; text typed without choosing is sent as typed, so the form's clean method
    resolves either one.
    """

    template_name = "forms/autocomplete.html"

    def __init__(self, *, url: str = "", shown: str = "", attrs: dict[str, Any] | None = None) -> None:
        self.url = url
        self.shown = shown
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(url=str(self.url), shown=self.shown or context["widget"]["value"] or "")
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(f"{name}_value") or data.get(name)


class Scale(forms.RadioSelect):
    """Radio buttons of one or two letters in a row that wraps, such as 0 to 10; wide enough for a thumb."""

    template_name = "forms/scale.html"
    option_template_name = "forms/scale_option.html"
