"""A file of the DfE's, and the year it is about where it does not tell."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from alliance.logic.academic_year import AcademicYear
from foundation.refusal import Refused
from foundation.uploads.kinds import check_size

MOST_BYTES = 30 * 1024 * 1024
"""The key stage 2 results of all of England are 25 MB."""
FIRST_YEAR = 2014


class PublishedFileForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="A CSV file of “Compare school performance” as the DfE publishes it: key stage 2 results, "
        "key stage 4 results, or pupils on roll (census). Of one authority or of all England.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,  # refused with our own sentence
        error_messages={"required": "Choose the file.", "invalid": "Choose a file."},
    )
    year = forms.TypedChoiceField(
        label="Academic year",
        coerce=lambda start: AcademicYear(int(start)),
        empty_value=None,
        required=False,
        help_text="Only where neither the file nor its name tells it.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = AcademicYear.for_date(today).start
        years = [(start, str(AcademicYear(start))) for start in range(this, FIRST_YEAR - 1, -1)]
        self.fields["year"].choices = [("", "As the file tells it"), *years]  # type: ignore[attr-defined]  # a choice field

    def clean_file(self) -> UploadedFile:
        uploaded: UploadedFile = self.cleaned_data["file"]
        try:
            check_size(uploaded.size or 0, most_bytes=MOST_BYTES)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal
        return uploaded
