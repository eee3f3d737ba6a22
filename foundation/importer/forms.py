"""Bringing a table, and matching its columns."""

from collections.abc import Iterable
from typing import Any

from django import forms

from foundation.importer.heads import column_letter, column_name
from foundation.importer.models import Import
from foundation.importer.reading.bounds import LARGEST_FILE, MEGABYTE, MOST_COLUMNS, MOST_ROWS, too_large
from foundation.importer.target import Target

PASTED = "Pasted cells"
LONGEST_PASTE = 2_000_000
NOT_IMPORTED = "Not imported"


class BringForm(forms.Form):
    """A file, or cells pasted from a spreadsheet: one of the two."""

    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        help_text=f"CSV or Excel (.xlsx), up to {LARGEST_FILE // MEGABYTE} MB, {MOST_ROWS:,} rows and "
        f"{MOST_COLUMNS} columns.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label="Or paste cells",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        help_text="Copy the cells in your spreadsheet, the row with the names of the columns included, and "
        "paste them here.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_alternative = True  # type: ignore[attr-defined]  # one of the two is needed: neither is optional

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError(too_large(file.size).sentence, code="too_large")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if not self.errors and bool(file) == bool(text):
            both = "Choose a file or paste cells, not both: which of them is meant?"
            neither = "Choose a file, or paste cells from a spreadsheet."
            self.add_error("file", both if file else neither)
        return cleaned

    @property
    def name(self) -> str:
        file = self.cleaned_data.get("file")
        return str(file.name) if file else PASTED

    def content(self) -> Iterable[bytes]:
        """The bytes of what was brought."""
        file = self.cleaned_data.get("file")
        return file.chunks() if file else [self.cleaned_data["text"].encode()]


class MatchForm(forms.Form):
    """One question a column: which field it goes to."""

    def __init__(self, data: Any = None, *, source: Import, target: Target) -> None:
        super().__init__(data)
        self.source, self.target = source, target
        choices = [("", NOT_IMPORTED), *((field.key, field.label) for field in target.fields)]
        for column, key in enumerate(source.columns):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=column_name(source.heads, column, has_heads=source.has_heads),
                choices=choices,
                initial=key,
                required=False,
            )
        self.fields["has_heads"] = forms.BooleanField(
            label="The first row names the columns",
            help_text="Take the tick away if it is a row to import.",
            initial=source.has_heads,
            required=False,
        )

    @property
    def columns(self) -> list[str]:
        """The field of each column, in order."""
        return [self.cleaned_data[f"column_{column}"] for column in range(len(self.source.columns))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, int] = {}
        for column in range(len(self.source.columns)):
            key = cleaned.get(f"column_{column}")
            if key and key in taken:
                self.add_error(
                    f"column_{column}",
                    f"“{self.target.field(key).label}” is column {column_letter(taken[key])} already. Choose "
                    "another field for one of the two.",
                )
            elif key:
                taken[key] = column
        missing = [field.label for field in self.target.fields if field.required and field.key not in taken]
        if not taken:
            self.add_error(None, "Match at least one column: nothing would be imported.")
        elif missing:
            self.add_error(None, f"Say which column holds “{missing[0]}”: no row can do without it.")
        return cleaned
