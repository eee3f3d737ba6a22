"""Forms about agreements."""

from alliance.forms.agreements.content import AgreementForm, EditAgreementForm, TemplateForm
from alliance.forms.agreements.steps import BeginForm, CountersignForm, SendForm, TerminateForm

__all__ = [
    "AgreementForm",
    "BeginForm",
    "CountersignForm",
    "EditAgreementForm",
    "SendForm",
    "TemplateForm",
    "TerminateForm",
]
