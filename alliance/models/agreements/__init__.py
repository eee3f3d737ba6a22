"""Agreements with partners: the agreement, who owes what, templates, and the URNs it went through."""

from alliance.models.agreements.agreement import Agreement
from alliance.models.agreements.document import AgreementDocument
from alliance.models.agreements.notice import AgreementNotice
from alliance.models.agreements.novation import Novation
from alliance.models.agreements.obligation import Obligation
from alliance.models.agreements.template import AgreementTemplate

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementNotice",
    "AgreementTemplate",
    "Novation",
    "Obligation",
]
