"""What a resource and a new version of one are written into."""

from typing import Any

from django import forms

from alliance.actions.resources.keeping import Content, ResourceDetails
from alliance.choices import Audience, Licence, Strand
from alliance.models import Resource
from foundation.forms.versioned import VersionedForm
from foundation.refusal import Refused
from foundation.uploads.documents import KINDS, MOST_BYTES, TAKEN, judged
from foundation.uploads.kinds import megabytes

FIELDS = ("title", "description", "topic", "strand", "audience", "licence")


class ContentForm(forms.Form):
    """A file or a link: one of the two."""

    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,  # refused with our own sentence
        help_text=f"{TAKEN}, at most {megabytes(MOST_BYTES)}.",
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )
    link = forms.CharField(
        label="Or a link",
        required=False,
        max_length=1000,
        help_text="Where it lies elsewhere; who may open it is decided there.",
    )

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if uploaded is None:
            return None
        try:
            judged(uploaded.file, uploaded.size)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal
        return uploaded

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("file") and given.get("link"):
            self.add_error("link", "Give a file or a link, not both.")
        return given

    def content(self) -> Content:
        """What the cleaned form holds, for the action."""
        given = self.cleaned_data
        uploaded, note = given["file"], given.get("note", "")
        if uploaded is None:
            return Content(link=given["link"].strip(), note=note)
        return Content(file=uploaded.file, name=uploaded.name, size=uploaded.size, note=note)


class DetailsForm(forms.Form):
    title = forms.CharField(
        label="Title", max_length=150, error_messages={"required": "Write what people look for it by."}
    )
    description = forms.CharField(
        label="Description",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it is for, and for whom.",
    )
    topic = forms.CharField(
        label="Topic", max_length=60, required=False, help_text="Such as Behaviour, or Early reading."
    )
    strand = forms.ChoiceField(
        label="Kind of work", choices=[("", "None in particular"), *Strand.choices], required=False
    )
    audience = forms.ChoiceField(
        label="For",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text="Only they find it and can download it.",
        error_messages={"required": "Choose whom it is for."},
    )
    licence = forms.ChoiceField(
        label="What others may do with it",
        choices=Licence.choices,
        widget=forms.RadioSelect,
        initial=Licence.OWN_USE,
        error_messages={"required": "Choose what others may do with it."},
    )

    def details(self) -> ResourceDetails:
        """What the cleaned form says, for the action."""
        given = {name: self.cleaned_data[name] for name in FIELDS}
        return ResourceDetails(
            **{**given, "audience": Audience(given["audience"]), "licence": Licence(given["licence"])}
        )


class NewResourceForm(ContentForm, DetailsForm):
    field_order = ("title", "file", "link", "description")


class VersionForm(ContentForm):
    note = forms.CharField(
        label="What is new",
        max_length=300,
        help_text="Such as: the new phonics screening dates.",
        error_messages={"required": "Write what is new in this version."},
    )


class EditResourceForm(VersionedForm, DetailsForm):
    @staticmethod
    def saved(resource: Resource) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {name: getattr(resource, name) for name in (*FIELDS, "version")}
