"""What an action refused, said on the form that asked for it."""

from django import forms

from foundation.refusal import Refused


def refuse(form: forms.BaseForm, refusal: Refused) -> None:
    """Put the sentence beside the field it belongs to, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal.sentence, code=refusal.code))
