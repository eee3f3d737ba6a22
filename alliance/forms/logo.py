"""The logo, and where answers to letters go."""

import base64
import binascii

from django import forms

from foundation.refusal import Refused
from foundation.uploads.kinds import check_size
from foundation.uploads.pictures import MOST_BYTES, Picture, read_picture

FIT = (640, 256)
"""Sharp on paper at 54 mm wide, and small enough to travel with every letter. In px."""


class LogoForm(forms.Form):
    """A picture to be tried; cleaned to a `Picture`."""

    logo = forms.FileField(
        label="Logo",
        help_text="PNG, JPEG or WebP, at most 1 MB. It is shown on white, in light and dark: use the version "
        "for light backgrounds, without a wide margin.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        allow_empty_file=True,  # refused with our own sentence
        error_messages={"required": "Choose the file of your logo.", "invalid": "Choose a file."},
    )

    def clean_logo(self) -> Picture:
        uploaded = self.cleaned_data["logo"]
        try:
            check_size(uploaded.size, most_bytes=MOST_BYTES)
        except Refused as refusal:
            raise _said(refusal) from refusal
        return _read(uploaded.read())


class TriedLogoForm(forms.Form):
    """The picture that was tried, come back with the wish to keep it; judged again like any file."""

    logo = forms.CharField(widget=forms.HiddenInput)

    def clean_logo(self) -> Picture:
        try:
            return _read(base64.b64decode(self.cleaned_data["logo"], validate=True))
        except binascii.Error as error:
            raise forms.ValidationError("Choose the file again: it did not come back whole.") from error


class RepliesForm(forms.Form):
    reply_to = forms.EmailField(
        label="Answers go to",
        required=False,
        help_text="An address that somebody reads, such as office@school.example. Left empty, answers go to "
        "the portal's own address, which nobody may read.",
        error_messages={"invalid": "Write an e-mail address such as office@school.example."},
    )


def encoded(picture: Picture) -> str:
    """The picture as text, to stand in a page and to come back with its form."""
    return base64.b64encode(picture.content).decode()


def _read(content: bytes) -> Picture:
    try:
        return read_picture(content, fit=FIT)
    except Refused as refusal:
        raise _said(refusal) from refusal


def _said(refusal: Refused) -> forms.ValidationError:
    return forms.ValidationError(refusal.sentence, code=refusal.code)
